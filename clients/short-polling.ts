// Short polling: a poll every interval on a fixed timetable, so that a slow answer does not stretch the interval.

import { nextOnTimetable } from "./browser/timetable.ts";
import { startPolling } from "./poll-loop.ts";
import { patienceOf, type Subscribe } from "./subscriber.ts";

/** The first poll is sent on joining; the timetable starts `firstPollMs` after its answer. */
export const subscribe: Subscribe = (url, deliver, options) => {
  let joined = false;
  const next = (dueAt: number): number => {
    const now = performance.now();
    if (joined) return nextOnTimetable(dueAt, options.pollEveryMs, now);
    joined = true;
    return now + options.firstPollMs;
  };
  const { answerMs } = patienceOf(options);
  return startPolling(url, "/short-polling", { next, readyOn: "answer", answerWithinMs: answerMs }, deliver, options);
};
