// The figures of a row whose trials are all invalid by its load or by the machine: bytes and requests were counted in them all
// the same, and do not depend on how busy anything was. Knows nothing of tables.

import { metricOf, numbersOf } from "../../bench/record/metrics.ts";
import type { RemarkCode } from "../../bench/record/remarks.ts";
import type { Estimate, MetricName } from "../../bench/record/summary.ts";
import type { MeasuredTrial, TrialRecord } from "../../bench/record/trial.ts";
import { median } from "../../bench/statistics/stats.ts";
import { columns } from "../words/columns.ts";

/** On the wire a busy machine sends other acknowledgements, so that those bytes are not among them. */
const counted: readonly MetricName[] = ["bytesPerDelivery", "requestsPerDelivery", "emptyShare"];

/** Reasons that touch what was counted. */
const spoiling: readonly RemarkCode[] = ["failure", "deliveries-spoilt", "bytes-unaccounted"];

/** The trials as if they counted; null where one of them was not finished, or its counts are spoilt too. */
const asMeasured = (trials: readonly TrialRecord[]): readonly MeasuredTrial[] | null => {
  const whole = trials.flatMap((trial) =>
    trial.status === "invalid" && !trial.reasons.some(({ code }) => spoiling.includes(code))
      ? [{ ...trial, status: "measured" as const }]
      : [],
  );
  return whole.length === 0 || whole.length < trials.length ? null : whole;
};

/** One a column, in its unit, and without an interval; null where the row has figures of its own, or no counts. */
export const countsOf = (trials: readonly TrialRecord[]): readonly (Estimate | null)[] | null => {
  const whole = asMeasured(trials);
  if (whole === null) return null;
  const counts = columns.map(({ metric, divisor }): Estimate | null => {
    const values = counted.includes(metric) ? numbersOf(whole, metricOf[metric]) : [];
    return values.length === 0
      ? null
      : { median: median(values) / divisor, low: null, high: null, trials: values.length };
  });
  return counts.some((each) => each !== null) ? counts : null;
};
