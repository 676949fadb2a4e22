// Long polling (RFC 6202): the next request follows each answer at once; the server holds it until there is news.

import { startPolling } from "./poll-loop.ts";
import { patienceOf, type Subscribe } from "./subscriber.ts";

export const subscribe: Subscribe = (url, deliver, options) => {
  const { answerMs, holdMs } = patienceOf(options);
  const next = (): number => Number.NEGATIVE_INFINITY;
  const timing = { next, readyOn: "request", answerWithinMs: holdMs + answerMs } as const;
  return startPolling(url, "/long-polling", timing, deliver, options);
};
