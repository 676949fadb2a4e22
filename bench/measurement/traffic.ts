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
  const losses = seen.clients.reduce((sum, { pages }) => sum + (pages?.losses ?? 0), 0);
  const at = (traffic: ServerTraffic, instant: number): Traffic =>
    trafficAtServer(traffic, () => arrivedBetween(seen, 0, instant), losses);
  return {
    traffic: difference(at(counted.after, seen.server.to), at(counted.before, seen.server.from)),
    total: at(seen.serverTraffic, Number.POSITIVE_INFINITY),
  };
};

/** How many deliveries arrived from one instant to before the other. */
export const arrivedBetween = ({ clients }: Observations, from: number, to: number): number =>
  clients.reduce((sum, { deliveries }) => sum + deliveries.receivedAt.filter((at) => at >= from && at < to).length, 0);

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
 * pages tell how many connections and requests broke off, and how many messages had arrived where the server, being of an
 * older revision, does not count those that it sent.
 */
const trafficAtServer = (
  seen: ServerTraffic | Omit<ServerTraffic, "messages">,
  arrived: () => number,
  losses: number,
): Traffic => ({
  bytes: seen.bytes,
  kinds: seen.kinds,
  requests: { ...seen.requests, emptyCycles: 0, emptyCyclesMs: 0, turnarounds: 0, turnaroundsMs: 0 },
  connections: { opened: seen.opened, failed: 0, closedByServer: losses },
  messages: "messages" in seen ? seen.messages : arrived(),
});
