// Reads the live server's answers in JSON. An answer of another shape is an AnswerError. No I/O.

import { fieldsOf } from "../browser/json.ts";
import type { BrowserTransportName } from "../browser/transports.ts";
import type { Meter } from "./costs.ts";

export interface ClockAnswer {
  /** ms on the server's host clock, which stamps messages. */
  readonly now: number;
  /** Names the log: another epoch is another log. */
  readonly epoch: string;
  readonly lastSeq: number;
  /** How long it holds a long poll without news. */
  readonly holdMs: number;
}

/** Assumed of a server that does not say. RFC 6202 section 5.5 finds it safe. */
export const usualHoldMs = 30_000;

export interface PublisherAnswer {
  /** 0 while it rests. */
  readonly ratePerSec: number;
  readonly bodyBytes: number;
}

export type MetersAnswer = Readonly<Record<BrowserTransportName, Meter>>;

/** The answer is not one of the live server's. */
export class AnswerError extends Error {
  override readonly name = "AnswerError";
}

const field = (value: unknown, name: string): unknown => {
  const fields = fieldsOf(value);
  if (fields === null) throw new AnswerError("not a JSON object");
  return fields[name];
};

const number = (value: unknown, name: string): number => {
  const found = field(value, name);
  if (typeof found !== "number" || !Number.isFinite(found)) throw new AnswerError(`${name} is not a number`);
  return found;
};

const text = (value: unknown, name: string): string => {
  const found = field(value, name);
  if (typeof found !== "string") throw new AnswerError(`${name} is not text`);
  return found;
};

export const readClock = (value: unknown): ClockAnswer => ({
  now: number(value, "now"),
  epoch: text(value, "epoch"),
  lastSeq: number(value, "lastSeq"),
  holdMs: field(value, "holdMs") === undefined ? usualHoldMs : number(value, "holdMs"),
});

export const readPublisher = (value: unknown): PublisherAnswer => ({
  ratePerSec: number(value, "ratePerSec"),
  bodyBytes: number(value, "bodyBytes"),
});

/** The seq of a message that was published. */
export const readPublished = (value: unknown): number => number(value, "seq");

const readMeter = (value: unknown): Meter => ({
  requests: number(value, "requests"),
  empty: number(value, "empty"),
  bytesUp: number(value, "bytesUp"),
  bytesDown: number(value, "bytesDown"),
});

export const readMeters = (value: unknown): MetersAnswer => ({
  "short-polling": readMeter(field(value, "short-polling")),
  "long-polling": readMeter(field(value, "long-polling")),
  "server-sent-events": readMeter(field(value, "server-sent-events")),
  websocket: readMeter(field(value, "websocket")),
});

/** The one line in which the server says why it refuses; null where it says nothing. */
export const readRefusal = (value: unknown): string | null => {
  try {
    return text(value, "error");
  } catch {
    return null;
  }
};
