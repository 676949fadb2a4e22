// Short polling: a poll every interval on a fixed timetable, so that a slow answer does not stretch the interval.

import { startPolling } from "./poll-loop.ts";
import type { Subscribe } from "./subscriber.ts";

/** The first poll is sent on joining; the timetable starts `firstPollMs` after its answer. */
export const subscribe: Subscribe = (url, deliver, options) => {
  let joined = false;
  const next = (dueAt: number): number => {
    const now = performance.now();
    if (joined) return nextOnTimetable(dueAt, options.pollEveryMs, now);
    joined = true;
    return now + options.firstPollMs;
  };
  return startPolling(url, "/short-polling", { next, readyOn: "answer" }, deliver, options);
};

/** The first instant after `dueAt`, and not before `now`, on the timetable dueAt, dueAt + every, …: missed ones are skipped. */
export const nextOnTimetable = (dueAt: number, every: number, now: number): number =>
  dueAt + every * Math.max(1, Math.ceil((now - dueAt) / every));
