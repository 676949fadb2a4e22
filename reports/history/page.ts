// The page of many runs as one HTML string: what changed, the runs, how their numbers went. It has no scripts. Pure and
// deterministic: the same history, charts and style give the same bytes.
import { createHash } from "node:crypto";
import type { DrawnChart } from "../charts/drawing.ts";
import { describeFactor } from "../legend/conditions.ts";
import { renderTable } from "../page/table.ts";
import { english } from "../words/english/english.ts";
import { sharedFactors } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { embedSource, html, Markup } from "../writing/markup.ts";
import { absent, figure, instant } from "../writing/numbers.ts";
import { type History, type HistoryChange, type HistoryRow, hrefOf, mostTrends } from "./history.ts";
import type { Trend } from "./trends.ts";

/** By this the writer knows a page that it may replace. */
export const generator = "push-transport-benchmark history";

/** Rows of the table of runs that stand open; older ones are folded. */
const openRows = 20;

/** The runs in one language. */
export interface Translation {
  readonly words: Words;
  readonly history: History;
  /** By trend, in the trends' order. */
  readonly charts: readonly (readonly DrawnChart[])[];
}

export interface IndexParts extends Omit<Translation, "words"> {
  readonly style: string;
  /** The same runs in the page's other language. */
  readonly translation?: Translation;
}

/** Nothing is fetched, nothing runs. */
const policy = (style: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** Of an element's id in a language: the page's own has it plain, another with its language behind it. */
type Name = (id: string) => string;

interface Part extends Translation {
  readonly name: Name;
}

const renderChange = ({ number, sentence, href, runName }: HistoryChange, { words, name }: Part): Markup =>
  html`<li id="${name(`change-${number}`)}">${sentence}<a href="${href}">${runName}</a>${words.index.changes.end}</li>\n`;

const renderChanges = (part: Part): Markup => {
  const { name, history } = part;
  const { changes: words } = part.words.index;
  return html`<section id="${name("changes")}" aria-labelledby="${name("changes-title")}">
<h2 id="${name("changes-title")}">${words.title}</h2>
${history.changes.length > 0 ? html`<ol class="changes">\n${history.changes.map((change) => renderChange(change, part))}</ol>` : html`<p>${words.none}</p>`}
<p class="conditions">${part.words.basics.sentences([history.scope, words.method])}</p>
</section>`;
};

const renderRow = (row: HistoryRow, { index: { runs } }: Words): Markup =>
  html`<tr><th scope="row"><a href="${row.href}">${instant(row.startedAt)}</a><small class="id">${row.id}</small></th><td class="words long">${row.headline}<small><code>${row.command}</code></small></td><td class="words${row.standing === "failed" ? " bad" : ""}">${runs.standings[row.standing]}<small class="trials">${row.trials}</small></td><td class="words commit">${row.commit === "" ? absent : row.commit}${row.uncommittedChanges && html`<small>${runs.withChanges}</small>`}</td><td class="words machine">Node ${row.node}<small>${row.machine}</small></td></tr>\n`;

const renderRuns = ({ history: { rows }, words, name }: Part): Markup => {
  const { runs } = words.index;
  const [open, folded] = [rows.slice(0, openRows), rows.slice(openRows)].map((some) =>
    some.map((row) => renderRow(row, words)),
  );
  const heads = runs.heads.map((text) => ({ text, words: true }));
  return html`<section id="${name("runs")}" aria-labelledby="${name("runs-title")}">
<h2 id="${name("runs-title")}">${runs.title}</h2>
<p class="why">${runs.why}</p>
${open !== undefined && open.length > 0 ? renderTable(name("runs-table"), runs.caption, heads, open) : html`<p>${runs.none}</p>`}
${folded !== undefined && folded.length > 0 && html`<details><summary>${runs.older(folded.length)}</summary>${renderTable(name("older-table"), runs.olderCaption, heads, folded)}</details>`}
</section>`;
};

const renderDatum = (value: string | number | null): Markup => {
  if (typeof value === "string") return html`<td class="words">${value}</td>`;
  return html`<td>${value === null ? absent : figure(value)}</td>`;
};

const renderChart = (chart: DrawnChart, { words, name }: Part): Markup => {
  const { id, title, description, howToRead, svg, table } = chart;
  const heads = table.headings.map((text, i) => ({
    text,
    words: table.rows.every((row) => typeof row[i] === "string"),
  }));
  const body = table.rows.map(
    ([first = "", ...values]) => html`<tr><th scope="row">${first}</th>${values.map(renderDatum)}</tr>\n`,
  );
  return html`<figure class="chart half">
<h3>${title}</h3>
<div class="plot" id="${name(id)}" tabindex="0"><div role="img" aria-label="${description}">${new Markup(svg)}</div></div>
<figcaption><p><strong>${words.page.chart.howToRead}</strong> ${howToRead}</p></figcaption>
<details><summary>${words.page.chart.data}</summary>${renderTable(name(`${id}-data`), words.index.trends.medians(title), heads, body)}</details>
</figure>`;
};

const describeTrend = ({ conditions, machine }: Trend, words: Words): string =>
  [...sharedFactors.map((factor) => describeFactor(factor, conditions, words)), machine].join(" · ");

const renderTrend = (trend: Trend, charts: readonly DrawnChart[], part: Part): Markup => {
  const { words, name } = part;
  const { trends } = words.index;
  return html`<section id="${name(trend.id)}" aria-labelledby="${name(`${trend.id}-title`)}">
<h2 id="${name(`${trend.id}-title`)}">${nameTrend(trend, words)}</h2>
<p class="why">${trends.why(trend.runs.length)}</p>
<p class="conditions">${describeTrend(trend, words)}</p>
${charts.length > 0 ? html`<div class="charts">${charts.map((chart) => renderChart(chart, part))}</div>` : html`<p class="conditions">${trends.noCharts}</p>`}
</section>
`;
};

const nameTrend = ({ scenario, profile }: Trend, { basics, index }: Words): string =>
  index.trends.title(basics.scenario(scenario), profile);

const renderUnread = ({ history: { unread }, words, name }: Part): Markup | false =>
  unread.length > 0 &&
  html`<section id="${name("unread")}" aria-labelledby="${name("unread-title")}">
<h2 id="${name("unread-title")}">${words.index.unread.title}</h2>
<p class="why">${words.index.unread.why}</p>
${renderTable(
  name("unread-table"),
  words.index.unread.caption,
  words.index.unread.heads.map((text) => ({ text, words: true })),
  unread.map(
    ({ id, reason }) =>
      html`<tr><th scope="row"><a href="${hrefOf(id)}">${id}</a></th><td class="words long">${reason}</td></tr>\n`,
  ),
)}</section>`;

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
${history.trends.map((trend, i) => renderTrend(trend, charts[i] ?? [], part))}
${renderUnread(part)}
</main>
<footer><p>${words.index.footer(mostTrends)}</p></footer>`;
};

/**
 * The other language's sheet stands behind the page's own and is shown where the address names it: the page has no scripts,
 * so that a link is its switch.
 */
const renderTranslation = (part: Part): Markup => {
  const { language } = part.words.basics;
  return html`<div class="sheet other" id="${language}" lang="${language}">
<p class="languages"><a href="#en" lang="en" hreflang="en">English</a> <span aria-current="true">${part.words.page.ownName}</span></p>
${renderSheet(part)}
</div>`;
};

export const renderIndex = ({ history, charts, style, translation }: IndexParts): string => {
  const own: Part = { history, charts, words: english, name: (id) => id };
  const other: Part | undefined = translation && {
    ...translation,
    name: (id) => `${id}-${translation.words.basics.language}`,
  };
  const page = html`<!doctype html>
<html lang="${english.basics.language}">
<head>
<meta charset="utf-8">
<meta name="generator" content="${generator}">
<meta http-equiv="Content-Security-Policy" content="${policy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark">
<title>${history.headline}</title>
<style>${embedSource(style)}</style>
</head>
<body>
${other && renderTranslation(other)}
<div class="sheet" id="en">
${other && html`<p class="languages"><span aria-current="true">${english.page.ownName}</span> <a href="#${other.words.basics.language}" lang="${other.words.basics.language}" hreflang="${other.words.basics.language}">${other.words.page.ownName}</a></p>`}
${renderSheet(own)}
</div>
</body>
</html>
`;
  return page.toString();
};
