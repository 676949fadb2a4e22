// Long polling (RFC 6202): the next request follows each answer at once; the server holds it until there is news.

import { pollWith } from "./poll-loop.ts";
import type { BrowserSubscribe } from "./subscriber.ts";

/** The longest that a server is expected to hold a request: RFC 6202 section 5.5 finds 30 s safe. */
const holdMs = 30_000;

export const subscribe: BrowserSubscribe = pollWith({
  next: (_, answeredAt) => answeredAt,
  held: true,
  patienceMs: holdMs + 15_000,
});
