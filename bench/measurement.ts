// Turns what the processes of a trial saw into its record. Pure: columns and counters in, numbers out.

import * as hdr from "hdr-histogram-js";
import type { Traffic } from "../clients/subscriber.ts";
import type { Disconnections } from "../servers/server.ts";
import type { ServerTraffic } from "../servers/traffic.ts";
import { bytesOf } from "./byte-ledger.ts";
import type { ClientWindow, PagesReport } from "./client-process.ts";
import type { DeliveryColumns, PublicationColumns } from "./deliveries.ts";
import { ledgerOf } from "./delivery-ledger.ts";
import { generatorOf, worstLoop } from "./generator-load.ts";
import { emptyShareGiven } from "./model.ts";
import { trafficOf } from "./observed-traffic.ts";
import type { ClockBound, Conditions, Distribution, LinkLoad, Measurements, RequestCounts } from "./record.ts";
import type { ServerWindow } from "./server-process.ts";
import { knownQuantile, mean, ratio } from "./stats.ts";
import { spreadOf, timelineOf } from "./subscribers.ts";

/** Everything that a finished trial saw; times in ms on the host clock. */
export interface Observations {
  readonly conditions: Conditions;
  readonly windowFrom: number;
  readonly windowTo: number;
  readonly publications: PublicationColumns;
  readonly disconnections: Disconnections;
  /** One a client process. */
  readonly clients: readonly {
    readonly deliveries: DeliveryColumns;
    readonly window: ClientWindow;
    readonly total: Traffic | null;
    readonly pages: PagesReport | null;
  }[];
  readonly server: ServerWindow;
  /** Over the whole trial. */
  readonly serverTraffic: ServerTraffic;
  readonly link: LinkLoad;
  readonly otherCores: number | null;
  /** Of the server, and of all client processes together. */
  readonly bytesPerIdleSubscriber: { readonly server: number | null; readonly clients: number | null };
  /** From the first connect to the last subscriber's being ready. */
  readonly connectMs: number;
}

/** The measurements of a trial that could not be finished. */
export const unmeasured = {
  responseTimeMs: null,
  serviceTimeMs: null,
  publishDelayMs: null,
  perSubscriber: null,
  timeline: null,
  deliveries: null,
  bytes: null,
  requests: null,
  connections: null,
  server: null,
  generator: null,
  link: null,
  machine: null,
  clock: null,
};

export const measure = (seen: Observations): Measurements => {
  const inWindow = (at: number): boolean => at >= seen.windowFrom && at < seen.windowTo;
  const times = latencies(seen, inWindow);
  const { traffic, total } = trafficOf(seen);
  const serverCpuMs = seen.server.load.cpuMs - seen.server.pacerCpuMs;
  return {
    responseTimeMs: distribution(times.response),
    serviceTimeMs: distribution(times.service),
    publishDelayMs: distribution(times.publishDelay),
    perSubscriber: spreadOf(times),
    timeline: timelineOf(times, seen.windowTo - seen.windowFrom),
    deliveries: ledgerOf(seen),
    bytes: bytesOf(traffic, total, seen),
    requests: requestsOf(traffic, seen),
    connections: { ...total.connections, perSecond: seen.conditions.subscribers / (seen.connectMs / 1000) },
    server: {
      cpuMsPerThousandDeliveries: ratio(serverCpuMs, traffic.messages / 1000),
      cpuUtilization: serverCpuMs / seen.server.load.elapsedMs,
      ...worstLoop([seen.server.load]),
      rssPeakBytes: seen.server.load.rssPeakBytes,
      bytesPerIdleSubscriber: seen.bytesPerIdleSubscriber.server,
    },
    generator: generatorOf(seen, inWindow),
    link: seen.link,
    machine: { otherCores: seen.otherCores, littlesRatio: littlesRatio(seen, times) },
    clock: clockOf(seen),
  };
};

const clockOf = ({ clients }: Observations): ClockBound | null => {
  const pages = clients.flatMap((client) => client.pages ?? []);
  if (pages.length === 0) return null;
  return {
    offsetBoundMs: Math.max(...pages.map(({ offsetBoundMs }) => offsetBoundMs)),
    driftMs: Math.max(...pages.map(({ driftMs }) => driftMs)),
  };
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
const latencies = (
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
const littlesRatio = (
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

const encodeHistogram = (times: Float64Array): string => {
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

const requestsOf = (
  { requests, messages, kinds }: Traffic,
  { conditions: { subscribers, pollEveryMs }, publications, windowFrom, windowTo }: Observations,
): RequestCounts => ({
  total: requests.total,
  empty: requests.empty,
  perDelivery: ratio(requests.total, messages),
  perSubscriberSecond: requests.total / subscribers / ((windowTo - windowFrom) / 1000),
  messagesPerResponse: requests.total === 0 ? null : ratio(messages, requests.total - requests.empty),
  emptyShareOfPlan:
    pollEveryMs === null ? null : emptyShareGiven(publications.sentAt, pollEveryMs, windowFrom, windowTo),
  emptyCycleMs: ratio(requests.emptyCyclesMs, requests.emptyCycles),
  turnaroundMs: ratio(requests.turnaroundsMs, requests.turnarounds),
  headBytes: {
    request: ratio(kinds.up.httpHeaders, requests.total),
    fullAnswer: ratio(requests.fullAnswerHeadBytes, requests.fullAnswers),
    emptyAnswer: ratio(requests.emptyAnswerHeadBytes, requests.empty),
  },
});
