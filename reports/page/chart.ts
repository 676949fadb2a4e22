// A chart on the page: still drawing, how to read it, its data as a table, and the page's legend. Knows nothing of
// what it shows.
import { valueAt } from "../../bench/statistics/value-at.ts";
import type { DrawnChart } from "../charts/drawing.ts";
import type { ChartTable } from "../charts/style.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Words } from "../words/words.ts";
import { html, Markup } from "../writing/markup.ts";
import { absent, figure } from "../writing/numbers.ts";
import { exactly, renderSwatch, renderTable, renderWords } from "./table.ts";

type Value = ChartTable["rows"][number][number];

interface Foot {
  /** Stands between the drawing and the foot. */
  readonly key?: Markup | false;
  /** How to read it, folded. */
  readonly how?: Markup | false;
  /** The fold of its data. */
  readonly summary: string;
  readonly data: Markup;
  readonly save?: Markup;
}

/**
 * A finding, or the neutral title where nothing was found; the axis says the quantity. Then a still drawing, and at its foot in one
 * line how to read it, its data, and what it can be saved as. The drawing scrolls by the keyboard too where it is wider than its
 * place, as on a telephone.
 */
export const renderFigure = (
  { title, finding, description, svg, wide }: DrawnChart,
  id: string,
  { key = false, how = false, summary, data, save }: Foot,
): Markup => html`<figure class="chart ${wide ? "wide" : "half"}">
<h3>${finding ?? title}</h3>
<div class="plot" id="${id}" tabindex="0"><div role="img" aria-label="${description}">${new Markup(svg)}</div></div>
${key}<figcaption>${how}<details><summary>${summary}</summary>${data}</details>${save}</figcaption>
</figure>`;

export const renderHowToRead = ({ howToRead }: DrawnChart, { page }: Words): Markup =>
  html`<details class="how"><summary>${page.chart.howToRead}</summary><p>${howToRead}</p></details>`;

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
const exactValue = (value: number | null): Markup | false => {
  const exact = value === null ? "" : exactly(value);
  return exact !== showNumber(value) && html` data-value="${exact}"`;
};

/** Cells that name the row's transport to the page's script, and hold exact numbers for files. */
const liveCells = ({ series }: DrawnChart): DataCells => ({
  name: (value) => {
    const shown = series?.shown.find(({ name }) => name === value);
    return html`<th scope="row"${shown && html` data-transport="${shown.view.name}"`}>${value}</th>`;
  },
  number: (value) => html`<td${exactValue(value)}>${showNumber(value)}</td>`,
});

/** The picture in a file says what it holds, and of which run, which a script adds. */
const renderSave = ({ id, title, finding = "", unit = "" }: DrawnChart, words: Words): Markup => {
  const { charts, features } = words;
  const quantity = unit === "" ? title : charts.withUnit(title, unit);
  const buttons = Object.entries(features.save).map(
    ([kind, text]) =>
      html`<button type="button" data-save="${kind}" data-chart="${id}" aria-label="${text}">${kind.toUpperCase()}</button> `,
  );
  return html`<p class="save" data-quantity="${quantity}" data-finding="${finding}" hidden>${buttons}</p>`;
};

/** Stands for the names at the ends of lines where the plot is narrower than `data-from`; a script shows it there. */
const renderKey = ({ ends, series }: DrawnChart): Markup | false =>
  ends !== undefined &&
  html`<p class="key" data-from="${ends.fromWidth}">${series?.shown.map(
    ({ view, name }) => html`<span data-transport="${view.name}">${renderSwatch(view)}${name}</span> `,
  )}${ends.others.map((name) => html`<span class="quiet">${name}</span> `)}</p>\n`;

const renderChart = (chart: DrawnChart, words: Words): Markup => {
  const { dataOf, data } = words.page.chart;
  const table = renderData(`${chart.id}-data`, dataOf(chart.title), chart.table, liveCells(chart));
  return renderFigure(chart, chart.id, {
    key: renderKey(chart),
    how: renderHowToRead(chart, words),
    summary: data,
    data: table,
    save: renderSave(chart, words),
  });
};

/** A button for each transport, which stands out in all charts and tables while its button has the focus or the pointer. */
export const renderLegend = (views: readonly TransportView[], words: Words): Markup | false =>
  views.length > 1 &&
  html`<p class="legend" hidden><span>${words.features.highlight}</span> ${views.map(
    (view) => html`<button type="button" data-transport="${view.name}">${renderSwatch(view)}${view.label}</button> `,
  )}</p>`;

/** Charts that few readers need are folded below the others. */
export const renderCharts = (charts: readonly DrawnChart[], words: Words): Markup | false => {
  const some = (list: readonly DrawnChart[]): Markup =>
    html`<div class="charts">${list.map((chart) => renderChart(chart, words))}</div>`;
  const open = charts.filter(({ aside }) => aside !== true);
  return (
    charts.length > 0 &&
    html`${open.length > 0 && some(open)}${charts
      .filter(({ aside }) => aside === true)
      .map((chart) => html`\n<details class="aside"><summary>${chart.title}</summary>${some([chart])}</details>`)}`
  );
};
