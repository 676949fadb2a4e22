// The differences of two runs besides what was measured: machine, Node, link, plan. Pure. Knows no words: the meaning of a
// difference for the comparison stands in reports/words/english/compare.ts.

import { cellKey } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import type { TrialRecord } from "../record/trial.ts";

const differenceKinds = [
  "cpu",
  "cores",
  "platform",
  "kernel",
  "link",
  "node",
  "seed",
  "scenarios",
  "trials",
  "warmupMs",
  "measureMs",
  "sameRun",
  "partialBase",
  "partialHead",
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export interface Difference {
  readonly kind: DifferenceKind;
  readonly base: string;
  readonly head: string;
}

/** Across one of these, times say nothing of the code. */
const machineKinds: readonly DifferenceKind[] = ["cpu", "cores", "platform", "kernel", "link"];

export const differsInMachine = (differences: readonly Difference[]): boolean =>
  differences.some(({ kind }) => machineKinds.includes(kind));

export const findDifferences = (base: Run, head: Run): readonly Difference[] => {
  const values = (run: Run): Readonly<Record<DifferenceKind, string>> => ({
    cpu: run.environment.cpu,
    cores: String(run.environment.cores),
    platform: run.environment.platform,
    kernel: run.environment.kernel,
    link: run.link.way,
    node: run.environment.node,
    seed: String(run.seed),
    scenarios: run.scenarios.map(({ name }) => name).join(", "),
    trials: trialsOf(run, scenarios),
    warmupMs: spanOf(run.trials.filter(isCommon).map(({ warmupMs }) => warmupMs)),
    measureMs: spanOf(run.trials.filter(isCommon).map(({ measureMs }) => measureMs)),
    sameRun: "",
    partialBase: "",
    partialHead: "",
  });
  const common = new Set(base.trials.map(cellKey)).intersection(new Set(head.trials.map(cellKey)));
  const scenarios = namesOf(base).intersection(namesOf(head));
  const isCommon = (trial: TrialRecord): boolean => common.has(cellKey(trial));
  const [before, after] = [values(base), values(head)];
  const noted: readonly (readonly [DifferenceKind, boolean])[] = [
    ["sameRun", base.id === head.id && base.startedAt === head.startedAt],
    ["partialBase", base.partial],
    ["partialHead", head.partial],
  ];
  return differenceKinds
    .filter((kind) => before[kind] !== after[kind] || noted.some(([name, holds]) => name === kind && holds))
    .map((kind) => ({ kind, base: before[kind], head: after[kind] }));
};

const namesOf = (run: Run): Set<string> => new Set(run.scenarios.map(({ name }) => name));

/** How many trials the plan has of each scenario in common: "broadcast 6, sparse 1". */
const trialsOf = (run: Run, scenarios: ReadonlySet<string>): string =>
  run.scenarios.flatMap(({ name, trials }) => (scenarios.has(name) ? [`${name} ${trials}`] : [])).join(", ");

const spanOf = (values: readonly number[]): string => {
  if (values.length === 0) return "";
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least} to ${most}`;
};

/**
 * Whether both runs published the same messages at the same times. The plan follows from the seed, the list of scenarios and
 * the windows. Versions may lay out plans differently, so what each repetition owed its subscribers has to agree too.
 */
export const samePlan = (
  base: Run,
  head: Run,
  repetitions: readonly (readonly [base: TrialRecord, head: TrialRecord])[],
): boolean => {
  const names = (run: Run): string => run.scenarios.map(({ name }) => name).join();
  return (
    base.seed === head.seed &&
    names(base) === names(head) &&
    repetitions.length > 0 &&
    repetitions.every(
      ([x, y]) =>
        x.warmupMs === y.warmupMs &&
        x.measureMs === y.measureMs &&
        x.deliveries?.expected === y.deliveries?.expected &&
        x.generator?.offeredRate === y.generator?.offeredRate,
    )
  );
};
