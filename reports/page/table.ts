// A table of figures that scrolls in its own box: right-aligned, units in the heads, absent numbers as dashes.
import type { Estimate } from "../../bench/record/summary.ts";
import type { TransportView } from "../legend/transports.ts";
import { type Ratio, untoldMark } from "../view/against-baseline.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, count, figure, figureIn } from "../writing/numbers.ts";

interface Head {
  readonly text: string;
  /** The id of the head, for links to its column. */
  readonly id?: string;
  readonly unit?: string;
  readonly title?: string;
  /** Left-aligned; figures are right-aligned. */
  readonly words?: boolean;
  /** Stands below the text, such as the axis of a column that is drawn. */
  readonly below?: Markup;
}

/** A column's head, and its cell of a row: a td element; the first of a row should be a th with scope="row". */
export interface TableColumn<Row> extends Head {
  readonly cell: (row: Row) => Markup;
}

/** Heads without units; all columns are words unless told which. */
export const headsOf = (texts: readonly string[], isWords: (column: number) => boolean = () => true): readonly Head[] =>
  texts.map((text, column) => ({ text, words: isWords(column) }));

const renderHead = ({ text, id, unit, title, words, below }: Head): Markup =>
  html`<th scope="col"${id !== undefined && html` id="${id}"`}${words && html` class="words"`}${title && html` title="${title}"`}>${text}${unit && html` <span class="unit">${unit}</span>`}${below}</th>`;

/** `bodies` are tbody elements. The id names the table within the page. */
export const renderBodies = (
  id: string,
  caption: string,
  heads: readonly Head[],
  bodies: readonly Markup[],
  tableClass?: string,
): Markup =>
  html`<p class="caption" id="${id}">${caption}</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="${id}"><table${tableClass && html` class="${tableClass}"`} aria-labelledby="${id}">
<thead><tr>${heads.map(renderHead)}</tr></thead>
${bodies}</table></div>`;

/** `rows` are tr elements. */
export const renderTable = (id: string, caption: string, heads: readonly Head[], rows: readonly Markup[]): Markup =>
  renderBodies(id, caption, heads, [html`<tbody>\n${rows}</tbody>`]);

/** A row for each of `rows`, of the class that `classOf` gives it. */
export const renderColumns = <Row>(
  id: string,
  caption: string,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  classOf?: (row: Row) => string,
): Markup =>
  renderTable(
    id,
    caption,
    columns,
    rows.map(
      (row) => html`<tr${classOf && html` class="${classOf(row)}"`}>${columns.map(({ cell }) => cell(row))}</tr>\n`,
    ),
  );

export const renderAbsent = (text: string = absent): Markup => html`<td class="absent">${text}</td>`;

export const renderWords = (text: string): Markup => html`<td class="words">${text}</td>`;

/** "1.45 – 1.81"; empty without an interval, and where both of its ends print like the median. */
export const showInterval = (
  { median, low, high }: Pick<Estimate, "median" | "low" | "high">,
  show: (value: number) => string = figure,
): string => {
  if (low === null || high === null) return "";
  const same = show(low) === show(median) && show(high) === show(median);
  return same ? "" : `${show(low)} – ${show(high)}`;
};

/** Smaller, in a line of its own below a cell's figure; nothing where there is no text. */
export const renderBelow = (text: string): Markup | false => text !== "" && html`<small>${text}</small>`;

/** Exactly, for files and for sorting: more digits than are shown, and plain signs. */
export const exactly = (value: number): string => String(Number(value.toPrecision(6)));

interface EstimateExtras {
  /** The id of the cell, for links to it. */
  readonly id?: string;
  /** A smaller line between the interval and the ratio; none where it is empty. */
  readonly below?: string;
}

/** A median with its interval below it, and below that its ratio. */
export const renderEstimate = (
  estimate: Estimate | null,
  unit: string,
  ratio: Ratio | null = null,
  { id, below = "" }: EstimateExtras = {},
): Markup => {
  if (estimate === null)
    return ratio === null ? renderAbsent() : html`<td class="absent">${absent}${renderRatio(ratio)}</td>`;
  const show = (value: number): string => figureIn(value, unit);
  const told = html`${show(estimate.median)}${renderBelow(showInterval(estimate, show))}${below !== "" && html`<small class="beside">${below}</small>`}${ratio && renderRatio(ratio)}`;
  return html`<td${id !== undefined && html` id="${id}"`} data-value="${exactly(estimate.median)}">${told}</td>`;
};

/** The interval stands in a line of its own, so that a narrow column holds it; a footnote's mark is no claim, and not bold. */
const renderRatio = ({ times, between, mark, seen }: Ratio): Markup => {
  const shown = mark === untoldMark ? mark : mark !== "" && html`<b>${mark}</b>`;
  const gap = times !== "" && mark !== "" && " ";
  const line = (times !== "" || mark !== "") && html`<small class="ratio">${times}${gap}${shown}</small>`;
  return html`${line}${between !== "" && html`<small class="ratio-range">${between}</small>`}${seen !== "" && html`<small class="seen">${seen}</small>`}`;
};

/** The head of a row: swatch, name, a mark behind it and smaller lines below. */
export const renderName = (
  label: string,
  lines: readonly string[],
  view: TransportView | undefined = undefined,
  mark: Markup | false = false,
): Markup =>
  html`<th scope="row"${view && html` class="swatched" data-transport="${view.name}"`}>${view && renderSwatch(view)}${label}${mark}${lines.map(renderBelow)}</th>`;

/** A plain number, or a dash. */
export const renderNumber = (value: number | null, show: (value: number) => string = figure): Markup =>
  value === null ? renderAbsent() : html`<td>${show(value)}</td>`;

/** A count of what should not have happened, set off unless it is 0; a dash where it is not known. */
export const renderFaults = (faults: number | null): Markup =>
  faults !== null && faults > 0 ? html`<td class="bad">${count(faults)}</td>` : renderNumber(faults, count);

const outlines: Readonly<Record<TransportView["shape"], string>> = {
  circle: "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
  square: "M1.5 1.5h9v9h-9z",
  "triangle-up": "M6 1l5.5 10h-11z",
  "triangle-down": "M6 11l5.5-10h-11z",
  "triangle-left": "M1 6l10-5.5v11z",
  "triangle-right": "M11 6l-10-5.5v11z",
  diamond: "M6 0l5 6l-5 6l-5-6z",
  cross: "M4 0h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
};

/** A transport's colour and shape beside its name, as the charts have them. */
export const renderSwatch = ({ shape, colour }: TransportView): Markup =>
  html`<svg class="swatch" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="${outlines[shape]}" fill="${colour}"/></svg>`;
