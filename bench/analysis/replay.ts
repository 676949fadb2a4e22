// A trial's plan as it was played: the published instants through each transport, step by step (docs/method.md, rule 5a).
// Knows nothing of closed forms, and nothing of what was measured but the delays it is given. Pure.

import { quantile } from "../statistics/stats.ts";
import { numberAt, valueAt } from "../statistics/value-at.ts";

/** Instants in ms since the window's start, those of the warm-up below 0. */
export interface Played {
  /** When each message was meant to be published, ascending. */
  readonly dueMs: Float64Array;
  /** When each was. */
  readonly sentMs: Float64Array;
  /** All subscribers are ready from here on. */
  readonly readyMs: number;
  readonly measureMs: number;
  readonly subscribers: number;
}

/** The way between client and server, in ms. */
export interface Way {
  /** From server to client, without the software's own time. */
  readonly downMs: number;
  readonly upMs: number;
  /** c, from an answer's arrival to the next request's leaving. */
  readonly turnaroundMs: number;
}

/**
 * The software's own time from a message's being published to its arrival, on a link without delay: at equal steps of its
 * distribution over the subscribers, from the first to the last. The argument is the message's index.
 */
export type SoftwareOf = (message: number) => ArrayLike<number>;

/** The window of several subscribers, as their clients and their server saw it. */
export interface Replayed {
  readonly subscribers: number;
  /** Those of the messages due in the window; ascending. */
  readonly responseTimesMs: Float64Array;
  /** Requests that left in the window; answers that arrived in it, the empty ones and the others; messages in those. */
  readonly requests: number;
  readonly empty: number;
  readonly full: number;
  readonly messages: number;
}

/**
 * Messages that are published within so many ms of each other go together: a server answers when its turn is over, and all that
 * is due at once belongs to one turn.
 */
const turnMs = 0.25;

/** Adds up what all subscribers see in the window. */
class Window {
  readonly #played: Played;
  readonly #responseTimesMs: number[] = [];
  #requests = 0;
  #empty = 0;
  #full = 0;
  #messages = 0;

  constructor(played: Played) {
    this.#played = played;
  }

  #holds(at: number): boolean {
    return at >= 0 && at < this.#played.measureMs;
  }

  requested(at: number): void {
    if (this.#holds(at)) this.#requests++;
  }

  /** An answer, or a push, with the messages from `from` to before `to`. */
  arrived(at: number, from: number, to: number): void {
    if (this.#holds(at)) {
      this.#messages += to - from;
      if (to > from) this.#full++;
      else this.#empty++;
    }
    for (let message = from; message < to; message++) {
      const due = numberAt(this.#played.dueMs, message);
      if (this.#holds(due)) this.#responseTimesMs.push(at - due);
    }
  }

  seen(subscribers: number): Replayed {
    return {
      subscribers,
      responseTimesMs: Float64Array.from(this.#responseTimesMs).sort(),
      requests: this.#requests,
      empty: this.#empty,
      full: this.#full,
      messages: this.#messages,
    };
  }
}

/** So many subscribers, at equal steps of the order in which they are served, stand for all. */
const mostRanks = 10;

/** The place of each in that order, from 0 for the first to 1 for the last. */
const placesOf = ({ subscribers }: Played): readonly number[] => {
  const ranks = Math.min(subscribers, mostRanks);
  return Array.from({ length: ranks }, (_, rank) => (rank + 0.5) / ranks);
};

/** The first message from `from` on that is published after `at`. */
const publishedUntil = ({ sentMs }: Played, from: number, at: number): number => {
  let next = from;
  while (next < sentMs.length && numberAt(sentMs, next) <= at) next++;
  return next;
};

/** Each message is written to every subscriber at once. */
export const replayPush = (played: Played, { downMs }: Way, softwareOf: SoftwareOf): Replayed => {
  const window = new Window(played);
  const places = placesOf(played);
  for (let message = 0; message < played.sentMs.length; message++) {
    const written = numberAt(played.sentMs, message) + downMs;
    for (const place of places) {
      window.arrived(written + quantile(softwareOf(message), place), message, message + 1);
    }
  }
  return window.seen(places.length);
};

/**
 * Each subscriber polls at its phase, a share of the interval, and once an interval from there. A poll that falls due while an
 * answer is on its way is left out. A poll's answer is written to one subscriber alone, and takes what the first of a
 * message's subscribers waits.
 */
export const replayShortPolling = (
  played: Played,
  { downMs, upMs }: Way,
  softwareOf: SoftwareOf,
  everyMs: number,
  phases: readonly number[],
): Replayed => {
  const window = new Window(played);
  const endMs = Math.max(played.measureMs, lastOf(played));
  for (const phase of phases) {
    let cursor = 0;
    for (let due = played.readyMs + (phase - 1) * everyMs, at = due; cursor < played.sentMs.length || due < endMs; ) {
      window.requested(due);
      at = due + upMs;
      const next = publishedUntil(played, cursor, at);
      const arrival = at + downMs + (next > cursor ? valueAt(softwareOf(next - 1), 0) : 0);
      window.arrived(arrival, cursor, next);
      cursor = next;
      due += everyMs * Math.max(1, Math.ceil((arrival - due) / everyMs));
    }
  }
  return window.seen(phases.length);
};

/**
 * The server holds each request until there is a message, or until the hold is over. It takes no request while it still writes
 * the answers to a message, the last of which is as long on its way as the last subscriber waits.
 */
export const replayLongPolling = (
  played: Played,
  { downMs, upMs, turnaroundMs }: Way,
  softwareOf: SoftwareOf,
  holdMs: number,
): Replayed => {
  const window = new Window(played);
  const { sentMs } = played;
  const places = placesOf(played);
  for (const place of places) {
    let cursor = 0;
    for (let held = played.readyMs; cursor < sentMs.length || held < played.measureMs; ) {
      const news = cursor < sentMs.length ? numberAt(sentMs, cursor) : Number.POSITIVE_INFINITY;
      const answered = Math.max(held, Math.min(news, held + holdMs));
      const next = answered < news ? cursor : publishedUntil(played, cursor, answered + turnMs);
      const software = next > cursor ? softwareOf(next - 1) : [0];
      const arrival = answered + downMs + quantile(software, place);
      window.arrived(arrival, cursor, next);
      window.requested(arrival + turnaroundMs);
      held = Math.max(arrival + turnaroundMs + upMs, answered + quantile(software, 1));
      cursor = next;
    }
  }
  return window.seen(places.length);
};

const lastOf = ({ sentMs }: Played): number => (sentMs.length === 0 ? 0 : numberAt(sentMs, sentMs.length - 1));
