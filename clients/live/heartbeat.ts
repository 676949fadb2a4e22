// Asks the server once a second for its log, meters and publisher, compares clocks with it now and then, and tells where it does
// not answer. Knows nothing of panes.

import { measureOffset } from "../browser/clock.ts";
import { type ClockAnswer, type MetersAnswer, type PublisherAnswer, usualHoldMs } from "./answers.ts";
import { span, written } from "./figures.ts";
import { words } from "./language.ts";
import { askClock, askMeters, askPublisher } from "./live-server.ts";
import { troubleWords } from "./trouble-words.ts";

/** A heartbeat tells it what it finds. */
interface HeartbeatWatcher {
  /** Once, when the clock is known. */
  ready(): void;
  /** The server's log is another one: its seqs mean other messages than before. */
  newLog(): void;
  /** How well the clocks agree, in a sentence. */
  clock(words: string): void;
  publisher(publisher: PublisherAnswer): void;
  /** The meters as they stood at some time since `askedAt`, on the page's clock. */
  meters(meters: MetersAnswer, askedAt: number): void;
  /** A line for the visitor while the server does not answer; null once it does. */
  trouble(line: string | null): void;
}

const everyMs = 1_000;
/** While a page loads, its answers come late: the clocks are compared once more when it rests. */
const clockAgainMs = 3_000;
/** Monotonic clocks hardly drift; a machine that slept is found out within this time. */
const clockEveryMs = 20_000;
const exchanges = 16;

export class Heartbeat {
  /** The key that the page's own requests carry. */
  readonly #page: string;
  readonly #now: () => number;
  readonly #watcher: HeartbeatWatcher;
  #offsetMs = 0;
  #compareAt = 0;
  #last: ClockAnswer = { now: 0, epoch: "", lastSeq: 0, holdMs: usualHoldMs };
  /** Names the log that the watcher knows of. */
  #epoch = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #beating = false;

  constructor(page: string, now: () => number, watcher: HeartbeatWatcher) {
    this.#page = page;
    this.#now = now;
    this.#watcher = watcher;
  }

  /** The server's clock minus the page's, in ms. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** The newest message's seq, as the server last told it. */
  get lastSeq(): number {
    return this.#last.lastSeq;
  }

  /** Names the server's log; empty before the clock is known. */
  get epoch(): string {
    return this.#epoch;
  }

  /** How long the server holds a long poll. */
  get holdMs(): number {
    return this.#last.holdMs;
  }

  /** Asks at once; the next beat follows by itself. */
  beat(): void {
    if (this.#beating) return;
    this.#beating = true;
    clearTimeout(this.#timer);
    this.#ask()
      .then(
        () => this.#watcher.trouble(null),
        (error: unknown) => {
          // After an outage it may be another server, with another clock.
          this.#compareAt = 0;
          this.#watcher.trouble(troubleWords(error, location.host));
        },
      )
      .finally(() => {
        this.#beating = false;
        this.#timer = setTimeout(() => this.beat(), everyMs);
      });
  }

  async #ask(): Promise<void> {
    await this.#exchange();
    // Another log may be another host's, with another clock.
    if (this.#last.epoch !== this.#epoch || this.#now() > this.#compareAt) await this.#compareClocks();
    if (this.#last.epoch !== this.#epoch) {
      const first = this.#epoch === "";
      this.#epoch = this.#last.epoch;
      if (first) this.#watcher.ready();
      else this.#watcher.newLog();
    }
    // Asked one after the other: the panes need most of the few connections that a browser keeps to a server.
    const askedAt = this.#now();
    this.#watcher.meters(await askMeters(this.#page), askedAt);
    this.#watcher.publisher(await askPublisher());
  }

  async #exchange(): Promise<number> {
    this.#last = await askClock();
    return this.#last.now;
  }

  async #compareClocks(): Promise<void> {
    const { offsetMs, boundMs } = await measureOffset(() => this.#exchange(), this.#now, exchanges);
    this.#offsetMs = offsetMs;
    this.#compareAt = this.#now() + (this.#epoch === "" ? clockAgainMs : clockEveryMs);
    const bound = written(span(Math.max(0.1, boundMs)));
    this.#watcher.clock(words.clock(bound, exchanges));
  }
}
