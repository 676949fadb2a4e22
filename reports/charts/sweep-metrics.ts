// The numbers that are charted along each factor: how they are read from a row, and predicted. Knows nothing of drawing.

import { isPushed } from "../../bench/analysis/giver.ts";
import { modelHolds } from "../../bench/analysis/model.ts";
import type { Estimate, MetricName, Theory } from "../../bench/record/summary.ts";
import { median } from "../../bench/statistics/stats.ts";
import type { Row } from "../view/panels.ts";
import type { Factor } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { invalidValues } from "./shown-rows.ts";

export interface SweepMetric {
  /** The words name and explain it by this. */
  readonly id: keyof Words["sweeps"]["metrics"];
  readonly unit: string;
  readonly metric: MetricName;
  /** Turns the stored number into the one shown, under the row's conditions. */
  readonly shown: (value: number, row: Row) => number;
  /** The model's number, as shown; null where no form holds. */
  readonly predicted: (row: Row) => number | null;
}

/** Shown as it is stored, and predicted under its own name in the rows of which `holds` is true. */
const asStored = (
  id: SweepMetric["id"],
  unit: string,
  metric: MetricName & keyof Theory,
  holds: (row: Row) => boolean = () => true,
): SweepMetric => ({
  id,
  unit,
  metric,
  shown: (value) => value,
  predicted: (row) => (holds(row) ? row.theory[metric] : null),
});

const formsHold = ({ conditions, delays }: Row): boolean => modelHolds(conditions, delays);

export const meanTime = asStored(
  "mean",
  "ms",
  "responseTimeMeanMs",
  (row) => formsHold(row) && !isPushed(row.conditions),
);
const slowTime = asStored("p99", "ms", "responseTimeP99Ms", formsHold);
export const requests = asStored("requests", "/s", "requestsPerSubscriberSecond");
const bytes = asStored("bytes", "B/s", "bytesPerSubscriberSecond");

/** A row's rate as it was published in fact, which in a short window is not quite the one asked for. */
const publishedRate = ({ measured, conditions }: Row): number => {
  const rates = measured.map(({ generator }) => generator.offeredRate).filter((rate) => rate > 0);
  return conditions.schedule === "poisson" && rates.length > 0 ? median(rates) : conditions.ratePerSec;
};

const overhead: SweepMetric = {
  id: "overhead",
  unit: "×",
  metric: "bytesPerDelivery",
  shown: (value, { conditions }) => value / conditions.bodyBytes,
  predicted: (row) => {
    const { bytesPerSubscriberSecond } = row.theory;
    const rate = publishedRate(row);
    return bytesPerSubscriberSecond === null || rate === 0
      ? null
      : bytesPerSubscriberSecond / rate / row.conditions.bodyBytes;
  },
};

const cpu: SweepMetric = {
  id: "cpu",
  unit: "ms",
  metric: "serverCpuMsPerThousandDeliveries",
  shown: (value) => value,
  predicted: () => null,
};

const charted: Readonly<Record<Exclude<Factor, "pollEveryMs">, readonly SweepMetric[]>> = {
  oneWayMs: [meanTime, slowTime, requests],
  ratePerSec: [requests, bytes, cpu, meanTime],
  bodyBytes: [overhead, cpu],
  subscribers: [cpu, slowTime],
  headers: [bytes],
  clientProcesses: [meanTime, slowTime],
};

/** The most telling first; none for poll intervals, which have a chart of their own. */
export const sweepMetrics = (factor: Factor | null): readonly SweepMetric[] =>
  factor === null || factor === "pollEveryMs" ? [] : charted[factor];

export interface SweepValue {
  readonly estimate: Estimate;
  /** `invalid`: no trial was measured, and the median is that of the trials in which the rig was the limit. */
  readonly standing: "measured" | "invalid";
}

/** null where no trial tells the metric. */
export const readValue = (row: Row, { metric, shown }: SweepMetric): SweepValue | null => {
  const stored = row.metrics[metric];
  const mapped = (value: number | null): number | null => (value === null ? null : shown(value, row));
  if (stored !== null) {
    const { median: middle, low, high, trials } = stored;
    return {
      estimate: { median: shown(middle, row), low: mapped(low), high: mapped(high), trials },
      standing: "measured",
    };
  }
  const values = row.measured.length > 0 ? [] : invalidValues(row, metric);
  if (values.length === 0) return null;
  const estimate = { median: shown(median(values), row), low: null, high: null, trials: values.length };
  return { estimate, standing: "invalid" };
};
