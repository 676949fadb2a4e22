// One panel as HTML: what was asked, the summary table, the check against the model, the charts with their data.
import { chartedPanels } from "./charts.ts";
import { columns } from "./columns.ts";
import type { DrawnChart } from "./drawing.ts";
import { html, Markup } from "./markup.ts";
import type { ModelCheck } from "./model-checks.ts";
import { absent, count, figure, percent, signedPercent, thin } from "./numbers.ts";
import { renderEstimate, renderSwatch, renderTable } from "./page-table.ts";
import type { Panel, Row } from "./panels.ts";
import type { TransportView } from "./transport-views.ts";

const nameCell = (
  row: Pick<Row, "label" | "setting">,
  view: TransportView | undefined,
  mark: Markup | false = false,
): Markup =>
  html`<th scope="row"${view ? html` class="swatched"` : ""}>${view && renderSwatch(view)}${row.label}${mark}${row.setting !== "" && html`<small>${row.setting}</small>`}</th>`;

const trialsCell = ({ trials }: Row): Markup => {
  const rest = [
    trials.invalid > 0 ? `${count(trials.invalid)} invalid` : "",
    trials.failed > 0 ? `${count(trials.failed)} failed` : "",
  ].filter((part) => part !== "");
  return html`<td>${count(trials.measured)}${rest.length > 0 && html`<small class="bad">${rest.join(", ")}</small>`}</td>`;
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

const renderSummary = (panel: Panel, views: readonly TransportView[]): Markup => {
  const noted = panel.rows.filter((row) => row.notes.length > 0);
  const rows = panel.rows.map((row) => {
    const note = noted.indexOf(row) + 1;
    const mark = note > 0 && html`<sup><a href="#${panel.id}-note-${note}" aria-label="note ${note}">${note}</a></sup>`;
    const figures = columns.map(({ unit }, i) => renderEstimate(row.figures[i] ?? null, unit));
    return html`<tr>${nameCell(
      row,
      views.find(({ name }) => name === row.transport),
      mark,
    )}${figures}${trialsCell(row)}</tr>\n`;
  });
  const heads = [
    { text: "Transport", words: true },
    ...columns.map(({ heading, unit, meaning }) => ({ text: heading, unit, title: meaning })),
    { text: "Trials" },
  ];
  return html`${renderTable(`${panel.id}-summary`, `${panel.title}: medians over trials; below them 95 % intervals, where there are six trials and they spread`, heads, rows)}
${renderHandshakes(panel)}
${noted.length > 0 && html`<ol class="notes">${noted.map((row, i) => html`<li id="${panel.id}-note-${i + 1}"><strong>${row.label}${row.setting !== "" && `, ${row.setting}`}.</strong> ${row.notes.join("; ")}.</li>`)}</ol>`}`;
};

const judgement = ({ inside }: ModelCheck): string =>
  inside === null ? "not judged: no interval" : inside ? "within the interval" : "outside the interval";

const showResidual = ({ residual, unit }: ModelCheck): string => {
  if (residual === null) return absent;
  return unit === "%" ? signedPercent(residual).replace("%", "points") : signedPercent(residual);
};

const renderCheck = (check: ModelCheck): Markup => {
  const show = check.unit === "%" ? percent : figure;
  const { median, low, high } = check.measured;
  const unit = html` <span class="unit">${check.unit}</span>`;
  const interval = low === null || high === null || show(low) === show(high) ? "" : `${show(low)} – ${show(high)}`;
  return html`<tr>${nameCell(check, undefined)}<td class="words">${check.quantity}</td><td>${show(check.predicted)}${unit}</td><td>${show(median)}${unit}${interval !== "" && html`<small>${interval}</small>`}</td><td>${showResidual(check)}</td><td class="words">${judgement(check)}</td></tr>\n`;
};

/** How far the numbers are from the model, before one unfolds them. */
const summariseChecks = (checks: readonly ModelCheck[]): string => {
  const judged = checks.filter(({ inside }) => inside !== null);
  const outside = judged.filter(({ inside }) => inside === false).length;
  const relative = checks.flatMap(({ residual, unit }) => (residual === null || unit === "%" ? [] : [residual]));
  const largest = relative.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0];
  return [
    judged.length === 0
      ? "without intervals no prediction is judged"
      : `${count(outside)} of ${count(judged.length)} predictions outside the measured interval`,
    ...(largest === undefined ? [] : [`largest residual ${signedPercent(largest)}`]),
  ].join(", ");
};

const renderChecks = (panel: Panel): Markup | false =>
  panel.checks.length > 0 &&
  html`<details class="checks"><summary>Checked against the model: ${summariseChecks(panel.checks)}</summary>
<p>Closed forms of waiting, from the delay and the gap between polls that this run measured. A prediction outside the interval is a finding or a fault of the rig; neither is hidden.</p>
${renderTable(
  `${panel.id}-model`,
  `${panel.title}: predicted and measured`,
  [
    { text: "Transport", words: true },
    { text: "Quantity", words: true },
    { text: "Predicted" },
    { text: "Measured" },
    { text: "Residual" },
    { text: "The prediction is", words: true },
  ],
  panel.checks.map(renderCheck),
)}</details>`;

const renderDatum = (value: string | number | null): Markup => {
  if (typeof value === "string") return html`<td class="words">${value}</td>`;
  return html`<td>${value === null ? absent : figure(value)}</td>`;
};

const renderData = ({ id, title, table: { headings, rows } }: DrawnChart): Markup =>
  renderTable(
    `${id}-data`,
    `${title}: data`,
    headings.map((text, i) => ({ text, words: rows.every((row) => typeof row[i] === "string") })),
    rows.map(([name = "", ...values]) => html`<tr><th scope="row">${name}</th>${values.map(renderDatum)}</tr>\n`),
  );

const renderChart = (chart: DrawnChart): Markup => html`<figure class="chart ${chart.wide ? "wide" : "half"}">
<h3>${chart.title}</h3>
<div class="plot" id="${chart.id}"><div role="img" aria-label="${chart.description}">${new Markup(chart.svg)}</div></div>
<figcaption><p><strong>How to read this.</strong> ${chart.howToRead}</p></figcaption>
<p class="save" hidden><button type="button" data-save="svg" data-chart="${chart.id}">Save as SVG</button> <button type="button" data-save="png" data-chart="${chart.id}">Save as PNG</button></p>
<details><summary>Data</summary>${renderData(chart)}</details>
</figure>`;

const renderAbsence = (panel: Panel): Markup => {
  const measured = panel.rows.some((row) => row.trials.measured > 0);
  const why = measured ? `a page draws those of its first ${count(chartedPanels)} tables` : "no trial was measured";
  return html`<p class="conditions">No charts here: ${why}.</p>`;
};

export const renderPanel = (
  panel: Panel,
  charts: readonly DrawnChart[],
  views: readonly TransportView[],
): Markup => html`<section id="${panel.id}" aria-labelledby="${panel.id}-title">
<h2 id="${panel.id}-title">${panel.title}</h2>
${panel.why !== "" && html`<p class="why">${panel.why}</p>`}
<p class="conditions">${panel.conditions}${panel.sideBySide && " · transports ran side by side"}</p>
${renderSummary(panel, views)}
${renderChecks(panel)}
${charts.length > 0 ? html`<div class="charts">${charts.map(renderChart)}</div>` : renderAbsence(panel)}
</section>
`;
