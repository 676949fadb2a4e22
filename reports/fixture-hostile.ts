// The fixed run with every text that a run can carry turned into the usual payloads of injection. For tests.
import type { Run, Summary, TrialRecord } from "../bench/record.ts";
import { fixtureRun } from "./fixture.ts";

export const payload =
  `</script></style></title></svg><img src=x onerror="globalThis.injected=1">` +
  `<script>globalThis.injected=1</script><svg onload="globalThis.injected=1">` +
  `"' onmouseover="globalThis.injected=1" x='<!--]]>{{globalThis.injected=1}}\${globalThis.injected=1}` +
  `javascript:globalThis.injected=1 \u2028 \u202e end`;

const taint = (text: string): string => `${text} ${payload}`;

const taintTrial = (trial: TrialRecord): TrialRecord => ({
  ...trial,
  transport: taint(trial.transport),
  scenario: taint(trial.scenario),
  startedAt: taint(trial.startedAt),
  warnings: [taint("a warning")],
  reasons: [taint("a reason")],
});

const taintSummary = (summary: Summary): Summary => ({
  ...summary,
  transport: taint(summary.transport),
  scenario: taint(summary.scenario),
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
  scenarios: fixtureRun.scenarios.map((facts) => ({ ...facts, name: taint(facts.name), why: taint(facts.why) })),
  trials: fixtureRun.trials.map(taintTrial),
  summaries: fixtureRun.summaries.map(taintSummary),
  warnings: [taint("a warning")],
};
