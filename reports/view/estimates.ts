// A median with its interval: the same in another unit, and the interval in words. Knows nothing of what was measured.
import type { Estimate } from "../../bench/record/summary.ts";

/** `change` has to keep the order of values. */
export const mapEstimate = ({ median, low, high, trials }: Estimate, change: (value: number) => number): Estimate => ({
  median: change(median),
  low: low === null ? null : change(low),
  high: high === null ? null : change(high),
  trials,
});

/** The ends of an interval as they are shown; null without one, and where both print like the middle. */
export const shownInterval = (
  { low, high }: Pick<Estimate, "low" | "high">,
  middle: string,
  show: (value: number) => string,
): readonly [low: string, high: string] | null => {
  if (low === null || high === null) return null;
  const ends = [show(low), show(high)] as const;
  return ends.every((end) => end === middle) ? null : ends;
};
