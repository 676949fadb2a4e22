// Every cell against the baseline transport's under the same conditions: ratios, tests, verdicts. Pure.

import { type Cell, cellKey, valuesOf } from "../record/metrics.ts";
import type { Comparison, MetricName } from "../record/summary.ts";
import type { Conditions, TrialRecord } from "../record/trial.ts";
import { holm, leastP, mannWhitney, ratioOfMedians } from "../statistics/inference.ts";
import { seededRandom } from "../statistics/random.ts";
import { leastSample, median } from "../statistics/stats.ts";

/** Lower is better in all. Few, since each one more makes every other harder to tell. */
export const comparedMetrics = [
  "responseTimeP50Ms",
  "responseTimeP99Ms",
  "bytesPerDelivery",
  "requestsPerDelivery",
  "serverCpuMsPerThousandDeliveries",
] as const satisfies readonly MetricName[];

/** The chance of one false claim or more among all the comparisons of a run. */
export const level = 0.05;

/** A cell and the one that it is held against. */
export interface Pair {
  readonly cell: Cell;
  readonly baseline: Cell;
}

/**
 * In the order of the cells. A cell is held against the baseline's of the same scenario and the same conditions, but for
 * the factors that one of the two does not respond to. Where the baseline was swept over such a factor there are several of
 * these and no reason to take one of them: the cell is left out.
 */
export const compare = (
  trials: readonly TrialRecord[],
  cells: readonly Cell[],
  baseline: string,
  seed: number,
): readonly Comparison[] => {
  const own = cells.filter(({ transport }) => transport === baseline);
  const pairs = cells
    .filter(({ transport }) => transport !== baseline)
    .flatMap((cell) => {
      const [partner, ...others] = own.filter((candidate) => sharesConditions(cell, candidate));
      return partner === undefined || others.length > 0 ? [] : [{ cell, baseline: partner }];
    });
  return comparePairs(trials, pairs, seed);
};

const ownFactors: readonly string[] = ["pollEveryMs", "holdMs", "connection"] satisfies readonly (keyof Conditions)[];

const sharesConditions = (x: Cell, y: Cell): boolean => {
  const ofY = new Map<string, unknown>(Object.entries(y.conditions));
  return (
    x.scenario === y.scenario &&
    Object.entries(x.conditions).every(
      ([factor, value]) =>
        value === ofY.get(factor) || (ownFactors.includes(factor) && (value === null || ofY.get(factor) === null)),
    )
  );
};

/** All pairs as one family: Holm's correction is over every comparison that has a p. */
export const comparePairs = (
  trials: readonly TrialRecord[],
  pairs: readonly Pair[],
  seed: number,
): readonly Comparison[] => {
  const trialsOf = Map.groupBy(trials, cellKey);
  const contrasts = pairs.flatMap((pair) =>
    comparedMetrics.flatMap((metric) => {
      const x = valuesOf(trialsOf.get(cellKey(pair.cell)) ?? [], metric);
      const y = valuesOf(trialsOf.get(cellKey(pair.baseline)) ?? [], metric);
      const untellable = x.length === 0 || y.length === 0 || (median(x) === 0 && median(y) === 0);
      return untellable ? [] : [contrast(pair, metric, x, y, seed)];
    }),
  );
  return judge(contrasts);
};

/** A comparison before it is known how many others there are. */
interface Contrast extends Omit<Comparison, "adjustedP" | "verdict"> {
  /** -1: this cell's is the lower; 0: neither. */
  readonly side: number;
  readonly leastP: number;
}

/** One stream of resamples for every ratio: the same values get the same interval, whatever stands beside them. */
const contrast = (
  { cell: { scenario, transport, conditions }, baseline }: Pair,
  metric: MetricName,
  x: readonly number[],
  y: readonly number[],
  seed: number,
): Contrast => {
  const { ratio, low, high } = ratioOfMedians(x, y, seededRandom(seed, 0x4a7));
  const fewest = Math.min(x.length, y.length);
  const { u, p } = mannWhitney(x, y);
  return {
    scenario,
    transport,
    conditions,
    baseline: baseline.transport,
    metric,
    ratio: ratio === null ? null : { median: ratio, low, high, trials: fewest },
    p: fewest < leastSample(0.5) ? null : p,
    side: Math.sign(median(x) - median(y)) || Math.sign(u - (x.length * y.length) / 2),
    leastP: leastP(x.length, y.length),
  };
};

const judge = (contrasts: readonly Contrast[]): readonly Comparison[] => {
  const tested = contrasts.flatMap((one) => (one.p === null ? [] : [{ one, p: one.p }]));
  const adjusted = holm(tested.map(({ p }) => p));
  const adjustedOf = new Map(tested.map(({ one }, index) => [one, adjusted[index] ?? 1]));
  return contrasts.map((one) => {
    const { side, leastP, ...comparison } = one;
    const adjustedP = adjustedOf.get(one) ?? null;
    return { ...comparison, adjustedP, verdict: verdictOf(side, adjustedP, leastP * tested.length) };
  });
};

/** Holm's steps may still tell what its first would not have: what is told is never called untold. */
const verdictOf = (side: number, adjustedP: number | null, leastAdjustedP: number): Comparison["verdict"] => {
  if (adjustedP === null) return "untold";
  if (adjustedP < level && side !== 0) return side < 0 ? "less" : "more";
  return leastAdjustedP > level ? "untold" : "~";
};
