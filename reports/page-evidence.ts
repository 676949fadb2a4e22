// The end of the page, where everything can be checked: ledger, trials, method in short, environment, command, raw data.
import { html, type Markup } from "./markup.ts";
import { absent, bytes, count, figure, instant, percent } from "./numbers.ts";
import { renderNumber, renderTable } from "./page-table.ts";
import type { Report } from "./report.ts";
import type { BothSides, LedgerRow, TrialRow } from "./trial-rows.ts";

const faultCell = (value: number): Markup => html`<td${value > 0 ? html` class="bad"` : ""}>${count(value)}</td>`;

const ledgerRow = (row: LedgerRow): Markup =>
  html`<tr><th scope="row">${row.label}</th><td class="words">${row.scenario}</td><td>${count(row.trials)}</td><td>${count(row.expected)}</td><td>${count(row.received)}</td>${faultCell(row.lost)}${faultCell(row.duplicated)}${faultCell(row.outOfOrder)}${faultCell(row.subscribersAffected)}</tr>\n`;

const renderLedger = (report: Report): Markup => html`<section id="ledger" aria-labelledby="ledger-title">
<h2 id="ledger-title">Delivery ledger</h2>
<p class="why">Delivery before speed: what was owed to the subscribers, and what came. All trials that kept a ledger count, failed ones too.</p>
${renderTable(
  "ledger-table",
  "Deliveries by transport and scenario",
  [
    { text: "Transport", words: true },
    { text: "Scenario", words: true },
    { text: "Trials" },
    { text: "Expected" },
    { text: "Received" },
    { text: "Lost" },
    { text: "Duplicated" },
    { text: "Out of order" },
    { text: "Subscribers affected" },
  ],
  report.ledger.map(ledgerRow),
)}</section>`;

/** Median and maximum in one cell; a sample too small for a median still has a maximum. */
const renderDelay = ({ p50Ms, maxMs }: TrialRow["publishDelay"]): Markup =>
  maxMs === null ? renderNumber(null) : html`<td>${p50Ms === null ? absent : figure(p50Ms)} / ${figure(maxMs)}</td>`;

/** Of a pacer that mostly sleeps, a tenth of a percent would round to nothing. */
const percentOfCore = (cores: number): string => figure(cores * 100);

/** Server first, as in the heads. */
const renderSides = ({ server, clients }: BothSides, show: (value: number) => string = figure): Markup =>
  server === null && clients === null
    ? renderNumber(null)
    : html`<td>${server === null ? absent : show(server)} / ${clients === null ? absent : show(clients)}</td>`;

const trialRow = (trial: TrialRow): Markup => {
  const notes = [...trial.reasons, ...trial.warnings];
  return html`<tr class="${trial.status === "measured" ? "measured" : "unmeasured"}"><th scope="row">${trial.label}${trial.setting !== "" && html`<small>${trial.setting}</small>`}</th><td>${count(trial.step)}</td><td class="words">${trial.scenario}</td><td>${count(trial.repetition)}</td><td class="words${trial.status === "measured" ? "" : " bad"}">${trial.status}</td>${renderNumber(trial.p50Ms)}${renderNumber(trial.p99Ms)}${renderNumber(trial.deliveries, count)}${renderDelay(trial.publishDelay)}${renderNumber(trial.offeredRate)}${renderNumber(trial.achievedRate)}${renderNumber(trial.pacerUtilization, percentOfCore)}${renderNumber(trial.wireBytes, count)}${renderSides(trial.cpu)}${renderSides(trial.loopDelayP99Ms)}${renderSides(trial.loopUtilization, percent)}${renderSides(trial.gcPauseMaxMs)}${renderSides(trial.runDelayShare, percent)}${renderNumber(trial.otherCores)}${renderNumber(trial.littlesRatio)}<td class="words long">${notes.length === 0 ? absent : notes.join("; ")}</td></tr>\n`;
};

const renderTrials = (report: Report): Markup => html`<section id="trials" aria-labelledby="trials-title">
<h2 id="trials-title">Trials</h2>
<p class="why">In the order in which they ran. An invalid trial was measured, but the rig was its limit; a failed one lost a delivery or did not finish. Neither enters a summary.</p>
<details><summary>All ${count(report.trials.length)} trials</summary>
${renderTable(
  "trials-table",
  "One row a trial",
  [
    { text: "Transport", words: true },
    { text: "Step" },
    { text: "Scenario", words: true },
    { text: "Repetition" },
    { text: "Status", words: true },
    { text: "p50", unit: "ms" },
    { text: "p99", unit: "ms" },
    { text: "Deliveries" },
    { text: "Publish delay p50 / max", unit: "ms" },
    { text: "Rate asked for", unit: "/s" },
    { text: "Rate made", unit: "/s" },
    { text: "Pacer CPU", unit: "% of a core" },
    { text: "Bytes on the wire", unit: "B" },
    { text: "CPU, server / clients", unit: "cores" },
    { text: "Loop delay p99, server / clients", unit: "ms" },
    { text: "Loop utilisation, server / clients", unit: "%" },
    { text: "Longest GC pause, server / clients", unit: "ms" },
    { text: "Waited for a core, server / clients", unit: "%" },
    { text: "Other work", unit: "cores" },
    { text: "Little's ratio" },
    { text: "Reasons and warnings", words: true },
  ],
  report.trials.map(trialRow),
)}</details></section>`;

const facts = (report: Report): readonly (readonly [string, string])[] => {
  const { environment } = report;
  const changes = environment.uncommittedChanges === true ? " with uncommitted changes" : "";
  return [
    ["Run", report.id],
    ["Started", instant(report.startedAt)],
    ["Ended", report.endedAt === null ? "not recorded" : instant(report.endedAt)],
    ["Profile", report.profile],
    ["Seed", String(report.seed)],
    ["Commit", environment.commit === null ? "not known" : `${environment.commit.slice(0, 12)}${changes}`],
    ["Processor", `${environment.cpu}, ${count(environment.cores)} ${environment.cores === 1 ? "core" : "cores"}`],
    ["Memory", bytes(environment.memoryBytes)],
    ["Platform", `${environment.platform}, kernel ${environment.kernel}`],
    ["Open files", environment.openFilesLimit === null ? "not known" : `at most ${count(environment.openFilesLimit)}`],
    ["Load average at the start", figure(environment.loadAverageAtStart)],
    ["Node", environment.node],
    ...Object.entries(environment.versions).map(([name, version]) => [name, version] as const),
  ];
};

const renderRun = (report: Report): Markup => html`<section id="run" aria-labelledby="run-title">
<h2 id="run-title">The run</h2>
<p class="why">Made by this command; the seed fixes the publish plan, the order of trials and the poll phases.</p>
<pre class="command"><code>${report.command}</code></pre>
<dl class="facts pairs">${facts(report).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p class="raw">Every number on this page comes from <code>results.json</code>, which this file contains. <button type="button" id="save-results" hidden>Save results.json</button></p>
</section>`;

export const renderEvidence = (report: Report): Markup =>
  html`${renderLedger(report)}\n${renderTrials(report)}\n${renderRun(report)}`;
