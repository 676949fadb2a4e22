// Once a second the page asks the server for its log, meters and publisher, and now and then compares clocks with it; says
// so where it does not answer. Knows nothing of panes.

import { measureOffset } from "../browser/clock.ts";
import { type ClockAnswer, type MetersAnswer, type PublisherAnswer, usualHoldMs } from "./answers.ts";
import { span, written } from "./figures.ts";
import { askClock, askMeters, askPublisher } from "./live-server.ts";
import { troubleWords } from "./trouble-words.ts";

export interface Listening {
  /** Once, when the clock is known. */
  ready(): void;
  /** The server's log is another one: its seqs mean other messages than before. */
  newLog(): void;
  /** How well the clocks agree, in a sentence. */
  clock(words: string): void;
  publisher(publisher: PublisherAnswer): void;
  /** As they stood at some time since `askedAt`, on the page's clock. */
  meters(meters: MetersAnswer, askedAt: number): void;
  /** A line for the visitor while the server does not answer; null once it does. */
  trouble(line: string | null): void;
}

export interface Heartbeat {
  /** The server's clock minus the page's, in ms. */
  readonly offsetMs: () => number;
  /** Of the newest message, as the server last told. */
  readonly lastSeq: () => number;
  /** Of the server's log; empty before the clock is known. */
  readonly epoch: () => string;
  /** How long the server holds a long poll. */
  readonly holdMs: () => number;
  /** At once; the next one follows by itself. */
  beat(): void;
}

const everyMs = 1_000;
/** While a page loads, its answers come late: the clocks are compared once more when it rests. */
const clockAgainMs = 3_000;
/** Monotonic clocks hardly drift; a machine that slept is found out by then. */
const clockEveryMs = 20_000;
const exchanges = 16;

export const createHeartbeat = (page: string, now: () => number, listening: Listening): Heartbeat => {
  let [offsetMs, compareAt] = [0, 0];
  let last: ClockAnswer = { now: 0, epoch: "", lastSeq: 0, holdMs: usualHoldMs };
  /** Of the log that the page's panes are told of. */
  let epoch = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let beating = false;

  const exchange = async (): Promise<number> => {
    last = await askClock();
    return last.now;
  };

  const compareClocks = async (): Promise<void> => {
    const measured = await measureOffset(exchange, now, exchanges);
    ({ offsetMs } = measured);
    compareAt = now() + (epoch === "" ? clockAgainMs : clockEveryMs);
    const bound = written(span(Math.max(0.1, measured.boundMs)));
    listening.clock(
      `The page's clock and the server's agree within ± ${bound} (half the quickest of ${exchanges} round trips): an age may be wrong by as much.`,
    );
  };

  const ask = async (): Promise<void> => {
    await exchange();
    // Another log may be another host's, with another clock.
    if (last.epoch !== epoch || now() > compareAt) await compareClocks();
    if (last.epoch !== epoch) {
      const tell = epoch === "" ? listening.ready : listening.newLog;
      ({ epoch } = last);
      tell();
    }
    // One after the other: of the few connections that a browser keeps to a server, the panes need most.
    const askedAt = now();
    listening.meters(await askMeters(page), askedAt);
    listening.publisher(await askPublisher());
  };

  const beat = (): void => {
    if (beating) return;
    beating = true;
    clearTimeout(timer);
    ask()
      .then(
        () => listening.trouble(null),
        (error: unknown) => {
          // After an outage it may be another server, with another clock.
          compareAt = 0;
          listening.trouble(troubleWords(error, location.host));
        },
      )
      .finally(() => {
        beating = false;
        timer = setTimeout(beat, everyMs);
      });
  };

  return {
    offsetMs: () => offsetMs,
    lastSeq: () => last.lastSeq,
    epoch: () => epoch,
    holdMs: () => last.holdMs,
    beat,
  };
};
