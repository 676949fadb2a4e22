// The common part of the subscribers of all transports: cursor, address, added delay, back-off, and the watcher, who is told
// everything in order and nothing after the end. Knows no transport.

import { decodeMessage, type Message, MessageError } from "../../servers/protocol/message.ts";
import { Backoff } from "./backoff.ts";
import { Cursor } from "./cursor.ts";
import { DelayLine } from "./delay-line.ts";
import { errorIn, refIn, seconds } from "./server-words.ts";
import type { BrowserFailure, BrowserOptions, BrowserState, BrowserSubscribe, BrowserWatcher } from "./subscriber.ts";

/** The transport's part: it keeps a feed supplied, by polls or over a connection that it dials again. */
export interface FeedSource {
  start(): void;
  /** As in BrowserSubscription; absent where the transport has no way up. */
  send?(text: string): boolean;
  /** Closes anything that is open. Called once, after the feed has closed. */
  close(): void;
}

export const subscribeThrough =
  (createSource: (feed: Feed) => FeedSource): BrowserSubscribe =>
  (url, options, watcher) => {
    const feed = new Feed(url, options, watcher);
    const source = createSource(feed);
    source.start();
    return {
      get cursor() {
        return feed.cursor;
      },
      send: (text) => source.send?.(text) ?? false,
      close: () => {
        if (feed.close()) source.close();
      },
    };
  };

export interface Loss extends BrowserFailure {
  /** Words for a reader. */
  readonly reason: string;
  /** The server asks for this much patience; the back-off comes on top. */
  readonly atLeastMs: number;
}

/** After a connection that was open for so long, the back-off begins anew even where no message has come. */
const steadyAfterMs = 5_000;
const noMessage = "the server sent what is no message";

export class Feed {
  /** Everything that goes to the server passes `up`, everything that comes from it `down`. */
  readonly up: DelayLine;
  readonly down: DelayLine;
  readonly options: BrowserOptions;
  readonly #url: string;
  readonly #watcher: BrowserWatcher;
  readonly #cursor: Cursor;
  readonly #backoff = new Backoff();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The state that the watcher knows of. It knows of no connection before it is told of one. */
  #told: readonly [state: BrowserState, detail: string] = ["closed", ""];
  /** null while no connection is open. */
  #openedAt: number | null = null;
  /** The log was gone, and nothing has come since. */
  #gone = false;
  #closed = false;

  constructor(url: string, options: BrowserOptions, watcher: BrowserWatcher) {
    this.#url = url;
    this.options = options;
    this.#watcher = watcher;
    this.#cursor = new Cursor(options.since);
    this.up = new DelayLine(options.delayMs);
    this.down = new DelayLine(options.delayMs);
  }

  get cursor(): number {
    return this.#cursor.seq;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Asks for the messages after the cursor; without one, for all that the log keeps. */
  address(): string {
    const { seq } = this.#cursor;
    const parameters = new URLSearchParams({ ...(seq === 0 ? {} : { since: String(seq) }), ...this.options.query });
    return parameters.size === 0 ? this.#url : `${this.#url}?${parameters}`;
  }

  state(state: BrowserState, detail = ""): void {
    // A hold that follows a hold is another one.
    const same = state !== "holding" && this.#told[0] === state && this.#told[1] === detail;
    if (this.#closed || same) return;
    this.#told = [state, detail];
    this.#watcher.state(state, detail);
  }

  /** `open` is called once the way up is passed. */
  dial(open: () => void): void {
    this.state("connecting");
    this.up.pass(open);
  }

  opened(): void {
    this.#openedAt = performance.now();
    this.state("open");
  }

  get isOpen(): boolean {
    return this.#openedAt !== null;
  }

  /** The connection is gone. Returns whether it had been open. */
  lost(): boolean {
    const openedAt = this.#openedAt;
    this.#openedAt = null;
    if (openedAt === null) return false;
    if (performance.now() - openedAt >= steadyAfterMs) this.succeeded();
    return true;
  }

  /** Takes one text that came over a connection: a message, or a word to this subscriber alone. */
  text(data: unknown): void {
    const message = typeof data === "string" ? decoded(decodeMessage, data) : null;
    if (message !== null) this.deliver([message]);
    else if (typeof data === "string") this.#note(errorIn(data) ?? noMessage, refIn(data));
    else this.#note(noMessage, null);
  }

  /** Tells each message once and in order. */
  deliver(messages: readonly Message[]): void {
    const receivedAt = performance.now();
    if (messages.length > 0) this.succeeded();
    for (const message of messages) {
      if (this.#closed) return;
      const arrival = this.#cursor.take(message.seq);
      if (arrival.kind === "repeated") {
        this.#watcher.repeated?.(message);
        continue;
      }
      if (arrival.kind === "gap") this.#tellGap(...arrival.missing);
      this.#watcher.message(message, receivedAt);
    }
  }

  /** The back-off begins anew. */
  succeeded(): void {
    this.#backoff.reset();
    this.#gone = false;
  }

  /** Goes on from where the log starts: at once, or after a back-off where that is gone again before anything has come. */
  gone(oldestSeq: number | null, attempt: () => void): void {
    if (this.#closed) return;
    const again = this.#gone;
    this.#gone = true;
    this.#cursor.restart(oldestSeq);
    this.#watcher.gone(oldestSeq);
    if (this.#closed) return;
    if (again) this.wait(this.#backoff.next(this.options.random()), attempt);
    else attempt();
  }

  /** Tells the loss, and tries again after a back-off. */
  retry({ reason, status, opened, atLeastMs }: Loss, attempt: () => void): void {
    if (this.#closed) return;
    const waitMs = atLeastMs + this.#backoff.next(this.options.random());
    this.wait(waitMs, attempt);
    this.state("pausing", `${reason}: next attempt in ${seconds(waitMs)}`);
    // The watcher may have closed it on hearing that.
    if (!this.#closed) this.#watcher.failed?.({ status, opened });
  }

  /** The one timer of a subscriber. */
  wait(ms: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, ms);
  }

  /** Returns false where it was closed before. */
  close(): boolean {
    if (this.#closed) return false;
    clearTimeout(this.#timer);
    this.up.clear();
    this.down.clear();
    this.state("closed");
    this.#closed = true;
    return true;
  }

  #note(text: string, ref: string | null): void {
    if (!this.#closed) this.#watcher.note?.(text, ref);
  }

  /** The protocol allows no gap; a reader has to know of one that is seen. */
  #tellGap(from: number, to: number): void {
    const missing = from === to ? `message ${from}` : `messages ${from} to ${to}`;
    this.state(this.#told[0], `${missing} never came`);
  }
}

/** The result of `decode`; null where the text is no message. */
export const decoded = <T>(decode: (text: string) => T, text: string): T | null => {
  try {
    return decode(text);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return null;
  }
};
