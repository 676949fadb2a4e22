// The end of the page, where everything can be checked: ledger, trials, method in short, environment, command, raw data.
import { deliveryFaults } from "../../bench/record/trial.ts";
import type { Report } from "../view/report.ts";
import { ledgerSentence } from "../view/sentences.ts";
import type { BothSides, LedgerRow, TrialRow } from "../view/trial-rows.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, bytes, count, figure, instant, percent } from "../writing/numbers.ts";
import { renderSection } from "./section.ts";
import {
  headsOf,
  renderBelow,
  renderColumns,
  renderFaults,
  renderNumber,
  renderTable,
  renderWords,
  type TableColumn,
} from "./table.ts";

const ledgerRow = (row: LedgerRow, { basics }: Words): Markup =>
  html`<tr>${[
    html`<th scope="row" data-transport="${row.transport}">${row.label}</th>`,
    renderWords(basics.scenario(row.scenario)),
    ...[row.trials, row.expected, row.received].map((value) => renderNumber(value, count)),
    ...deliveryFaults.map((fault) => renderFaults(row[fault])),
    renderFaults(row.subscribersAffected),
  ]}</tr>\n`;

const isClean = ({ ledger }: Report): boolean =>
  ledger.every((row) => deliveryFaults.every((fault) => row[fault] === 0));

/** A table of zeros says no more than a sentence. */
const renderLedger = (report: Report, words: Words): Markup => {
  const { title, why, caption, all, heads } = words.evidence.ledger;
  const rows = report.ledger.map((row) => ledgerRow(row, words));
  const isWords = (column: number): boolean => column < 2;
  const table = renderTable("ledger-table", caption, headsOf(heads, isWords), rows);
  const sentence = html`<p class="why">${ledgerSentence(report.ledger, words)}</p>`;
  const body = isClean(report)
    ? html`${sentence}\n<details><summary>${all}</summary>\n<p class="why">${why}</p>\n${table}</details>`
    : html`${sentence}\n<p class="why">${why}</p>\n${table}`;
  return renderSection("ledger", title, body);
};

/** Median and maximum in one cell; a sample too small for a median still has a maximum. */
const renderDelay = ({ p50Ms, maxMs }: TrialRow["publishDelay"]): Markup =>
  maxMs === null ? renderNumber(null) : html`<td>${p50Ms === null ? absent : figure(p50Ms)} / ${figure(maxMs)}</td>`;

/** Three digits: a tenth of a percent would round the use of a pacer that mostly sleeps to nothing. */
const percentOfCore = (cores: number): string => figure(cores * 100);

/** Server first, as in the heads. */
const renderSides = ({ server, clients }: BothSides, show: (value: number) => string = figure): Markup =>
  server === null && clients === null
    ? renderNumber(null)
    : html`<td>${server === null ? absent : show(server)} / ${clients === null ? absent : show(clients)}</td>`;

const renderTrialName = ({ transport, label, setting }: TrialRow): Markup =>
  html`<th scope="row" data-transport="${transport}">${label}${renderBelow(setting)}</th>`;

const classOfTrial = ({ status }: TrialRow): string =>
  status === "measured" || status === "saturated" ? "measured" : "unmeasured";

const trialColumns = ({ basics, evidence: { trials, units } }: Words): readonly TableColumn<TrialRow>[] => {
  const { heads, statuses } = trials;
  const renderStatus = ({ status }: TrialRow): Markup =>
    html`<td class="words${status !== "measured" && " bad"}">${statuses[status]}</td>`;
  const renderNotes = ({ reasons, warnings }: TrialRow): Markup =>
    html`<td class="words long">${basics.clauses([...reasons, ...warnings]) || absent}</td>`;
  return [
    { text: heads.transport, words: true, cell: renderTrialName },
    { text: heads.step, cell: ({ step }) => renderNumber(step, count) },
    { text: heads.scenario, words: true, cell: ({ scenario }) => renderWords(basics.scenario(scenario)) },
    { text: heads.repetition, cell: ({ repetition }) => renderNumber(repetition, count) },
    { text: heads.status, words: true, cell: renderStatus },
    { text: "p50", unit: "ms", cell: ({ p50Ms }) => renderNumber(p50Ms) },
    { text: "p99", unit: "ms", cell: ({ p99Ms }) => renderNumber(p99Ms) },
    { text: heads.deliveries, cell: ({ deliveries }) => renderNumber(deliveries, count) },
    { text: heads.publishDelay, unit: "ms", cell: ({ publishDelay }) => renderDelay(publishDelay) },
    { text: heads.offered, unit: "/s", cell: ({ offeredRate }) => renderNumber(offeredRate) },
    { text: heads.achieved, unit: "/s", cell: ({ achievedRate }) => renderNumber(achievedRate) },
    {
      text: heads.pacer,
      unit: units.percentOfCore,
      cell: (trial) => renderNumber(trial.pacerUtilization, percentOfCore),
    },
    { text: heads.wire, unit: "B", cell: ({ wireBytes }) => renderNumber(wireBytes, count) },
    { text: heads.cpu, unit: units.cores, cell: ({ cpu }) => renderSides(cpu) },
    { text: heads.loopDelay, unit: "ms", cell: ({ loopDelayP99Ms }) => renderSides(loopDelayP99Ms) },
    { text: heads.loop, unit: "%", cell: ({ loopUtilization }) => renderSides(loopUtilization, percent) },
    { text: heads.gc, unit: "ms", cell: ({ gcPauseMaxMs }) => renderSides(gcPauseMaxMs) },
    { text: heads.runDelay, unit: "%", cell: ({ runDelayShare }) => renderSides(runDelayShare, percent) },
    { text: heads.otherWork, unit: units.cores, cell: ({ otherCores }) => renderNumber(otherCores) },
    { text: heads.little, cell: ({ littlesRatio }) => renderNumber(littlesRatio) },
    { text: heads.notes, words: true, cell: renderNotes },
  ];
};

const renderTrials = (report: Report, words: Words): Markup => {
  const { title, why, all, caption } = words.evidence.trials;
  const body = html`<p class="why">${why}</p>
<details><summary>${all(report.trials.length)}</summary>
${renderColumns("trials-table", caption, trialColumns(words), report.trials, classOfTrial)}</details>`;
  return renderSection("trials", title, body);
};

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
    [run.facts.pinned, run.pinned[report.pinned ?? "off"]],
    [run.facts.memory, bytes(environment.memoryBytes)],
    [run.facts.platform, run.kernel(environment.platform, environment.kernel)],
    [run.facts.files, environment.openFilesLimit === null ? run.notKnown : run.atMost(environment.openFilesLimit)],
    [run.facts.load, figure(environment.loadAverageAtStart)],
    ["Node", environment.node],
    ...Object.entries(environment.versions),
  ];
};

const renderDefaults = ({ defaults: { labels, rows } }: Report, { evidence: { defaults } }: Words): Markup | false =>
  rows.length > 0 &&
  html`<details><summary>${defaults.title}</summary>
${renderTable(
  "run-defaults",
  defaults.caption,
  headsOf([defaults.heading, ...labels]),
  rows.map(({ topic, values }) => html`<tr><th scope="row">${topic}</th>${values.map(renderWords)}</tr>\n`),
)}</details>`;

const renderRun = (report: Report, words: Words): Markup => {
  const { run } = words.evidence;
  const [before, after] = run.results;
  const body = html`<p class="why">${run.why}</p>
<pre class="command"><code>${report.command}</code></pre>
<dl class="facts pairs">${facts(report, words).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${renderDefaults(report, words)}
<p class="raw">${before}<code>results.json</code>${after} <button type="button" id="save-results" hidden>${run.save}</button></p>
`;
  return renderSection("run", run.title, body);
};

export const renderEvidence = (report: Report, words: Words): Markup =>
  html`${renderLedger(report, words)}\n${renderTrials(report, words)}\n${renderRun(report, words)}`;
