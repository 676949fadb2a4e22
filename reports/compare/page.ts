// The comparison of two runs as one HTML string: what changed, then everything that it rests on. It has no scripts. Pure and
// deterministic: the same view, charts and style give the same bytes.
import { createHash } from "node:crypto";
import type { DrawnChart } from "../charts/drawing.ts";
import { type Head, renderTable } from "../page/table.ts";
import { embedSource, html, Markup } from "../writing/markup.ts";
import { absent, figure } from "../writing/numbers.ts";
import { ratioCell, renderCell, verdictCell } from "./page-cells.ts";
import { renderRuns } from "./page-runs.ts";
import type { Compared, ComparedLine } from "./view.ts";
import type { CompareWords } from "./words.ts";

export interface ComparePageParts {
  readonly compared: Compared;
  readonly charts: readonly DrawnChart[];
  /** How many of them, from the first on, are of cells whose times changed. */
  readonly changed: number;
  /** Cells with a spectrum for which there was no room. */
  readonly dropped: number;
  readonly words: CompareWords;
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

const changedRow = (compared: ComparedLine): Markup =>
  html`<tr><th scope="row">${compared.metric}<small>${compared.where} · ${compared.tier}</small></th>${verdictCell(compared)}${ratioCell(compared)}<td>${compared.base}</td><td>${compared.head}</td><td class="words long">${compared.why}</td></tr>\n`;

const renderChanges = ({ compared, words }: ComparePageParts): Markup => {
  const { changes, columns } = words;
  const heads: readonly Head[] = [
    { text: columns.metric, words: true },
    { text: columns.verdict, words: true },
    { text: columns.ratio },
    { text: columns.base },
    { text: columns.head },
    { text: columns.why, words: true },
  ];
  return html`<section id="changes" aria-labelledby="changes-title">
<h2 id="changes-title">${changes.title}</h2>
${
  compared.changed.length === 0
    ? html`<p>${compared.unchanged}</p>`
    : html`<p class="why">${changes.why}</p>${renderTable("changes-table", changes.caption, heads, compared.changed.map(changedRow))}`
}
${compared.notJudged !== "" && html`<p class="conditions">${compared.notJudged}</p>`}
${compared.caution !== "" && html`<p class="conditions">${compared.caution}</p>`}
</section>`;
};

const renderDatum = (value: string | number | null): Markup =>
  html`<td>${value === null ? absent : typeof value === "string" ? value : figure(value)}</td>`;

const renderChart = ({ id, title, description, svg, table }: DrawnChart, words: CompareWords): Markup => {
  const heads = table.headings.map((text, i) => ({ text, words: i === 0 }));
  const rows = table.rows.map(
    ([name = "", ...values]) => html`<tr><th scope="row">${name}</th>${values.map(renderDatum)}</tr>\n`,
  );
  return html`<figure class="chart half">
<h3>${title}</h3>
<div class="plot" id="${id}" tabindex="0"><div role="img" aria-label="${description}">${new Markup(svg)}</div></div>
<details><summary>${words.charts.data}</summary>${renderTable(`${id}-data`, title, heads, rows)}</details>
</figure>`;
};

/** Where nothing changed, so many charts stand open all the same. */
const openCharts = 2;

const renderCharts = ({ charts, changed, dropped, words }: ComparePageParts): Markup | false => {
  const open = Math.max(changed, openCharts);
  const some = (list: readonly DrawnChart[]): Markup =>
    html`<div class="charts">${list.map((chart) => renderChart(chart, words))}</div>`;
  const rest = charts.slice(open);
  return (
    charts.length > 0 &&
    html`<section id="charts" aria-labelledby="charts-title">
<h2 id="charts-title">${words.charts.title}</h2>
<p class="why">${words.charts.why}${dropped > 0 && ` ${words.charts.dropped(dropped)}`}</p>
<p class="conditions">${words.charts.howToRead}</p>
${some(charts.slice(0, open))}
${rest.length > 0 && html`<details><summary>${words.charts.rest(rest.length)}</summary>${some(rest)}</details>`}
</section>`
  );
};

const renderAll = ({ compared, words }: ComparePageParts): Markup => html`<section id="all" aria-labelledby="all-title">
<h2 id="all-title">${words.all.title}</h2>
<p class="why">${words.all.why}</p>
${compared.cells.map((cell, i) => renderCell(cell, i, words))}</section>`;

const renderOnly = ({ compared: { onlyBase, onlyHead }, words }: ComparePageParts): Markup | false => {
  const list = (head: string, names: readonly string[]): Markup | false =>
    names.length > 0 && html`<p>${head}</p><ul>${names.map((name) => html`<li>${name}</li>`)}</ul>`;
  return (
    onlyBase.length + onlyHead.length > 0 &&
    html`<section id="only" aria-labelledby="only-title">
<h2 id="only-title">${words.only.title}</h2>
${list(words.only.base, onlyBase)}${list(words.only.head, onlyHead)}
</section>`
  );
};

const renderHeader = ({ compared, charts, words }: ComparePageParts): Markup => {
  const { headline, sentences, warnings, onlyBase, onlyHead } = compared;
  const contents = [
    ["changes", words.changes.title],
    ...(charts.length > 0 ? [["charts", words.charts.title]] : []),
    ["all", words.all.title],
    ...(onlyBase.length + onlyHead.length > 0 ? [["only", words.only.title]] : []),
    ["ledger", words.ledger.title],
    ["runs", words.runs.title],
    ["method", words.method.title],
  ];
  return html`<header>
<p class="eyebrow">${words.eyebrow}</p>
<h1>${headline}</h1>
<div class="verdict">${sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>
${warnings.map((warning) => html`<p class="warning" role="note"><strong>${words.warning}.</strong> ${warning.charAt(0).toUpperCase()}${warning.slice(1)}.</p>`)}
<nav class="contents" aria-label="${words.contents}"><ul>
${contents.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>
</header>`;
};

const renderMethod = (words: CompareWords): Markup => html`<section id="method" aria-labelledby="method-title">
<h2 id="method-title">${words.method.title}</h2>
${words.method.paragraphs.map((text) => html`<p class="why">${text}</p>`)}
</section>`;

export const renderComparePage = (parts: ComparePageParts): string => {
  const { compared, words, style } = parts;
  const page = html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark">
<title>${compared.headline}</title>
<style>${embedSource(style)}</style>
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<div class="sheet">
${renderHeader(parts)}
<main id="main">
${renderChanges(parts)}
${renderCharts(parts)}
${renderAll(parts)}
${renderOnly(parts)}
${renderRuns(compared, words)}
${renderMethod(words)}
</main>
<footer><p>${words.footer(compared.base.id, compared.head.id)}</p></footer>
</div>
</body>
</html>
`;
  return page.toString();
};
