// Two samples against each other, and many such comparisons at once: tests, corrections, intervals. Pure: randomness is
// an argument. Knows numbers, neither trials nor transports.

import type { Random } from "./random.ts";
import { doubledRanks } from "./ranks.ts";
import { bootstrap, type Interval, median, noInterval, normalTail, resampledMedian, total } from "./stats.ts";
import { valueAt } from "./value-at.ts";

interface RankTest {
  /** The pairs, of n·m, in which x's value is the greater; ties count half. */
  readonly u: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Mann and Whitney's test of whether x tends to lie above or below y. Up to `exactUpTo` values a side p is exact: twice the
 * smaller tail over all ways to deal these very values to two sides of these sizes. That includes ties, since the normal
 * approximation is worst where it matters here, at six values a side of which one side's are all equal. Beyond that p is
 * the normal approximation, corrected for ties and for continuity. Where all values are equal, p is 1.
 */
export const mannWhitney = (x: readonly number[], y: readonly number[], exactUpTo = 40): RankTest => {
  const ranks = doubledRanks([...x, ...y]);
  const u = (total(ranks.slice(0, x.length)) - x.length * (x.length + 1)) / 2;
  const exact = Math.max(x.length, y.length) <= exactUpTo;
  return { u, p: exact ? exactP(ranks, x.length) : normalP(ranks, x.length, u) };
};

/** p where the first `size` of these doubled ranks are one side. High sums are mirrored, since small ones count faster. */
const exactP = (doubled: readonly number[], size: number): number => {
  const mirror = 2 * (doubled.length + 1);
  const high = total(doubled.slice(0, size)) > (size * mirror) / 2;
  const mirrored = high ? doubled.map((rank) => mirror - rank) : doubled;
  const untied = mirrored.every((rank) => rank % 2 === 0);
  const ranks = untied ? mirrored.map((rank) => rank / 2) : mirrored;
  const seen = total(ranks.slice(0, size));
  const ways = waysUpTo(ranks, size, seen);
  const all = binomial(ranks.length, size);
  const below = ways.subarray(0, seen).reduce((sum, count) => sum + count, 0) / all;
  const here = valueAt(ways, seen) / all;
  return Math.min(1, 2 * Math.min(below + here, 1 - below));
};

/** In how many ways `size` of the ranks add up to 0, 1, … `most`. */
const waysUpTo = (ranks: readonly number[], size: number, most: number): Float64Array => {
  const waysWith = Array.from({ length: size + 1 }, () => new Float64Array(most + 1));
  valueAt(waysWith, 0)[0] = 1;
  for (const [index, rank] of ranks.entries()) {
    for (let taken = Math.min(size, index + 1); taken >= 1; taken--) {
      const [without, into] = [valueAt(waysWith, taken - 1), valueAt(waysWith, taken)];
      // This loop runs millions of times, and in place it takes half the time.
      for (let sum = rank; sum <= most; sum++) into[sum] = (into[sum] ?? 0) + (without[sum - rank] ?? 0);
    }
  }
  return valueAt(waysWith, size);
};

const binomial = (n: number, k: number): number => {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
};

const normalP = (doubled: readonly number[], size: number, u: number): number => {
  const [count, pairs] = [doubled.length, size * (doubled.length - size)];
  const tied = total([...Map.groupBy(doubled, (rank) => rank).values()].map(({ length }) => length ** 3 - length));
  const variance = (pairs / 12) * (count + 1 - tied / (count * (count - 1)));
  if (!(variance > 0)) return 1;
  const distance = Math.max(0, Math.abs(u - pairs / 2) - 0.5);
  return Math.min(1, 2 * normalTail(distance / Math.sqrt(variance)));
};

/** The smallest p that Mann and Whitney's test can give n against m values: that of two sides that do not overlap. */
export const leastP = (n: number, m: number): number => Math.min(1, 2 / binomial(n + m, n));

/**
 * Holm's correction: the adjusted p of each, in the given order. Where every adjusted p below α counts as a claim, the chance
 * of even one false claim is at most α, however the comparisons depend on each other.
 */
export const holm = (ps: readonly number[]): readonly number[] => {
  const adjusted = [...ps];
  const ascending = [...ps.entries()].toSorted(([, x], [, y]) => x - y);
  let floor = 0;
  for (const [rank, [index, p]] of ascending.entries()) {
    floor = Math.max(floor, Math.min(1, (ps.length - rank) * p));
    adjusted[index] = floor;
  }
  return adjusted;
};

/** Holm's correction over those that are known; null stays null. */
export const holmOfKnown = (ps: readonly (number | null)[]): readonly (number | null)[] => {
  const adjusted = holm(ps.filter((p) => p !== null));
  let next = 0;
  return ps.map((p) => (p === null ? null : valueAt(adjusted, next++)));
};

/** Two medians' ratio with its 95 % interval; null where the values do not tell it. */
export interface Ratio extends Interval {
  readonly ratio: number | null;
}

/**
 * x's median over y's, with a 95 % bootstrap interval. Each side is resampled by itself. The tails are those of the smaller
 * side, whose bootstrap is the more too narrow: that errs on the wide side. There is no ratio where y's median is 0, and no
 * interval below six values a side or where a resample of y has the median 0.
 */
export const ratioOfMedians = (x: readonly number[], y: readonly number[], random: Random, resamples = 2000): Ratio => {
  const base = median(y);
  if (x.length === 0 || y.length === 0 || base === 0) return { ratio: null, ...noInterval };
  const [above, below] = [Float64Array.from(x), Float64Array.from(y)];
  const drawn = (): number => resampledMedian(above, random) / resampledMedian(below, random);
  return { ratio: median(x) / base, ...bootstrap(Math.min(x.length, y.length), drawn, resamples) };
};

/** How often something came out, with Wilson's 95 % interval of the share. */
export interface Rate {
  readonly count: number;
  /** How many times it could have. */
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

/** The interval is all of 0 to 1 where `of` is 0. */
export const rateOf = (count: number, of: number): Rate => {
  if (of === 0) return { count, of, low: 0, high: 1 };
  const z2 = 1.959_964 ** 2;
  const share = count / of;
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of);
  const half = Math.sqrt(z2 * ((share * (1 - share)) / of + z2 / (4 * of * of))) / (1 + z2 / of);
  return { count, of, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
};

/** P(X ≥ count) where each of `of` comes out with the given chance. */
export const binomialTail = (count: number, of: number, chance: number): number => {
  let below = 0;
  for (let k = 0; k < count; k++) below += binomial(of, k) * chance ** k * (1 - chance) ** (of - k);
  return Math.max(0, 1 - below);
};
