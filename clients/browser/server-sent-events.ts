// Server-sent events (WHATWG HTML section 9.2): an EventSource, which comes back by itself, with its Last-Event-ID. What it
// gives up, and why, it does not say: the server is asked, and a new one is opened from the cursor.

import { historyGone } from "../../servers/protocol/message.ts";
import { type Answer, ask } from "./answer.ts";
import { Feed } from "./feed.ts";
import { oldestSeqIn, retryAfterMs } from "./server-words.ts";
import type { BrowserSubscribe } from "./subscriber.ts";

/** After a stream that was open for so long, the back-off begins anew even where no message has come. */
const steadyAfterMs = 5_000;
const patienceMs = 15_000;

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
      const givenUp = source.readyState === EventSource.CLOSED;
      down.pass(() => this.#lost(givenUp));
    };
  }

  #opened(): void {
    this.#openedAt = performance.now();
    this.#feed.state("open");
  }

  #lost(givenUp: boolean): void {
    const opened = this.#openedAt !== null;
    if (this.#openedAt !== null && performance.now() - this.#openedAt >= steadyAfterMs) this.#feed.succeeded();
    this.#openedAt = null;
    if (givenUp) {
      this.#source = null;
      this.#feed.up.pass(() => this.#ask(opened));
    } else {
      this.#feed.state("connecting", "lost the connection: the browser tries again");
      this.#feed.failed({ status: null, opened });
    }
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
    const connect = (): void => this.connect();
    if (status === historyGone.httpStatus) {
      this.#feed.gone(oldestSeqIn(text), connect);
    } else {
      const refused = status !== null && status !== 200;
      const reason = refused ? `the server answered ${status}` : "lost the connection";
      this.#feed.retry({ reason, status, opened, atLeastMs: retryAfterMs(retryAfter) }, connect);
    }
  }

  close(): void {
    if (!this.#feed.close()) return;
    this.#source?.close();
    this.#question?.abort();
  }
}
