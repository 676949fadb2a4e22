// Two runs of one plan, repetition by repetition: what a plan does to a number it does to both sides, and falls out of
// their ratio. Pure; knows numbers, not runs.

import type { Ratio } from "./inference.ts";
import type { Random } from "./random.ts";
import { expandedTail, leastSample, median, quantile } from "./stats.ts";

/** Of one repetition. */
export type Pair = readonly [base: number, head: number];

/**
 * Wilcoxon's signed-rank test of whether head tends to lie above or below its own base, by the logarithm of their ratio;
 * two-sided. Exact: over all ways to swap the sides of these very pairs, ties sharing their mean rank. Pairs that are
 * equal have no say. 1 where none is left.
 */
export const signedRank = (pairs: readonly Pair[]): number => {
  const differences = pairs.map(([base, head]) => Math.log(head / base)).filter((difference) => difference !== 0);
  const ranks = doubledRanks(differences.map(Math.abs));
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const above = ranks.reduce((sum, rank, i) => sum + ((differences[i] ?? 0) > 0 ? rank : 0), 0);
  return Math.min(1, 2 * shareUpTo(ranks, Math.min(above, total - above)));
};

/** The smallest p that so many pairs can give: that of pairs which all lie on one side. */
export const leastSignedP = (pairs: number): number => Math.min(1, 2 / 2 ** pairs);

/** Twice each value's rank from 1 on, in the values' order; ties share their mean rank, which doubled is whole. */
const doubledRanks = (values: readonly number[]): readonly number[] => {
  const ascending = values.toSorted((x, y) => x - y);
  return values.map((value) => ascending.indexOf(value) + ascending.lastIndexOf(value) + 2);
};

/** Of all ways to give each rank to one side or the other, the share in which the first side's sum is at most `most`. */
const shareUpTo = (ranks: readonly number[], most: number): number => {
  const shares = new Float64Array(most + 1);
  shares[0] = 1;
  for (const rank of ranks) {
    for (let sum = most; sum >= 0; sum--) {
      shares[sum] = ((shares[sum] ?? 0) + (sum < rank ? 0 : (shares[sum - rank] ?? 0))) / 2;
    }
  }
  return shares.reduce((sum, share) => sum + share, 0);
};

/**
 * The median of the repetitions' ratios, head over base, with a 95 % bootstrap interval: repetitions resampled, expanded
 * percentiles. No ratio where a base is 0 or less, no interval below six repetitions.
 */
export const ratioOfPairs = (pairs: readonly Pair[], random: Random, resamples = 2000): Ratio => {
  if (pairs.length === 0 || pairs.some(([base]) => base <= 0)) return { ratio: null, low: null, high: null };
  const ratios = pairs.map(([base, head]) => head / base);
  const ratio = median(ratios);
  if (ratios.length < leastSample(0.5)) return { ratio, low: null, high: null };
  const medians = Float64Array.from({ length: resamples }, () =>
    median(ratios.map(() => ratios[Math.floor(random() * ratios.length)] ?? Number.NaN)),
  ).sort();
  const tail = expandedTail(ratios.length);
  return { ratio, low: quantile(medians, tail), high: quantile(medians, 1 - tail) };
};
