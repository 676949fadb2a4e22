// WebSocket, with long polling where WebSocket does not open though the server answers requests, and the way back up. Each
// message is delivered once and in order, whatever the changes between the two. Knows no chat.

import { Cursor } from "./cursor.ts";
import { subscribe as longPolling } from "./long-polling.ts";
import type { BrowserOptions, BrowserSubscription, BrowserWatcher } from "./subscriber.ts";
import { subscribe as webSocket } from "./websocket.ts";

type FallbackTransport = "websocket" | "long-polling";

interface FallbackOptions extends BrowserOptions {
  readonly urls: Readonly<Record<FallbackTransport, string>>;
  /** Whether the server answers requests now: then it is the WebSocket that is blocked. */
  readonly reachable: () => Promise<boolean>;
  /** The time from the fallback to the next try of WebSocket; doubled with each that fails, up to a minute. */
  readonly tryAgainMs: number;
}

export interface FallbackWatcher extends BrowserWatcher {
  via(transport: FallbackTransport, why: string): void;
}

/** How many WebSockets in a row may fail to open: that many are no accident. */
const unopenedAllowed = 2;
const longestTryAgainMs = 60_000;

export const subscribeWithFallback = (options: FallbackOptions, watcher: FallbackWatcher): BrowserSubscription => {
  const fallback = new Fallback(options, watcher);
  fallback.start();
  return fallback;
};

/** One way to the server, as long as it is in use. */
interface Line {
  readonly transport: FallbackTransport;
  subscription: BrowserSubscription | null;
  open: boolean;
}

class Fallback implements BrowserSubscription {
  readonly #options: FallbackOptions;
  readonly #watcher: FallbackWatcher;
  readonly #cursor: Cursor;
  #main: Line | null = null;
  /** A WebSocket that is tried beside long polling. */
  #trial: Line | null = null;
  #unopened = 0;
  #tryAgainMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: FallbackOptions, watcher: FallbackWatcher) {
    this.#options = options;
    this.#watcher = watcher;
    this.#cursor = new Cursor(options.since);
    this.#tryAgainMs = options.tryAgainMs;
  }

  get cursor(): number {
    return this.#cursor.seq;
  }

  start(): void {
    this.#main = { transport: "websocket", subscription: null, open: false };
    this.#dial(this.#main);
  }

  #dial(line: Line): void {
    const { urls, ...options } = this.#options;
    const subscribe = line.transport === "websocket" ? webSocket : longPolling;
    const since = { since: this.#cursor.seq };
    line.subscription = subscribe(urls[line.transport], { ...options, ...since }, this.#watching(line));
    // The watcher may have ended it on its first words.
    if (this.#main !== line && this.#trial !== line) line.subscription.close();
  }

  #watching(line: Line): BrowserWatcher {
    const whileMain = (tell: () => void): void => {
      if (this.#main === line) tell();
    };
    return {
      message: (message, receivedAt) => {
        // While both ways are open, a message comes over each.
        if (this.#cursor.take(message.seq).kind !== "repeated") this.#watcher.message(message, receivedAt);
      },
      state: (state, detail) => {
        line.open = state === "open";
        if (line.open && this.#trial === line) this.#goUp(line);
        if (line.open) this.#unopened = 0;
        whileMain(() => this.#watcher.state(state, detail));
      },
      gone: (oldestSeq) =>
        whileMain(() => {
          this.#cursor.restart(oldestSeq);
          this.#watcher.gone(oldestSeq);
        }),
      repeated: (message) => whileMain(() => this.#watcher.repeated?.(message)),
      note: (text, ref) => whileMain(() => this.#watcher.note?.(text, ref)),
      failed: (failure) => {
        if (this.#trial === line) this.#giveUpTrial(line);
        whileMain(() => {
          this.#watcher.failed?.(failure);
          if (line.transport === "websocket" && !failure.opened) this.#suspect(line);
        });
      },
    };
  }

  /** A WebSocket that does not open may be blocked, or its server away. Another way helps against the former alone. */
  async #suspect(line: Line): Promise<void> {
    const reachable = await this.#options.reachable();
    if (!reachable || this.#main !== line || line.open) return;
    this.#unopened++;
    if (this.#unopened >= unopenedAllowed) this.#goDown(line);
  }

  #goDown(from: Line): void {
    const line: Line = { transport: "long-polling", subscription: null, open: false };
    this.#main = line;
    from.subscription?.close();
    this.#watcher.via("long-polling", "WebSocket is blocked here");
    if (this.#closed) return;
    this.#dial(line);
    this.#tryAgain();
  }

  #tryAgain(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#trial = { transport: "websocket", subscription: null, open: false };
      this.#dial(this.#trial);
    }, this.#tryAgainMs);
    this.#tryAgainMs = Math.min(2 * this.#tryAgainMs, longestTryAgainMs);
  }

  #giveUpTrial(line: Line): void {
    this.#trial = null;
    line.subscription?.close();
    this.#tryAgain();
  }

  #goUp(line: Line): void {
    const before = this.#main;
    this.#trial = null;
    this.#main = line;
    this.#tryAgainMs = this.#options.tryAgainMs;
    before?.subscription?.close();
    this.#watcher.via("websocket", "WebSocket works again");
  }

  send(text: string): boolean {
    return this.#main?.subscription?.send(text) ?? false;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    const lines = [this.#main, this.#trial];
    this.#main = null;
    this.#trial = null;
    for (const line of lines) line?.subscription?.close();
    this.#watcher.state("closed", "");
  }
}
