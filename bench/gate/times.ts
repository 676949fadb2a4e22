// The gate's judgement of noisy numbers: an effect with its standard error gives interval, test and what could have been seen, so
// that the three never contradict each other. Pure; knows numbers, not runs.

import {
  chanceOf,
  detectableRatio,
  type Effect,
  leastBlocks,
  type Pair,
  pairedEffect,
  ratioOf,
  unpairedEffect,
} from "../statistics/effects.ts";
import { holmOfKnown } from "../statistics/inference.ts";
import { median } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { Both, Judgement } from "./line.ts";
import { claimedShare, gateLevel, type Tolerance } from "./tolerances.ts";

/** Both sides' values of one noisy metric, one a trial. */
export interface Samples extends Both<readonly number[]> {
  /** The values of the repetitions that both sides have; null where they did not publish the same plan. */
  readonly pairs: readonly Pair[] | null;
  readonly tolerance: Tolerance;
}

export interface Tested {
  /** null below the least number of blocks, and where a value is not above 0. */
  readonly effect: Effect | null;
  /** Whether blocks of both sides were paired. */
  readonly paired: boolean;
  /** Two-sided; null where there is no effect. */
  readonly p: number | null;
  /** Corrected by Holm's method, over all samples that have a p. */
  readonly adjustedP: number | null;
  /** The least true ratio above 1 that such samples show in four of five cases, in the first of Holm's steps. */
  readonly detectable: number | null;
}

/** Pairs where there are enough of them; which of the two it is follows from numbers of trials alone. */
const effectOf = ({ base, head, pairs }: Samples): Pick<Tested, "effect" | "paired"> => {
  const paired = pairs !== null && pairs.length >= leastBlocks;
  return { effect: paired ? pairedEffect(pairs) : unpairedEffect(head, base), paired };
};

const untested: Tested = { effect: null, paired: false, p: null, adjustedP: null, detectable: null };

/** Tests all samples as one family, in their order; null stands for what needs no test. */
export const testAll = (all: readonly (Samples | null)[]): readonly Tested[] => {
  const effects = all.map((samples) => (samples === null ? untested : effectOf(samples)));
  const ps = effects.map(({ effect }) => (effect === null ? null : chanceOf(effect)));
  const level = gateLevel / Math.max(1, ps.filter((p) => p !== null).length);
  const adjusted = holmOfKnown(ps);
  return effects.map(({ effect, paired }, i) => ({
    effect,
    paired,
    p: valueAt(ps, i),
    adjustedP: valueAt(adjusted, i),
    detectable: effect === null ? null : detectableRatio(effect, level),
  }));
};

/**
 * A change is claimed where the test finds one and it is at least half of what the gate guards against; else "same" needs the
 * whole 95 % interval inside of that. What is neither cannot be told.
 */
export const judgeTested = (
  { base, head, tolerance: { relative, slack } }: Samples,
  { effect, adjustedP }: Tested,
): Judgement => {
  if (effect === null || adjustedP === null) {
    const few = Math.min(base.length, head.length) < leastBlocks;
    return { verdict: "cannot tell", because: few ? "few trials" : "no ratio" };
  }
  if (slack > 0 && Math.abs(median(head) - median(base)) <= slack) return { verdict: "same", because: "within" };
  const guarded = Math.log(1 + relative);
  if (adjustedP < gateLevel && Math.abs(effect.logRatio) >= claimedShare * guarded) {
    return { verdict: effect.logRatio > 0 ? "regression" : "improvement", because: "detected" };
  }
  const { low, high } = ratioOf(effect);
  return Math.max(Math.log(high), -Math.log(low)) < guarded
    ? { verdict: "same", because: "within" }
    : { verdict: "cannot tell", because: "wide interval" };
};
