// The lines of a cell with their numbers. Counts and ledgers are judged at once; what is noisy waits for the test over the
// whole page. Pure.

import { type Cell, deliveriesOf, numbersOf } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import { isFaultless, isMeasured, type MeasuredTrial, type TrialRecord } from "../record/trial.ts";
import type { Pair } from "../statistics/effects.ts";
import { median, medianOrNull } from "../statistics/stats.ts";
import { type Faults, judgeCounts, judgeFaults, judgeInvalid } from "./counts.ts";
import { samePlan } from "./differences.ts";
import type { Both, Judgement, LineNumbers } from "./line.ts";
import {
  type CountMetric,
  countMetrics,
  gateMetricOf,
  isBatched,
  type LedgerMetric,
  ledgerFieldOf,
  ledgerMetrics,
  type TimeMetric,
  tierOf,
  timeMetrics,
} from "./metrics.ts";
import type { Samples } from "./times.ts";
import type { Tolerance, Tolerances } from "./tolerances.ts";

/** A judgement, or the samples of a test that is still to be made. */
type Finding = { readonly judgement: Judgement } | { readonly samples: Samples };

/** A line before its verdict. */
export type Draft = { readonly numbers: LineNumbers } & Finding;

/** How two runs were made. */
interface Circumstances {
  /** Whether both ran on machines whose times are comparable. */
  readonly sameMachine: boolean;
  /** Whether they took turns, so that the machine did the same to both. */
  readonly inTurns: boolean;
}

/** The measured trials of one repetition. */
type Repetition = readonly [base: MeasuredTrial, head: MeasuredTrial];

/** A cell's trials on both sides. */
interface CellPair {
  readonly cell: Cell;
  readonly all: Both<readonly TrialRecord[]>;
  readonly measured: Both<readonly MeasuredTrial[]>;
  /** The repetitions that both sides have; null where they did not publish the same plan. */
  readonly repetitions: readonly Repetition[] | null;
  /** Those that were measured in a slow phase of the machine, told by a fixed piece of code and never by an outcome. */
  readonly slow: ReadonlySet<TrialRecord>;
}

export const pairCell = (
  { scenario, transport, conditions }: Cell,
  all: Both<readonly TrialRecord[]>,
  base: Run,
  head: Run,
  slow: ReadonlySet<TrialRecord>,
): CellPair => {
  const measured = { base: all.base.filter(isMeasured), head: all.head.filter(isMeasured) };
  const repetitions = measured.base.flatMap((one): Repetition[] => {
    const other = measured.head.find(({ repetition }) => repetition === one.repetition);
    return other === undefined ? [] : [[one, other]];
  });
  return {
    cell: { scenario, transport, conditions },
    all,
    measured,
    repetitions: samePlan(base, head, repetitions) ? repetitions : null,
    slow,
  };
};

export const draftCell = (
  pair: CellPair,
  tolerances: Tolerances,
  { sameMachine, inTurns }: Circumstances,
): readonly Draft[] => [
  ...ledgerMetrics.map((metric) => draftLedger(pair, metric, inTurns)),
  ...countMetrics.flatMap((metric) => draftCount(pair, metric, tolerances[metric])),
  ...timeMetrics.flatMap((metric) => draftTime(pair, metric, tolerances[metric], sameMachine)),
];

const draftLedger = ({ cell, all }: CellPair, metric: LedgerMetric, inTurns: boolean): Draft => {
  const [base, head] = [faultsOf(metric, all.base), faultsOf(metric, all.head)];
  const of = { base: base.of, head: head.of };
  const exact = { tier: "count", ratio: null, tolerance: 0, slack: 0 } as const;
  return {
    numbers: { ...cell, metric, base: base.count, head: head.count, of, ...exact },
    judgement: metric === "invalidTrials" ? judgeInvalid(base, head, inTurns) : judgeFaults(base, head),
  };
};

const faultsOf = (metric: LedgerMetric, trials: readonly TrialRecord[]): Faults => {
  const field = ledgerFieldOf[metric];
  const of = trials.length;
  if (metric === "invalidTrials") return { count: trials.filter(({ status }) => status === "invalid").length, of };
  if (field === null) return { count: trials.filter(isUnfinished).length, of };
  const ledgers = trials.flatMap(({ deliveries }) => deliveries ?? []);
  const sumOf = (name: typeof field | "expected"): number => ledgers.reduce((sum, ledger) => sum + ledger[name], 0);
  return { count: sumOf(field), of: sumOf("expected") };
};

/** Whether the trial failed for another reason than its ledger. */
const isUnfinished = ({ status, deliveries }: TrialRecord): boolean =>
  status === "failed" && (deliveries === null || isFaultless(deliveries));

/** A repetition's plan moves both sides of a count alike, so that they are compared repetition by repetition. */
const draftCount = (pair: CellPair, metric: CountMetric, tolerance: Tolerance): readonly Draft[] => {
  const { cell, measured, repetitions } = pair;
  const batched = isBatched(metric, cell.conditions);
  const tells = (trial: MeasuredTrial): boolean => gateMetricOf[metric](trial) !== null;
  const paired = repetitions?.filter((repetition) => repetition.every(tells)) ?? null;
  const trials =
    paired === null ? measured : { base: paired.map(([base]) => base), head: paired.map(([, head]) => head) };
  return draft(cell, metric, valuesOf(trials, metric), tolerance, (values) => {
    if (batched && paired === null) return { judgement: { verdict: "not comparable", because: "plan" } };
    const cut = batched || metric === "bytesPerDelivery";
    const messages = paired === null || !cut ? null : messagesOf(paired);
    return { judgement: judgeCounts({ ...values, paired: paired !== null, tolerance, messages, batched }) };
  });
};

/** A trial that the machine ran slowly and that was not measured again has no say in what it times. */
const draftTime = (
  { cell, measured, repetitions, slow }: CellPair,
  metric: TimeMetric,
  tolerance: Tolerance,
  sameMachine: boolean,
): readonly Draft[] => {
  const timed = (trial: MeasuredTrial): boolean => !slow.has(trial);
  const trials = { base: measured.base.filter(timed), head: measured.head.filter(timed) };
  return draft(cell, metric, valuesOf(trials, metric), tolerance, (values) => {
    if (!sameMachine) return { judgement: { verdict: "not comparable", because: "machine" } };
    const pairs = repetitions?.flatMap(([one, other]): Pair[] => {
      const [base, head] = [gateMetricOf[metric](one), gateMetricOf[metric](other)];
      return base === null || head === null || slow.has(one) || slow.has(other) ? [] : [[head, base]];
    });
    return { samples: { ...values, pairs: pairs ?? null, tolerance } };
  });
};

type Values = Both<readonly number[]>;

const valuesOf = ({ base, head }: CellPair["measured"], metric: CountMetric | TimeMetric): Values => ({
  base: numbersOf(base, gateMetricOf[metric]),
  head: numbersOf(head, gateMetricOf[metric]),
});

/** A line whose finding is asked for where both sides have numbers. No line where there is none, or nothing but zeros. */
const draft = (
  cell: Cell,
  metric: CountMetric | TimeMetric,
  values: Values,
  { relative, slack }: Tolerance,
  findingOf: (values: Values) => Finding,
): readonly Draft[] => {
  if ([...values.base, ...values.head].every((value) => value === 0)) return [];
  const [base, head] = [medianOrNull(values.base), medianOrNull(values.head)];
  const ratio = base === null || head === null || base === 0 ? null : head / base;
  const of = { base: values.base.length, head: values.head.length };
  const numbers = {
    ...cell,
    metric,
    tier: tierOf(metric),
    base,
    head,
    of,
    ratio: ratio === null ? null : { median: ratio, low: null, high: null, trials: Math.min(of.base, of.head) },
    tolerance: relative,
    slack,
  };
  if (base === null) return [{ numbers, judgement: { verdict: "not comparable", because: "missing in base" } }];
  if (head === null) return [{ numbers, judgement: { verdict: "not comparable", because: "missing in head" } }];
  return [{ numbers, ...findingOf(values) }];
};

/** Messages to one subscriber within the window, in the middle of the repetitions. */
const messagesOf = (repetitions: readonly Repetition[]): number =>
  median(repetitions.map(([{ bytes, conditions }]) => deliveriesOf(bytes) / conditions.subscribers));
