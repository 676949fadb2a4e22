// Which numbers are worth a chart along which factor: how each is read from a row, predicted, named and explained.
// Knows nothing of drawing.
import { metricOf } from "../bench/metrics.ts";
import { modelHolds } from "../bench/model.ts";
import type { Estimate, MeasuredTrial, MetricName } from "../bench/record.ts";
import { median } from "../bench/stats.ts";
import type { Factor } from "./conditions.ts";
import type { Row } from "./panels.ts";

export interface SweepMetric {
  readonly id: string;
  readonly title: string;
  readonly axis: string;
  readonly unit: string;
  readonly metric: MetricName;
  /** From the stored number to the one shown, under the row's conditions. */
  readonly shown: (value: number, row: Row) => number;
  /** By the model, as shown; null where no form holds. */
  readonly predicted: (row: Row) => number | null;
  /** What up and down mean; the rest of how to read a sweep is the same for all. */
  readonly meaning: string;
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
  title: "Mean response time",
  axis: "Mean response time in ms",
  unit: "ms",
  metric: "responseTimeMeanMs",
  shown: asStored,
  predicted: (row) =>
    modelHolds(row.conditions, row.delays) && !givesDelay(row) ? row.theory.responseTimeMeanMs : null,
  meaning: "Lower is sooner. Time counts from the instant at which a message was meant to be sent.",
};

const slowTime: SweepMetric = {
  id: "p99",
  title: "p99 response time",
  axis: "p99 response time in ms",
  unit: "ms",
  metric: "responseTimeP99Ms",
  shown: asStored,
  predicted: (row) => (modelHolds(row.conditions, row.delays) ? row.theory.responseTimeP99Ms : null),
  meaning: "The time within which 99 of 100 deliveries arrived: what the unlucky ones wait. Lower is sooner.",
};

export const requests: SweepMetric = {
  id: "requests",
  title: "Requests",
  axis: "Requests of one subscriber in a second",
  unit: "/s",
  metric: "requestsPerSubscriberSecond",
  shown: asStored,
  predicted: ({ theory }) => theory.requestsPerSubscriberSecond,
  meaning: "How often one subscriber asks. Where two lines cross, one transport overtakes the other.",
};

const bytes: SweepMetric = {
  id: "bytes",
  title: "Bytes",
  axis: "Bytes of one subscriber in a second",
  unit: "B/s",
  metric: "bytesPerSubscriberSecond",
  shown: asStored,
  predicted: ({ theory }) => theory.bytesPerSubscriberSecond,
  meaning: "Up and down together at one subscriber's socket, without TCP/IP headers. Lower is cheaper.",
};

const overhead: SweepMetric = {
  id: "overhead",
  title: "Bytes for each byte of body",
  axis: "Bytes per delivery over bytes of body",
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
  meaning:
    "At 1 only the body is moved; the higher, the more of the line is taken by headers, framing and the JSON around it.",
};

const cpu: SweepMetric = {
  id: "cpu",
  title: "Server CPU per 1000 deliveries",
  axis: "Processor time in ms per 1000 deliveries",
  unit: "ms",
  metric: "serverCpuMsPerThousandDeliveries",
  shown: asStored,
  predicted: unpredicted,
  meaning: "What the server process spends, empty answers included, without the thread that paces the publisher.",
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
