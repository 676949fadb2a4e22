// The end of the page, where everything can be checked: ledger, trials, method in short, environment, command, raw data.
import { deliveryFaults } from "../../bench/record/trial.ts";
import type { Report } from "../view/report.ts";
import type { BothSides, LedgerRow, TrialRow } from "../view/trial-rows.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, bytes, count, figure, instant, percent } from "../writing/numbers.ts";
import { type Head, renderNumber, renderTable } from "./table.ts";

const faultCell = (value: number): Markup => html`<td${value > 0 ? html` class="bad"` : ""}>${count(value)}</td>`;

const ledgerRow = (row: LedgerRow, { basics }: Words): Markup =>
  html`<tr><th scope="row" data-transport="${row.transport}">${row.label}</th><td class="words">${basics.scenario(row.scenario)}</td><td>${count(row.trials)}</td><td>${count(row.expected)}</td><td>${count(row.received)}</td>${deliveryFaults.map((fault) => faultCell(row[fault]))}${faultCell(row.subscribersAffected)}</tr>\n`;

const renderLedger = (report: Report, words: Words): Markup => html`<section id="ledger" aria-labelledby="ledger-title">
<h2 id="ledger-title">${words.evidence.ledger.title}</h2>
<p class="why">${words.evidence.ledger.why}</p>
${renderTable(
  "ledger-table",
  words.evidence.ledger.caption,
  words.evidence.ledger.heads.map((text, i) => (i < 2 ? { text, words: true } : { text })),
  report.ledger.map((row) => ledgerRow(row, words)),
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

const trialRow = (trial: TrialRow, { basics, evidence: { trials: words } }: Words): Markup => {
  const notes = [...trial.reasons, ...trial.warnings];
  return html`<tr class="${trial.status === "measured" ? "measured" : "unmeasured"}"><th scope="row" data-transport="${trial.transport}">${trial.label}${trial.setting !== "" && html`<small>${trial.setting}</small>`}</th><td>${count(trial.step)}</td><td class="words">${basics.scenario(trial.scenario)}</td><td>${count(trial.repetition)}</td><td class="words${trial.status === "measured" ? "" : " bad"}">${words.statuses[trial.status]}</td>${renderNumber(trial.p50Ms)}${renderNumber(trial.p99Ms)}${renderNumber(trial.deliveries, count)}${renderDelay(trial.publishDelay)}${renderNumber(trial.offeredRate)}${renderNumber(trial.achievedRate)}${renderNumber(trial.pacerUtilization, percentOfCore)}${renderNumber(trial.wireBytes, count)}${renderSides(trial.cpu)}${renderSides(trial.loopDelayP99Ms)}${renderSides(trial.loopUtilization, percent)}${renderSides(trial.gcPauseMaxMs)}${renderSides(trial.runDelayShare, percent)}${renderNumber(trial.otherCores)}${renderNumber(trial.littlesRatio)}<td class="words long">${notes.length === 0 ? absent : basics.clauses(notes)}</td></tr>\n`;
};

const trialHeads = ({ evidence: { trials, units } }: Words): readonly Head[] => {
  const { heads } = trials;
  return [
    { text: heads.transport, words: true },
    { text: heads.step },
    { text: heads.scenario, words: true },
    { text: heads.repetition },
    { text: heads.status, words: true },
    { text: "p50", unit: "ms" },
    { text: "p99", unit: "ms" },
    { text: heads.deliveries },
    { text: heads.publishDelay, unit: "ms" },
    { text: heads.offered, unit: "/s" },
    { text: heads.achieved, unit: "/s" },
    { text: heads.pacer, unit: units.percentOfCore },
    { text: heads.wire, unit: "B" },
    { text: heads.cpu, unit: units.cores },
    { text: heads.loopDelay, unit: "ms" },
    { text: heads.loop, unit: "%" },
    { text: heads.gc, unit: "ms" },
    { text: heads.runDelay, unit: "%" },
    { text: heads.otherWork, unit: units.cores },
    { text: heads.little },
    { text: heads.notes, words: true },
  ];
};

const renderTrials = (report: Report, words: Words): Markup => html`<section id="trials" aria-labelledby="trials-title">
<h2 id="trials-title">${words.evidence.trials.title}</h2>
<p class="why">${words.evidence.trials.why}</p>
<details><summary>${words.evidence.trials.all(report.trials.length)}</summary>
${renderTable(
  "trials-table",
  words.evidence.trials.caption,
  trialHeads(words),
  report.trials.map((trial) => trialRow(trial, words)),
)}</details></section>`;

const facts = (report: Report, { basics, evidence: { run } }: Words): readonly (readonly [string, string])[] => {
  const { environment } = report;
  const changes = environment.uncommittedChanges === true ? run.withChanges : "";
  return [
    [run.facts.run, report.id],
    [run.facts.started, instant(report.startedAt)],
    [run.facts.ended, report.endedAt === null ? run.notRecorded : instant(report.endedAt)],
    [run.facts.profile, report.profile],
    [run.facts.seed, String(report.seed)],
    [run.facts.commit, environment.commit === null ? run.notKnown : `${environment.commit.slice(0, 12)}${changes}`],
    [run.facts.processor, basics.parts([environment.cpu, basics.cores(environment.cores)])],
    [run.facts.memory, bytes(environment.memoryBytes)],
    [run.facts.platform, run.kernel(environment.platform, environment.kernel)],
    [run.facts.files, environment.openFilesLimit === null ? run.notKnown : run.atMost(environment.openFilesLimit)],
    [run.facts.load, figure(environment.loadAverageAtStart)],
    ["Node", environment.node],
    ...Object.entries(environment.versions).map(([name, version]) => [name, version] as const),
  ];
};

const renderDefaults = ({ defaults: { labels, rows } }: Report, { evidence: { defaults } }: Words): Markup | false =>
  rows.length > 0 &&
  html`<details><summary>${defaults.title}</summary>
${renderTable(
  "run-defaults",
  defaults.caption,
  [defaults.heading, ...labels].map((text) => ({ text, words: true })),
  rows.map(
    ({ topic, values }) =>
      html`<tr><th scope="row">${topic}</th>${values.map((value) => html`<td class="words">${value}</td>`)}</tr>\n`,
  ),
)}</details>`;

const renderRun = (report: Report, words: Words): Markup => {
  const { run } = words.evidence;
  const [before = "", after = ""] = run.results;
  return html`<section id="run" aria-labelledby="run-title">
<h2 id="run-title">${run.title}</h2>
<p class="why">${run.why}</p>
<pre class="command"><code>${report.command}</code></pre>
<dl class="facts pairs">${facts(report, words).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${renderDefaults(report, words)}
<p class="raw">${before}<code>results.json</code>${after} <button type="button" id="save-results" hidden>${run.save}</button></p>
</section>`;
};

export const renderEvidence = (report: Report, words: Words): Markup =>
  html`${renderLedger(report, words)}\n${renderTrials(report, words)}\n${renderRun(report, words)}`;
