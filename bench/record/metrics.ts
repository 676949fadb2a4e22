// The meaning of a metric, of a cell and of its estimate: the number of a trial, its trials, their median. Pure.

import { seededRandom } from "../statistics/random.ts";
import { bootstrapMedian, median } from "../statistics/stats.ts";
import type { Estimate, MetricName, Summary, TrialCounts } from "./summary.ts";
import { type ByteLedger, type Directions, isMeasured, type MeasuredTrial, type TrialRecord } from "./trial.ts";

/** One transport in one scenario under one set of conditions. */
export type Cell = Pick<Summary, "scenario" | "transport" | "conditions">;

/** The same text for the same cell, in whatever order its conditions were written. */
export const cellKey = ({ scenario, transport, conditions }: Cell): string =>
  JSON.stringify([scenario, transport, ...Object.entries(conditions).toSorted(([x], [y]) => (x < y ? -1 : 1))]);

export const bothWays = ({ up, down }: Directions): number => up + down;

/** Deliveries that are cut at the same instants as the bytes. */
export const deliveriesOf = ({ deliveries }: ByteLedger): number => deliveries;

const wirePerDelivery = ({ bytes }: MeasuredTrial, of: (directions: Directions) => number): number | null =>
  bytes.wire === null || !(deliveriesOf(bytes) > 0) ? null : of(bytes.wire) / deliveriesOf(bytes);

export const perSubscriberSecond = (amount: number, { conditions, measureMs }: MeasuredTrial): number =>
  amount / conditions.subscribers / (measureMs / 1000);

/** One number of a trial; null where the trial does not tell it. */
export type TrialNumber = (trial: MeasuredTrial) => number | null;

/** Each in the unit of the metric's name. */
export const metricOf: Readonly<Record<MetricName, TrialNumber>> = {
  responseTimeMeanMs: ({ responseTimeMs }) => responseTimeMs.mean,
  responseTimeP50Ms: ({ responseTimeMs }) => responseTimeMs.p50,
  responseTimeP90Ms: ({ responseTimeMs }) => responseTimeMs.p90,
  responseTimeP99Ms: ({ responseTimeMs }) => responseTimeMs.p99,
  responseTimeP999Ms: ({ responseTimeMs }) => responseTimeMs.p999,
  responseTimeMaxMs: ({ responseTimeMs }) => responseTimeMs.max,
  responseTimeTailMs: ({ tailMs }) => tailMs,
  firstSubscriberMs: ({ perMessage }) => perMessage.firstMs.p50,
  medianSubscriberMs: ({ perMessage }) => perMessage.medianMs.p50,
  lastSubscriberMs: ({ perMessage }) => perMessage.lastMs.p50,
  publishDelayP99Ms: ({ publishDelayMs }) => publishDelayMs.p99,
  bytesPerDelivery: ({ bytes: { perDelivery } }) =>
    perDelivery.up === null || perDelivery.down === null ? null : perDelivery.up + perDelivery.down,
  bytesPerDeliveryUp: ({ bytes }) => bytes.perDelivery.up,
  bytesPerDeliveryDown: ({ bytes }) => bytes.perDelivery.down,
  bytesPerSubscriberSecond: (trial) => perSubscriberSecond(bothWays(trial.bytes), trial),
  wireBytesPerDelivery: (trial) => wirePerDelivery(trial, bothWays),
  wireBytesPerDeliveryUp: (trial) => wirePerDelivery(trial, ({ up }) => up),
  wireBytesPerDeliveryDown: (trial) => wirePerDelivery(trial, ({ down }) => down),
  wireBytesPerSubscriberSecond: (trial) =>
    trial.bytes.wire === null ? null : perSubscriberSecond(bothWays(trial.bytes.wire), trial),
  requestsPerDelivery: ({ requests }) => requests.perDelivery,
  requestsPerSubscriberSecond: ({ requests }) => requests.perSubscriberSecond,
  emptyShare: ({ requests: { total, empty } }) => (total === 0 ? null : empty / total),
  messagesPerResponse: ({ requests }) => requests.messagesPerResponse,
  emptyCycleMs: ({ requests }) => requests.emptyCycleMs,
  serverCpuMsPerThousandDeliveries: ({ server }) => server.cpuMsPerThousandDeliveries,
  serverCpuUtilization: ({ server }) => server.cpuUtilization,
  serverBytesPerIdleSubscriber: ({ server }) => server.bytesPerIdleSubscriber,
  generatorCpuUtilization: ({ generator }) => generator.cpuUtilization,
};

/** How many trials came out how; the saturated are among the measured. */
export const countTrials = (trials: readonly TrialRecord[]): TrialCounts => {
  const count = (status: TrialRecord["status"]): number => trials.filter((trial) => trial.status === status).length;
  return {
    measured: trials.filter(isMeasured).length,
    saturated: count("saturated"),
    invalid: count("invalid"),
    failed: count("failed"),
  };
};

/** The number of each trial that tells it, in the trials' order. */
export const numbersOf = (trials: readonly MeasuredTrial[], number: TrialNumber): readonly number[] =>
  trials.flatMap((trial) => number(trial) ?? []);

/** The metric of each measured trial that tells it. Invalid and failed trials have no say. */
export const valuesOf = (trials: readonly TrialRecord[], metric: MetricName): readonly number[] =>
  numbersOf(trials.filter(isMeasured), metricOf[metric]);

/**
 * Median and 95 % bootstrap interval; null where there are no values. Every estimate uses the same stream of resamples, so
 * that the same values get the same interval, whatever stands beside them.
 */
export const estimate = (values: readonly number[], seed: number): Estimate | null => {
  if (values.length === 0) return null;
  return { median: median(values), ...bootstrapMedian(values, seededRandom(seed, 0xe57)), trials: values.length };
};

/** A record with every name, each value made by one function. */
export const recordOf = <Name extends string, T>(
  names: readonly Name[],
  of: (name: Name) => T,
): Readonly<Record<Name, T>> => {
  const isComplete = (partial: Partial<Record<Name, T>>): partial is Record<Name, T> =>
    names.every((name) => name in partial);
  const record: Partial<Record<Name, T>> = {};
  for (const name of names) record[name] = of(name);
  if (!isComplete(record)) throw new Error("a name has no value");
  return record;
};
