// The cost of a message: the server's meters beside the messages that arrived, over the last minute. Pure; knows neither page nor
// network.

import { windowMs } from "./recent-ages.ts";

/** The traffic of one transport as the server's sockets saw it, heads included. */
export interface Meter {
  readonly requests: number;
  readonly empty: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** The messages that have arrived so far, the bytes of their bodies, and of the JSON around the bodies. */
export interface Received {
  readonly messages: number;
  readonly bodyBytes: number;
  readonly envelopeBytes: number;
}

interface Reading {
  /** ms on the page's monotonic clock. */
  readonly at: number;
  readonly meter: Meter;
  readonly received: Received;
}

export interface Costs {
  /** Over the whole visit: a server that was started again begins its meters anew, and the page goes on. */
  readonly total: Meter;
  /** The server's meter as it was last read. */
  readonly raw: Meter;
  readonly readings: readonly Reading[];
  /** A reading that was asked for before this instant is of what was spent before it. */
  readonly settledAt: number;
}

/** The bytes of a message, both ways together: its body, the JSON around it, and what the transport adds. */
export interface MessageCost {
  readonly body: number;
  readonly envelope: number;
  readonly wrapping: number;
}

const noMeter: Meter = { requests: 0, empty: 0, bytesUp: 0, bytesDown: 0 };
export const noCosts: Costs = { total: noMeter, raw: noMeter, readings: [], settledAt: Number.NEGATIVE_INFINITY };

const combine = (x: Meter, y: Meter, f: (a: number, b: number) => number): Meter => ({
  requests: f(x.requests, y.requests),
  empty: f(x.empty, y.empty),
  bytesUp: f(x.bytesUp, y.bytesUp),
  bytesDown: f(x.bytesDown, y.bytesDown),
});

/** Takes in a reading of the server's meter, about once a second. It was asked for at `askedAt` and came at `at`. */
export const read = (costs: Costs, raw: Meter, received: Received, askedAt: number, at: number): Costs => {
  const restarted = raw.bytesUp < costs.raw.bytesUp || raw.bytesDown < costs.raw.bytesDown;
  const more = restarted ? raw : combine(raw, costs.raw, (now, before) => now - before);
  const total = combine(costs.total, more, (x, y) => x + y);
  const kept = costs.readings.filter((reading) => reading.at >= at - windowMs);
  if (askedAt < costs.settledAt) return { ...costs, total, raw };
  return { ...costs, total, raw, readings: [...kept, { at, meter: total, received }] };
};

/**
 * Bytes spent up to `at` are not counted to the messages that follow: a handshake, a stream's head, and bytes that a server had
 * metered and not told before it went away.
 */
export const settle = (costs: Costs, at: number): Costs => ({ ...costs, readings: [], settledAt: at });

/** The cost over the last minute, from the first reading since `settle`; null where no message came. */
export const costOf = ({ readings }: Costs): MessageCost | null => {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) return null;
  const messages = last.received.messages - first.received.messages;
  if (messages <= 0) return null;
  const body = (last.received.bodyBytes - first.received.bodyBytes) / messages;
  const envelope = (last.received.envelopeBytes - first.received.envelopeBytes) / messages;
  const { bytesUp, bytesDown } = combine(last.meter, first.meter, (x, y) => x - y);
  return { body, envelope, wrapping: Math.max(0, (bytesUp + bytesDown) / messages - body - envelope) };
};

export const sumOf = ({ body, envelope, wrapping }: MessageCost): number => body + envelope + wrapping;

/** The bytes and requests that a transport moved, messages or none: this is what silence costs. */
export interface Traffic {
  readonly requests: number;
  /** Both ways together. */
  readonly bytes: number;
}

/** Over the last minute, from the first reading since `settle`; null where there is nothing to compare with yet. */
export const trafficOf = ({ readings }: Costs): Traffic | null => {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const { requests, bytesUp, bytesDown } = combine(last.meter, first.meter, (x, y) => x - y);
  return { requests, bytes: bytesUp + bytesDown };
};
