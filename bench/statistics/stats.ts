// Order statistics and bootstrap intervals. Pure: randomness is an argument.

import type { Random } from "./random.ts";
import { studentQuantile } from "./student.ts";
import { numberAt, valueAt } from "./value-at.ts";

/** The q-quantile of ascending values, by linear interpolation (Hyndman and Fan's type 7). NaN where there are none. */
export const quantile = (ascending: ArrayLike<number>, q: number): number => {
  if (ascending.length === 0) return Number.NaN;
  const position = (ascending.length - 1) * q;
  const below = Math.floor(position);
  const low = valueAt(ascending, below);
  const high = valueAt(ascending, Math.ceil(position));
  return low === high ? low : low + (high - low) * (position - below);
};

export const median = (values: readonly number[]): number => quantile(new Float64Array(values).sort(), 0.5);

export const medianOrNull = (values: readonly number[]): number | null => (values.length === 0 ? null : median(values));

/** null where there is no whole. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

export const total = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** NaN where there are none. */
export const mean = (values: ArrayLike<number> & Iterable<number>): number => total(values) / values.length;

/**
 * The smallest sample with a finite distribution-free 95 % interval for the q-quantile. In a smaller one all values lie on
 * one side of the quantile in more than 2.5 % of all cases (max(q, 1−q)^n ≤ 0.025; p50: 6, p90: 36, p99: 368).
 */
export const leastSample = (q: number): number => Math.ceil(Math.log(0.025) / Math.log(Math.max(q, 1 - q)));

/** The q-quantile, or null where the sample is too small to say. */
export const knownQuantile = (ascending: ArrayLike<number>, q: number): number | null =>
  ascending.length < leastSample(q) ? null : quantile(ascending, q);

/**
 * The tail to cut from a bootstrap distribution of n values for a 95 % interval. The percentile interval is too narrow for
 * few values. It is widened as a t interval is wider than a normal one (Hesterberg 2015, the expanded percentile method).
 */
export const expandedTail = (n: number): number => normalTail(Math.sqrt(n / (n - 1)) * studentQuantile(n - 1));

/** P(Z > z) of a standard normal, z ≥ 0 (Abramowitz and Stegun 26.2.17; error below 1e-7). */
export const normalTail = (z: number): number => {
  const t = 1 / (1 + 0.231_641_9 * z);
  const series = [0.319_381_53, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
  const sum = series.reduce((all, factor, i) => all + factor * t ** (i + 1), 0);
  return (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
};

/** A 95 % interval; null where the sample is too small to give one. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

export const noInterval: Interval = { low: null, high: null };

/** The median of as many values, drawn from these with replacement. */
export const resampledMedian = (values: Float64Array, random: Random): number => {
  const drawn = new Float64Array(values.length);
  for (let i = 0; i < drawn.length; i++) drawn[i] = numberAt(values, Math.floor(random() * values.length));
  return quantile(drawn.sort(), 0.5);
};

/**
 * The 95 % interval of a statistic over `size` values from its resamples, which `draw` makes one at a time; by expanded
 * percentiles. There is none below the least sample of a median: of three to five trials even their whole range holds the
 * median in only 75 to 94 % of all cases. There is none either where a resample has no finite value.
 */
export const bootstrap = (size: number, draw: () => number, resamples: number): Interval => {
  if (size < leastSample(0.5)) return noInterval;
  const drawn = Float64Array.from({ length: resamples }, draw).sort();
  if (!drawn.every(Number.isFinite)) return noInterval;
  const tail = expandedTail(size);
  return { low: quantile(drawn, tail), high: quantile(drawn, 1 - tail) };
};

/** The bootstrap interval of the median of these values. */
export const bootstrapMedian = (values: readonly number[], random: Random, resamples = 2000): Interval => {
  const sample = Float64Array.from(values);
  return bootstrap(sample.length, () => resampledMedian(sample, random), resamples);
};
