// The gate's judgement of noisy numbers. A difference is claimed only where the whole interval of the ratio lies beyond the
// tolerance and a rank test tells the sides apart, corrected over all such tests. Pure; knows numbers, not runs.

import { holmOfKnown, leastP, mannWhitney, type Ratio, ratioOfMedians } from "../statistics/inference.ts";
import type { Random } from "../statistics/random.ts";
import { leastSignedP, type Pair, ratioOfPairs, signedRank } from "../statistics/signed-rank.ts";
import { leastSample, median } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { Both, Judgement } from "./line.ts";
import { gateLevel, type Tolerance } from "./tolerances.ts";

/** Both sides' values of one noisy metric, one a trial. */
export interface Samples extends Both<readonly number[]> {
  /** The values of the repetitions that both sides have; null where they did not publish the same plan. */
  readonly pairs: readonly Pair[] | null;
  readonly tolerance: Tolerance;
}

interface Tested {
  /** Two-sided; null below six trials a side. */
  readonly p: number | null;
  /** Corrected by Holm's method, over all samples that have a p. */
  readonly adjustedP: number | null;
  /** The adjusted p that sides would have which do not overlap at all, in the first of Holm's steps. */
  readonly leastAdjustedP: number;
  /** Which test it was: Wilcoxon's of the pairs, or Mann and Whitney's of all trials. */
  readonly paired: boolean;
}

type RankTest = (head: readonly number[], base: readonly number[]) => number;

const exactly: RankTest = (head, base) => mannWhitney(head, base).p;

const isTestable = ({ base, head }: Samples): boolean => Math.min(base.length, head.length) >= leastSample(0.5);

/**
 * The pairs where they make the better test: a plan moves CPU per delivery by twice its noise, and pairs do not see that.
 * But pairs need more repetitions to tell anything at all among `family` tests. Which test it is follows from numbers of
 * trials alone, never from what was measured.
 */
const usablePairs = ({ pairs }: Samples, family: number): readonly Pair[] | null =>
  pairs?.every((pair) => pair.every((value) => value > 0)) && leastSignedP(pairs.length) * family < gateLevel
    ? pairs
    : null;

const testOne = (samples: Samples, family: number, test: RankTest): Omit<Tested, "adjustedP"> => {
  const { base, head } = samples;
  const pairs = usablePairs(samples, family);
  const least = pairs === null ? leastP(base.length, head.length) : leastSignedP(pairs.length);
  const pOf = (): number => (pairs === null ? test(head, base) : signedRank(pairs));
  return {
    p: isTestable(samples) ? pOf() : null,
    paired: pairs !== null,
    leastAdjustedP: Math.min(1, least * family),
  };
};

const untested = { p: null, paired: false, leastAdjustedP: 1 } as const;

/** Tests all samples as one family, in their order; null stands for a sample that needs no test. */
export const testAll = (all: readonly (Samples | null)[], test: RankTest = exactly): readonly Tested[] => {
  const family = all.filter((samples) => samples !== null && isTestable(samples)).length;
  const tests = all.map((samples) => (samples === null ? untested : testOne(samples, family, test)));
  const adjusted = holmOfKnown(tests.map(({ p }) => p));
  return tests.map((tested, index) => ({ ...tested, adjustedP: valueAt(adjusted, index) }));
};

/** Head over base: the median of the pairs' ratios where pairs were tested, else the ratio of the medians. */
export const ratioOf = ({ base, head, pairs }: Samples, { paired }: Tested, random: Random, resamples = 2000): Ratio =>
  paired && pairs !== null ? ratioOfPairs(pairs, random, resamples) : ratioOfMedians(head, base, random, resamples);

/** `ratio` is what ratioOf gives for these samples. */
export const judgeTested = (
  { base, head, tolerance }: Samples,
  { adjustedP, leastAdjustedP }: Tested,
  { ratio, low, high }: Ratio,
): Judgement => {
  if (adjustedP === null) return { verdict: "unclear", because: "few trials" };
  const [before, after] = [median(base), median(head)];
  if (ratio === null || low === null || high === null || before <= 0 || after <= 0) {
    return { verdict: "unclear", because: "no ratio" };
  }
  const withinSlack = tolerance.slack > 0 && Math.abs(after - before) <= tolerance.slack;
  const [most, least] = [1 + tolerance.relative, 1 - tolerance.relative];
  const side = withinSlack ? null : low > most ? "regression" : high < least ? "improvement" : null;
  const significant = adjustedP < gateLevel;
  if (side !== null && significant) return { verdict: side, because: "detected" };
  // A later step of Holm's may find a difference that its first would not: such a line is never called untellable.
  if (!significant && leastAdjustedP >= gateLevel) return { verdict: "unclear", because: "untellable" };
  if (side !== null) return { verdict: "unclear", because: "not significant" };
  if (!significant) return { verdict: "same", because: "none detected" };
  const inside = withinSlack || (low >= least && high <= most);
  return inside ? { verdict: "same", because: "within" } : { verdict: "unclear", because: "wide interval" };
};
