// The forest plot of a comparison's page: a table, one column of which is drawn, so that names, figures and verdicts stay text
// that can be searched and read aloud. Its colours are the style sheet's.
import { renderSection } from "../page/section.ts";
import { exactly, renderColumns, type TableColumn } from "../page/table.ts";
import type { CompareWords } from "../words/english/compare.ts";
import { html, type Markup } from "../writing/markup.ts";
import { type Forest, type ForestRow, forestOf } from "./forest.ts";
import { verdictClass } from "./page-cells.ts";
import type { Compared } from "./view.ts";

/** In px. The drawing is as wide as its cell, whose padding holds what stands over its ends. */
const height = 26;

/** Rows that stand open, at least and at most; between them, those that are not the same. */
const openRows = { least: 10, most: 24 } as const;

const x = (place: number): string => `${(100 * place).toFixed(2)}%`;

/** An arrow's head at that end of the axis. */
const renderArrow = (end: 0 | 1): Markup => {
  const tip = end === 0 ? -6 : 6;
  return html`<svg class="beyond" x="${x(end)}" y="${height / 2}"><path class="arrow" d="M0 -5l${tip} 5l${-tip} 5z"/></svg>`;
};

const renderDrawing = ({ at, interval, beyond, band, compared }: ForestRow): Markup => {
  const [from, to] = band;
  const middle = height / 2;
  const line = (name: string, [start, end]: readonly [number, number]): Markup =>
    html`<line class="${name}" x1="${x(start)}" x2="${x(end)}" y1="${middle}" y2="${middle}"/>`;
  return html`<svg class="forest ${verdictClass(compared.line.verdict)}" height="${height}" aria-hidden="true" focusable="false"><rect class="band" x="${x(from)}" y="2" width="${x(to - from)}" height="${height - 4}"/><line class="one" x1="50%" x2="50%" y1="0" y2="${height}"/>${interval !== null && line("interval", interval)}${beyond.low && renderArrow(0)}${beyond.high && renderArrow(1)}<circle class="dot" cx="${x(at)}" cy="${middle}" r="4.5"/></svg>`;
};

/** The axis stands in the column's head. */
const renderAxis = ({ ticks }: Forest): Markup =>
  html`<svg class="forest axis" height="22" aria-hidden="true" focusable="false"><line class="line" x1="0" x2="100%" y1="21" y2="21"/>${ticks.map(({ at, text, minor }) => html`<line class="line" x1="${x(at)}" x2="${x(at)}" y1="16" y2="21"/><text${minor && html` class="minor"`} x="${x(at)}" y="12" text-anchor="middle">${text}</text>`)}</svg>`;

const exactRatio = ({ compared: { line } }: ForestRow): Markup | false =>
  line.ratio !== null && html` data-value="${exactly(line.ratio.median)}"`;

const columnsOf = (forest: Forest, { forest: words }: CompareWords): readonly TableColumn<ForestRow>[] => [
  {
    text: words.heads.what,
    words: true,
    cell: ({ compared: { metric, where } }) => html`<th scope="row">${metric} <small>${where}</small></th>`,
  },
  {
    text: words.heads.plot,
    below: renderAxis(forest),
    cell: (row) => html`<td class="drawn"${exactRatio(row)}>${renderDrawing(row)}</td>`,
  },
  {
    text: words.heads.ratio,
    cell: (row) => {
      const { line, ratio, interval, verdict } = row.compared;
      return html`<td${exactRatio(row)}><span class="told ${verdictClass(line.verdict)}">${verdict}</span> ${ratio}<small>${interval}</small></td>`;
    },
  },
];

export const renderForest = (compared: Compared, words: CompareWords): Markup => {
  const { forest: say } = words;
  const forest = forestOf(compared);
  const { rows, sameCounts } = forest;
  const columns = columnsOf(forest, words);
  const told = rows.filter(({ compared: { line } }) => line.verdict !== "same").length;
  const most = Math.min(openRows.most, Math.max(openRows.least, told));
  const [open, folded] = [rows.slice(0, most), rows.slice(most)];
  const body = html`${rows.length === 0 && html`<p>${say.none}</p>`}
${open.length > 0 && renderColumns("forest-table", say.caption, columns, open)}
${folded.length > 0 && html`<details><summary>${say.rest(folded.length)}</summary>${renderColumns("forest-rest", say.restCaption, columns, folded)}</details>`}
${sameCounts > 0 && html`<p class="conditions">${say.counts(sameCounts)}</p>`}
${rows.length > 0 && html`<details><summary>${say.how}</summary><p class="conditions">${say.howToRead}</p></details>`}
`;
  return renderSection("forest", say.title, body);
};
