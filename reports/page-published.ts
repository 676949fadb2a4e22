// The section of the page on published tables: each figure beside what the model predicts and what was measured here.
// The panels of the scenarios that were made for them follow folded.
import type { PublishedRow, PublishedTable } from "../bench/published.ts";
import type { Estimate } from "../bench/record.ts";
import { html, type Markup } from "./markup.ts";
import { absent, count, figure, thin } from "./numbers.ts";
import { renderTable } from "./page-table.ts";
import { join } from "./phrases.ts";
import { namePublication, type PublishedView } from "./published-view.ts";

/** A published figure keeps its digits. */
const asPublished = (value: number): string => (Number.isInteger(value) ? count(value) : String(value));

/** Units that are signs stand against their figure. */
const withUnit = (value: number, unit: string, show: (value: number) => string = figure): string =>
  `${show(value)}${unit === "/s" || unit === "×" ? thin : " "}${unit}`;

const publishedCell = ({ published, unit }: PublishedRow): Markup => {
  if (published === null) return html`<td class="absent">not given</td>`;
  return typeof published === "number"
    ? html`<td>${withUnit(published, unit, asPublished)}</td>`
    : html`<td>${published}</td>`;
};

const measuredCell = (measured: Estimate | null, unit: string, extrapolated: boolean): Markup => {
  if (measured === null) return html`<td class="absent">not run</td>`;
  const { median, low, high } = measured;
  const same = low === null || high === null || (figure(low) === figure(median) && figure(high) === figure(median));
  const below = [same ? "" : `${figure(low)} – ${figure(high)}`, extrapolated ? "extrapolated" : ""].filter(
    (x) => x !== "",
  );
  return html`<td>${withUnit(median, unit)}${below.length > 0 && html`<small>${below.join("; ")}</small>`}</td>`;
};

const renderRow = (row: PublishedRow): Markup =>
  html`<tr><th scope="row">${row.label}</th>${publishedCell(row)}<td${row.predicted === null && html` class="absent"`}>${row.predicted === null ? absent : withUnit(row.predicted, row.unit)}</td>${measuredCell(row.measured, row.unit, row.extrapolated)}</tr>\n`;

const renderOne = (table: PublishedTable): Markup => {
  const id = `published-${table.id.toLowerCase()}`;
  const extrapolated = table.rows.some((row) => row.extrapolated && row.measured !== null);
  return html`<article class="published" aria-labelledby="${id}-title">
<h3 id="${id}-title">${table.id} · ${namePublication(table.publication)}</h3>
<p class="why"><strong>What it says.</strong> ${table.claim}</p>
${renderTable(
  id,
  `Published, predicted and measured${extrapolated ? "; an extrapolated figure is a product of what fewer subscribers measured" : ""}`,
  [{ text: "Figure", words: true }, { text: "Published" }, { text: "Predicted" }, { text: "Measured" }],
  table.rows.map(renderRow),
)}
<ul class="notes">${table.footnotes.map((note) => html`<li>${note}</li>`)}</ul>
</article>
`;
};

/** The panels stand for nothing of their own here: they are where the tables' figures come from. */
export const renderPublished = (view: PublishedView | null, panels: readonly Markup[]): Markup | false =>
  view !== null &&
  html`<section id="published" aria-labelledby="published-title">
<h2 id="published-title">Published comparisons, run again</h2>
<p class="why">What others have published, beside what the closed forms predict from this run's own delays and sizes and what it measured. Below each table stands what is wrong with the published figures, or different here.</p>
${view.missing.length > 0 && html`<p class="conditions">Not in this run: ${join(view.missing)}.</p>`}
${view.tables.map(renderOne)}
${panels.length > 0 && html`<details class="panels"><summary>The scenarios behind these tables</summary>\n${panels}</details>`}
</section>
`;
