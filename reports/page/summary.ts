// The summary table of a panel: medians with their intervals, and beside each compared figure what its comparison with the
// baseline tells. A row without a measured trial says why in place of its figures.
import type { Estimate } from "../../bench/record/summary.ts";
import { valueAt } from "../../bench/statistics/value-at.ts";
import { labelOf, type TransportView } from "../legend/transports.ts";
import { describeAbsence, uncounted } from "../view/absences.ts";
import { baselineOf, comparisonOf, explainMarks, explainUntold, showComparison } from "../view/against-baseline.ts";
import { nameRow, type Panel, type Row } from "../view/panels.ts";
import type { Report } from "../view/report.ts";
import type { Glance } from "../view/verdict.ts";
import { columns } from "../words/columns.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, count, figure, thin, withUnit } from "../writing/numbers.ts";
import { renderBelow, renderEstimate, renderName, renderSwatch, renderTable } from "./table.ts";

const trialsCell = (row: Row, words: Words): Markup =>
  html`<td>${count(row.trials.measured)}${renderBelow(words.panel.messages(row.events))}${uncounted(row, words).map((part) => html`<small class="bad">${part}</small>`)}</td>`;

const figureCells = (row: Row, words: Words): readonly Markup[] | Markup => {
  const absence = describeAbsence(row, words);
  if (absence !== null) return html`<td colspan="${columns.length}" class="absence">${absence}</td>`;
  return columns.map(({ compared, unit }, i) => {
    const comparison = comparisonOf(row, compared);
    return renderEstimate(valueAt(row.figures, i), unit, comparison && showComparison(comparison, words));
  });
};

/** Handshakes are no part of the steady state that the table is about. */
const renderHandshakes = (panel: Panel, { basics, panel: { handshake: say, handshakes } }: Words): Markup | false => {
  const known = panel.rows.flatMap(({ label, handshake }) =>
    handshake === null ? [] : [say(label, `${figure(handshake.up)}${thin}B`, `${figure(handshake.down)}${thin}B`)],
  );
  return known.length > 0 && html`<p class="caption">${handshakes(basics.clauses([...new Set(known)]))}</p>`;
};

/** The two parts of the server's CPU, with intervals: of deliveries, and of the time without any. */
const renderCpuSlopes = ({ rows }: Panel, words: Words): Markup | false => {
  const {
    basics,
    panel: { cpuSlope, cpuSlopes },
  } = words;
  const between = ({ low, high }: Estimate): string =>
    low === null || high === null ? absent : basics.range(figure(low), figure(high));
  const told = rows.flatMap((row) => {
    const { cpuSlope: slope } = row;
    return slope === null
      ? []
      : [
          cpuSlope(
            nameRow(row, words),
            withUnit(slope.msPerThousandDeliveries.median, "ms"),
            between(slope.msPerThousandDeliveries),
            figure(slope.idleCores.median),
            between(slope.idleCores),
          ),
        ];
  });
  return told.length > 0 && html`<p class="caption">${cpuSlopes(basics.clauses(told))}</p>`;
};

/** Explains the third line of a cell; nothing where no cell was compared. */
const renderMarks = (panel: Panel, views: readonly TransportView[], words: Words): Markup | false => {
  const baseline = baselineOf(panel);
  if (baseline === null) return false;
  const untold = panel.rows.some(({ comparisons }) => comparisons.some(({ verdict }) => verdict === "untold"));
  return html`<p class="caption">${words.basics.sentences([
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
  return html`<tr>${renderName(row.label, lines, view, mark)}${figureCells(row, words)}${trialsCell(row, words)}</tr>\n`;
};

const renderNotes = ({ id }: Panel, noted: readonly Row[], words: Words): Markup | false => {
  const { basics } = words;
  const renderNote = (row: Row, i: number): Markup =>
    html`<li id="${id}-note-${i + 1}"><strong>${basics.stop(nameRow(row, words))}</strong> ${basics.stop(basics.clauses(row.notes))}</li>`;
  return noted.length > 0 && html`<ol class="notes">${noted.map(renderNote)}</ol>`;
};

export const renderSummary = (panel: Panel, views: readonly TransportView[], words: Words): Markup => {
  const noted = panel.rows.filter((row) => row.notes.length > 0);
  const heads = [
    { text: words.panel.transport, words: true },
    ...columns.map(({ metric, unit }) => ({
      text: words.columns[metric].heading,
      unit,
      title: words.columns[metric].meaning,
    })),
    { text: words.panel.trials },
  ];
  return html`${renderTable(
    `${panel.id}-summary`,
    words.panel.summary(panel.title),
    heads,
    panel.rows.map((row) => renderRow(panel, row, noted, views, words)),
  )}
${renderMarks(panel, views, words)}
${renderHandshakes(panel, words)}
${renderCpuSlopes(panel, words)}
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
