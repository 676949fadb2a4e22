// The summary table of a panel: medians with their intervals, and beside each compared figure what its comparison with the
// baseline tells. A row without a measured trial says why in place of its figures.
import type { Estimate } from "../../bench/record/summary.ts";
import { valueAt } from "../../bench/statistics/value-at.ts";
import { labelOf, type TransportView } from "../legend/transports.ts";
import { describeAbsence, uncounted } from "../view/absences.ts";
import { baselineOf, comparisonOf, explainMarks, explainUntold, showComparison } from "../view/against-baseline.ts";
import { cellAnchor, columnAnchor } from "../view/anchors.ts";
import { bytesInBrowser } from "../view/browser-heads.ts";
import { nameRow, type Panel, type Row } from "../view/panels.ts";
import type { Report } from "../view/report.ts";
import type { Glance } from "../view/verdict.ts";
import { columns } from "../words/columns.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, count, figure, figureIn, thin } from "../writing/numbers.ts";
import { renderAbsent, renderBelow, renderEstimate, renderName, renderSwatch, renderTable } from "./table.ts";

const trialsCell = (row: Row, words: Words): Markup =>
  html`<td>${count(row.trials.measured)}${renderBelow(words.panel.messages(row.events))}${uncounted(row, words).map((part) => html`<small class="bad">${part}</small>`)}</td>`;

const renderAbsence = (absence: string, over: number = columns.length): Markup =>
  html`<td colspan="${over}" class="absence">${absence}</td>`;

/** The reason stands over the first columns, which are of times. */
const countCells = (absence: string, counts: readonly (Estimate | null)[], words: Words): readonly Markup[] => {
  const from = counts.findIndex((estimate) => estimate !== null);
  const below = renderBelow(words.panel.absences.countsOnly);
  const cells = columns.map(({ unit }, i) => {
    const estimate = valueAt(counts, i);
    return estimate === null ? renderAbsent() : html`<td>${figureIn(estimate.median, unit)}${below}</td>`;
  });
  return [renderAbsence(absence, from), ...cells.slice(from)];
};

/** Polls with a browser's headers move more bytes than those with minimal ones; empty where there is nothing to add. */
const browserHeads = (row: Row, { page }: Words): string => {
  const bytes = bytesInBrowser(row);
  return bytes === null ? "" : page.browserHeads(figure(bytes));
};

const figureCells = (panel: Panel, row: Row, words: Words): readonly Markup[] | Markup => {
  const absence = describeAbsence(row, words);
  if (absence !== null) return row.counts === null ? renderAbsence(absence) : countCells(absence, row.counts, words);
  return columns.map(({ metric, compared, unit, anchor }, i) => {
    const comparison = comparisonOf(row, compared);
    return renderEstimate(valueAt(row.figures, i), unit, comparison && showComparison(comparison, words), {
      // A sweep has too many cells for a link to each.
      ...(panel.kind === "comparison" && { id: cellAnchor(panel, row, anchor) }),
      below: metric === "bytesPerDelivery" ? browserHeads(row, words) : "",
    });
  });
};

/** Handshakes are no part of the steady state that the table is about. */
const renderHandshakes = (panel: Panel, { basics, panel: { handshake: say, handshakes } }: Words): Markup | false => {
  const known = panel.rows.flatMap(({ label, handshake }) =>
    handshake === null ? [] : [say(label, `${figure(handshake.up)}${thin}B`, `${figure(handshake.down)}${thin}B`)],
  );
  return known.length > 0 && html`<p class="caption">${handshakes(basics.clauses([...new Set(known)]))}</p>`;
};

/** Explains the third line of a cell; nothing where no cell was compared. */
const renderMarks = (panel: Panel, views: readonly TransportView[], words: Words): Markup | false => {
  const baseline = baselineOf(panel);
  if (baseline === null) return false;
  const untold = panel.rows.some(({ comparisons }) => comparisons.some(({ verdict }) => verdict === "untold"));
  return html`<p class="caption explains">${words.basics.sentences([
    explainMarks(labelOf(views, baseline), panel, words),
    untold ? explainUntold(words) : "",
  ])}</p>`;
};

const renderRow = (
  panel: Panel,
  row: Row,
  noted: readonly Row[],
  views: readonly TransportView[],
  words: Words,
): Markup => {
  const note = noted.indexOf(row) + 1;
  const mark =
    note > 0 &&
    html`<sup><a href="#${panel.id}-note-${note}" aria-label="${words.panel.noteNumber(note)}">${note}</a></sup>`;
  const view = views.find(({ name }) => name === row.transport);
  const lines = [
    row.setting,
    row.transport === baselineOf(panel) ? words.panel.baseline : "",
    row.saturated ? words.panel.saturated : "",
  ];
  return html`<tr>${renderName(row.label, lines, view, mark)}${figureCells(panel, row, words)}${trialsCell(row, words)}</tr>\n`;
};

const renderNotes = ({ id }: Panel, noted: readonly Row[], words: Words): Markup | false => {
  const { basics } = words;
  const renderNote = (row: Row, i: number): Markup =>
    html`<li id="${id}-note-${i + 1}"><strong>${basics.stop(nameRow(row, words))}</strong> ${basics.stop(basics.clauses(row.notes))}</li>`;
  return noted.length > 0 && html`<ol class="notes">${noted.map(renderNote)}</ol>`;
};

/** Ratios are shown where the reader asks for them: a box to tick, which the style sheet obeys without a script. */
const renderSwitch = (panel: Panel, views: readonly TransportView[], { page }: Words): Markup | false => {
  const baseline = baselineOf(panel);
  return (
    baseline !== null &&
    html`<p class="show-ratios"><label><input type="checkbox" autocomplete="off"> ${page.showRatios(labelOf(views, baseline))}</label></p>\n`
  );
};

export const renderSummary = (panel: Panel, views: readonly TransportView[], words: Words): Markup => {
  const noted = panel.rows.filter((row) => row.notes.length > 0);
  const heads = [
    { text: words.panel.transport, words: true },
    ...columns.map(({ metric, anchor, unit }) => ({
      id: columnAnchor(panel, anchor),
      text: words.columns[metric].heading,
      unit,
      title: words.columns[metric].meaning,
    })),
    { text: words.panel.trials },
  ];
  return html`<div class="summary">
${renderSwitch(panel, views, words)}${renderTable(
  `${panel.id}-summary`,
  words.panel.summary(panel.title),
  heads,
  panel.rows.map((row) => renderRow(panel, row, noted, views, words)),
)}
${renderMarks(panel, views, words)}
</div>
${renderHandshakes(panel, words)}
${renderNotes(panel, noted, words)}`;
};

const showMedian = (estimate: Estimate | null): string => (estimate === null ? absent : figure(estimate.median));

const renderCard = (glance: Glance, report: Report, { page: { glance: words } }: Words): Markup => {
  const view = report.transports.find(({ name }) => name === glance.transport);
  return html`<li class="card" data-transport="${glance.transport}">
<p class="card-name">${view && renderSwatch(view)}${glance.label}${glance.setting !== "" && html` <small>${glance.setting}</small>`}</p>
<p class="card-figure">${showMedian(glance.responseTimeMs)} <span class="unit">ms</span></p>
<p class="card-meaning">${words[glance.word]}</p>
<dl class="pairs"><div><dt>${words.bytes}</dt><dd>${showMedian(glance.bytesPerDelivery)}</dd></div><div><dt>${words.requests}</dt><dd>${showMedian(glance.requestsPerDelivery)}</dd></div></dl>
</li>
`;
};

export const renderGlance = (report: Report, words: Words): Markup | false =>
  report.verdict.glance.length > 0 &&
  html`<ul class="glance">
${report.verdict.glance.map((glance) => renderCard(glance, report, words))}</ul>`;
