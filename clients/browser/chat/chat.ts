// The chat from a visitor's side: how it is joined, and what it tells. Knows no page; visit.ts does the work.

import type { BrowserState } from "../subscriber.ts";
import type { BrowserTransportName } from "../transports.ts";
import type { ChatEntry, ChatVisitor } from "./entry.ts";

/** The functions are those of BrowserOptions. */
export interface ChatOptions {
  /** http://host:port, without a path. */
  readonly origin: string;
  /** The server finds one where it is empty. */
  readonly name: string;
  readonly transport: BrowserTransportName;
  readonly pollEveryMs: () => number;
  readonly holdMs: () => number;
  readonly delayMs: () => number;
  readonly random: () => number;
  /** The time until a blocked WebSocket is tried again: 15 s where not given, doubled each time up to a minute. */
  readonly tryAgainMs?: number;
}

/** A visit tells it what happens. */
export interface ChatWatcher {
  /** Called again after each further joining: with another id and token, and with the same name where it could be had. */
  joined(visitor: ChatVisitor): void;
  /** Each entry once and in order. `receivedAt` is on the clock of performance.now(). */
  entry(seq: number, entry: ChatEntry, receivedAt: number): void;
  state(state: BrowserState, detail: string): void;
  /** The transport in use from now on. `why` is empty where it is the one that was chosen. */
  via(transport: BrowserTransportName, why: string): void;
  /** A refusal or a failure, in a line for the visitor. */
  note(text: string): void;
  /** Entries before this one are no longer kept; null where it is another log, which begins anew. */
  gone(oldestSeq: number | null): void;
}
