// What is derived from the trials' records: summaries, theory, comparisons. Types and names only.

import type { Conditions, TrialRecord } from "./trial.ts";

/** A number over a cell's measured trials: their median and its 95 % bootstrap interval (null below six trials). */
export interface Estimate {
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly trials: number;
}

/** In the order of the page; `lower` is better in all of them. */
export const metricNames = [
  "responseTimeMeanMs",
  "responseTimeP50Ms",
  "responseTimeP90Ms",
  "responseTimeP99Ms",
  "responseTimeP999Ms",
  "responseTimeMaxMs",
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

/** All trials of one transport in one scenario under the same conditions. */
export interface Summary {
  readonly scenario: string;
  readonly transport: string;
  readonly conditions: Conditions;
  readonly trials: Readonly<Record<TrialRecord["status"], number>>;
  readonly metrics: Readonly<Record<MetricName, Estimate | null>>;
  readonly delays: MeasuredDelays;
  readonly theory: Theory;
}

/** Predictions of the model (METHOD section 3) from d, u, c measured in this run; null where no form applies. */
export interface Theory {
  readonly responseTimeMeanMs: number | null;
  readonly responseTimeP50Ms: number | null;
  readonly responseTimeP99Ms: number | null;
  readonly responseTimeMaxMs: number | null;
  readonly emptyShare: number | null;
  /** Of the very instants that were published, where the closed form holds in the mean over plans. */
  readonly emptyShareOfPlan: number | null;
  readonly requestsPerSubscriberSecond: number | null;
  readonly messagesPerResponse: number | null;
  /** At application level, up and down together. */
  readonly bytesPerSubscriberSecond: number | null;
}

/** What the model was given: medians over the run's trials on the link of that delay. */
export interface MeasuredDelays {
  /** d: server to client. */
  readonly oneWayMs: number | null;
  /** r = d + u: the bare echo's. */
  readonly roundTripMs: number | null;
  /** c: answer received → next request written. */
  readonly turnaroundMs: number | null;
  /** What an empty long poll took beyond its hold: g = d + u + c, and the lateness of the hold's timer. */
  readonly blackoutMs: number | null;
}

/** Of one cell against the baseline transport's under the same conditions, over trials. */
export interface Comparison {
  readonly scenario: string;
  readonly transport: string;
  readonly conditions: Conditions;
  readonly baseline: string;
  readonly metric: MetricName;
  /** Of the medians, this one's over the baseline's, with its 95 % bootstrap interval; null where the baseline is 0. */
  readonly ratio: Estimate | null;
  /** Mann-Whitney, two-sided; null below six trials a side. */
  readonly p: number | null;
  /** Holm's, over all comparisons of the run that have a p. */
  readonly adjustedP: number | null;
  /** `~`: no difference was detected; `untold`: too few trials to tell at all, however large the difference. */
  readonly verdict: "less" | "more" | "~" | "untold";
}

export const fittedQuantities = ["serverBytes", "generatorBytes", "serverCpuUtilization"] as const;

/** Of the silent trials of one transport: what each further idle subscriber adds, by least squares over several numbers of them. */
export interface SilenceFit {
  readonly transport: string;
  readonly conditions: Omit<Conditions, "subscribers">;
  readonly quantity: (typeof fittedQuantities)[number];
  /** Per subscriber, with its 95 % interval; null where the points are too few for one. */
  readonly slope: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly intercept: number;
  readonly points: readonly { readonly subscribers: number; readonly value: number }[];
}
