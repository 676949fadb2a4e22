// The fixed run with every text that a run can carry turned into the usual payloads of injection. For tests.
import type { Run } from "../bench/record.ts";
import type { TrialRecord } from "../bench/record-trial.ts";
import { fixtureRun } from "./fixture.ts";

export const payload =
  `</script></style></title></svg><img src=x onerror="globalThis.injected=1">` +
  `<script>globalThis.injected=1</script><svg onload="globalThis.injected=1">` +
  `"' onmouseover="globalThis.injected=1" x='<!--]]>{{globalThis.injected=1}}\${globalThis.injected=1}` +
  `javascript:globalThis.injected=1 \u2028 \u202e end`;

const taint = (text: string): string => `${text} ${payload}`;

const taintTrial = (trial: TrialRecord): TrialRecord => {
  const texts = {
    transport: taint(trial.transport),
    scenario: taint(trial.scenario),
    startedAt: taint(trial.startedAt),
    warnings: [taint("a warning")],
    reasons: [taint("a reason")],
  };
  if (trial.status === "failed") return { ...trial, ...texts };
  return { ...trial, ...texts, bytes: { ...trial.bytes, wireSource: taint(trial.bytes.wireSource) } };
};

const taintCell = <T extends { readonly transport: string; readonly scenario: string }>(cell: T): T => ({
  ...cell,
  transport: taint(cell.transport),
  scenario: taint(cell.scenario),
});

const { environment } = fixtureRun;

export const hostileRun: Run = {
  ...fixtureRun,
  id: taint(fixtureRun.id),
  startedAt: taint(fixtureRun.startedAt),
  endedAt: taint("soon"),
  command: taint(fixtureRun.command),
  profile: taint(fixtureRun.profile),
  baselineTransport: taint(fixtureRun.baselineTransport),
  environment: {
    ...environment,
    node: taint(environment.node),
    platform: taint(environment.platform),
    kernel: taint(environment.kernel),
    cpu: taint(environment.cpu),
    commit: payload,
    versions: { [payload]: payload },
  },
  transports: fixtureRun.transports.map(({ name, label }) => ({ name: taint(name), label: taint(label) })),
  differences: fixtureRun.differences.map(({ topic, values }) => ({ topic: taint(topic), values: values.map(taint) })),
  scenarios: fixtureRun.scenarios.map((facts) => ({ ...facts, name: taint(facts.name), why: taint(facts.why) })),
  trials: fixtureRun.trials.map(taintTrial),
  summaries: fixtureRun.summaries.map(taintCell),
  comparisons: fixtureRun.comparisons.map((one) => ({ ...taintCell(one), baseline: taint(one.baseline) })),
  silence: fixtureRun.silence.map((fit) => ({ ...fit, transport: taint(fit.transport) })),
  ceilings: fixtureRun.ceilings.map((ceiling) => ({ ...ceiling, path: taint(ceiling.path) })),
  link: { way: "loopback", refused: taint("unshare: not permitted") },
  warnings: [taint("a warning")],
};
