// The chat from a visitor's side, without any page: what it is asked, and what it tells. How it is done stands in visit.ts.

import type { BrowserState } from "../subscriber.ts";
import type { BrowserTransportName } from "../transports.ts";
import type { ChatEntry, ChatVisitor } from "./entry.ts";

/** Functions as in BrowserOptions. */
export interface ChatOptions {
  /** http://host:port, without a path. */
  readonly origin: string;
  /** Empty: the server finds one. */
  readonly name: string;
  readonly transport: BrowserTransportName;
  readonly pollEveryMs: () => number;
  readonly holdMs: () => number;
  readonly delayMs: () => number;
  readonly random: () => number;
  /** Where WebSocket is blocked: until it is tried again; 15 s where not given, doubled each time up to a minute. */
  readonly tryAgainMs?: number;
}

/** What a chat tells. */
export interface ChatWatcher {
  /** Also when it had to join again: with another id and token, and where it could be had the same name. */
  joined(visitor: ChatVisitor): void;
  /** Each once and in order. `receivedAt`: on the clock of performance.now(). */
  entry(seq: number, entry: ChatEntry, receivedAt: number): void;
  state(state: BrowserState, detail: string): void;
  /** The transport in use from now on; `why` is empty where it is the one of choice. */
  via(transport: BrowserTransportName, why: string): void;
  /** A refusal, or what could not be done, in a line for the visitor. */
  note(text: string): void;
  /** Entries before this one are no longer kept; null of another log, which begins anew. */
  gone(oldestSeq: number | null): void;
}

export interface Chat {
  /** The seq of the last entry told. */
  readonly cursor: number;
  /**
   * Over the WebSocket where one is open, else as a request. Resolves once its fate is known; false where it was refused,
   * or may not have arrived: the watcher was told why.
   */
  say(text: string): Promise<boolean>;
  /** Goes over to another transport, from the cursor. */
  change(transport: BrowserTransportName): void;
  leave(): void;
}
