// Response times seen two other ways than pooled: a number a subscriber, and a number a stretch of time. Pure.

import * as hdr from "hdr-histogram-js";
import type { Distribution, Spread, SubscriberSpread, TimelineBin } from "../record/trial.ts";
import { knownQuantile, mean, quantile, ratio } from "../statistics/stats.ts";
import type { Observations } from "./observations.ts";

/** One row a subscriber that got a message; times of a subscriber too small a sample for a percentile leave it null. */
export const spreadOf = ({ response, subscriber }: Latencies): SubscriberSpread => {
  const rows = new Map<number, number[]>();
  for (const [row, ms] of response.entries()) {
    const who = subscriber[row] ?? 0;
    const mine = rows.get(who);
    if (mine === undefined) rows.set(who, [ms]);
    else mine.push(ms);
  }
  const sorted = Array.from(rows.values(), (times) => Float64Array.from(times).sort());
  return {
    meanMs: spread(sorted.map(mean)),
    p50Ms: spread(sorted.map((times) => knownQuantile(times, 0.5))),
    p99Ms: spread(sorted.map((times) => knownQuantile(times, 0.99))),
  };
};

/** null of none, or where one of them is not known. */
const spread = (values: readonly (number | null)[]): Spread | null => {
  const known = values.filter((value) => value !== null).toSorted((x, y) => x - y);
  if (known.length === 0 || known.length < values.length) return null;
  return {
    least: quantile(known, 0),
    p10: quantile(known, 0.1),
    median: quantile(known, 0.5),
    p90: quantile(known, 0.9),
    most: quantile(known, 1),
    subscribers: known.length,
  };
};

const bins = 25;

const microseconds = (ms: number): number => Math.round(ms * 1000) / 1000;

/** Stretches of equal length by when a message was due; those in which none was are left out. */
export const timelineOf = ({ response, dueAt }: Latencies, windowMs: number): readonly TimelineBin[] => {
  const width = windowMs / bins;
  const sums = Array.from({ length: bins }, () => ({ sum: 0, max: 0, count: 0 }));
  for (const [row, ms] of response.entries()) {
    const bin = sums[Math.min(bins - 1, Math.floor((dueAt[row] ?? 0) / width))];
    if (bin === undefined) continue;
    bin.sum += ms;
    bin.max = Math.max(bin.max, ms);
    bin.count++;
  }
  return sums.flatMap(({ sum, max, count }, i) =>
    count === 0
      ? []
      : [{ fromMs: microseconds(i * width), meanMs: microseconds(sum / count), maxMs: microseconds(max), count }],
  );
};

/** Times in ms; a row a delivery of a message that was due in the window. */
export interface Latencies {
  readonly response: Float64Array;
  readonly service: Float64Array;
  readonly subscriber: Uint32Array;
  /** Since the window's start. */
  readonly dueAt: Float64Array;
  /** A row a message. */
  readonly publishDelay: Float64Array;
}

/** Every delivery of a message that was due in the window, however late it came (METHOD rules 1 and 11). */
export const latencies = (
  { publications, clients, windowFrom }: Observations,
  inWindow: (at: number) => boolean,
): Latencies => {
  const { intendedAt, sentAt } = publications;
  const response: number[] = [];
  const service: number[] = [];
  const subscriber: number[] = [];
  const dueAt: number[] = [];
  for (const { deliveries } of clients) {
    for (let row = 0; row < deliveries.seq.length; row++) {
      const message = (deliveries.seq[row] ?? 0) - 1;
      const intended = intendedAt[message] ?? Number.NaN;
      if (!inWindow(intended)) continue;
      const received = deliveries.receivedAt[row] ?? Number.NaN;
      response.push(received - intended);
      service.push(received - (sentAt[message] ?? Number.NaN));
      subscriber.push(deliveries.subscriber[row] ?? 0);
      dueAt.push(intended - windowFrom);
    }
  }
  const due = Array.from(intendedAt.keys()).filter((message) => inWindow(intendedAt[message] ?? Number.NaN));
  return {
    response: Float64Array.from(response),
    service: Float64Array.from(service),
    subscriber: Uint32Array.from(subscriber),
    dueAt: Float64Array.from(dueAt),
    publishDelay: Float64Array.from(due, (message) => (sentAt[message] ?? 0) - (intendedAt[message] ?? 0)),
  };
};

/**
 * Little's law (1961) as a check of steadiness: the mean number of deliveries outstanding in the window, from all that
 * were ever due, against rate × mean response time of those that were due in it. A queue that grows makes it less than 1.
 */
export const littlesRatio = (
  { publications, clients, windowFrom, windowTo }: Observations,
  { response }: Latencies,
): number | null => {
  let outstandingMs = 0;
  for (const { deliveries } of clients) {
    for (let row = 0; row < deliveries.seq.length; row++) {
      const from = Math.max(windowFrom, publications.intendedAt[(deliveries.seq[row] ?? 0) - 1] ?? windowTo);
      outstandingMs += Math.max(0, Math.min(windowTo, deliveries.receivedAt[row] ?? windowFrom) - from);
    }
  }
  return response.length === 0 ? null : ratio(outstandingMs, response.length * mean(response));
};

/** Of times in ms, in any order. */
export const distribution = (times: Float64Array): Distribution => {
  const ascending = times.toSorted();
  const largest = ascending.at(-1) ?? null;
  return {
    mean: ascending.length === 0 ? null : mean(ascending),
    p50: knownQuantile(ascending, 0.5),
    p90: knownQuantile(ascending, 0.9),
    p99: knownQuantile(ascending, 0.99),
    p999: knownQuantile(ascending, 0.999),
    max: largest,
    count: ascending.length,
    histogram: encodeHistogram(ascending),
  };
};

export const encodeHistogram = (times: Float64Array): string => {
  if (times.length === 0) return "";
  const histogram = hdr.build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2,
    numberOfSignificantValueDigits: 3,
    autoResize: true,
  });
  // It holds nothing below 0, which a page's clock may give: such a time is 0 in the picture, and itself in every figure.
  for (const ms of times) histogram.recordValue(Math.max(0, Math.round(ms * 1000)));
  return hdr.encodeIntoCompressedBase64(histogram);
};
