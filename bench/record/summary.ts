// The numbers that are derived from the trials' records and kept in results.json: summaries, theory, comparisons, fits. Types
// and names only. A number's unit stands in its name.

import type { Conditions, TrialRecord } from "./trial.ts";

/**
 * One number of a cell with its 95 % interval, which is null below six trials. It is the median over the cell's measured trials;
 * for the percentiles of the response time from p90 on it is that of all trials' deliveries together.
 */
export interface Estimate {
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
  /** How many trials tell the number. */
  readonly trials: number;
}

/** The metrics, in the order of the page. Lower is better in all of them but `messagesPerResponse`. */
export const metricNames = [
  "responseTimeMeanMs",
  "responseTimeP50Ms",
  "responseTimeP90Ms",
  "responseTimeP99Ms",
  "responseTimeP999Ms",
  "responseTimeMaxMs",
  "responseTimeTailMs",
  "firstSubscriberMs",
  "medianSubscriberMs",
  "lastSubscriberMs",
  "publishDelayP99Ms",
  "bytesPerDelivery",
  "bytesPerDeliveryUp",
  "bytesPerDeliveryDown",
  "bytesPerSubscriberSecond",
  "wireBytesPerDelivery",
  "wireBytesPerDeliveryUp",
  "wireBytesPerDeliveryDown",
  "wireBytesPerSubscriberSecond",
  "requestsPerDelivery",
  "requestsPerSubscriberSecond",
  "emptyShare",
  "messagesPerResponse",
  "emptyCycleMs",
  "serverCpuMsPerThousandDeliveries",
  "serverCpuUtilization",
  "serverBytesPerIdleSubscriber",
  "generatorCpuUtilization",
] as const;

export type MetricName = (typeof metricNames)[number];

export type TrialCounts = Readonly<Record<TrialRecord["status"], number>>;

/** A cell: all trials of one transport in one scenario under the same conditions. */
export interface Summary {
  readonly scenario: string;
  readonly transport: string;
  readonly conditions: Conditions;
  /** How many trials came out how; `saturated` are among the measured. */
  readonly trials: TrialCounts;
  /** How many messages the measured trials hold together: the sample of the response time's percentiles. */
  readonly events: number;
  /** null where no measured trial tells the metric. */
  readonly metrics: Readonly<Record<MetricName, Estimate | null>>;
  /** From trials that ran alone; null with too few of them. */
  readonly cpuSlope: CpuSlope | null;
  readonly delays: MeasuredDelays;
  readonly theory: Theory;
  /** Only the figures that the model applies to, and that it could be wrong about. */
  readonly predictions: readonly Prediction[];
}

/** The server's CPU, parted into what deliveries cost and what the time costs, whatever is delivered in it. */
export interface CpuSlope {
  /** CPU that a thousand deliveries add. */
  readonly msPerThousandDeliveries: Estimate;
  /** Cores that are used without any delivery: by connections, timers and empty polls. */
  readonly idleCores: Estimate;
}

/** The metrics that a trial's plan is replayed for. */
export const predictedMetrics = [
  "responseTimeMeanMs",
  "responseTimeP50Ms",
  "responseTimeP90Ms",
  "responseTimeP99Ms",
  "emptyShare",
  "requestsPerSubscriberSecond",
  "messagesPerResponse",
  "bytesPerSubscriberSecond",
] as const satisfies readonly MetricName[];

export type PredictedMetric = (typeof predictedMetrics)[number];

/** A figure that the plans that were played had to give, against what their trials measured (docs/method.md, rule 5a). */
export interface Prediction {
  readonly metric: PredictedMetric;
  /** Over the trials that tell the metric, each by itself. */
  readonly measured: Estimate;
  /** The median over the same trials. */
  readonly predicted: number;
  /** Measured less predicted, trial by trial: as a share of the prediction, or for a share the difference itself. */
  readonly residual: Estimate;
  /** A residual within this says nothing: one request of one subscriber, or what the replays of a plan differ by. */
  readonly grain: number;
}

/** The model's expectation over all plans (docs/method.md, section 3) from the delays of this run; null where no form applies. */
export interface Theory {
  readonly responseTimeMeanMs: number | null;
  readonly responseTimeP50Ms: number | null;
  readonly responseTimeP99Ms: number | null;
  readonly responseTimeMaxMs: number | null;
  readonly emptyShare: number | null;
  readonly requestsPerSubscriberSecond: number | null;
  readonly messagesPerResponse: number | null;
  /** Up and down together, without TCP/IP. */
  readonly bytesPerSubscriberSecond: number | null;
}

/** The delays that the model was given: medians over the run's trials on the same link; null where none was measured. */
export interface MeasuredDelays {
  /** d, from server to client. */
  readonly oneWayMs: number | null;
  /** r = d + u, of a bare echo. */
  readonly roundTripMs: number | null;
  /** c, from an answer's being received to the next request's being written. */
  readonly turnaroundMs: number | null;
  /** g = d + u + c and the lateness of the hold's timer: how much longer than its hold the cycle of an empty long poll was. */
  readonly blackoutMs: number | null;
}

/**
 * One metric of a cell against that of the baseline transport under the same conditions, in the trials of both that share a
 * repetition, and with it the plan and the hour.
 */
export interface Comparison {
  readonly scenario: string;
  readonly transport: string;
  readonly conditions: Conditions;
  /** The transport that the cell is held against. */
  readonly baseline: string;
  readonly metric: ComparedMetric;
  /**
   * This cell's over the baseline's: the pairs' geometric mean with its 95 % interval, or, of a count, the ratio of the medians.
   * `trials` are the pairs. null where a value is not above 0.
   */
  readonly ratio: Estimate | null;
  /** The p of a paired t on the logarithms, two-sided; null where nothing is tested. */
  readonly p: number | null;
  /** Corrected by Holm's method, over all comparisons of the run that have a p. */
  readonly adjustedP: number | null;
  /** The least ratio above 1 that these pairs would have shown in four of five cases; null where nothing is tested. */
  readonly detectable: number | null;
  /**
   * `same`: the whole interval lies within the margin of equivalence. `~`: neither a difference nor sameness is told. `untold`: too
   * few pairs for any test. null: a count, which is known and not tested.
   */
  readonly verdict: "less" | "more" | "same" | "~" | "untold" | null;
}

export const fittedQuantities = ["serverBytes", "generatorBytes", "serverCpuUtilization"] as const;

/** The cost of each further idle subscriber, by least squares over silent trials with several numbers of subscribers. */
export interface SilenceFit {
  readonly transport: string;
  readonly conditions: Omit<Conditions, "subscribers">;
  readonly quantity: (typeof fittedQuantities)[number];
  /** Bytes or cores that one more subscriber adds. */
  readonly slope: number;
  /** The slope's 95 % interval; null where the points are too few for one. */
  readonly low: number | null;
  readonly high: number | null;
  /** The quantity without any subscriber. */
  readonly intercept: number;
  /** One a trial. */
  readonly points: readonly { readonly subscribers: number; readonly value: number }[];
}

/**
 * The metrics that chance moves from trial to trial, which are tested where transports are compared. They are few, since each
 * further test makes every other harder to pass.
 */
export const testedMetrics = [
  "responseTimeP50Ms",
  "responseTimeTailMs",
  "serverCpuMsPerThousandDeliveries",
] as const satisfies readonly MetricName[];

export type TestedMetric = (typeof testedMetrics)[number];

/** The metrics that are compared between transports, and over the runs of a history; the others are counted without error. */
export const comparedMetrics = [
  "responseTimeP50Ms",
  "responseTimeTailMs",
  "bytesPerDelivery",
  "requestsPerDelivery",
  "serverCpuMsPerThousandDeliveries",
] as const satisfies readonly MetricName[];

export type ComparedMetric = (typeof comparedMetrics)[number];
