// Long polling (RFC 6202): the next request follows each answer at once; the server holds it until there is news.

import { startPolling } from "./poll-loop.ts";
import type { Subscribe } from "./subscriber.ts";

export const subscribe: Subscribe = (url, deliver, options) =>
  startPolling(url, "/long-polling", { next: () => Number.NEGATIVE_INFINITY, readyOn: "request" }, deliver, options);
