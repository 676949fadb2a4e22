// The gate's judgement of numbers that hardly vary: medians against a tight tolerance, ledgers against none. Pure; knows numbers,
// not runs.

import { median } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { Both, Judgement } from "./line.ts";
import type { Tolerance } from "./tolerances.ts";

/** Both sides' numbers. */
interface Counted extends Both<readonly number[]> {
  /** Whether the two stand repetition by repetition, since both sides published the same plan. */
  readonly paired: boolean;
  readonly tolerance: Tolerance;
  /** Messages to one subscriber within the window; null for a count that no window cuts. */
  readonly messages: number | null;
  /** Whether it follows from how many messages travel together, so that neither more nor less of it is worse. */
  readonly batched: boolean;
}

/** With so many repetitions, one that a window cut another way does not move a median. */
const enoughRepetitions = 3;

/**
 * A count changed where the medians differ by more than the tolerance and so does, repetition by repetition, the median of
 * the differences: a repetition's plan moves a count far more than the tolerance, and both sides alike. With fewer than
 * three repetitions it is no change that a message of each subscriber falls on the other side of the window's edge.
 */
export const judgeCounts = ({ base, head, paired, tolerance, messages, batched }: Counted): Judgement => {
  const [from, to] = [median(base), median(head)];
  const allowed = tolerance.relative * Math.abs(from) + tolerance.slack;
  const steps = paired ? head.map((value, i) => value - valueAt(base, i)) : [to - from];
  const typical = median(steps);
  const side = Math.sign(to - from);
  if (Math.abs(to - from) <= allowed || Math.sign(typical) !== side || Math.abs(typical) <= allowed) {
    return { verdict: "same", because: "within" };
  }
  const edge = messages === null || steps.length >= enoughRepetitions ? 0 : Math.max(from, to) / messages;
  if (Math.abs(to - from) <= edge) return { verdict: "cannot tell", because: "edge" };
  if (batched) return { verdict: "changed", because: "batching" };
  return { verdict: side > 0 ? "regression" : "improvement", because: "beyond" };
};

/** How often something went wrong. */
export interface Faults {
  readonly count: number;
  /** How many times it could have. */
  readonly of: number;
}

/** One false alarm of a cell in five hundred comparisons at most, and a rerun has to say so too. */
const invalidLevel = 0.002;

/**
 * Judges how many trials were invalid, by Fisher's exact test, one-sided each way. Code that blocks the publisher or drowns
 * the clients spoils its own trials, and what is left of them must not pass for all. It is a regression only where both
 * sides were measured by turns, since elsewhere it may be the machine's doing.
 */
export const judgeInvalid = (base: Faults, head: Faults, inTurns: boolean): Judgement => {
  if (base.count + head.count === 0) return { verdict: "same", because: "no faults" };
  if (chanceOf(base, head) < invalidLevel) {
    return { verdict: inTurns ? "regression" : "cannot tell", because: "invalid trials" };
  }
  if (chanceOf(head, base) < invalidLevel) {
    return { verdict: inTurns ? "improvement" : "cannot tell", because: "invalid trials" };
  }
  return { verdict: "same", because: "chance" };
};

/** The chance that head has so many faults or more, were those of both sides dealt to them at random. */
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
  if (base.count + head.count === 0) return { verdict: "same", because: "no faults" };
  const [before, after] = [shareOf(base), shareOf(head)];
  if (after > before) return { verdict: "regression", because: "faults" };
  return { verdict: after === before ? "same" : "improvement", because: "faults" };
};

const shareOf = ({ count, of }: Faults): number => (of === 0 ? 0 : count / of);
