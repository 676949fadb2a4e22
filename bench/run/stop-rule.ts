// The decision after each block of a run whether enough was measured. Pure.

import { cellKey, estimate, valuesOf } from "../record/metrics.ts";
import type { PreciseStop, StopRule } from "../record/run.ts";
import type { TrialRecord } from "../record/trial.ts";
import { leastSample } from "../statistics/stats.ts";

/**
 * null: another block is needed. `precise`: in every cell the metric's 95 % interval is at most `precision` of its median
 * wide. `limit`: there were `mostTrials` blocks. The width decides, never a difference between transports, so that the end
 * favours none of them. A cell without the metric, or with the median 0, has no say; a run in which no cell has one is
 * never precise. `widest` is over the cells that have an interval; `trials` is the number of blocks done.
 */
export const stopOf = (
  { metric, precision, mostTrials }: StopRule,
  trials: readonly TrialRecord[],
  blocksDone: number,
  seed: number,
): PreciseStop | null => {
  const widths = [...Map.groupBy(trials, cellKey).values()].flatMap((cell) => {
    const found = estimate(valuesOf(cell, metric), seed);
    if (found === null || found.median === 0) return [];
    const { low, high, median } = found;
    return [low === null || high === null ? null : (high - low) / median];
  });
  const known = widths.filter((width) => width !== null);
  const widest = known.length === 0 ? null : Math.max(...known);
  const precise = known.length === widths.length && widest !== null && widest <= precision;
  if (precise && blocksDone >= leastSample(0.5)) return { because: "precise", trials: blocksDone, widest };
  return blocksDone >= mostTrials ? { because: "limit", trials: blocksDone, widest } : null;
};
