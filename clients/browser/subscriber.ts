// What every transport's subscriber in a browser is to its page: where it stands, and what arrives. Knows no page.

import type { Message } from "../../servers/protocol/message.ts";

/** `holding`: the server holds the request until there is news; `pausing`: until the next poll, or the next attempt. */
export type BrowserState = "connecting" | "open" | "holding" | "pausing" | "closed";

/** Functions are asked anew each time, so that a page can change them while it is subscribed. */
export interface BrowserOptions {
  /** The seq of the last message seen; 0 for all that the log keeps. */
  readonly since: number;
  /** Of short polling. */
  readonly pollEveryMs: () => number;
  /** Of long polling: the longest that the server holds a request. */
  readonly holdMs: () => number;
  /** Added by this subscriber to each way. */
  readonly delayMs: () => number;
  /** Further parameters of the address. */
  readonly query: Readonly<Record<string, string>>;
  /** Of the back-off; in [0, 1). */
  readonly random: () => number;
}

/** What a subscriber tells. */
export interface BrowserWatcher {
  /** `receivedAt`: when it arrived, on the clock of performance.now(). */
  message(message: Message, receivedAt: number): void;
  /** `detail` says why, in words for a reader; empty where there is nothing to add. */
  state(state: BrowserState, detail: string): void;
  /** The log no longer keeps what follows the cursor, or is another log: it goes on from there. */
  gone(oldestSeq: number | null): void;
  /** A message came again; it is not told a second time. */
  repeated?(message: Message): void;
  /**
   * The server says something to this subscriber alone, or sends what is no message. `ref`: of what was sent that it is
   * said of; null where it names none.
   */
  note?(text: string, ref: string | null): void;
  /** A connection was lost or not had; the next attempt is on its way. */
  failed?(failure: BrowserFailure): void;
}

export interface BrowserFailure {
  /** Of the server's answer; null where there was none, or where the browser does not tell it. */
  readonly status: number | null;
  /** Whether the connection had been open. */
  readonly opened: boolean;
}

export interface BrowserSubscription {
  /** The seq of the last message delivered; 0 before the first, and where the log starts anew. */
  readonly cursor: number;
  /** Over a transport that has a way up, once it is open; false where it has none. */
  send(text: string): boolean;
  close(): void;
}

/** Subscribes to the endpoint at `url` (absolute, without a query); reconnects until it is closed. */
export type BrowserSubscribe = (url: string, options: BrowserOptions, watcher: BrowserWatcher) => BrowserSubscription;
