// The section of the page on published tables: each figure beside what the model predicts and what was measured here.
// The panels of the scenarios that were made for them follow folded.
import type { PublishedRow, PublishedTable } from "../../bench/published/tables.ts";
import { namePublication, type PublishedView } from "../view/report.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { count, figure, thin } from "../writing/numbers.ts";
import { renderSection } from "./section.ts";
import { headsOf, renderAbsent, renderBelow, renderTable, showInterval } from "./table.ts";

/** A published figure keeps its digits. */
const asPublished = (value: number): string => (Number.isInteger(value) ? count(value) : String(value));

/** Units that are signs stand against their figure. */
const withUnit = (value: number, unit: string, show: (value: number) => string = figure): string =>
  `${show(value)}${unit === "/s" || unit === "×" ? thin : " "}${unit}`;

const publishedCell = ({ published, unit }: PublishedRow, words: Words["published"]): Markup => {
  if (published === null) return renderAbsent(words.notGiven);
  return html`<td>${typeof published === "number" ? withUnit(published, unit, asPublished) : published}</td>`;
};

const predictedCell = ({ predicted, unit }: PublishedRow): Markup =>
  predicted === null ? renderAbsent() : html`<td>${withUnit(predicted, unit)}</td>`;

const measuredCell = ({ measured, unit, extrapolated }: PublishedRow, { basics, published }: Words): Markup => {
  if (measured === null) return renderAbsent(published.notRun);
  const below = basics.clauses([showInterval(measured), extrapolated ? published.extrapolated : ""]);
  return html`<td>${withUnit(measured.median, unit)}${renderBelow(below)}</td>`;
};

const renderRow = (row: PublishedRow, words: Words): Markup =>
  html`<tr><th scope="row">${row.label}</th>${publishedCell(row, words.published)}${predictedCell(row)}${measuredCell(row, words)}</tr>\n`;

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
  headsOf(heads, (i) => i === 0),
  table.rows.map((row) => renderRow(row, words)),
)}
<ul class="notes">${table.footnotes.map((note) => html`<li>${note}</li>`)}</ul>
</article>
`;
};

/** The panels are where the tables' figures come from. */
export const renderPublished = (
  view: PublishedView | null,
  panels: readonly Markup[],
  words: Words,
): Markup | false => {
  if (view === null) return false;
  const body = html`<p class="why">${words.published.why}</p>
${view.missing.length > 0 && html`<p class="conditions">${words.published.missing(words.basics.join(view.missing))}</p>`}
${view.tables.map((table) => renderOne(table, words))}
${panels.length > 0 && html`<details class="panels"><summary>${words.published.panels}</summary>\n${panels}</details>`}
`;
  return html`${renderSection("published", words.published.title, body)}\n`;
};
