// The forest plot of a comparison's page: a table, one column of which is drawn, so that names, figures and verdicts stay text
// that can be searched and read aloud. Its colours are the style sheet's.
import { renderSection } from "../page/section.ts";
import { renderBelow, renderColumns, type TableColumn } from "../page/table.ts";
import type { CompareWords } from "../words/english/compare.ts";
import { html, type Markup } from "../writing/markup.ts";
import { type Forest, type ForestRow, forestOf } from "./forest.ts";
import { renderMetric, verdictClass } from "./page-cells.ts";
import type { Compared } from "./view.ts";

/** In px; `margin` keeps dots, arrows and the axis's outermost names inside. */
const plot = { width: 240, height: 26, margin: 20 } as const;

/** Rows that stand open; the others are folded. */
const openRows = 24;

const x = (place: number): string => (plot.margin + place * (plot.width - 2 * plot.margin)).toFixed(1);

/** An arrow's head at that end of the axis. */
const renderArrow = (end: 0 | 1): Markup => {
  const tip = end === 0 ? -6 : 6;
  return html`<path class="arrow" d="M${x(end)} 8l${tip} 5l${-tip} 5z"/>`;
};

const renderDrawing = ({ at, interval, beyond, band, compared }: ForestRow): Markup => {
  const [from, to] = band;
  const width = (Number(x(to)) - Number(x(from))).toFixed(1);
  return html`<svg class="forest ${verdictClass(compared.line.verdict)}" viewBox="0 0 ${plot.width} ${plot.height}" width="${plot.width}" height="${plot.height}" aria-hidden="true" focusable="false"><rect class="band" x="${x(from)}" y="2" width="${width}" height="22"/><path class="one" d="M${x(0.5)} 0v${plot.height}"/>${interval !== null && html`<path class="interval" d="M${x(interval[0])} 13H${x(interval[1])}"/>`}${beyond.low && renderArrow(0)}${beyond.high && renderArrow(1)}<circle class="dot" cx="${x(at)}" cy="13" r="4.5"/></svg>`;
};

/** The axis stands as a row of its own above the others. */
const renderAxis = ({ ticks }: Forest): Markup =>
  html`<svg class="forest axis" viewBox="0 0 ${plot.width} 22" width="${plot.width}" height="22" aria-hidden="true" focusable="false"><path class="line" d="M${x(0)} 21H${x(1)}"/>${ticks.map(({ at, text }) => html`<path class="line" d="M${x(at)} 16v5"/><text x="${x(at)}" y="12" text-anchor="middle">${text}</text>`)}</svg>`;

const columnsOf = (forest: Forest, { forest: words }: CompareWords): readonly TableColumn<ForestRow>[] => [
  {
    text: words.heads.what,
    words: true,
    cell: ({ compared }) => renderMetric(compared, compared.where),
  },
  {
    text: words.heads.plot,
    words: true,
    below: renderAxis(forest),
    cell: (row) => html`<td class="drawn">${renderDrawing(row)}</td>`,
  },
  {
    text: words.heads.ratio,
    cell: ({ compared: { ratio, interval } }) => html`<td>${ratio}${renderBelow(interval)}</td>`,
  },
  {
    text: words.heads.verdict,
    words: true,
    cell: ({ compared: { line, verdict } }) => html`<td class="words ${verdictClass(line.verdict)}">${verdict}</td>`,
  },
];

export const renderForest = (compared: Compared, words: CompareWords): Markup => {
  const { forest: say } = words;
  const forest = forestOf(compared);
  const { rows, sameCounts } = forest;
  const columns = columnsOf(forest, words);
  const [open, folded] = [rows.slice(0, openRows), rows.slice(openRows)];
  const body = html`${rows.length === 0 && html`<p>${say.none}</p>`}
${open.length > 0 && renderColumns("forest-table", say.caption, columns, open)}
${folded.length > 0 && html`<details><summary>${say.rest(folded.length)}</summary>${renderColumns("forest-rest", say.restCaption, columns, folded)}</details>`}
${sameCounts > 0 && html`<p class="conditions">${say.counts(sameCounts)}</p>`}
${rows.length > 0 && html`<details><summary>${say.how}</summary><p class="conditions">${say.howToRead}</p></details>`}
`;
  return renderSection("forest", say.title, body);
};
