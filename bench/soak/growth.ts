// Whether memory stays flat: a straight line through its readings, and how far its slope is to be believed. Pure.

/** Memory of a process at an instant. */
export interface MemoryReading {
  /** ms, from any start. */
  readonly at: number;
  readonly rssBytes: number;
  /** Heap and external memory after forced collections; null where none can be forced. */
  readonly liveBytes: number | null;
  /** Of the file that messages are kept in; null where the process keeps none. */
  readonly logFileBytes: number | null;
}

export interface Growth {
  /** Least squares. */
  readonly bytesPerMinute: number;
  /** Of the slope, from what the readings stray from the line. */
  readonly standardError: number;
}

/** `short`: too little was seen to say. */
export type GrowthVerdict = "flat" | "grows" | "short";

/**
 * What may grow is less than this, in bytes a minute. Live memory after a collection strays by some 100 KB, of which
 * nothing adds up: at 20 messages a second, 28 bytes left behind by each are too much. The resident set strays by more,
 * as the allocator sees fit. The log's file grows and is written anew in turns.
 */
export const growthLimits = { liveBytes: 32 * 1024, rssBytes: 1024 * 1024, logFileBytes: 32 * 1024 } as const;

/** Of the readings: until then code is compiled, buffers and the log fill up, and heaps find their size in one step or two. */
const warmupShare = 0.5;
/** That the readings after it have to span, and their number. */
const leastSpanMs = 170_000;
const leastReadings = 8;

export const settled = (readings: readonly MemoryReading[]): readonly MemoryReading[] =>
  readings.slice(Math.floor(readings.length * warmupShare));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** null of fewer than three points. */
export const fitGrowth = (points: readonly { readonly at: number; readonly bytes: number }[]): Growth | null => {
  if (points.length < 3) return null;
  const [meanAt, meanBytes] = [mean(points.map(({ at }) => at)), mean(points.map(({ bytes }) => bytes))];
  const spread = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  const slope = points.reduce((sum, { at, bytes }) => sum + (at - meanAt) * (bytes - meanBytes), 0) / spread;
  const strayed = points.reduce((sum, { at, bytes }) => sum + (bytes - meanBytes - slope * (at - meanAt)) ** 2, 0);
  const standardError = Math.sqrt(strayed / (points.length - 2) / spread);
  return { bytesPerMinute: slope * 60_000, standardError: standardError * 60_000 };
};

/** Grows only where even the slope less two standard errors is beyond the limit. */
export const judgeGrowth = (
  readings: readonly MemoryReading[],
  growth: Growth | null,
  limit: number,
): GrowthVerdict => {
  const after = settled(readings);
  const spanMs = (after.at(-1)?.at ?? 0) - (after[0]?.at ?? 0);
  if (growth === null || after.length < leastReadings || spanMs < leastSpanMs) return "short";
  return growth.bytesPerMinute - 2 * growth.standardError > limit ? "grows" : "flat";
};
