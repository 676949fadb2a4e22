// What the gate may say of one comparison, and on what ground. Types only.

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
