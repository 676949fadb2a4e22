// Turns what the processes of a trial saw into its record. Pure: columns and counters in, numbers out.

import * as hdr from "hdr-histogram-js";
import type { KindCounter, Traffic } from "../clients/subscriber.ts";
import type { Disconnections } from "../servers/server.ts";
import type { ClientWindow } from "./client-process.ts";
import type { DeliveryColumns, PublicationColumns } from "./deliveries.ts";
import { emptyShareGiven } from "./model.ts";
import {
  type ByteLedger,
  type BytesByKind,
  byteKinds,
  type Conditions,
  type DeliveryLedger,
  type Distribution,
  type GeneratorLoad,
  type Measurements,
  type RequestCounts,
} from "./record.ts";
import type { ServerWindow } from "./server-process.ts";
import { knownQuantile, mean } from "./stats.ts";

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
    readonly total: Traffic;
  }[];
  readonly server: ServerWindow;
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
  deliveries: null,
  bytes: null,
  requests: null,
  connections: null,
  server: null,
  generator: null,
};

export const measure = (seen: Observations): Measurements => {
  const inWindow = (at: number): boolean => at >= seen.windowFrom && at < seen.windowTo;
  const times = latencies(seen, inWindow);
  const traffic = seen.clients.map(({ window }) => difference(window.after, window.before)).reduce(sum);
  const total = seen.clients.map((client) => client.total).reduce(sum);
  const serverCpuMs = seen.server.load.cpuMs - seen.server.pacerCpuMs;
  return {
    responseTimeMs: distribution(times.response),
    serviceTimeMs: distribution(times.service),
    publishDelayMs: distribution(times.publishDelay),
    deliveries: ledgerOf(seen),
    bytes: bytesOf(traffic, total),
    requests: requestsOf(traffic, seen),
    connections: { ...total.connections, perSecond: seen.conditions.subscribers / (seen.connectMs / 1000) },
    server: {
      cpuMsPerThousandDeliveries: ratio(serverCpuMs, traffic.messages / 1000),
      cpuUtilization: serverCpuMs / seen.server.load.elapsedMs,
      loopDelayP99Ms: seen.server.load.loopDelayP99Ms,
      rssPeakBytes: seen.server.load.rssPeakBytes,
      bytesPerIdleSubscriber: seen.bytesPerIdleSubscriber.server,
    },
    generator: generatorOf(seen, inWindow),
  };
};

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Every delivery of a message that was due in the window, however late it came (METHOD rules 1 and 11). */
const latencies = (
  { publications, clients }: Observations,
  inWindow: (at: number) => boolean,
): { response: Float64Array; service: Float64Array; publishDelay: Float64Array } => {
  const { intendedAt, sentAt } = publications;
  const response: number[] = [];
  const service: number[] = [];
  for (const { deliveries } of clients) {
    for (let row = 0; row < deliveries.seq.length; row++) {
      const message = (deliveries.seq[row] ?? 0) - 1;
      const intended = intendedAt[message] ?? Number.NaN;
      if (!inWindow(intended)) continue;
      const received = deliveries.receivedAt[row] ?? Number.NaN;
      response.push(received - intended);
      service.push(received - (sentAt[message] ?? Number.NaN));
    }
  }
  const due = Array.from(intendedAt.keys()).filter((message) => inWindow(intendedAt[message] ?? Number.NaN));
  const publishDelay = Float64Array.from(due, (message) => (sentAt[message] ?? 0) - (intendedAt[message] ?? 0));
  return { response: Float64Array.from(response), service: Float64Array.from(service), publishDelay };
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
  for (const ms of times) histogram.recordValue(Math.round(ms * 1000));
  return hdr.encodeIntoCompressedBase64(histogram);
};

/** Per subscriber over the whole trial, warm-up included: every message once and in order (METHOD rule 8). */
const ledgerOf = ({ conditions, publications, clients }: Observations): DeliveryLedger => {
  const messages = publications.sentAt.length;
  const expected = messages * conditions.subscribers;
  const seen = new Map<number, { messages: Uint8Array; last: number }>();
  const affected = new Set<number>();
  let [received, duplicated, outOfOrder] = [0, 0, 0];
  for (const { deliveries } of clients) {
    for (let row = 0; row < deliveries.seq.length; row++) {
      const subscriber = deliveries.subscriber[row] ?? 0;
      const seq = deliveries.seq[row] ?? 0;
      let mine = seen.get(subscriber);
      if (mine === undefined) {
        mine = { messages: new Uint8Array(messages + 1), last: 0 };
        seen.set(subscriber, mine);
      }
      if (mine.messages[seq] === 1) duplicated++;
      else received++;
      if (mine.messages[seq] === 1 || seq < mine.last) affected.add(subscriber);
      if (mine.messages[seq] !== 1 && seq < mine.last) outOfOrder++;
      mine.messages[seq] = 1;
      mine.last = Math.max(mine.last, seq);
    }
  }
  let short = 0;
  for (const [subscriber, mine] of seen) {
    if (mine.messages.subarray(1).includes(0)) affected.add(subscriber);
    if (affected.has(subscriber)) short++;
  }
  const silent = messages === 0 ? 0 : conditions.subscribers - seen.size;
  return { expected, received, lost: expected - received, duplicated, outOfOrder, subscribersAffected: short + silent };
};

const mergeKinds = (x: KindCounter, y: KindCounter, sign: 1 | -1): KindCounter => ({
  body: x.body + sign * y.body,
  envelope: x.envelope + sign * y.envelope,
  httpHeaders: x.httpHeaders + sign * y.httpHeaders,
  framing: x.framing + sign * y.framing,
  handshake: x.handshake + sign * y.handshake,
  keepAlive: x.keepAlive + sign * y.keepAlive,
});

const merge = (x: Traffic, y: Traffic, sign: 1 | -1): Traffic => ({
  bytes: { up: x.bytes.up + sign * y.bytes.up, down: x.bytes.down + sign * y.bytes.down },
  kinds: { up: mergeKinds(x.kinds.up, y.kinds.up, sign), down: mergeKinds(x.kinds.down, y.kinds.down, sign) },
  requests: {
    total: x.requests.total + sign * y.requests.total,
    empty: x.requests.empty + sign * y.requests.empty,
    emptyCycles: x.requests.emptyCycles + sign * y.requests.emptyCycles,
    emptyCyclesMs: x.requests.emptyCyclesMs + sign * y.requests.emptyCyclesMs,
  },
  connections: {
    opened: x.connections.opened + sign * y.connections.opened,
    failed: x.connections.failed + sign * y.connections.failed,
    closedByServer: x.connections.closedByServer + sign * y.connections.closedByServer,
  },
  messages: x.messages + sign * y.messages,
});

const sum = (x: Traffic, y: Traffic): Traffic => merge(x, y, 1);
const difference = (x: Traffic, y: Traffic): Traffic => merge(x, y, -1);

const bothWays = ({ up, down }: Traffic["kinds"]): BytesByKind => mergeKinds(up, down, 1);

const bytesOf = (window: Traffic, total: Traffic): ByteLedger => {
  const { up, down } = window.kinds;
  const upgraded = total.kinds.up.handshake > 0;
  return {
    up: window.bytes.up,
    down: window.bytes.down,
    ...bothWays(window.kinds),
    kinds: { up, down },
    perDelivery: { up: ratio(window.bytes.up, window.messages), down: ratio(window.bytes.down, window.messages) },
    handshakePerConnection: upgraded
      ? {
          up: total.kinds.up.handshake / total.connections.opened,
          down: total.kinds.down.handshake / total.connections.opened,
        }
      : null,
    unaccounted: unaccountedBytes(total),
    wire: null,
  };
};

/** Of a trial that is over: within it, a message may have arrived in part. */
const unaccountedBytes = ({ bytes, kinds }: Traffic): number =>
  byteKinds.reduce((left, kind) => left - kinds.up[kind] - kinds.down[kind], bytes.up + bytes.down);

const requestsOf = (
  { requests, messages }: Traffic,
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
});

/** A message due at the window's very end may go out a little after it. */
const toleratedMs = 50;

const generatorOf = (
  { publications, clients, server, windowFrom, windowTo, bytesPerIdleSubscriber }: Observations,
  inWindow: (at: number) => boolean,
): GeneratorLoad => {
  const { intendedAt, sentAt } = publications;
  const perSecond = (instants: Float64Array): number =>
    instants.filter(inWindow).length / ((windowTo - windowFrom) / 1000);
  return {
    cpuUtilization: clients.reduce((cores, { window: { load } }) => cores + load.cpuMs / load.elapsedMs, 0),
    busiestProcessUtilization: Math.max(...clients.map(({ window: { load } }) => load.cpuMs / load.elapsedMs)),
    loopDelayP99Ms: Math.max(...clients.map(({ window }) => window.load.loopDelayP99Ms)),
    bytesPerIdleSubscriber: bytesPerIdleSubscriber.clients,
    offeredRate: perSecond(intendedAt),
    achievedRate: perSecond(intendedAt.filter((_, message) => (sentAt[message] ?? 0) <= windowTo + toleratedMs)),
    pacerUtilization: server.pacerCpuMs / server.load.elapsedMs,
  };
};
