// Once a second the page asks the server for its publisher and meters, now and then for its clock; says so where it does
// not answer. Knows nothing of panes.

import { measureOffset } from "../browser/clock.ts";
import type { ClockAnswer, MetersAnswer, PublisherAnswer } from "./answers.ts";
import { messageOf } from "./dom.ts";
import { span, written } from "./figures.ts";
import { askClock, askMeters, askPublisher, RefusedError } from "./live-server.ts";

export interface Listening {
  /** Once, when the clock is known. */
  ready(): void;
  /** How well the clocks agree, in a sentence. */
  clock(words: string): void;
  publisher(publisher: PublisherAnswer): void;
  meters(meters: MetersAnswer): void;
  /** A line for the visitor while the server does not answer; null once it does. */
  trouble(line: string | null): void;
}

export interface Heartbeat {
  /** The server's clock minus the page's, in ms. */
  readonly offsetMs: () => number;
  /** Of the newest message, as the server last told. */
  readonly lastSeq: () => number;
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
  let [offsetMs, lastSeq] = [0, 0];
  /** null before the first comparison. */
  let compareAt: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let beating = false;

  const exchange = async (): Promise<number> => {
    const clock: ClockAnswer = await askClock();
    ({ lastSeq } = clock);
    return clock.now;
  };

  const compareClocks = async (): Promise<void> => {
    const measured = await measureOffset(exchange, now, exchanges);
    const first = compareAt === null;
    ({ offsetMs } = measured);
    compareAt = now() + (first ? clockAgainMs : clockEveryMs);
    const bound = written(span(Math.max(0.1, measured.boundMs)));
    listening.clock(
      `The page's clock and the server's agree within ± ${bound} (half the quickest of ${exchanges} round trips): an age may be wrong by as much.`,
    );
    if (first) listening.ready();
  };

  const ask = async (): Promise<void> => {
    if (compareAt === null || now() > compareAt) await compareClocks();
    // One after the other: of the few connections that a browser keeps to a server, the panes need most.
    listening.meters(await askMeters(page));
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
          if (compareAt !== null) compareAt = 0;
          listening.trouble(troubleWords(error));
        },
      )
      .finally(() => {
        beating = false;
        timer = setTimeout(beat, everyMs);
      });
  };

  return { offsetMs: () => offsetMs, lastSeq: () => lastSeq, beat };
};

const troubleWords = (error: unknown): string =>
  error instanceof RefusedError
    ? `The server refuses what this page asks: ${messageOf(error)}. The page asks again every second.`
    : `No server answers at ${location.host}. The page asks again every second; each pane tries by itself.`;
