// Server-sent events (WHATWG HTML section 9.2): an EventSource, and a new one from the cursor once that is lost: left to
// itself it comes back on a fixed beat, and all of a server's at once. Why it was refused it does not say: the server is asked.

import { historyGone } from "../../servers/protocol/message.ts";
import { type Answer, ask } from "./answer.ts";
import { Feed, type Loss } from "./feed.ts";
import { oldestSeqIn, retryAfterMs } from "./server-words.ts";
import type { BrowserSubscribe } from "./subscriber.ts";

/** After a stream that was open for so long, the back-off begins anew even where no message has come. */
const steadyAfterMs = 5_000;
const patienceMs = 15_000;
const lostConnection = "lost the connection";

export const subscribe: BrowserSubscribe = (url, options, watcher) => {
  const feed = new Feed(url, options, watcher);
  const subscriber = new Subscriber(feed);
  subscriber.connect();
  return {
    get cursor() {
      return feed.cursor;
    },
    send: () => false,
    close: () => subscriber.close(),
  };
};

class Subscriber {
  readonly #feed: Feed;
  #source: EventSource | null = null;
  #question: AbortController | null = null;
  #openedAt: number | null = null;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  connect(): void {
    this.#feed.state("connecting");
    this.#feed.up.pass(() => this.#open());
  }

  #open(): void {
    const { down } = this.#feed;
    const source = new EventSource(this.#feed.address());
    this.#source = source;
    source.onopen = () => down.pass(() => this.#opened());
    source.onmessage = ({ data }: { readonly data: unknown }) => down.pass(() => this.#feed.text(data));
    source.onerror = () => {
      const refused = source.readyState === EventSource.CLOSED;
      source.close();
      down.pass(() => this.#lost(refused));
    };
  }

  #opened(): void {
    this.#openedAt = performance.now();
    this.#feed.state("open");
  }

  #lost(refused: boolean): void {
    this.#source = null;
    const opened = this.#openedAt !== null;
    if (this.#openedAt !== null && performance.now() - this.#openedAt >= steadyAfterMs) this.#feed.succeeded();
    this.#openedAt = null;
    if (refused) this.#feed.up.pass(() => this.#ask(opened));
    else this.#retry({ reason: lostConnection, status: null, opened, atLeastMs: 0 });
  }

  async #ask(opened: boolean): Promise<void> {
    const question = new AbortController();
    this.#question = question;
    const headers = { Accept: "text/event-stream" };
    const answer = await ask(this.#feed.address(), { headers }, question, patienceMs);
    this.#question = null;
    if (!this.#feed.closed) this.#feed.down.pass(() => this.#refused(answer, opened));
  }

  #refused({ status, text, retryAfter }: Answer, opened: boolean): void {
    if (status === historyGone.httpStatus) {
      this.#feed.gone(oldestSeqIn(text), () => this.connect());
    } else {
      const refused = status !== null && status !== 200;
      const reason = refused ? `the server answered ${status}` : lostConnection;
      this.#retry({ reason, status, opened, atLeastMs: retryAfterMs(retryAfter) });
    }
  }

  #retry(loss: Loss): void {
    this.#feed.retry(loss, () => this.connect());
  }

  close(): void {
    if (!this.#feed.close()) return;
    this.#source?.close();
    this.#question?.abort();
  }
}
