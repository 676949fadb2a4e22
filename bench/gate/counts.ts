// The gate's judgement of what hardly varies: medians against a tight tolerance, and ledgers against none. Pure; knows
// numbers, not runs.

import { median } from "../statistics/stats.ts";
import type { Judgement } from "./line.ts";
import type { Tolerance } from "./tolerances.ts";

/** Both sides' numbers, repetition by repetition where `paired`: the same plan was published in both. */
export interface Counted {
  readonly base: readonly number[];
  readonly head: readonly number[];
  readonly paired: boolean;
  readonly tolerance: Tolerance;
  /** Of the window, to one subscriber; null of a count that no window cuts. */
  readonly messages: number | null;
}

/** From so many on, one repetition that a window cut another way does not move a median. */
const enoughRepetitions = 3;

/**
 * Beyond the tolerance is what the medians are, and, repetition by repetition, the median of the differences: the plan
 * of a repetition moves a count far more than the tolerance, and both sides alike. With fewer than three of them, a
 * message of each subscriber that falls on the other side of the window's edge is no change.
 */
export const judgeCounts = ({ base, head, paired, tolerance, messages }: Counted): Judgement => {
  const [from, to] = [median(base), median(head)];
  const allowed = tolerance.relative * Math.abs(from) + tolerance.slack;
  const steps = paired ? head.map((value, i) => value - (base[i] ?? Number.NaN)) : [to - from];
  const typical = median(steps);
  const side = Math.sign(to - from);
  if (Math.abs(to - from) <= allowed || Math.sign(typical) !== side || Math.abs(typical) <= allowed) {
    return { verdict: "same", because: "within" };
  }
  const edge = messages === null || steps.length >= enoughRepetitions ? 0 : Math.max(from, to) / messages;
  if (Math.abs(to - from) <= edge) return { verdict: "unclear", because: "edge" };
  return { verdict: side > 0 ? "regression" : "improvement", because: "beyond" };
};

/** How often something went wrong, of so many times. */
export interface Faults {
  readonly count: number;
  readonly of: number;
}

/** At most one false alarm of a cell in five hundred comparisons, and a rerun has to say so too. */
const invalidLevel = 0.002;

/**
 * Trials that were invalid: who blocks the publisher, or drowns the clients, spoils its own trials, and what is left of
 * them must not pass for all. Fisher's exact test, one-sided each way; a regression only where both sides were measured in turns,
 * since elsewhere it may be the machine's doing.
 */
export const judgeInvalid = (base: Faults, head: Faults, inTurns: boolean): Judgement => {
  if (base.count + head.count === 0) return { verdict: "same", because: "no faults" };
  if (chanceOf(base, head) < invalidLevel) {
    return { verdict: inTurns ? "regression" : "unclear", because: "invalid trials" };
  }
  if (chanceOf(head, base) < invalidLevel) {
    return { verdict: inTurns ? "improvement" : "unclear", because: "invalid trials" };
  }
  return { verdict: "same", because: "chance" };
};

/** That so many of head's or more are among all that were counted, were they dealt to both sides at random. */
export const chanceOf = (base: Faults, head: Faults): number => {
  const [all, counted] = [base.of + head.of, base.count + head.count];
  let chance = 0;
  for (let k = head.count; k <= Math.min(counted, head.of); k++) {
    if (head.of - k > all - counted) continue;
    chance += Math.exp(lnChoose(counted, k) + lnChoose(all - counted, head.of - k) - lnChoose(all, head.of));
  }
  return Math.min(1, chance);
};

/** ln of the number of ways to choose k of n. */
const lnChoose = (n: number, k: number): number =>
  Array.from({ length: k }, (_, i) => Math.log((n - k + i + 1) / (i + 1))).reduce((sum, ln) => sum + ln, 0);

/** Nothing is tolerated: a larger share in HEAD than in BASE is a regression, however few they are. */
export const judgeFaults = (base: Faults, head: Faults): Judgement => {
  const [before, after] = [base, head].map(({ count, of }) => (of === 0 ? 0 : count / of));
  if (base.count + head.count === 0) return { verdict: "same", because: "no faults" };
  if ((after ?? 0) > (before ?? 0)) return { verdict: "regression", because: "faults" };
  return { verdict: after === before ? "same" : "improvement", because: "faults" };
};
