// The response times of a trial: pooled, a number a subscriber, and a number a stretch of time. Pure.

import * as hdr from "hdr-histogram-js";
import type {
  Distribution,
  MessageColumns,
  MessageTimes,
  Spread,
  SubscriberSpread,
  TimelineBin,
} from "../record/times.ts";
import { knotsOf } from "../statistics/knots.ts";
import { knownQuantile, leastSample, mean, quantile, ratio } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { Observations } from "./observations.ts";

/** Times in ms; one row a delivery of a message that was due in the window. */
interface Latencies {
  readonly response: Float64Array;
  readonly service: Float64Array;
  readonly subscriber: Uint32Array;
  /** Counts from 0. */
  readonly message: Uint32Array;
  /** Since the window's start. */
  readonly dueAt: Float64Array;
  /** One row a message. */
  readonly publishDelay: Float64Array;
}

/** Calls `see` for each delivery of a message that was published; `message` counts from 0. */
const eachDelivery = (
  { publications, clients }: Observations,
  see: (message: number, receivedAt: number, subscriber: number) => void,
): void => {
  for (const { deliveries } of clients) {
    for (const [row, seq] of deliveries.seq.entries()) {
      if (seq < 1 || seq > publications.intendedAt.length) continue;
      see(seq - 1, valueAt(deliveries.receivedAt, row), valueAt(deliveries.subscriber, row));
    }
  }
};

/** Every delivery of a message that was due in the window, however late it came (docs/method.md, rules 1 and 11). */
export const latencies = (seen: Observations, inWindow: (at: number) => boolean): Latencies => {
  const { intendedAt, sentAt } = seen.publications;
  const response: number[] = [];
  const service: number[] = [];
  const subscribers: number[] = [];
  const messages: number[] = [];
  const dueAt: number[] = [];
  const publishDelay: number[] = [];
  eachDelivery(seen, (message, receivedAt, subscriber) => {
    const intended = valueAt(intendedAt, message);
    if (!inWindow(intended)) return;
    response.push(receivedAt - intended);
    service.push(receivedAt - valueAt(sentAt, message));
    subscribers.push(subscriber);
    messages.push(message);
    dueAt.push(intended - seen.windowFrom);
  });
  for (const [message, intended] of intendedAt.entries()) {
    if (inWindow(intended)) publishDelay.push(valueAt(sentAt, message) - intended);
  }
  return {
    response: Float64Array.from(response),
    service: Float64Array.from(service),
    subscriber: Uint32Array.from(subscribers),
    message: Uint32Array.from(messages),
    dueAt: Float64Array.from(dueAt),
    publishDelay: Float64Array.from(publishDelay),
  };
};

/**
 * Little's law (1961) as a check of steadiness: the mean number of deliveries outstanding in the window, of all that were
 * ever due, against rate × mean response time of those that were due in it. A queue that grows makes it less than 1.
 */
export const littlesRatio = (seen: Observations, { response }: Latencies): number | null => {
  const { windowFrom, windowTo } = seen;
  let outstandingMs = 0;
  eachDelivery(seen, (message, receivedAt) => {
    const from = Math.max(windowFrom, valueAt(seen.publications.intendedAt, message));
    outstandingMs += Math.max(0, Math.min(windowTo, receivedAt) - from);
  });
  return response.length === 0 ? null : ratio(outstandingMs, response.length * mean(response));
};

/** The spread over the subscribers that got a message. One with too small a sample for a percentile leaves it null. */
export const spreadOf = ({ response, subscriber }: Latencies): SubscriberSpread => {
  const rowsOf = Map.groupBy(response.keys(), (row) => valueAt(subscriber, row));
  const sorted = Array.from(rowsOf.values(), (rows) => Float64Array.from(rows, (row) => valueAt(response, row)).sort());
  return {
    meanMs: spread(sorted.map(mean)),
    p50Ms: spread(sorted.map((times) => knownQuantile(times, 0.5))),
    p99Ms: spread(sorted.map((times) => knownQuantile(times, 0.99))),
  };
};

/** null where there are no values, or one of them is not known. */
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

/** Stretches of equal length by when a message was due. A stretch in which none was due is left out. */
export const timelineOf = ({ response, dueAt }: Latencies, windowMs: number): readonly TimelineBin[] => {
  const width = windowMs / bins;
  const sums = Array.from({ length: bins }, () => ({ sum: 0, max: 0, count: 0 }));
  for (const [row, ms] of response.entries()) {
    const bin = valueAt(sums, Math.min(bins - 1, Math.floor(valueAt(dueAt, row) / width)));
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

/** The response times of each message that arrived, ascending, in the order of seq. */
type ByMessage = readonly Float64Array[];

export const byMessage = ({ response, message }: Latencies): ByMessage =>
  [...Map.groupBy(response.keys(), (row) => valueAt(message, row))]
    .toSorted(([x], [y]) => x - y)
    .map(([, rows]) => Float64Array.from(rows, (row) => valueAt(response, row)).sort());

/** How soon each message reached the first, the median and the last of its subscribers. */
export const messageTimesOf = (messages: ByMessage): MessageTimes => {
  const at = (q: number): MessageTimes["firstMs"] => {
    const { histogram: _, ...percentiles } = distribution(Float64Array.from(messages, (times) => quantile(times, q)));
    return percentiles;
  };
  return { firstMs: at(0), medianMs: at(0.5), lastMs: at(1) };
};

export const messageColumnsOf = (
  { publications: { intendedAt, sentAt }, windowFrom }: Observations,
  messages: ByMessage,
): MessageColumns => {
  const sinceStart = (instants: Float64Array): readonly number[] =>
    Array.from(instants, (at) => microseconds(at - windowFrom));
  return {
    dueMs: sinceStart(intendedAt),
    sentMs: sinceStart(sentAt),
    knotsMs: messages.map((times) => knotsOf(times).map(microseconds)),
  };
};

/** Takes times in ms, in any order, and of how many independent events they are. */
export const distribution = (times: Float64Array, events = times.length): Distribution => {
  const ascending = times.toSorted();
  const known = (q: number): number | null => (events < leastSample(q) ? null : quantile(ascending, q));
  return {
    mean: ascending.length === 0 ? null : mean(ascending),
    p50: known(0.5),
    p90: known(0.9),
    p99: known(0.99),
    p999: known(0.999),
    max: ascending.at(-1) ?? null,
    count: ascending.length,
    events,
    histogram: encodeHistogram(ascending),
  };
};

const encodeHistogram = (times: Float64Array): string => {
  if (times.length === 0) return "";
  const histogram = hdr.build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2,
    numberOfSignificantValueDigits: 3,
    autoResize: true,
  });
  // A browser's clock may give a time below 0, which a histogram cannot hold: it is 0 here, and itself in every other figure.
  for (const ms of times) histogram.recordValue(Math.max(0, Math.round(ms * 1000)));
  return hdr.encodeIntoCompressedBase64(histogram);
};
