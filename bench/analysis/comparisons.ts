// Every cell against the baseline transport's under the same conditions: ratios, tests, verdicts. Pure.

import { type Cell, cellKey, valuesOf } from "../record/metrics.ts";
import type { Comparison, MetricName } from "../record/summary.ts";
import type { Conditions, TrialRecord } from "../record/trial.ts";
import { holmOfKnown, leastP, mannWhitney, ratioOfMedians } from "../statistics/inference.ts";
import { seededRandom } from "../statistics/random.ts";
import { leastSample, median } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";

/** Lower is better in all. They are few, since each further comparison makes every other harder to tell. */
const comparedMetrics = [
  "responseTimeP50Ms",
  "responseTimeP99Ms",
  "bytesPerDelivery",
  "requestsPerDelivery",
  "serverCpuMsPerThousandDeliveries",
] as const satisfies readonly MetricName[];

/** The chance of one false claim or more among all the comparisons of a run. */
export const level = 0.05;

/** A cell and the one that it is held against. */
interface Pair {
  readonly cell: Cell;
  readonly baseline: Cell;
}

/**
 * Comparisons in the order of the cells. A cell is held against the baseline's of the same scenario and the same conditions, but for
 * factors that one of the two does not respond to. Where the baseline was swept over such a factor it has several cells and
 * none to prefer: then the cell is left out.
 */
export const compare = (
  trials: readonly TrialRecord[],
  cells: readonly Cell[],
  baseline: string,
  seed: number,
): readonly Comparison[] => {
  const baselines = cells.filter(({ transport }) => transport === baseline);
  const pairs = cells
    .filter(({ transport }) => transport !== baseline)
    .flatMap((cell) => {
      const [partner, ...others] = baselines.filter(
        (other) => cell.scenario === other.scenario && sharesConditions(cell.conditions, other.conditions),
      );
      return partner === undefined || others.length > 0 ? [] : [{ cell, baseline: partner }];
    });
  return comparePairs(trials, pairs, seed);
};

/** Whether all factors are the same, but for those that one of the two does not respond to, and for the one `free`. */
export const sharesConditions = (x: Conditions, y: Conditions, free: keyof Conditions | null = null): boolean => {
  const others = new Map<string, unknown>(Object.entries(y));
  return Object.entries(x).every(([factor, value]) => {
    const other = others.get(factor);
    return factor === free || value === other || value === null || other === null;
  });
};

/** All pairs as one family: Holm's correction is over every comparison that has a p. */
export const comparePairs = (
  trials: readonly TrialRecord[],
  pairs: readonly Pair[],
  seed: number,
): readonly Comparison[] =>
  corrected(
    pairedValues(trials, pairs)
      .filter(({ x, y }) => x.length > 0 && y.length > 0 && (median(x) !== 0 || median(y) !== 0))
      .map((values) => uncorrected(values, seed)),
  );

/** One metric of a pair, over the measured trials that tell it: x of the cell, y of the baseline. */
export interface PairedValues {
  readonly pair: Pair;
  readonly metric: MetricName;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Every compared metric of every pair. */
export const pairedValues = (trials: readonly TrialRecord[], pairs: readonly Pair[]): readonly PairedValues[] => {
  const trialsOf = Map.groupBy(trials, cellKey);
  return pairs.flatMap((pair) => {
    const [own, others] = [trialsOf.get(cellKey(pair.cell)) ?? [], trialsOf.get(cellKey(pair.baseline)) ?? []];
    return comparedMetrics.map((metric) => ({ pair, metric, x: valuesOf(own, metric), y: valuesOf(others, metric) }));
  });
};

/** A comparison before it is known how many others there are. */
interface Uncorrected extends Omit<Comparison, "adjustedP" | "verdict"> {
  /** -1: this cell's is the lower; 0: neither. */
  readonly side: number;
  readonly leastP: number;
}

/** Every ratio uses the same stream of resamples, so that the same values get the same interval, whatever stands beside. */
const uncorrected = ({ pair, metric, x, y }: PairedValues, seed: number): Uncorrected => {
  const { scenario, transport, conditions } = pair.cell;
  const { ratio, low, high } = ratioOfMedians(x, y, seededRandom(seed, 0x4a7));
  const fewest = Math.min(x.length, y.length);
  const { u, p } = mannWhitney(x, y);
  return {
    scenario,
    transport,
    conditions,
    baseline: pair.baseline.transport,
    metric,
    ratio: ratio === null ? null : { median: ratio, low, high, trials: fewest },
    p: fewest < leastSample(0.5) ? null : p,
    side: Math.sign(median(x) - median(y)) || Math.sign(u - (x.length * y.length) / 2),
    leastP: leastP(x.length, y.length),
  };
};

const corrected = (all: readonly Uncorrected[]): readonly Comparison[] => {
  const adjusted = holmOfKnown(all.map(({ p }) => p));
  const family = all.filter(({ p }) => p !== null).length;
  return all.map(({ side, leastP, ...comparison }, index) => {
    const adjustedP = valueAt(adjusted, index);
    return { ...comparison, adjustedP, verdict: verdictOf(side, adjustedP, leastP * family) };
  });
};

/** A later step of Holm's may find a difference that its first would not: a difference that is found is never untold. */
const verdictOf = (side: number, adjustedP: number | null, leastAdjustedP: number): Comparison["verdict"] => {
  if (adjustedP === null) return "untold";
  if (adjustedP < level && side !== 0) return side < 0 ? "less" : "more";
  return leastAdjustedP > level ? "untold" : "~";
};
