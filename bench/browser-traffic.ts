// A browser does not tell what passes at its sockets: the server's count stands for it. Pure.

import type { Traffic } from "../clients/subscriber.ts";
import type { ServerTraffic } from "../servers/traffic.ts";

/**
 * As the clients would count it, but for what only they can know: cycles, turnarounds and failed dials are none.
 * `messages`: that arrived; `losses`: connections and requests that broke off, seen by the pages.
 */
export const trafficAtServer = (seen: ServerTraffic, messages: number, losses: number): Traffic => ({
  bytes: seen.bytes,
  kinds: seen.kinds,
  requests: { ...seen.requests, emptyCycles: 0, emptyCyclesMs: 0, turnarounds: 0, turnaroundsMs: 0 },
  connections: { opened: seen.opened, failed: 0, closedByServer: losses },
  messages,
});
