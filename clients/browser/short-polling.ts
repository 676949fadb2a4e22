// Short polling: a poll every interval on a fixed timetable, so that a slow answer does not stretch the interval.

import { pollWith } from "./poll-loop.ts";
import type { BrowserSubscribe } from "./subscriber.ts";
import { nextOnTimetable } from "./timetable.ts";

export const subscribe: BrowserSubscribe = pollWith({
  next: (dueAt, answeredAt, { pollEveryMs }) => nextOnTimetable(dueAt, pollEveryMs(), answeredAt),
  held: false,
  patienceMs: () => 15_000,
});
