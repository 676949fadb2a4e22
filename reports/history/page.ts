// The page of many runs as one HTML string: what changed, the runs, how their numbers went. It has no scripts. Pure and
// deterministic: the same history, charts and style give the same bytes.
import { valueAt } from "../../bench/statistics/value-at.ts";
import type { DrawnChart } from "../charts/drawing.ts";
import { describeFactor } from "../legend/conditions.ts";
import { renderData, renderFigure, renderHowToRead } from "../page/chart.ts";
import { renderDocument } from "../page/document.ts";
import { renderSection } from "../page/section.ts";
import { headsOf, renderTable } from "../page/table.ts";
import { english } from "../words/english/english.ts";
import { sharedFactors } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, instant } from "../writing/numbers.ts";
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

interface IndexParts extends Omit<Translation, "words"> {
  readonly style: string;
  /** The same runs in the page's other language. */
  readonly translation?: Translation;
}

/** An element's id in a language: the page's own language has it plain, the other with the language behind it. */
type Name = (id: string) => string;

interface Part extends Translation {
  readonly name: Name;
}

const renderChange = ({ number, sentence, href, runName }: HistoryChange, { words, name }: Part): Markup =>
  html`<li id="${name(`change-${number}`)}">${sentence}<a href="${href}">${runName}</a>${words.index.changes.end}</li>\n`;

const renderChanges = (part: Part): Markup => {
  const { name, history } = part;
  const { changes: words } = part.words.index;
  const changes = history.changes.map((change) => renderChange(change, part));
  const body = html`${changes.length > 0 ? html`<ol class="changes">\n${changes}</ol>` : html`<p>${words.none}</p>`}
<p class="conditions">${part.words.basics.sentences([history.scope, words.method])}</p>
`;
  return renderSection("changes", words.title, body, name);
};

const renderRow = (row: HistoryRow, { index: { runs } }: Words): Markup =>
  html`<tr><th scope="row"><a href="${row.href}">${instant(row.startedAt)}</a><small class="id">${row.id}</small></th><td class="words long">${row.headline}<small><code>${row.command}</code></small></td><td class="words${row.standing === "failed" && " bad"}">${runs.standings[row.standing]}<small class="trials">${row.trials}</small></td><td class="words commit">${row.commit === "" ? absent : row.commit}${row.uncommittedChanges && html`<small>${runs.withChanges}</small>`}</td><td class="words machine">Node ${row.node}<small>${row.machine}</small></td></tr>\n`;

const renderRuns = ({ history: { rows }, words, name }: Part): Markup => {
  const { runs } = words.index;
  const all = rows.map((row) => renderRow(row, words));
  const [open, older] = [all.slice(0, openRows), all.slice(openRows)];
  const table = (id: string, caption: string, some: readonly Markup[]): Markup =>
    renderTable(name(id), caption, headsOf(runs.heads), some);
  const body = html`<p class="why">${runs.why}</p>
${open.length > 0 ? table("runs-table", runs.caption, open) : html`<p>${runs.none}</p>`}
${older.length > 0 && html`<details><summary>${runs.older(older.length)}</summary>${table("older-table", runs.olderCaption, older)}</details>`}
`;
  return renderSection("runs", runs.title, body, name);
};

const renderChart = (chart: DrawnChart, { words, name }: Part): Markup => {
  const data = renderData(name(`${chart.id}-data`), words.index.trends.medians(chart.title), chart.table);
  return renderFigure(chart, name(chart.id), renderHowToRead(chart, words), words.page.chart.data, data);
};

const describeTrend = ({ conditions, machine }: Trend, words: Words): string =>
  [...sharedFactors.map((factor) => describeFactor(factor, conditions, words)), machine]
    .filter((text) => text !== "")
    .join(" · ");

const renderTrend = (trend: Trend, charts: readonly DrawnChart[], part: Part): Markup => {
  const { words, name } = part;
  const { trends } = words.index;
  const body = html`<p class="why">${trends.why(trend.runs.length)}</p>
<p class="conditions">${describeTrend(trend, words)}</p>
${charts.length > 0 ? html`<div class="charts">${charts.map((chart) => renderChart(chart, part))}</div>` : html`<p class="conditions">${trends.noCharts}</p>`}
`;
  return html`${renderSection(trend.id, nameTrend(trend, words), body, name)}\n`;
};

const nameTrend = ({ scenario, profile }: Trend, { basics, index }: Words): string =>
  index.trends.title(basics.scenario(scenario), profile);

const renderUnread = ({ history: { unread }, words, name }: Part): Markup | false => {
  if (unread.length === 0) return false;
  const { title, why, caption, heads } = words.index.unread;
  const rows = unread.map(
    ({ id, reason }) =>
      html`<tr><th scope="row"><a href="${hrefOf(id)}">${id}</a></th><td class="words long">${reason}</td></tr>\n`,
  );
  const table = renderTable(name("unread-table"), caption, headsOf(heads), rows);
  return renderSection("unread", title, html`<p class="why">${why}</p>\n${table}`, name);
};

const renderContents = ({ history: { trends, unread }, words, name }: Part): Markup => {
  const { changes, runs, unread: unreadWords } = words.index;
  const entry = (id: string, text: string): Markup => html`<li><a href="#${name(id)}">${text}</a></li>`;
  return html`<nav class="contents" aria-label="${words.page.contents}"><ul>
${entry("changes", changes.title)}${entry("runs", runs.title)}
${trends.map((trend) => entry(trend.id, nameTrend(trend, words)))}
${unread.length > 0 && entry("unread", unreadWords.title)}
</ul></nav>`;
};

const renderSheet = (part: Part): Markup => {
  const { history, charts, words, name } = part;
  return html`<a class="skip" href="#${name("main")}">${words.page.skip}</a>
<header>
<p class="eyebrow">${words.index.eyebrow}</p>
<h1>${history.headline}</h1>
${renderContents(part)}
</header>
<main id="${name("main")}">
${renderChanges(part)}
${renderRuns(part)}
${history.trends.map((trend, i) => renderTrend(trend, valueAt(charts, i), part))}
${renderUnread(part)}
</main>
<footer><p>${words.index.footer(mostTrends)}</p></footer>`;
};

/** A link from one language's sheet to the other's. */
const renderSwitch = (language: string, name: string): Markup =>
  html`<a href="#${language}" lang="${language}" hreflang="${language}">${name}</a>`;

/** The other language's sheet is shown where the address names it: the page has no scripts, and its switch is a link. */
const renderTranslation = (part: Part): Markup => {
  const { language } = part.words.basics;
  return html`<div class="sheet other" id="${language}" lang="${language}">
<p class="languages">${renderSwitch(english.basics.language, english.page.ownName)} <span aria-current="true">${part.words.page.ownName}</span></p>
${renderSheet(part)}
</div>`;
};

export const renderIndex = ({ history, charts, style, translation }: IndexParts): string => {
  const { basics, page } = english;
  const own: Part = { history, charts, words: english, name: (id) => id };
  const other: Part | undefined = translation && {
    ...translation,
    name: (id) => `${id}-${translation.words.basics.language}`,
  };
  const body = html`${other && renderTranslation(other)}
<div class="sheet" id="${basics.language}">
${other && html`<p class="languages"><span aria-current="true">${page.ownName}</span> ${renderSwitch(other.words.basics.language, other.words.page.ownName)}</p>`}
${renderSheet(own)}
</div>`;
  return renderDocument({
    language: basics.language,
    title: history.headline,
    generator,
    assets: { style, scripts: [] },
    body,
  });
};
