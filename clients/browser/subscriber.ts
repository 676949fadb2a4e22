// A subscriber in a browser as its page sees it, whatever the transport: its options, its state, and the messages that arrive.
// Knows no page.

import type { Message } from "../../servers/protocol/message.ts";

/** In `holding`, the server holds the request until there is news. `pausing` lasts until the next poll, or the next attempt. */
export type BrowserState = "connecting" | "open" | "holding" | "pausing" | "closed";

/** Functions are called anew each time, so that a page can change a setting while it is subscribed. */
export interface BrowserOptions {
  /** The seq of the last message seen; 0 asks for all that the log keeps. */
  readonly since: number;
  /** Short polling alone uses it. */
  readonly pollEveryMs: () => number;
  /** The longest that the server holds a request. Long polling alone uses it. */
  readonly holdMs: () => number;
  /** The delay that this subscriber adds to each way. */
  readonly delayMs: () => number;
  /** Further parameters of the address. */
  readonly query: Readonly<Record<string, string>>;
  /** Randomness for the back-off, in [0, 1). */
  readonly random: () => number;
}

/** A subscriber tells it what happens. */
export interface BrowserWatcher {
  /** `receivedAt` is on the clock of performance.now(). */
  message(message: Message, receivedAt: number): void;
  /** `detail` says why, in words for a reader. It is empty where there is nothing to add. */
  state(state: BrowserState, detail: string): void;
  /** The log no longer keeps what follows the cursor, or is another log. The subscriber goes on from `oldestSeq`. */
  gone(oldestSeq: number | null): void;
  /** A message came again; `message` is not called a second time. */
  repeated?(message: Message): void;
  /**
   * The server says something to this subscriber alone, or sends what is no message. `ref` names what was sent that it refers to;
   * null where it names nothing.
   */
  note?(text: string, ref: string | null): void;
  /** A connection was lost, or did not come about. The next attempt is on its way. */
  failed?(failure: BrowserFailure): void;
}

export interface BrowserFailure {
  /** The answer's; null where there was none, or where the browser does not tell it. */
  readonly status: number | null;
  /** Whether the connection had been open. */
  readonly opened: boolean;
}

export interface BrowserSubscription {
  /** The seq of the last message delivered; before the first one, the seq that it begins behind. */
  readonly cursor: number;
  /** Returns false where the transport has no way up, or is not open. */
  send(text: string): boolean;
  close(): void;
}

/** Subscribes to the endpoint at `url` (absolute, without a query); reconnects until it is closed. */
export type BrowserSubscribe = (url: string, options: BrowserOptions, watcher: BrowserWatcher) => BrowserSubscription;
