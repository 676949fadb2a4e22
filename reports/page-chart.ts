// A chart on the page: still drawing, how to read it, its data as a table. Knows nothing of what it shows.
import type { DrawnChart } from "./drawing.ts";
import { html, Markup } from "./markup.ts";
import { absent, figure } from "./numbers.ts";
import { renderTable } from "./page-table.ts";

const renderDatum = (value: string | number | null): Markup => {
  if (typeof value === "string") return html`<td class="words">${value}</td>`;
  return html`<td>${value === null ? absent : figure(value)}</td>`;
};

const renderData = ({ id, title, table: { headings, rows } }: DrawnChart): Markup =>
  renderTable(
    `${id}-data`,
    `${title}: data`,
    headings.map((text, i) => ({ text, words: rows.every((row) => typeof row[i] === "string") })),
    rows.map(([name = "", ...values]) => html`<tr><th scope="row">${name}</th>${values.map(renderDatum)}</tr>\n`),
  );

const renderChart = (chart: DrawnChart): Markup => html`<figure class="chart ${chart.wide ? "wide" : "half"}">
<h3>${chart.title}</h3>
<div class="plot" id="${chart.id}"><div role="img" aria-label="${chart.description}">${new Markup(chart.svg)}</div></div>
<figcaption><p><strong>How to read this.</strong> ${chart.howToRead}</p></figcaption>
<p class="save" hidden><button type="button" data-save="svg" data-chart="${chart.id}">Save as SVG</button> <button type="button" data-save="png" data-chart="${chart.id}">Save as PNG</button></p>
<details><summary>Data</summary>${renderData(chart)}</details>
</figure>`;

export const renderCharts = (charts: readonly DrawnChart[]): Markup | false =>
  charts.length > 0 && html`<div class="charts">${charts.map(renderChart)}</div>`;
