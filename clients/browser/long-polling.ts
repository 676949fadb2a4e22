// Long polling (RFC 6202): the next request follows each answer at once; the server holds it until there is news.

import { pollWith } from "./poll-loop.ts";
import type { BrowserSubscribe } from "./subscriber.ts";

/** Beyond the hold, for the way there and back. */
const patienceMs = 15_000;

export const subscribe: BrowserSubscribe = pollWith({
  next: (_, answeredAt) => answeredAt,
  held: true,
  patienceMs: ({ holdMs }) => holdMs() + patienceMs,
});
