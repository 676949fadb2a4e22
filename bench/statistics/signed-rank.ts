// Two runs of one plan, repetition by repetition. A plan moves both sides of a repetition alike, so that it drops out of
// their ratio. Pure; knows numbers, not runs.

import type { Ratio } from "./inference.ts";
import type { Random } from "./random.ts";
import { addWays, doubledRanks } from "./ranks.ts";
import { bootstrapMedian, median, noInterval, total } from "./stats.ts";
import { valueAt } from "./value-at.ts";

/** The two sides of one repetition. */
export type Pair = readonly [base: number, head: number];

/**
 * Wilcoxon's signed-rank test of whether head tends to lie above or below its own base, by the logarithm of their ratio;
 * two-sided. It is exact: it counts all ways to swap the sides of these very pairs. Ties share their mean rank, and equal
 * pairs have no say. Returns 1 where no pair is left.
 */
export const signedRank = (pairs: readonly Pair[]): number => {
  const differences = pairs.map(([base, head]) => Math.log(head / base)).filter((difference) => difference !== 0);
  const ranks = doubledRanks(differences.map(Math.abs));
  const above = total(differences.map((difference, i) => (difference > 0 ? valueAt(ranks, i) : 0)));
  return Math.min(1, 2 * shareUpTo(ranks, Math.min(above, total(ranks) - above)));
};

/** The smallest p that so many pairs can give: that of pairs which all lie on one side. */
export const leastSignedP = (pairs: number): number => Math.min(1, 2 / 2 ** pairs);

/** The share of all ways to give each rank to one side or the other in which the first side's sum is at most `most`. */
const shareUpTo = (ranks: readonly number[], most: number): number => {
  const ways = new Float64Array(most + 1);
  ways[0] = 1;
  for (const rank of ranks) addWays(ways, ways, rank);
  return total(ways) / 2 ** ranks.length;
};

/**
 * The median of the repetitions' ratios, head over base, with a 95 % bootstrap interval over the repetitions. There is no
 * ratio where a base is 0 or less, and no interval below six repetitions.
 */
export const ratioOfPairs = (pairs: readonly Pair[], random: Random, resamples = 2000): Ratio => {
  if (pairs.length === 0 || pairs.some(([base]) => base <= 0)) return { ratio: null, ...noInterval };
  const ratios = pairs.map(([base, head]) => head / base);
  return { ratio: median(ratios), ...bootstrapMedian(ratios, random, resamples) };
};
