// What the gate may say of one comparison, and on what ground. Types only.

import type { Cell } from "../record/metrics.ts";
import type { Estimate } from "../record/summary.ts";
import type { Conditions } from "../record/trial.ts";
import type { Difference } from "./differences.ts";
import type { GateMetric, Tier } from "./metrics.ts";

export const gateVerdicts = ["regression", "improvement", "unclear", "not comparable", "same"] as const;

export type GateVerdict = (typeof gateVerdicts)[number];

/**
 * Why the verdict is what it is. Of medians: `beyond` or `within` the tolerance, `edge`: what a window's edge may cut.
 * Of a ledger: `faults`, `no faults`. Of trials that the rig or the machine spoilt: `invalid
 * trials`, `chance`: no more than chance makes. Of a test: `detected`; `not confirmed`: detected, but not in the rerun; `none detected`; `not significant`: the interval lies beyond
 * the tolerance, the test does not tell; `wide interval`: the test tells, the interval reaches into the tolerance; `few
 * trials`; `untellable`: so many comparisons that these trials could show none; `no ratio`: a median of 0 or less.
 * Not comparable: `machine` differs; `missing in base` or `in head`: no measured trial there tells it.
 */
export type Because =
  | "beyond"
  | "within"
  | "edge"
  | "faults"
  | "no faults"
  | "invalid trials"
  | "chance"
  | "detected"
  | "not confirmed"
  | "none detected"
  | "not significant"
  | "wide interval"
  | "few trials"
  | "untellable"
  | "no ratio"
  | "machine"
  | "missing in base"
  | "missing in head";

export interface Judgement {
  readonly verdict: GateVerdict;
  readonly because: Because;
}

/** One metric of one cell. `base` and `head` are medians over trials; of a ledger metric, sums over all trials. */
export interface GateLine {
  readonly scenario: string;
  readonly transport: string;
  readonly conditions: Conditions;
  readonly metric: GateMetric;
  readonly tier: Tier;
  /** In the metric's unit; null where no measured trial tells it. */
  readonly base: number | null;
  readonly head: number | null;
  /** How many trials tell it; of lost, repeated and reordered deliveries, how many were owed. */
  readonly of: { readonly base: number; readonly head: number };
  /** Head's over base's, with the interval where a test was made; of `paired` lines the median of the repetitions' ratios. */
  readonly ratio: Estimate | null;
  /** Wilcoxon's test of the repetitions that both sides have, where both published the same plan; else Mann and Whitney's. */
  readonly paired: boolean;
  readonly p: number | null;
  readonly adjustedP: number | null;
  /** Share of the base that is tolerated; and, in the metric's unit, on top of that share. */
  readonly tolerance: number;
  readonly slack: number;
  readonly verdict: GateVerdict;
  readonly because: Because;
  /** What fresh trials said of a regression that a test had told; null where none were run. */
  readonly rerun: { readonly verdict: GateVerdict | null; readonly ratio: Estimate | null } | null;
  /** One sentence for readers: what `because` means with these numbers. */
  readonly words: string;
}

export interface Gate {
  /** In the order of HEAD's summaries, then of the metrics. */
  readonly lines: readonly GateLine[];
  readonly onlyBase: readonly Cell[];
  readonly onlyHead: readonly Cell[];
  /** In both, and without a measured trial in either: of these nothing is known but their ledgers. */
  readonly unmeasured: readonly Cell[];
  readonly differences: readonly Difference[];
  /** Without it, times are not comparable and counts still are. */
  readonly sameMachine: boolean;
}
