// A table of figures that scrolls in its own box: right-aligned, units in the heads, absent numbers as dashes.
import type { Estimate } from "../../bench/record/summary.ts";
import type { TransportView } from "../legend/transports.ts";
import { type Ratio, untoldMark } from "../view/against-baseline.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, figure, percent } from "../writing/numbers.ts";

export interface Head {
  readonly text: string;
  readonly unit?: string;
  readonly title?: string;
  /** Left-aligned; figures are right-aligned. */
  readonly words?: boolean;
}

const renderHeading = ({ text, unit, title, words }: Head): Markup =>
  html`<th scope="col"${words ? html` class="words"` : ""}${title ? html` title="${title}"` : ""}>${text}${unit ? html` <span class="unit">${unit}</span>` : ""}</th>`;

/** Cells are td elements; the first of a row should be a th with scope="row". The id names the table within the page. */
export const renderTable = (id: string, caption: string, heads: readonly Head[], rows: readonly Markup[]): Markup =>
  html`<p class="caption" id="${id}">${caption}</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="${id}"><table aria-labelledby="${id}">
<thead><tr>${heads.map(renderHeading)}</tr></thead>
<tbody>
${rows}</tbody></table></div>`;

const show = (value: number, unit: string): string => (unit === "%" ? percent(value / 100) : figure(value));

/** A median with its interval below it, unless the interval prints like the median, and below that its ratio. */
export const renderEstimate = (estimate: Estimate | null, unit: string, ratio: Ratio | null = null): Markup => {
  if (estimate === null) return html`<td class="absent">${absent}</td>`;
  const [value, low, high] = [estimate.median, estimate.low, estimate.high].map((part) =>
    part === null ? null : show(part ?? 0, unit),
  );
  const same = low === value && high === value;
  return html`<td>${value}${low !== null && high !== null && !same && html`<small>${low} – ${high}</small>`}${ratio && renderRatio(ratio)}</td>`;
};

/** The interval stands in a line of its own, so that a narrow column holds it; a footnote's mark is no claim, and not bold. */
const renderRatio = ({ times, between, mark }: Ratio): Markup =>
  html`<small class="ratio">${times !== "" && `${times} `}${mark === untoldMark ? mark : html`<b>${mark}</b>`}</small>${between !== "" && html`<small>${between}</small>`}`;

/** The head of a row: swatch, name, a mark behind it and smaller lines below. */
export const renderName = (
  label: string,
  lines: readonly string[],
  view: TransportView | undefined = undefined,
  mark: Markup | false = false,
): Markup =>
  html`<th scope="row"${view ? html` class="swatched" data-transport="${view.name}"` : ""}>${view && renderSwatch(view)}${label}${mark}${lines.filter((line) => line !== "").map((line) => html`<small>${line}</small>`)}</th>`;

/** A plain number, or a dash. */
export const renderNumber = (value: number | null, format: (value: number) => string = figure): Markup =>
  value === null ? html`<td class="absent">${absent}</td>` : html`<td>${format(value)}</td>`;

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

/** A swatch in a transport's colour and shape; its name alone would do, the swatch ties it to the charts. */
export const renderSwatch = ({ shape, colour }: TransportView): Markup =>
  html`<svg class="swatch" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="${outlines[shape]}" fill="${colour}"/></svg>`;
