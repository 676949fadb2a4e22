// The one polling loop in a page: a request from the cursor, its answer delivered, the next request when its time has come.
// Short and long polling differ only in when that is.

import { decodeMessages, historyGone, type Message } from "../../servers/protocol/message.ts";
import { type Answer, ask } from "./answer.ts";
import { decoded, type Feed, type FeedSource, subscribeThrough } from "./feed.ts";
import { oldestSeqIn, retryAfterMs, seconds } from "./server-words.ts";
import type { BrowserOptions, BrowserSubscribe } from "./subscriber.ts";

interface PollTiming {
  /** When the next poll is due after the one due at `dueAt` was answered at `answeredAt`, on the clock of performance.now(). */
  next(dueAt: number, answeredAt: number, options: BrowserOptions): number;
  /** The server holds a request until there is news. */
  readonly held: boolean;
  /** A request without an answer for longer than this is given up. */
  patienceMs(options: BrowserOptions): number;
}

/** A request that has not failed for so long is taken for held. */
const settledAfterMs = 300;
/** An interval that is made shorter takes effect within this time. */
const longestSleepMs = 500;

export const pollWith = (timing: PollTiming): BrowserSubscribe => subscribeThrough((feed) => new Poller(feed, timing));

class Poller implements FeedSource {
  readonly #feed: Feed;
  readonly #timing: PollTiming;
  #dueAt = 0;
  #request: AbortController | null = null;
  /** How the last request ended. */
  #last: "none yet" | "answered" | "failed" = "none yet";

  constructor(feed: Feed, timing: PollTiming) {
    this.#feed = feed;
    this.#timing = timing;
  }

  start(): void {
    this.#dueAt = performance.now();
    this.#poll();
  }

  #poll(): void {
    if (this.#last !== "answered") this.#feed.state("connecting");
    else if (this.#timing.held) this.#feed.state("holding");
    else this.#feed.state("open", "polling");
    this.#feed.up.pass(() => this.#send());
  }

  async #send(): Promise<void> {
    const request = new AbortController();
    this.#request = request;
    const unsettled = this.#timing.held && this.#last !== "answered";
    const settle = unsettled ? setTimeout(() => this.#feed.state("holding"), settledAfterMs) : undefined;
    const patienceMs = this.#timing.patienceMs(this.#feed.options);
    const answer = await ask(this.#feed.address(), {}, request.signal, patienceMs);
    clearTimeout(settle);
    this.#request = null;
    if (!this.#feed.closed) this.#feed.down.pass(() => this.#answer(answer));
  }

  #answer(answer: Answer): void {
    if (answer.status === null) {
      this.#retry(answer, answer.failure);
    } else if (answer.status === historyGone.httpStatus) {
      this.#answered();
      this.#feed.gone(oldestSeqIn(answer.text), () => this.#poll());
    } else if (answer.status !== 200 && answer.status !== 204) {
      this.#retry(answer, `the server answered ${answer.status}`);
    } else {
      const messages = answer.status === 204 ? [] : decoded(decodeMessages, answer.text);
      if (messages === null) this.#retry(answer, "the server's answer cannot be read");
      else this.#deliver(messages);
    }
  }

  #deliver(messages: readonly Message[]): void {
    this.#answered();
    this.#feed.succeeded();
    this.#feed.deliver(messages);
    if (!this.#feed.closed) this.#sleep(performance.now());
  }

  /** An answer tells that the server is back; a request that is taken for held does not. */
  #answered(): void {
    if (this.#last === "failed") this.#feed.state("open");
    this.#last = "answered";
  }

  /** Sleeps until the next poll is due, and wakes now and then to see whether the interval has changed. */
  #sleep(answeredAt: number): void {
    const dueAt = this.#timing.next(this.#dueAt, answeredAt, this.#feed.options);
    const waitMs = dueAt - performance.now();
    if (waitMs <= 0) {
      this.#dueAt = dueAt;
      this.#poll();
      return;
    }
    this.#feed.state("pausing", `next poll in ${seconds(dueAt - answeredAt)}`);
    this.#feed.wait(Math.min(waitMs, longestSleepMs), () => this.#sleep(answeredAt));
  }

  #retry({ status, retryAfter }: Answer, reason: string): void {
    const opened = this.#last === "answered";
    this.#last = "failed";
    this.#feed.retry({ reason, status, opened, atLeastMs: retryAfterMs(retryAfter) }, () => this.#poll());
  }

  close(): void {
    this.#request?.abort();
  }
}
