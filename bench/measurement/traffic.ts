// The traffic of a trial as the clients counted it, or the server where the clients are a browser's pages. Pure.

import type { Traffic } from "../../clients/subscriber.ts";
import { type BytesByKind, byteKinds, type KindCounter, noKinds } from "../../servers/protocol/byte-kinds.ts";
import type { ServerTraffic } from "../../servers/traffic.ts";
import type { Observations } from "./observations.ts";

/** The traffic within the window, and over the whole trial. */
export const trafficOf = (seen: Observations): { readonly traffic: Traffic; readonly total: Traffic } => {
  const told = seen.clients.flatMap(({ window: { before, after }, total }) =>
    before === null || after === null || total === null ? [] : [{ traffic: difference(after, before), total }],
  );
  if (told.length === seen.clients.length) {
    return {
      traffic: told.map(({ traffic }) => traffic).reduce(sum),
      total: told.map(({ total }) => total).reduce(sum),
    };
  }
  const counted = seen.server.traffic;
  if (counted === null) throw new TypeError("neither clients nor server counted the window's traffic");
  const received = seen.clients.flatMap(({ deliveries }) => [...deliveries.receivedAt]);
  const within = received.filter((at) => at >= seen.windowFrom && at < seen.windowTo).length;
  const losses = seen.clients.reduce((sum, { pages }) => sum + (pages?.losses ?? 0), 0);
  return {
    traffic: difference(trafficAtServer(counted.after, within, losses), trafficAtServer(counted.before, 0, losses)),
    total: trafficAtServer(seen.serverTraffic, received.length, losses),
  };
};

export const mergeKinds = (x: BytesByKind, y: BytesByKind, sign: 1 | -1): KindCounter => {
  const merged = noKinds();
  for (const kind of byteKinds) merged[kind] = x[kind] + sign * y[kind];
  return merged;
};

const merge = (x: Traffic, y: Traffic, sign: 1 | -1): Traffic => ({
  bytes: { up: x.bytes.up + sign * y.bytes.up, down: x.bytes.down + sign * y.bytes.down },
  kinds: { up: mergeKinds(x.kinds.up, y.kinds.up, sign), down: mergeKinds(x.kinds.down, y.kinds.down, sign) },
  requests: {
    total: x.requests.total + sign * y.requests.total,
    empty: x.requests.empty + sign * y.requests.empty,
    emptyCycles: x.requests.emptyCycles + sign * y.requests.emptyCycles,
    emptyCyclesMs: x.requests.emptyCyclesMs + sign * y.requests.emptyCyclesMs,
    turnarounds: x.requests.turnarounds + sign * y.requests.turnarounds,
    turnaroundsMs: x.requests.turnaroundsMs + sign * y.requests.turnaroundsMs,
    fullAnswers: x.requests.fullAnswers + sign * y.requests.fullAnswers,
    fullAnswerHeadBytes: x.requests.fullAnswerHeadBytes + sign * y.requests.fullAnswerHeadBytes,
    emptyAnswerHeadBytes: x.requests.emptyAnswerHeadBytes + sign * y.requests.emptyAnswerHeadBytes,
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

/**
 * The server's count in the shape of the clients'. What only they can know is 0: cycles, turnarounds and failed dials. The
 * pages tell how many messages arrived, and how many connections and requests broke off.
 */
const trafficAtServer = (seen: ServerTraffic, messages: number, losses: number): Traffic => ({
  bytes: seen.bytes,
  kinds: seen.kinds,
  requests: { ...seen.requests, emptyCycles: 0, emptyCyclesMs: 0, turnarounds: 0, turnaroundsMs: 0 },
  connections: { opened: seen.opened, failed: 0, closedByServer: losses },
  messages,
});
