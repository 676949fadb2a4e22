// Server-sent events (WHATWG HTML section 9.2): an EventSource, and a new one from the cursor once that is lost. Left to itself
// it would come back on a fixed beat, together with all others of the server. It does not say why it was refused, so the
// server is asked.

import { historyGone } from "../../servers/protocol/message.ts";
import { type Answer, ask } from "./answer.ts";
import { type Feed, type FeedSource, type Loss, subscribeThrough } from "./feed.ts";
import { oldestSeqIn, retryAfterMs, seconds } from "./server-words.ts";
import type { BrowserSubscribe } from "./subscriber.ts";

/** A stream that has not opened within this time is given up, and so is a question. */
const patienceMs = 15_000;
const lostConnection = "lost the connection";

class EventStreamSource implements FeedSource {
  readonly #feed: Feed;
  #source: EventSource | null = null;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #question: AbortController | null = null;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  start(): void {
    this.#feed.dial(() => this.#open());
  }

  #open(): void {
    const { down } = this.#feed;
    const source = new EventSource(this.#feed.address());
    this.#source = source;
    const lose = (refused: boolean, reason: string): void => {
      clearTimeout(this.#patience);
      source.close();
      down.pass(() => this.#lost(refused, reason));
    };
    this.#patience = setTimeout(() => lose(false, `no answer within ${seconds(patienceMs)}`), patienceMs);
    source.onopen = () => {
      clearTimeout(this.#patience);
      down.pass(() => this.#feed.opened());
    };
    source.onmessage = ({ data }: { readonly data: unknown }) => down.pass(() => this.#feed.text(data));
    source.onerror = () => lose(source.readyState === EventSource.CLOSED, lostConnection);
  }

  #lost(refused: boolean, reason: string): void {
    this.#source = null;
    const opened = this.#feed.lost();
    if (refused) this.#feed.up.pass(() => this.#ask(opened));
    else this.#retry({ reason, status: null, opened, atLeastMs: 0 });
  }

  async #ask(opened: boolean): Promise<void> {
    const question = new AbortController();
    this.#question = question;
    const headers = { Accept: "text/event-stream" };
    const answer = await ask(this.#feed.address(), { headers }, question.signal, patienceMs);
    this.#question = null;
    if (!this.#feed.closed) this.#feed.down.pass(() => this.#refused(answer, opened));
  }

  #refused({ status, text, retryAfter }: Answer, opened: boolean): void {
    if (status === historyGone.httpStatus) {
      this.#feed.gone(oldestSeqIn(text), () => this.start());
    } else {
      const refused = status !== null && status !== 200;
      const reason = refused ? `the server answered ${status}` : lostConnection;
      this.#retry({ reason, status, opened, atLeastMs: retryAfterMs(retryAfter) });
    }
  }

  #retry(loss: Loss): void {
    this.#feed.retry(loss, () => this.start());
  }

  close(): void {
    clearTimeout(this.#patience);
    this.#source?.close();
    this.#question?.abort();
  }
}

export const subscribe: BrowserSubscribe = subscribeThrough((feed) => new EventStreamSource(feed));
