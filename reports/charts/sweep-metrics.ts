// Which numbers are worth a chart along which factor: how each is read from a row and predicted.
// Knows nothing of drawing.

import { modelHolds } from "../../bench/analysis/model.ts";
import { metricOf } from "../../bench/record/metrics.ts";
import type { Estimate, MetricName } from "../../bench/record/summary.ts";
import type { MeasuredTrial } from "../../bench/record/trial.ts";
import { median } from "../../bench/statistics/stats.ts";
import type { Row } from "../view/panels.ts";
import type { Factor } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";

export interface SweepMetric {
  /** By which the words name and explain it. */
  readonly id: keyof Words["sweeps"]["metrics"];
  readonly unit: string;
  readonly metric: MetricName;
  /** From the stored number to the one shown, under the row's conditions. */
  readonly shown: (value: number, row: Row) => number;
  /** By the model, as shown; null where no form holds. */
  readonly predicted: (row: Row) => number | null;
}

const asStored = (value: number): number => value;
const unpredicted = (): null => null;

/** A row's rate as it was published in fact, which in a short window is not quite the one asked for. */
const publishedRate = ({ measured, conditions }: Row): number => {
  const rates = measured.map(({ generator }) => generator.offeredRate).filter((rate) => rate > 0);
  return conditions.schedule === "poisson" && rates.length > 0 ? median(rates) : conditions.ratePerSec;
};

/** What neither polls nor is held gives the model its one-way delay: to draw that as a prediction would be circular. */
const givesDelay = ({ conditions }: Row): boolean => conditions.pollEveryMs === null && conditions.holdMs === null;

export const meanTime: SweepMetric = {
  id: "mean",
  unit: "ms",
  metric: "responseTimeMeanMs",
  shown: asStored,
  predicted: (row) =>
    modelHolds(row.conditions, row.delays) && !givesDelay(row) ? row.theory.responseTimeMeanMs : null,
};

const slowTime: SweepMetric = {
  id: "p99",
  unit: "ms",
  metric: "responseTimeP99Ms",
  shown: asStored,
  predicted: (row) => (modelHolds(row.conditions, row.delays) ? row.theory.responseTimeP99Ms : null),
};

export const requests: SweepMetric = {
  id: "requests",
  unit: "/s",
  metric: "requestsPerSubscriberSecond",
  shown: asStored,
  predicted: ({ theory }) => theory.requestsPerSubscriberSecond,
};

const bytes: SweepMetric = {
  id: "bytes",
  unit: "B/s",
  metric: "bytesPerSubscriberSecond",
  shown: asStored,
  predicted: ({ theory }) => theory.bytesPerSubscriberSecond,
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
  shown: asStored,
  predicted: unpredicted,
};

const charted: Readonly<Record<Exclude<Factor, "pollEveryMs">, readonly SweepMetric[]>> = {
  oneWayMs: [meanTime, slowTime, requests],
  ratePerSec: [requests, bytes, cpu, meanTime],
  bodyBytes: [overhead, cpu],
  subscribers: [cpu, slowTime],
  headers: [bytes],
};

/** The most telling first; of poll intervals none, which have a chart of their own. */
export const sweepMetrics = (factor: Factor | null): readonly SweepMetric[] =>
  factor === null || factor === "pollEveryMs" ? [] : charted[factor];

export interface SweepValue {
  readonly estimate: Estimate;
  /** `invalid`: no trial was measured, but in some the rig was the limit; the median is theirs. */
  readonly standing: "measured" | "invalid";
}

/** The same numbers, but for their standing. */
const asMeasured = (trial: Row["invalid"][number]): MeasuredTrial => ({ ...trial, status: "measured" });

/** null where no trial tells the metric. */
export const readValue = (row: Row, { metric, shown }: SweepMetric): SweepValue | null => {
  const stored = row.metrics[metric];
  const mapped = (value: number | null): number | null => (value === null ? null : shown(value, row));
  if (stored !== null) {
    const { median, low, high, trials } = stored;
    return {
      estimate: { median: shown(median, row), low: mapped(low), high: mapped(high), trials },
      standing: "measured",
    };
  }
  const limited = row.measured.length > 0 ? [] : row.invalid.map(asMeasured);
  const values = limited.flatMap((trial) => metricOf[metric](trial) ?? []);
  if (values.length === 0) return null;
  const estimate = { median: shown(median(values), row), low: null, high: null, trials: values.length };
  return { estimate, standing: "invalid" };
};
