// Each prediction of the model beside what was measured, and whether the measured interval holds it.
import type { Conditions, Estimate, MetricName, Summary } from "../bench/record.ts";

export interface ModelCheck {
  readonly label: string;
  readonly setting: string;
  readonly quantity: "mean response time" | "empty answers" | "requests per subscriber";
  readonly unit: "ms" | "%" | "/s";
  readonly measured: Estimate;
  readonly predicted: number;
  /** Of the prediction; for a share the difference itself, in shares of one. Null where the prediction is 0. */
  readonly residual: number | null;
  /** Whether the interval holds the prediction; null without an interval. */
  readonly inside: boolean | null;
}

interface Checked {
  readonly label: string;
  readonly setting: string;
  readonly metrics: Summary["metrics"];
  readonly theory: Summary["theory"];
  readonly conditions: Conditions;
}

/** Half of the last digit that a share is shown with: counts of answers are coarser than the closed form. */
const shareTolerance = 0.0005;

const checkOne = (
  { label, setting, metrics }: Checked,
  [quantity, unit, metric]: readonly [ModelCheck["quantity"], ModelCheck["unit"], MetricName],
  predicted: number | null | undefined,
): readonly ModelCheck[] => {
  const measured = metrics[metric];
  if (measured === null || predicted === null || predicted === undefined) return [];
  const difference = measured.median - predicted;
  const residual = unit === "%" ? difference : predicted === 0 ? null : difference / predicted;
  const tolerance = unit === "%" ? shareTolerance : 0;
  const { low, high } = measured;
  const inside = low === null || high === null ? null : low - tolerance <= predicted && predicted <= high + tolerance;
  return [{ label, setting, quantity, unit, measured, predicted, residual, inside }];
};

/** A transport that neither polls nor is held gives the model its one-way delay: to check that against it would be circular. */
const givesDelay = ({ conditions }: Checked): boolean => conditions.pollEveryMs === null && conditions.holdMs === null;

export const checkRow = (row: Checked): readonly ModelCheck[] => [
  ...checkOne(
    row,
    ["mean response time", "ms", "responseTimeMeanMs"],
    givesDelay(row) ? null : row.theory?.responseTimeMeanMs,
  ),
  ...checkOne(row, ["empty answers", "%", "emptyShare"], row.theory?.emptyShareOfPlan ?? row.theory?.emptyShare),
  ...checkOne(
    row,
    ["requests per subscriber", "/s", "requestsPerSubscriberSecond"],
    row.theory?.requestsPerSubscriberSecond,
  ),
];
