// The page of many runs as one HTML string: the newest result, what changed, the runs, how their numbers went. In English, with
// another language packed beside it. Pure and deterministic: the same histories, charts and assets give the same bytes.
import { valueAt } from "../../bench/statistics/value-at.ts";
import type { DrawnChart } from "../charts/drawing.ts";
import { describeFactor } from "../legend/conditions.ts";
import { renderData, renderFigure, renderHowToRead } from "../page/chart.ts";
import { type Assets, renderDocument } from "../page/document.ts";
import { packSheet, renderLanguages } from "../page/editions.ts";
import { renderSection } from "../page/section.ts";
import { headsOf, renderTable } from "../page/table.ts";
import { renderTemplates, renderThemes } from "../page/tools.ts";
import { sharedFactors } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, instant } from "../writing/numbers.ts";
import { renderComparing, type StoredComparisons } from "./comparing.ts";
import { type History, type HistoryChange, type HistoryRow, hrefOf, mostTrends } from "./history.ts";
import type { Trend } from "./trends.ts";

/** The name by which the writer knows a page that it may replace. */
export const generator = "push-transport-benchmark history";

/** Rows of the table of runs that stand open; older ones are folded. */
const openRows = 20;

/** The runs in one language. */
export interface Translation {
  readonly words: Words;
  readonly history: History;
  /** One list for each trend, in the trends' order. */
  readonly charts: readonly (readonly DrawnChart[])[];
}

interface IndexParts {
  /** In English, which the page shows without a script. */
  readonly own: Translation;
  /** The same runs in the page's other language. */
  readonly translation: Translation;
  readonly stored: StoredComparisons;
  readonly assets: Assets;
}

interface Part extends Translation {
  readonly stored: StoredComparisons;
}

const renderChange = ({ number, sentence, href, runName }: HistoryChange, { words }: Part): Markup =>
  html`<li id="change-${number}">${sentence}<a href="${href}">${runName}</a>${words.index.changes.end}</li>\n`;

const renderChanges = (part: Part): Markup => {
  const { history } = part;
  const { changes: words } = part.words.index;
  const changes = history.changes.map((change) => renderChange(change, part));
  const body = html`${changes.length > 0 ? html`<ol class="changes">\n${changes}</ol>` : html`<p>${words.none}</p>`}
<p class="conditions">${history.scope}</p>
<details><summary>${words.how}</summary><p class="conditions">${words.method}</p></details>
`;
  return renderSection("changes", words.title, body);
};

/** A run's advice, or else its finding. */
const resultOf = ({ advice, headline }: HistoryRow): string => (advice === "" ? headline : advice);

const renderRow = (row: HistoryRow, { index: { runs } }: Words): Markup =>
  html`<tr><th scope="row"><a href="${row.href}">${instant(row.startedAt)}</a><small class="id">${row.id}</small></th><td class="words long">${resultOf(row)}<small><code>${row.command}</code></small></td><td class="words${row.standing === "failed" && " bad"}">${runs.standings[row.standing]}<small class="trials">${row.trials}</small></td><td class="words commit">${row.commit === "" ? absent : row.commit}${row.uncommittedChanges && html`<small>${runs.withChanges}</small>`}</td><td class="words machine">Node ${row.node}<small>${row.machine}</small></td></tr>\n`;

const renderRuns = ({ history: { rows }, words }: Part): Markup => {
  const { runs } = words.index;
  const all = rows.map((row) => renderRow(row, words));
  const [open, older] = [all.slice(0, openRows), all.slice(openRows)];
  const table = (id: string, caption: string, some: readonly Markup[]): Markup =>
    renderTable(id, caption, headsOf(runs.heads), some);
  const body = html`<p class="why">${runs.why}</p>
${open.length > 0 ? table("runs-table", runs.caption, open) : html`<p>${runs.none}</p>`}
${older.length > 0 && html`<details><summary>${runs.older(older.length)}</summary>${table("older-table", runs.olderCaption, older)}</details>`}
`;
  return renderSection("runs", runs.title, body);
};

const renderChart = (chart: DrawnChart, { words }: Part): Markup => {
  const data = renderData(`${chart.id}-data`, words.index.trends.medians(chart.title), chart.table);
  return renderFigure(chart, chart.id, { how: renderHowToRead(chart, words), summary: words.page.chart.data, data });
};

const describeTrend = ({ conditions, machine }: Trend, words: Words): string =>
  [...sharedFactors.map((factor) => describeFactor(factor, conditions, words)), machine]
    .filter((text) => text !== "")
    .join(" · ");

const renderTrend = (trend: Trend, charts: readonly DrawnChart[], part: Part): Markup => {
  const { words } = part;
  const { trends } = words.index;
  const body = html`<p class="why">${trends.why(trend.runs.length)}</p>
<p class="conditions">${describeTrend(trend, words)}</p>
${charts.length > 0 ? html`<div class="charts">${charts.map((chart) => renderChart(chart, part))}</div>` : html`<p class="conditions">${trends.noCharts}</p>`}
`;
  return html`${renderSection(trend.id, nameTrend(trend, words), body)}\n`;
};

const nameTrend = ({ scenario, profile }: Trend, { basics, index }: Words): string =>
  index.trends.title(basics.scenario(scenario), profile);

const renderUnread = ({ history: { unread }, words }: Part): Markup | false => {
  if (unread.length === 0) return false;
  const { title, why, caption, heads } = words.index.unread;
  const rows = unread.map(
    ({ id, reason }) =>
      html`<tr><th scope="row"><a href="${hrefOf(id)}">${id}</a></th><td class="words long">${words.index.unread.reasons[reason.code](reason.detail)}</td></tr>\n`,
  );
  const table = renderTable("unread-table", caption, headsOf(heads), rows);
  return renderSection("unread", title, html`<p class="why">${why}</p>\n${table}`);
};

const renderContents = ({ history: { rows, trends, unread }, words }: Part): Markup => {
  const { changes, runs, unread: unreadWords } = words.index;
  const entry = (id: string, text: string): Markup => html`<li><a href="#${id}">${text}</a></li>`;
  return html`<nav class="contents" aria-label="${words.page.contents}"><ul>
${entry("changes", changes.title)}${entry("runs", runs.title)}${rows.length > 1 && entry("comparing", words.index.comparing.title)}
${trends.map((trend) => entry(trend.id, nameTrend(trend, words)))}
${unread.length > 0 && entry("unread", unreadWords.title)}
</ul></nav>`;
};

/** The newest run leads. Where there is none, that there is none. */
const leadOf = ({ history: { headline, rows }, words: { basics } }: Translation): string =>
  rows[0] === undefined ? headline : basics.stop(resultOf(rows[0]));

const renderNewest = (part: Part): Markup => {
  const { history, words } = part;
  const { headline } = history;
  const [newest] = history.rows;
  const { basics, index } = words;
  if (newest === undefined) return html`<h1>${headline}</h1>`;
  return html`<h1>${leadOf(part)}</h1>
<p class="newest"><a href="${newest.href}">${index.newest(instant(newest.startedAt))}</a>${index.newestTrials(newest.trials)}</p>
<p class="standing">${basics.stop(headline)}</p>`;
};

const renderSheet = (part: Part): Markup => {
  const { history, charts, words, stored } = part;
  return html`
<header>
${renderThemes(words)}
<p class="eyebrow">${words.index.eyebrow}</p>
${renderNewest(part)}
${renderContents(part)}
</header>
<main id="main">
${renderChanges(part)}
${renderRuns(part)}
${renderComparing(history.rows, stored, words)}
${history.trends.map((trend, i) => renderTrend(trend, valueAt(charts, i), part))}
${renderUnread(part)}
</main>
<footer><p>${words.index.footer(mostTrends)}</p></footer>
${renderTemplates(words)}
`;
};

export const renderIndex = ({ own, translation, stored, assets }: IndexParts): string => {
  const { basics, page } = own.words;
  const other = translation.words;
  return renderDocument({
    language: basics.language,
    title: own.history.headline,
    description: leadOf(own),
    generator,
    assets,
    body: html`<a class="skip" href="#main">${page.skip}</a>
${renderLanguages(other.basics.language, other.page.ownName)}
<div class="sheet">${renderSheet({ ...own, stored })}</div>`,
    data: packSheet(other.basics.language, {
      title: translation.history.headline,
      skip: other.page.skip,
      sheet: renderSheet({ ...translation, stored }),
    }),
  });
};
