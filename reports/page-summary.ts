// The summary table of a panel: medians with their intervals, and beside each compared figure what its comparison with the
// baseline tells. A row without a measured trial says why in place of its figures.
import { describeAbsence } from "./absences.ts";
import { baselineOf, comparisonOf, explainMarks, explainUntold, showComparison } from "./against-baseline.ts";
import { columns } from "./columns.ts";
import { html, type Markup } from "./markup.ts";
import { count, figure, thin } from "./numbers.ts";
import { renderEstimate, renderName, renderTable } from "./page-table.ts";
import type { Panel, Row } from "./panels.ts";
import { labelOf, type TransportView } from "./transport-views.ts";

const trialsCell = ({ trials }: Row): Markup => {
  const rest = [
    trials.invalid > 0 ? `${count(trials.invalid)} invalid` : "",
    trials.failed > 0 ? `${count(trials.failed)} failed` : "",
  ].filter((part) => part !== "");
  return html`<td>${count(trials.measured)}${rest.map((part) => html`<small class="bad">${part}</small>`)}</td>`;
};

const figureCells = (row: Row): readonly Markup[] | Markup => {
  const absence = describeAbsence(row);
  if (absence !== null) return html`<td colspan="${columns.length}" class="absence">${absence}</td>`;
  return columns.map(({ metric, unit }, i) => {
    const comparison = comparisonOf(row, metric);
    return renderEstimate(row.figures[i] ?? null, unit, comparison && showComparison(comparison));
  });
};

/** Start-up is told apart from the steady state that the table is about. */
const renderHandshakes = (panel: Panel): Markup | false => {
  const known = panel.rows.flatMap(({ label, handshake }) =>
    handshake === null
      ? []
      : [`${label} ${figure(handshake.up)}${thin}B up and ${figure(handshake.down)}${thin}B down`],
  );
  return (
    known.length > 0 &&
    html`<p class="caption">Not in the table: the handshake, once a connection. ${[...new Set(known)].join("; ")}.</p>`
  );
};

/** What the third line of a cell is; nothing where no cell was compared. */
const renderMarks = (panel: Panel, views: readonly TransportView[]): Markup | false => {
  const baseline = baselineOf(panel);
  if (baseline === null) return false;
  const untold = panel.rows.some(({ comparisons }) => comparisons.some(({ verdict }) => verdict === "untold"));
  return html`<p class="caption">${explainMarks(labelOf(views, baseline))}${untold && ` ${explainUntold}`}</p>`;
};

const renderRow = (panel: Panel, row: Row, noted: readonly Row[], views: readonly TransportView[]): Markup => {
  const note = noted.indexOf(row) + 1;
  const mark = note > 0 && html`<sup><a href="#${panel.id}-note-${note}" aria-label="note ${note}">${note}</a></sup>`;
  const view = views.find(({ name }) => name === row.transport);
  const lines = [row.setting, row.transport === baselineOf(panel) ? "baseline" : ""];
  return html`<tr>${renderName(row.label, lines, view, mark)}${figureCells(row)}${trialsCell(row)}</tr>\n`;
};

export const renderSummary = (panel: Panel, views: readonly TransportView[]): Markup => {
  const noted = panel.rows.filter((row) => row.notes.length > 0);
  const heads = [
    { text: "Transport", words: true },
    ...columns.map(({ heading, unit, meaning }) => ({ text: heading, unit, title: meaning })),
    { text: "Trials" },
  ];
  const caption = `${panel.title}: medians over trials; below them 95 % intervals, where there are six trials and they spread`;
  return html`${renderTable(
    `${panel.id}-summary`,
    caption,
    heads,
    panel.rows.map((row) => renderRow(panel, row, noted, views)),
  )}
${renderMarks(panel, views)}
${renderHandshakes(panel)}
${noted.length > 0 && html`<ol class="notes">${noted.map((row, i) => html`<li id="${panel.id}-note-${i + 1}"><strong>${row.label}${row.setting !== "" && `, ${row.setting}`}.</strong> ${row.notes.join("; ")}.</li>`)}</ol>`}`;
};
