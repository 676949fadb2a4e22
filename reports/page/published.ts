// The section of the page on published tables: each figure beside what the model predicts and what was measured here.
// The panels of the scenarios that were made for them follow folded.
import type { PublishedRow, PublishedTable } from "../../bench/published/tables.ts";
import type { Estimate } from "../../bench/record/summary.ts";
import { namePublication, type PublishedView } from "../view/report.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, count, figure, thin } from "../writing/numbers.ts";
import { renderTable } from "./table.ts";

/** A published figure keeps its digits. */
const asPublished = (value: number): string => (Number.isInteger(value) ? count(value) : String(value));

/** Units that are signs stand against their figure. */
const withUnit = (value: number, unit: string, show: (value: number) => string = figure): string =>
  `${show(value)}${unit === "/s" || unit === "×" ? thin : " "}${unit}`;

const publishedCell = ({ published, unit }: PublishedRow, words: Words["published"]): Markup => {
  if (published === null) return html`<td class="absent">${words.notGiven}</td>`;
  return typeof published === "number"
    ? html`<td>${withUnit(published, unit, asPublished)}</td>`
    : html`<td>${published}</td>`;
};

const measuredCell = (
  measured: Estimate | null,
  unit: string,
  extrapolated: boolean,
  { basics, published }: Words,
): Markup => {
  if (measured === null) return html`<td class="absent">${published.notRun}</td>`;
  const { median, low, high } = measured;
  const same = low === null || high === null || (figure(low) === figure(median) && figure(high) === figure(median));
  const below = basics.clauses([
    same ? "" : `${figure(low)} – ${figure(high)}`,
    extrapolated ? published.extrapolated : "",
  ]);
  return html`<td>${withUnit(median, unit)}${below !== "" && html`<small>${below}</small>`}</td>`;
};

const renderRow = (row: PublishedRow, words: Words): Markup =>
  html`<tr><th scope="row">${row.label}</th>${publishedCell(row, words.published)}<td${row.predicted === null && html` class="absent"`}>${row.predicted === null ? absent : withUnit(row.predicted, row.unit)}</td>${measuredCell(row.measured, row.unit, row.extrapolated, words)}</tr>\n`;

const renderOne = (table: PublishedTable, words: Words): Markup => {
  const { says, caption, captionExtrapolated, heads } = words.published;
  const id = `published-${table.id.toLowerCase()}`;
  const extrapolated = table.rows.some((row) => row.extrapolated && row.measured !== null);
  return html`<article class="published" aria-labelledby="${id}-title">
<h3 id="${id}-title">${table.id} · ${namePublication(table.publication)}</h3>
<p class="why"><strong>${says}</strong> ${table.claim}</p>
${renderTable(
  id,
  extrapolated ? captionExtrapolated : caption,
  heads.map((text, i) => (i === 0 ? { text, words: true } : { text })),
  table.rows.map((row) => renderRow(row, words)),
)}
<ul class="notes">${table.footnotes.map((note) => html`<li>${note}</li>`)}</ul>
</article>
`;
};

/** The panels stand for nothing of their own here: they are where the tables' figures come from. */
export const renderPublished = (view: PublishedView | null, panels: readonly Markup[], words: Words): Markup | false =>
  view !== null &&
  html`<section id="published" aria-labelledby="published-title">
<h2 id="published-title">${words.published.title}</h2>
<p class="why">${words.published.why}</p>
${view.missing.length > 0 && html`<p class="conditions">${words.published.missing(words.basics.join(view.missing))}</p>`}
${view.tables.map((table) => renderOne(table, words))}
${panels.length > 0 && html`<details class="panels"><summary>${words.published.panels}</summary>\n${panels}</details>`}
</section>
`;
