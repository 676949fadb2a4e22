// A cell's trials in both of two runs, and which of them published the same messages. Pure.

import { samePlan } from "./gate-differences.ts";
import type { Cell } from "./metrics.ts";
import type { Run } from "./record.ts";
import type { MeasuredTrial, TrialRecord } from "./record-trial.ts";

/** A cell's trials on both sides. */
export interface CellPair {
  readonly cell: Cell;
  readonly all: { readonly base: readonly TrialRecord[]; readonly head: readonly TrialRecord[] };
  readonly measured: { readonly base: readonly MeasuredTrial[]; readonly head: readonly MeasuredTrial[] };
  /** The measured trials of each repetition that both sides have; null where they did not publish the same plan. */
  readonly repetitions: readonly (readonly [base: MeasuredTrial, head: MeasuredTrial])[] | null;
}

const isMeasured = (trial: TrialRecord): trial is MeasuredTrial => trial.status === "measured";

export const pairCell = (
  { scenario, transport, conditions }: Cell,
  x: readonly TrialRecord[],
  y: readonly TrialRecord[],
  base: Run,
  head: Run,
): CellPair => {
  const measured = { base: x.filter(isMeasured), head: y.filter(isMeasured) };
  const repetitions = measured.base.flatMap((one) => {
    const other = measured.head.find(({ repetition }) => repetition === one.repetition);
    return other === undefined ? [] : [[one, other] as const];
  });
  return {
    cell: { scenario, transport, conditions },
    all: { base: x, head: y },
    measured,
    repetitions: samePlan(base, head, repetitions) ? repetitions : null,
  };
};
