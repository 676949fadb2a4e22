// Whether a run has measured enough: after each block, from what was measured. Pure.

import { cellKey, estimate, valuesOf } from "../record/metrics.ts";
import type { RunEnd, StopRule } from "../record/run.ts";
import type { TrialRecord } from "../record/trial.ts";
import { leastSample } from "../statistics/stats.ts";

/**
 * null: another block. `precise`: in every cell the 95 % interval of the metric is at most `precision` of its median wide;
 * `limit`: there were `mostTrials` blocks. The width decides and never a difference between transports, so that when the
 * run ends favours none of them. A cell that does not tell the metric, or has the median 0, has no say, and a run in
 * which none has one is never precise. `widest` is over the cells that have an interval; `trials` is the blocks done.
 */
export const stopOf = (
  { metric, precision, mostTrials }: StopRule,
  trials: readonly TrialRecord[],
  blocksDone: number,
  seed: number,
): RunEnd["stopped"] => {
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
