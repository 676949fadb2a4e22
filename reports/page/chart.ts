// A chart on the page: still drawing, how to read it, its data as a table, and a legend above several. Knows nothing of
// what it shows.
import { valueAt } from "../../bench/statistics/value-at.ts";
import type { DrawnChart } from "../charts/drawing.ts";
import type { ChartTable } from "../charts/style.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Words } from "../words/words.ts";
import { html, Markup } from "../writing/markup.ts";
import { absent, figure } from "../writing/numbers.ts";
import { renderSwatch, renderTable, renderWords } from "./table.ts";

type Value = ChartTable["rows"][number][number];

/**
 * A title over a still drawing, what stands `below` it, and its data folded under `summary`. The drawing scrolls by the
 * keyboard too where it is wider than its place, as on a telephone.
 */
export const renderFigure = (
  { title, description, svg, wide }: DrawnChart,
  id: string,
  below: Markup | false,
  summary: string,
  data: Markup,
): Markup => html`<figure class="chart ${wide ? "wide" : "half"}">
<h3>${title}</h3>
<div class="plot" id="${id}" tabindex="0"><div role="img" aria-label="${description}">${new Markup(svg)}</div></div>
${below && html`${below}\n`}<details><summary>${summary}</summary>${data}</details>
</figure>`;

export const renderHowToRead = ({ howToRead }: DrawnChart, { page }: Words): Markup =>
  html`<figcaption><p><strong>${page.chart.howToRead}</strong> ${howToRead}</p></figcaption>`;

/** Makes the cells of a chart's table: the first of a row, and those that hold numbers. */
interface DataCells {
  readonly name: (value: Value) => Markup;
  readonly number: (value: number | null) => Markup;
}

const showNumber = (value: number | null): string => (value === null ? absent : figure(value));

const plainCells: DataCells = {
  name: (value) => html`<th scope="row">${value}</th>`,
  number: (value) => html`<td>${showNumber(value)}</td>`,
};

export const renderData = (
  id: string,
  caption: string,
  { headings, rows }: ChartTable,
  { name, number }: DataCells = plainCells,
): Markup =>
  renderTable(
    id,
    caption,
    headings.map((text, i) => ({ text, words: i === 0 || rows.every((row) => typeof row[i] === "string") })),
    rows.map((row) => {
      const values = row.slice(1).map((value) => (typeof value === "string" ? renderWords(value) : number(value)));
      return html`<tr>${name(valueAt(row, 0))}${values}</tr>\n`;
    }),
  );

/** The number for files, where it differs from the shown one: more digits, plain signs, and nothing for an absent number. */
const exactly = (value: number | null): Markup | false => {
  const exact = value === null ? "" : String(Number(value.toPrecision(6)));
  return exact !== showNumber(value) && html` data-value="${exact}"`;
};

/** Cells that name the row's transport to the page's script, and hold exact numbers for files. */
const liveCells = ({ series }: DrawnChart): DataCells => ({
  name: (value) => {
    const shown = series?.shown.find(({ name }) => name === value);
    return html`<th scope="row"${shown && html` data-transport="${shown.view.name}"`}>${value}</th>`;
  },
  number: (value) => html`<td${exactly(value)}>${showNumber(value)}</td>`,
});

const renderSave = ({ id }: DrawnChart, { features: { save } }: Words): Markup => {
  const buttons = Object.entries(save).map(
    ([kind, text]) => html`<button type="button" data-save="${kind}" data-chart="${id}">${text}</button> `,
  );
  return html`<p class="save" hidden>${buttons}</p>`;
};

const renderChart = (chart: DrawnChart, words: Words): Markup => {
  const { dataOf, data } = words.page.chart;
  const table = renderData(`${chart.id}-data`, dataOf(chart.title), chart.table, liveCells(chart));
  const below = html`${renderHowToRead(chart, words)}\n${renderSave(chart, words)}`;
  return renderFigure(chart, chart.id, below, data, table);
};

/** A button for each transport of these charts. A transport stands out while its button has the focus or the pointer. */
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
