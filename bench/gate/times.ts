// The gate's judgement of what is noisy: a difference is claimed only where the whole interval of the ratio lies beyond the
// tolerance and a rank test tells the sides apart, corrected over all such comparisons. Pure; knows numbers, not runs.

import { holm, leastP, mannWhitney, type Ratio, ratioOfMedians } from "../statistics/inference.ts";
import type { Random } from "../statistics/random.ts";
import { leastSignedP, type Pair, ratioOfPairs, signedRank } from "../statistics/signed-rank.ts";
import { leastSample, median } from "../statistics/stats.ts";
import type { Judgement } from "./line.ts";
import { gateLevel, type Tolerance } from "./tolerances.ts";

export interface Contrast {
  readonly base: readonly number[];
  readonly head: readonly number[];
  /** Of the repetitions that both sides have; null where they did not publish the same plan. */
  readonly pairs: readonly Pair[] | null;
  readonly tolerance: Tolerance;
}

export interface Tested {
  /** Two-sided; null below six trials a side. */
  readonly p: number | null;
  /** Holm's, over all contrasts that have a p. */
  readonly adjustedP: number | null;
  /** What the adjusted p of sides that do not overlap at all would be, as the first of Holm's steps. */
  readonly leastAdjustedP: number;
  /** Which test it was: Wilcoxon's of repetitions, or Mann and Whitney's of all trials. */
  readonly paired: boolean;
}

type RankTest = (head: readonly number[], base: readonly number[]) => number;

const exactly: RankTest = (head, base) => mannWhitney(head, base).p;

const isTestable = ({ base, head }: Contrast): boolean => Math.min(base.length, head.length) >= leastSample(0.5);

/**
 * The pairs of a contrast where they are the better test: a plan moves CPU per delivery by twice its noise, and pairs do
 * not see it. But they need more repetitions to tell anything at all among so many comparisons. Which it is follows from
 * numbers of trials alone, never from what was measured.
 */
const pairsOf = ({ pairs }: Contrast, family: number): readonly Pair[] | null => {
  const usable = pairs?.every((pair) => pair.every((value) => value > 0)) ? pairs : null;
  return usable !== null && leastSignedP(usable.length) * family < gateLevel ? usable : null;
};

/** All as one family, in their order. */
export const testAll = (contrasts: readonly Contrast[], test: RankTest = exactly): readonly Tested[] => {
  const family = contrasts.filter(isTestable).length;
  const tests = contrasts.map((contrast) => {
    const { base, head } = contrast;
    const pairs = pairsOf(contrast, family);
    const least = pairs === null ? leastP(base.length, head.length) : leastSignedP(pairs.length);
    const p = isTestable(contrast) ? (pairs === null ? test(head, base) : signedRank(pairs)) : null;
    return { p, paired: pairs !== null, leastAdjustedP: Math.min(1, least * family) };
  });
  const told = tests.flatMap(({ p }, index) => (p === null ? [] : [{ p, index }]));
  const adjusted = holm(told.map(({ p }) => p));
  const adjustedOf = new Map(told.map(({ index }, i) => [index, adjusted[i] ?? 1]));
  return tests.map((tested, index) => ({ ...tested, adjustedP: adjustedOf.get(index) ?? null }));
};

/** Head's over base's: of the pairs where they were tested, else of the medians. */
export const ratioOf = (
  { base, head, pairs }: Contrast,
  { paired }: Tested,
  random: Random,
  resamples = 2000,
): Ratio =>
  paired && pairs !== null ? ratioOfPairs(pairs, random, resamples) : ratioOfMedians(head, base, random, resamples);

/** `ratio` as ratioOf gives it. */
export const judgeTested = (contrast: Contrast, tested: Tested, { ratio, low, high }: Ratio): Judgement => {
  const { base, head, tolerance } = contrast;
  const { adjustedP } = tested;
  if (adjustedP === null) return { verdict: "unclear", because: "few trials" };
  if (ratio === null || low === null || high === null || median(base) <= 0 || median(head) <= 0) {
    return { verdict: "unclear", because: "no ratio" };
  }
  const slack = tolerance.slack > 0 && Math.abs(median(head) - median(base)) <= tolerance.slack;
  const [most, least] = [1 + tolerance.relative, 1 - tolerance.relative];
  const side = slack ? null : low > most ? "regression" : high < least ? "improvement" : null;
  const significant = adjustedP < gateLevel;
  if (side !== null && significant) return { verdict: side, because: "detected" };
  // Holm's later steps may tell what its first would not: what is told is never called untellable.
  if (!significant && tested.leastAdjustedP >= gateLevel) return { verdict: "unclear", because: "untellable" };
  if (side !== null) return { verdict: "unclear", because: "not significant" };
  if (!significant) return { verdict: "same", because: "none detected" };
  const inside = slack || (low >= least && high <= most);
  return inside ? { verdict: "same", because: "within" } : { verdict: "unclear", because: "wide interval" };
};
