// Response times seen two other ways than pooled: a number a subscriber, and a number a stretch of time. Pure.

import type { Latencies } from "./measurement.ts";
import type { Spread, SubscriberSpread, TimelineBin } from "./record.ts";
import { knownQuantile, mean, quantile } from "./stats.ts";

/** One row a subscriber that got a message; times of a subscriber too small a sample for a percentile leave it null. */
export const spreadOf = ({ response, subscriber }: Latencies): SubscriberSpread => {
  const rows = new Map<number, number[]>();
  for (const [row, ms] of response.entries()) {
    const who = subscriber[row] ?? 0;
    const mine = rows.get(who);
    if (mine === undefined) rows.set(who, [ms]);
    else mine.push(ms);
  }
  const sorted = Array.from(rows.values(), (times) => Float64Array.from(times).sort());
  return {
    meanMs: spread(sorted.map(mean)),
    p50Ms: spread(sorted.map((times) => knownQuantile(times, 0.5))),
    p99Ms: spread(sorted.map((times) => knownQuantile(times, 0.99))),
  };
};

/** null of none, or where one of them is not known. */
const spread = (values: readonly (number | null)[]): Spread | null => {
  const known = values.filter((value) => value !== null).toSorted((x, y) => x - y);
  if (known.length === 0 || known.length < values.length) return null;
  return {
    least: quantile(known, 0),
    p10: quantile(known, 0.1),
    median: quantile(known, 0.5),
    p90: quantile(known, 0.9),
    most: quantile(known, 1),
    subscribers: known.length,
  };
};

const bins = 25;

const microseconds = (ms: number): number => Math.round(ms * 1000) / 1000;

/** Stretches of equal length by when a message was due; those in which none was are left out. */
export const timelineOf = ({ response, dueAt }: Latencies, windowMs: number): readonly TimelineBin[] => {
  const width = windowMs / bins;
  const sums = Array.from({ length: bins }, () => ({ sum: 0, max: 0, count: 0 }));
  for (const [row, ms] of response.entries()) {
    const bin = sums[Math.min(bins - 1, Math.floor((dueAt[row] ?? 0) / width))];
    if (bin === undefined) continue;
    bin.sum += ms;
    bin.max = Math.max(bin.max, ms);
    bin.count++;
  }
  return sums.flatMap(({ sum, max, count }, i) =>
    count === 0
      ? []
      : [{ fromMs: microseconds(i * width), meanMs: microseconds(sum / count), maxMs: microseconds(max), count }],
  );
};
