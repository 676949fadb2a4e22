// WebSocket: one connection, down which the messages come, and which has a way up. The next one is dialled once the last has
// closed.

import { historyGone } from "../../servers/protocol/message.ts";
import type { closeCode } from "../../servers/protocol/websocket/close-codes.ts";
import { type Feed, type FeedSource, subscribeThrough } from "./feed.ts";
import { oldestSeqIn } from "./server-words.ts";
import type { BrowserSubscribe } from "./subscriber.ts";

/** A connection that has not opened within this time is given up. */
const openWithinMs = 4_000;

/** The core's codes (RFC 6455 section 7.4), stated here again, because pages are not served the core; the types keep them equal. */
const goingAway: typeof closeCode.goingAway = 1001;
const tryAgainLater: typeof closeCode.tryAgainLater = 1013;
const normal: typeof closeCode.normal = 1000;
/** The wait that "try again later" asks for. */
const tryAgainAfterMs = 5_000;

class WebSocketSource implements FeedSource {
  readonly #feed: Feed;
  #socket: WebSocket | null = null;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  start(): void {
    this.#feed.dial(() => this.#open());
  }

  #open(): void {
    const { down } = this.#feed;
    const socket = new WebSocket(this.#feed.address().replace(/^http/, "ws"));
    this.#socket = socket;
    // A socket that is closed before it has opened fails: its close event follows, and with that the next attempt.
    this.#patience = setTimeout(() => socket.close(), openWithinMs);
    socket.onopen = () => {
      clearTimeout(this.#patience);
      down.pass(() => this.#feed.opened());
    };
    socket.onmessage = ({ data }: { readonly data: unknown }) => down.pass(() => this.#feed.text(data));
    socket.onclose = ({ code, reason }) => {
      clearTimeout(this.#patience);
      down.pass(() => this.#lost(code, reason));
    };
  }

  #lost(code: number, reason: string): void {
    this.#socket = null;
    const opened = this.#feed.lost();
    const dial = (): void => this.start();
    if (code === historyGone.closeCode) {
      this.#feed.gone(oldestSeqIn(reason), dial);
    } else {
      const atLeastMs = code === tryAgainLater ? tryAgainAfterMs : 0;
      this.#feed.retry({ reason: lossOf(code, opened), status: null, opened, atLeastMs }, dial);
    }
  }

  send(text: string): boolean {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN || !this.#feed.isOpen) return false;
    this.#feed.up.pass(() => socket.send(text));
    return true;
  }

  close(): void {
    clearTimeout(this.#patience);
    const socket = this.#socket;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(normal);
  }
}

const lossOf = (code: number, opened: boolean): string => {
  if (!opened) return "the WebSocket did not open";
  if (code === goingAway) return "the server stops";
  if (code === tryAgainLater) return "the server asks for patience";
  return `lost the connection (${code})`;
};

export const subscribe: BrowserSubscribe = subscribeThrough((feed) => new WebSocketSource(feed));
