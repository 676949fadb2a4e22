// The gate's verdict on one comparison and its ground. Types only.

import type { Cell } from "../record/metrics.ts";
import type { Estimate } from "../record/summary.ts";
import type { Difference } from "./differences.ts";
import type { GateMetric, Tier } from "./metrics.ts";

/** "changed" is neither better nor worse; "cannot tell" says that the data could not have shown it. */
export const gateVerdicts = ["regression", "improvement", "changed", "cannot tell", "not comparable", "same"] as const;

export type GateVerdict = (typeof gateVerdicts)[number];

/** The ground of a verdict. */
export type Because =
  // Medians, against the tolerance: beyond it, beyond it in what follows from batching, or no further than what the window's edge
  // may cut.
  | "beyond"
  | "batching"
  | "edge"
  // Medians or the whole interval, within the tolerance.
  | "within"
  // Deliveries and trials that went wrong.
  | "faults"
  | "no faults"
  // Trials that the rig or the machine spoilt: more of them than chance makes, or no more.
  | "invalid trials"
  | "chance"
  // A test: it tells a difference; it does, and the rerun does not; it tells none that would be claimed, and no sameness either.
  | "detected"
  | "not confirmed"
  | "wide interval"
  // No test is possible: too few trials, or a value of 0 or less.
  | "few trials"
  | "no ratio"
  // Not comparable: another machine, another plan, or no measured trial on one side that tells the metric.
  | "machine"
  | "plan"
  | "missing in base"
  | "missing in head";

export interface Judgement {
  readonly verdict: GateVerdict;
  readonly because: Because;
}

/** The same of both sides: BASE was before, and HEAD is to be judged. */
export interface Both<T> {
  readonly base: T;
  readonly head: T;
}

/**
 * One metric of one cell, without a verdict. `base` and `head` are medians over trials, in the metric's unit, and null where
 * no measured trial tells it; of a ledger metric they are sums over all trials.
 */
export interface LineNumbers extends Cell, Both<number | null> {
  readonly metric: GateMetric;
  readonly tier: Tier;
  /** How many trials tell it; of a ledger's deliveries, how many were owed. */
  readonly of: Both<number>;
  /** Head over base: of the medians, or with its interval where a test was made. */
  readonly ratio: Estimate | null;
  /** The share of the base that is tolerated; of a time, the change that is guarded against. */
  readonly tolerance: number;
  /** The amount that is tolerated on top of that share, in the metric's unit. */
  readonly slack: number;
}

export interface GateLine extends LineNumbers, Judgement {
  /** Further cells of that transport with the same finding on what its code fixes: one cause is one line. */
  readonly alsoIn: readonly Cell[];
  /** Whether a test paired the repetitions of both sides, which published the same plan. */
  readonly paired: boolean;
  /** Two-sided; null where there was no test. */
  readonly p: number | null;
  /** Corrected by Holm's method over all tests of the page. */
  readonly adjustedP: number | null;
  /** The least true ratio above 1 that the data would have shown in four of five cases; null where there was no test. */
  readonly detectable: number | null;
  /** The verdict of fresh trials on a regression that a test had found; null where none were run. */
  readonly rerun: { readonly verdict: GateVerdict | null; readonly ratio: Estimate | null } | null;
  /** One sentence for readers: the meaning of `because` with these numbers. */
  readonly words: string;
}

/** Two runs, judged. */
export interface Gate {
  /** The judged lines, in the order of HEAD's summaries, then of the metrics. */
  readonly lines: readonly GateLine[];
  /** Cells that the other side does not have. */
  readonly onlyBase: readonly Cell[];
  readonly onlyHead: readonly Cell[];
  /** Cells of both without a measured trial in either. Nothing is known of these but their ledgers. */
  readonly unmeasured: readonly Cell[];
  readonly differences: readonly Difference[];
  /** Where it is false, times are not comparable, and counts still are. */
  readonly sameMachine: boolean;
}
