// WebSocket: one connection down which the messages come, and the way up. A new one is dialled once the last has closed.

import { historyGone } from "../../servers/protocol/message.ts";
import type { closeCode } from "../../servers/protocol/websocket/close-codes.ts";
import { Feed } from "./feed.ts";
import { oldestSeqIn } from "./server-words.ts";
import type { BrowserSubscribe } from "./subscriber.ts";

/** A connection that has not opened by then is given up. */
const openWithinMs = 4_000;
/** After one that was open for so long, the back-off begins anew even where no message has come. */
const steadyAfterMs = 5_000;

/** Stated here again, since pages are not served the WebSocket core; the types keep them the core's. */
const goingAway: typeof closeCode.goingAway = 1001;
const tryAgainLater: typeof closeCode.tryAgainLater = 1013;
const normal: typeof closeCode.normal = 1000;
/** The patience that "try again later" asks for. */
const tryAgainAfterMs = 5_000;

export const subscribe: BrowserSubscribe = (url, options, watcher) => {
  const feed = new Feed(url, options, watcher);
  const subscriber = new Subscriber(feed);
  subscriber.dial();
  return {
    get cursor() {
      return feed.cursor;
    },
    send: (text) => subscriber.send(text),
    close: () => subscriber.close(),
  };
};

class Subscriber {
  readonly #feed: Feed;
  #socket: WebSocket | null = null;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #openedAt: number | null = null;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  dial(): void {
    this.#feed.state("connecting");
    this.#feed.up.pass(() => this.#open());
  }

  #open(): void {
    const { down } = this.#feed;
    const socket = new WebSocket(this.#feed.address().replace(/^http/, "ws"));
    this.#socket = socket;
    this.#openedAt = null;
    // Closing what has not opened fails it: its close event follows, and with it the next attempt.
    this.#patience = setTimeout(() => socket.close(), openWithinMs);
    socket.onopen = () => {
      clearTimeout(this.#patience);
      down.pass(() => this.#opened());
    };
    socket.onmessage = ({ data }: { readonly data: unknown }) => down.pass(() => this.#feed.text(data));
    socket.onclose = ({ code, reason }) => {
      clearTimeout(this.#patience);
      down.pass(() => this.#lost(code, reason));
    };
  }

  #opened(): void {
    this.#openedAt = performance.now();
    this.#feed.state("open");
  }

  #lost(code: number, reason: string): void {
    this.#socket = null;
    const opened = this.#openedAt !== null;
    if (this.#openedAt !== null && performance.now() - this.#openedAt >= steadyAfterMs) this.#feed.succeeded();
    const dial = (): void => this.dial();
    if (code === historyGone.closeCode) {
      this.#feed.gone(oldestSeqIn(reason), dial);
    } else {
      const atLeastMs = code === tryAgainLater ? tryAgainAfterMs : 0;
      this.#feed.retry({ reason: lossOf(code, opened), status: null, opened, atLeastMs }, dial);
    }
  }

  /** False where the connection is not open. */
  send(text: string): boolean {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN || this.#openedAt === null) return false;
    this.#feed.up.pass(() => socket.send(text));
    return true;
  }

  close(): void {
    if (!this.#feed.close()) return;
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
