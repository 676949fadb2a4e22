// Long polling (RFC 6202): the next request follows each answer at once; the server holds it until there is news.

import { pollWith } from "./poll-loop.ts";
import type { BrowserSubscribe } from "./subscriber.ts";

/** The time for the way there and back, on top of the hold. */
const onTheWayMs = 15_000;

export const subscribe: BrowserSubscribe = pollWith({
  next: (_, answeredAt) => answeredAt,
  held: true,
  patienceMs: ({ holdMs }) => holdMs() + onTheWayMs,
});
