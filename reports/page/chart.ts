// A chart on the page: still drawing, how to read it, its data as a table, and a legend above several. Knows nothing of
// what it shows.
import type { DrawnChart } from "../charts/drawing.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Words } from "../words/words.ts";
import { html, Markup } from "../writing/markup.ts";
import { absent, figure } from "../writing/numbers.ts";
import { renderSwatch, renderTable } from "./table.ts";

/** The value for files, where it is not what is read: more digits, without signs of typography; empty where there is none. */
const exactly = (value: number | null): Markup | false => {
  const exact = value === null ? "" : String(Number(value.toPrecision(6)));
  return exact !== (value === null ? absent : figure(value)) && html` data-value="${exact}"`;
};

const renderDatum = (value: string | number | null): Markup => {
  if (typeof value === "string") return html`<td class="words">${value}</td>`;
  return html`<td${exactly(value)}>${value === null ? absent : figure(value)}</td>`;
};

const renderName = (name: string | number | null, { series }: DrawnChart): Markup => {
  const one = series?.shown.find((shown) => shown.name === name);
  return html`<th scope="row"${one && html` data-transport="${one.view.name}"`}>${name}</th>`;
};

const renderData = (chart: DrawnChart, { page }: Words): Markup =>
  renderTable(
    `${chart.id}-data`,
    page.chart.dataOf(chart.title),
    chart.table.headings.map((text, i) => ({
      text,
      words: i === 0 || chart.table.rows.every((row) => typeof row[i] === "string"),
    })),
    chart.table.rows.map(
      ([name = "", ...values]) => html`<tr>${renderName(name, chart)}${values.map(renderDatum)}</tr>\n`,
    ),
  );

const renderSave = ({ id }: DrawnChart, { features: { save } }: Words): Markup => {
  const buttons = Object.entries(save).map(
    ([kind, text]) => html`<button type="button" data-save="${kind}" data-chart="${id}">${text}</button> `,
  );
  return html`<p class="save" hidden>${buttons}</p>`;
};

/** Scrolls by the keyboard too where it is wider than its place, as a still chart is on a telephone. */
const renderChart = (
  chart: DrawnChart,
  words: Words,
): Markup => html`<figure class="chart ${chart.wide ? "wide" : "half"}">
<h3>${chart.title}</h3>
<div class="plot" id="${chart.id}" tabindex="0"><div role="img" aria-label="${chart.description}">${new Markup(chart.svg)}</div></div>
<figcaption><p><strong>${words.page.chart.howToRead}</strong> ${chart.howToRead}</p></figcaption>
${renderSave(chart, words)}
<details><summary>${words.page.chart.data}</summary>${renderData(chart, words)}</details>
</figure>`;

/** The transports of these charts, each once. A button does what the pointer does: while it has it, its transport stands out. */
const renderLegend = (charts: readonly DrawnChart[], words: Words): Markup | false => {
  const shown = charts.flatMap(({ series }) => series?.shown ?? []);
  const views = new Map<string, TransportView>();
  for (const { view } of shown) if (!views.has(view.name)) views.set(view.name, view);
  return (
    views.size > 1 &&
    html`<p class="legend" hidden><span>${words.features.highlight}</span> ${[...views.values()].map(
      (view) => html`<button type="button" data-transport="${view.name}">${renderSwatch(view)}${view.label}</button> `,
    )}</p>`
  );
};

export const renderCharts = (charts: readonly DrawnChart[], words: Words): Markup | false =>
  charts.length > 0 &&
  html`${renderLegend(charts, words)}
<div class="charts">${charts.map((chart) => renderChart(chart, words))}</div>`;
