// Whether memory stays flat: a straight line through its readings, and how far its slope is to be believed. Pure.

import { leastSquares } from "../statistics/least-squares.ts";

/** Memory of a process at an instant. */
export interface MemoryReading {
  /** ms, from any start. */
  readonly at: number;
  readonly rssBytes: number;
  /** Heap and external memory after forced collections; null where none can be forced. */
  readonly liveBytes: number | null;
  /** The file that messages are kept in; null where the process keeps none. */
  readonly logFileBytes: number | null;
}

export interface Growth {
  readonly bytesPerMinute: number;
  /** Standard error of the slope. */
  readonly standardError: number;
}

/** `short`: too little was seen to say. */
export type GrowthVerdict = "flat" | "grows" | "short";

/**
 * Less than this may grow, in bytes a minute. Live memory after a collection varies by some 100 KB that do not add up: at
 * 20 messages a second, 28 bytes left behind by each are too much. The resident set varies by more, as the allocator sees
 * fit. The log's file grows and is rewritten in turns.
 */
export const growthLimits = { liveBytes: 32 * 1024, rssBytes: 1024 * 1024, logFileBytes: 32 * 1024 } as const;

/**
 * The share of the readings that is left out: until then code is compiled, buffers and the log fill up, and heaps find
 * their size in one step or two.
 */
const warmupShare = 0.5;
/** The time that the other readings have to span, and their number. */
const leastSpanMs = 170_000;
const leastReadings = 8;

export const settled = (readings: readonly MemoryReading[]): readonly MemoryReading[] =>
  readings.slice(Math.floor(readings.length * warmupShare));

/** null below three points. */
export const fitGrowth = (points: readonly { readonly at: number; readonly bytes: number }[]): Growth | null => {
  const fit = leastSquares(points.map(({ at, bytes }) => ({ x: at / 60_000, y: bytes })));
  if (fit === null || fit.standardError === null) return null;
  return { bytesPerMinute: fit.slope, standardError: fit.standardError };
};

/** `grows` only where even the slope less two standard errors is beyond the limit. */
export const judgeGrowth = (
  readings: readonly MemoryReading[],
  growth: Growth | null,
  limit: number,
): GrowthVerdict => {
  const after = settled(readings);
  const [first, last] = [after.at(0), after.at(-1)];
  if (growth === null || first === undefined || last === undefined) return "short";
  if (after.length < leastReadings || last.at - first.at < leastSpanMs) return "short";
  return growth.bytesPerMinute - 2 * growth.standardError > limit ? "grows" : "flat";
};
