// The lines of a cell with their numbers: counts and ledgers judged at once, what is noisy left to the test over the page. Pure.

import { type Cell, deliveriesOf } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import { isFaultless, type MeasuredTrial, type TrialRecord } from "../record/trial.ts";
import type { Pair } from "../statistics/signed-rank.ts";
import { median, medianOrNull } from "../statistics/stats.ts";
import { type Counted, type Faults, judgeCounts, judgeFaults, judgeInvalid } from "./counts.ts";
import { samePlan } from "./differences.ts";
import type { GateLine, Judgement } from "./line.ts";
import {
  type CountMetric,
  countMetrics,
  gateMetricOf,
  isPlanBound,
  type LedgerMetric,
  ledgerFieldOf,
  ledgerMetrics,
  type TimeMetric,
  tierOf,
  timeMetrics,
} from "./metrics.ts";
import type { Contrast } from "./times.ts";
import type { Tolerances } from "./tolerances.ts";

/** A line before its judgement. */
export type Unjudged = Omit<GateLine, "paired" | "p" | "adjustedP" | "verdict" | "because" | "rerun" | "words">;

/** A line that is judged by itself, or one that waits until it is known how many others there are. */
export type Draft = { readonly line: Unjudged } & ({ readonly judgement: Judgement } | { readonly contrast: Contrast });

/** How two runs were made: on machines whose times are comparable; in turns, so that the machine did the same to both. */
export interface Circumstances {
  readonly sameMachine: boolean;
  readonly inTurns: boolean;
}

export const draftCell = (
  pair: CellPair,
  tolerances: Tolerances,
  { sameMachine, inTurns }: Circumstances,
): readonly Draft[] => [
  ...ledgerMetrics.map((metric) => draftLedger(pair, metric, inTurns)),
  ...countMetrics.flatMap((metric) => draftCount(pair, metric, tolerances)),
  ...timeMetrics.flatMap((metric) => draftTime(pair, metric, tolerances, sameMachine)),
];

const faultsOf = (metric: LedgerMetric, trials: readonly TrialRecord[]): Faults => {
  const field = ledgerFieldOf[metric];
  const of = trials.length;
  if (metric === "invalidTrials") return { count: trials.filter(({ status }) => status === "invalid").length, of };
  if (field === null) return { count: trials.filter(isUnfinished).length, of };
  const ledgers = trials.flatMap(({ deliveries }) => deliveries ?? []);
  const total = (name: typeof field | "expected"): number => ledgers.reduce((sum, ledger) => sum + ledger[name], 0);
  return { count: total(field), of: total("expected") };
};

/** Failed, and not for what its ledger tells. */
const isUnfinished = ({ status, deliveries }: TrialRecord): boolean =>
  status === "failed" && (deliveries === null || isFaultless(deliveries));

const draftLedger = ({ cell, all }: CellPair, metric: LedgerMetric, inTurns: boolean): Draft => {
  const [base, head] = [faultsOf(metric, all.base), faultsOf(metric, all.head)];
  const of = { base: base.of, head: head.of };
  return {
    line: {
      ...cell,
      metric,
      tier: "count",
      base: base.count,
      head: head.count,
      of,
      ratio: null,
      tolerance: 0,
      slack: 0,
    },
    judgement: metric === "invalidTrials" ? judgeInvalid(base, head, inTurns) : judgeFaults(base, head),
  };
};

const valuesOf = (trials: readonly MeasuredTrial[], metric: CountMetric | TimeMetric): readonly number[] =>
  trials.flatMap((trial) => gateMetricOf[metric](trial) ?? []);

/** A line's numbers before any judgement; null where both sides have nothing to tell, or nothing but zeros. */
const draftLine = (
  cell: Cell,
  metric: CountMetric | TimeMetric,
  base: readonly number[],
  head: readonly number[],
  tolerances: Tolerances,
): Unjudged | null => {
  if ([...base, ...head].every((value) => value === 0)) return null;
  const [from, to] = [medianOrNull(base), medianOrNull(head)];
  const ratio = from === null || to === null || from === 0 ? null : to / from;
  const trials = Math.min(base.length, head.length);
  return {
    ...cell,
    metric,
    tier: tierOf(metric),
    base: from,
    head: to,
    of: { base: base.length, head: head.length },
    ratio: ratio === null ? null : { median: ratio, low: null, high: null, trials },
    tolerance: tolerances[metric].relative,
    slack: tolerances[metric].slack,
  };
};

const missing = ({ base, head }: Unjudged): Judgement | null => {
  if (base === null) return { verdict: "not comparable", because: "missing in base" };
  return head === null ? { verdict: "not comparable", because: "missing in head" } : null;
};

/** Where the sides did not publish the same plan, what depends on it is as noisy as a time, and is tested like one. */
const draftCount = (pair: CellPair, metric: CountMetric, tolerances: Tolerances): readonly Draft[] => {
  const { cell, measured, repetitions } = pair;
  const planBound = isPlanBound(metric, cell.conditions);
  const paired = planBound && repetitions !== null;
  const told = (paired ? repetitions : []).filter((both) => both.every((one) => gateMetricOf[metric](one) !== null));
  const [base, head] = paired
    ? [
        valuesOf(
          told.map(([one]) => one),
          metric,
        ),
        valuesOf(
          told.map(([, other]) => other),
          metric,
        ),
      ]
    : [valuesOf(measured.base, metric), valuesOf(measured.head, metric)];
  const line = draftLine(cell, metric, base, head, tolerances);
  if (line === null) return [];
  const tolerance = tolerances[metric];
  const judgement = missing(line);
  if (judgement !== null) return [{ line, judgement }];
  if (planBound && !paired) return [{ line, contrast: { base, head, pairs: null, tolerance } }];
  const counted: Counted = { base, head, paired, tolerance, messages: planBound ? messagesOf(told) : null };
  return [{ line, judgement: judgeCounts(counted) }];
};

/** Within the window, to one subscriber. */
const messagesOf = (repetitions: NonNullable<CellPair["repetitions"]>): number =>
  median(repetitions.map(([{ bytes, conditions }]) => deliveriesOf(bytes) / conditions.subscribers));

const draftTime = (
  { cell, measured, repetitions }: CellPair,
  metric: TimeMetric,
  tolerances: Tolerances,
  sameMachine: boolean,
): readonly Draft[] => {
  const [base, head] = [valuesOf(measured.base, metric), valuesOf(measured.head, metric)];
  const line = draftLine(cell, metric, base, head, tolerances);
  if (line === null) return [];
  const judgement = missing(line);
  if (judgement !== null) return [{ line, judgement }];
  if (!sameMachine) return [{ line, judgement: { verdict: "not comparable", because: "machine" } }];
  const pairs = repetitions?.flatMap(([one, other]): Pair[] => {
    const [from, to] = [gateMetricOf[metric](one), gateMetricOf[metric](other)];
    return from === null || to === null ? [] : [[from, to]];
  });
  return [{ line, contrast: { base, head, pairs: pairs ?? null, tolerance: tolerances[metric] } }];
};

/** A cell's trials on both sides. */
export interface CellPair {
  readonly cell: Cell;
  readonly all: { readonly base: readonly TrialRecord[]; readonly head: readonly TrialRecord[] };
  readonly measured: { readonly base: readonly MeasuredTrial[]; readonly head: readonly MeasuredTrial[] };
  /** The measured trials of each repetition that both sides have; null where they did not publish the same plan. */
  readonly repetitions: readonly (readonly [base: MeasuredTrial, head: MeasuredTrial])[] | null;
}

const isMeasured = (trial: TrialRecord): trial is MeasuredTrial => trial.status === "measured";

export const pairCell = (
  { scenario, transport, conditions }: Cell,
  x: readonly TrialRecord[],
  y: readonly TrialRecord[],
  base: Run,
  head: Run,
): CellPair => {
  const measured = { base: x.filter(isMeasured), head: y.filter(isMeasured) };
  const repetitions = measured.base.flatMap((one) => {
    const other = measured.head.find(({ repetition }) => repetition === one.repetition);
    return other === undefined ? [] : [[one, other] as const];
  });
  return {
    cell: { scenario, transport, conditions },
    all: { base: x, head: y },
    measured,
    repetitions: samePlan(base, head, repetitions) ? repetitions : null,
  };
};
