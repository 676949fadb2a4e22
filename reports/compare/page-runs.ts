// The end of a comparison's page: both ledgers, and both runs side by side.
import type { Run } from "../../bench/record/run.ts";
import { type DeliveryLedger, deliveryFaults, type TrialRecord } from "../../bench/record/trial.ts";
import { labelOf, plainTransports } from "../legend/transports.ts";
import { renderSection } from "../page/section.ts";
import { headsOf, renderTable, renderWords } from "../page/table.ts";
import type { CompareWords } from "../words/english/compare.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, bytes, count, figure, instant } from "../writing/numbers.ts";
import type { Compared } from "./view.ts";

const fields = ["expected", "received", ...deliveryFaults] as const;
const faults: readonly (keyof DeliveryLedger)[] = deliveryFaults;

/** null where no trial kept a ledger. */
const total = (run: Run, key: string, field: keyof DeliveryLedger): number | null => {
  const ledgers = run.trials.flatMap((trial) =>
    ledgerKey(trial) === key && trial.deliveries !== null ? [trial.deliveries] : [],
  );
  return ledgers.length === 0 ? null : ledgers.reduce((sum, ledger) => sum + ledger[field], 0);
};

const sumOf = ({ trials }: Run, field: keyof DeliveryLedger): number =>
  trials.reduce((sum, { deliveries }) => sum + (deliveries === null ? 0 : deliveries[field]), 0);

const ledgerKey = ({ scenario, transport }: Pick<TrialRecord, "scenario" | "transport">): string =>
  JSON.stringify([scenario, transport]);

const renderLedger = ({ base, head }: Compared, words: CompareWords): Markup => {
  const { ledger, basics } = words;
  const views = [...plainTransports(head, words), ...plainTransports(base, words)];
  const rows = new Map([...head.trials, ...base.trials].map((trial) => [ledgerKey(trial), trial]));
  const show = (value: number | null): string => (value === null ? absent : count(value));
  const cell = (key: string, field: keyof DeliveryLedger): Markup => {
    const [before, after] = [total(base, key, field), total(head, key, field)];
    const bad = faults.includes(field) && after !== null && after > 0;
    return html`<td${bad && html` class="bad"`}>${before === after ? show(after) : `${show(before)} → ${show(after)}`}</td>`;
  };
  const whole = [base, head].every((run) => faults.every((field) => sumOf(run, field) === 0));
  const table = renderTable(
    "ledger-table",
    ledger.caption,
    headsOf(ledger.columns, (i) => i < 2),
    [...rows].map(
      ([key, { transport, scenario }]) =>
        html`<tr><th scope="row">${labelOf(views, transport)}</th>${renderWords(basics.scenario(scenario))}${fields.map((field) => cell(key, field))}</tr>\n`,
    ),
  );
  const body = whole
    ? html`<p class="why">${ledger.whole(sumOf(base, "expected"), sumOf(head, "expected"))}</p>
<details><summary>${words.page.chart.data}</summary>${table}</details>`
    : html`<p class="why">${ledger.why}</p>\n${table}`;
  return renderSection("ledger", ledger.title, body);
};

const factsOf = (run: Run, words: CompareWords["runs"]): ReadonlyMap<string, string> => {
  const { environment, trials } = run;
  const { names } = words;
  const countOf = (status: TrialRecord["status"]): number => trials.filter((trial) => trial.status === status).length;
  const changes = environment.uncommittedChanges === true ? ` ${words.uncommitted}` : "";
  return new Map([
    [names.id, run.id],
    [names.startedAt, instant(run.startedAt)],
    [names.command, run.command],
    [names.commit, environment.commit === null ? words.unknown : `${environment.commit.slice(0, 12)}${changes}`],
    [names.profile, run.profile],
    [names.seed, String(run.seed)],
    [names.trials, words.trials(countOf("measured") + countOf("saturated"), countOf("invalid"), countOf("failed"))],
    [names.link, run.link.way],
    [names.cpu, environment.cpu],
    [names.cores, count(environment.cores)],
    [names.memory, bytes(environment.memoryBytes)],
    [names.platform, environment.platform],
    [names.kernel, environment.kernel],
    [names.load, figure(environment.loadAverageAtStart)],
    [names.node, environment.node],
    ...Object.entries(environment.versions),
  ]);
};

/** Properties that differ, and folded those that are the same. */
const renderFacts = ({ base, head }: Compared, words: CompareWords): Markup => {
  const { runs } = words;
  const [before, after] = [factsOf(base, runs), factsOf(head, runs)];
  const facts = [...new Set([...before.keys(), ...after.keys()])].map((name) => ({
    name,
    values: [before.get(name) ?? absent, after.get(name) ?? absent] as const,
  }));
  const differing = facts.filter(({ values: [x, y] }) => x !== y);
  const alike = facts.filter(({ values: [x, y] }) => x === y);
  const row = (name: string, values: readonly string[]): Markup =>
    html`<tr><th scope="row">${name}</th>${values.map((value) => html`<td class="words long">${value}</td>`)}</tr>\n`;
  const { property, both } = runs;
  const [differingRows, alikeRows] = [
    differing.map(({ name, values }) => row(name, values)),
    alike.map(({ name, values: [value] }) => row(name, [value])),
  ];
  const body = html`${differing.length > 0 && renderTable("runs-table", runs.caption, headsOf([property, words.base, words.head]), differingRows)}
${alike.length > 0 && html`<details><summary>${runs.alike(alike.length)}</summary>${renderTable("runs-alike", runs.alikeCaption, headsOf([property, both]), alikeRows)}</details>`}
`;
  return renderSection("runs", runs.title, body);
};

export const renderRuns = (compared: Compared, words: CompareWords): Markup =>
  html`${renderLedger(compared, words)}\n${renderFacts(compared, words)}`;
