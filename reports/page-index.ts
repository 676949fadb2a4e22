// The page of many runs as one HTML string: what changed, the runs, how their numbers went. It has no scripts. Pure and
// deterministic: the same history, charts and style give the same bytes.
import { createHash } from "node:crypto";
import { describeFactor, sharedFactors } from "./conditions.ts";
import type { DrawnChart } from "./drawing.ts";
import { type History, type HistoryChange, type HistoryRow, hrefOf, mostTrends } from "./history.ts";
import { embedSource, html, Markup } from "./markup.ts";
import { absent, count, figure, instant } from "./numbers.ts";
import { renderTable } from "./page-table.ts";
import type { Trend } from "./trends.ts";

/** By this the writer knows a page that it may replace. */
export const generator = "push-transport-benchmark history";

/** Rows of the table of runs that stand open; older ones are folded. */
const openRows = 20;

export interface IndexParts {
  readonly history: History;
  /** By trend, in the trends' order. */
  readonly charts: readonly (readonly DrawnChart[])[];
  readonly style: string;
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

const renderChange = ({ number, sentence, href, runName }: HistoryChange): Markup =>
  html`<li id="change-${number}">${sentence}<a href="${href}">${runName}</a>.</li>\n`;

const renderChanges = ({
  changes,
  scope,
}: History): Markup => html`<section id="changes" aria-labelledby="changes-title">
<h2 id="changes-title">Changes</h2>
${changes.length > 0 ? html`<ol class="changes">\n${changes.map(renderChange)}</ol>` : html`<p>No change was detected.</p>`}
<p class="conditions">${scope} A change is a cut with at least three runs on each side, across which the figures differ more than chance explains: energy statistics on logarithms (Matteson and James 2014), tested by permutation, with a chance of at most 1 % of one false claim or more on this page (Holm). The two figures are medians of the runs from the change before to this one, and from this one to the next.</p>
</section>`;

const renderRow = (row: HistoryRow): Markup =>
  html`<tr><th scope="row"><a href="${row.href}">${instant(row.startedAt)}</a><small class="id">${row.id}</small></th><td class="words long">${row.headline}<small><code>${row.command}</code></small></td><td class="words${row.standing === "failed" ? " bad" : ""}">${row.standing}<small class="trials">${row.trials}</small></td><td class="words commit">${row.commit === "" ? absent : row.commit}${row.uncommittedChanges && html`<small>with uncommitted changes</small>`}</td><td class="words machine">Node ${row.node}<small>${row.machine}</small></td></tr>\n`;

const runHeads = ["Run", "Verdict and command", "Validity", "Commit", "Made with"].map((text) => ({
  text,
  words: true,
}));

const renderRuns = ({ rows }: History): Markup => {
  const [open, folded] = [rows.slice(0, openRows), rows.slice(openRows)];
  return html`<section id="runs" aria-labelledby="runs-title">
<h2 id="runs-title">Runs</h2>
<p class="why">Newest first. A measured run is one whose trials all count; of an invalid one the rig was the limit in some, of a failed one some lost a delivery or did not finish, and a partial one was stopped early.</p>
${rows.length > 0 ? renderTable("runs-table", "One row a run", runHeads, open.map(renderRow)) : html`<p>There is none.</p>`}
${folded.length > 0 && html`<details><summary>${count(folded.length)} older</summary>${renderTable("older-table", "Older runs", runHeads, folded.map(renderRow))}</details>`}
</section>`;
};

const renderDatum = (value: string | number | null): Markup => {
  if (typeof value === "string") return html`<td class="words">${value}</td>`;
  return html`<td>${value === null ? absent : figure(value)}</td>`;
};

const renderChart = ({ id, title, description, howToRead, svg, table: { headings, rows } }: DrawnChart): Markup => {
  const heads = headings.map((text, i) => ({ text, words: rows.every((row) => typeof row[i] === "string") }));
  const body = rows.map(
    ([name = "", ...values]) => html`<tr><th scope="row">${name}</th>${values.map(renderDatum)}</tr>\n`,
  );
  return html`<figure class="chart half">
<h3>${title}</h3>
<div class="plot" id="${id}" tabindex="0"><div role="img" aria-label="${description}">${new Markup(svg)}</div></div>
<figcaption><p><strong>How to read this.</strong> ${howToRead}</p></figcaption>
<details><summary>Data</summary>${renderTable(`${id}-data`, `${title}: medians of each run`, heads, body)}</details>
</figure>`;
};

const describeTrend = ({ conditions, machine }: Trend): string =>
  [...sharedFactors.map((factor) => describeFactor(factor, conditions)), machine].join(" · ");

const renderTrend = (
  trend: Trend,
  charts: readonly DrawnChart[],
): Markup => html`<section id="${trend.id}" aria-labelledby="${trend.id}-title">
<h2 id="${trend.id}-title">${nameTrend(trend)}</h2>
<p class="why">${count(trend.runs.length)} runs of one plan on one machine; seeds may differ.</p>
<p class="conditions">${describeTrend(trend)}</p>
${charts.length > 0 ? html`<div class="charts">${charts.map(renderChart)}</div>` : html`<p class="conditions">No charts here: no run told a number.</p>`}
</section>
`;

const nameTrend = ({ scenario, profile }: Trend): string => `Trends of ${scenario}, ${profile} profile`;

const renderUnread = ({ unread }: History): Markup | false =>
  unread.length > 0 &&
  html`<section id="unread" aria-labelledby="unread-title">
<h2 id="unread-title">Not read</h2>
<p class="why">Folders beside the runs whose numbers are on no chart, and why. A page that one of them holds is still there.</p>
${renderTable(
  "unread-table",
  "One row a folder",
  ["Folder", "Why"].map((text) => ({ text, words: true })),
  unread.map(
    ({ id, reason }) =>
      html`<tr><th scope="row"><a href="${hrefOf(id)}">${id}</a></th><td class="words long">${reason}</td></tr>\n`,
  ),
)}</section>`;

const renderContents = ({ trends, unread }: History): Markup => html`<nav class="contents" aria-label="Contents"><ul>
<li><a href="#changes">Changes</a></li><li><a href="#runs">Runs</a></li>
${trends.map((trend) => html`<li><a href="#${trend.id}">${nameTrend(trend)}</a></li>`)}
${unread.length > 0 && html`<li><a href="#unread">Not read</a></li>`}
</ul></nav>`;

export const renderIndex = ({ history, charts, style }: IndexParts): string => {
  const page = html`<!doctype html>
<html lang="en">
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
<a class="skip" href="#main">Skip to the results</a>
<div class="sheet">
<header>
<p class="eyebrow">Short polling, long polling and WebSocket compared, run after run</p>
<h1>${history.headline}</h1>
${renderContents(history)}
</header>
<main id="main">
${renderChanges(history)}
${renderRuns(history)}
${history.trends.map((trend, i) => renderTrend(trend, charts[i] ?? []))}
${renderUnread(history)}
</main>
<footer><p>Made of the results.json in each folder. Trends are of the ${count(mostTrends)} plans that were run last. This file needs no server and no network.</p></footer>
</div>
</body>
</html>
`;
  return page.toString();
};
