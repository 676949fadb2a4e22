// The registry of the transports that a page can subscribe over, a line for each. Knows nothing of how they work.

import { subscribe as longPolling } from "./long-polling.ts";
import { subscribe as serverSentEvents } from "./server-sent-events.ts";
import { subscribe as shortPolling } from "./short-polling.ts";
import type { BrowserSubscribe } from "./subscriber.ts";
import { subscribe as webSocket } from "./websocket.ts";

export type BrowserTransportName = "short-polling" | "long-polling" | "server-sent-events" | "websocket";

export interface BrowserTransport {
  readonly label: string;
  readonly subscribe: BrowserSubscribe;
}

export const browserTransports: Readonly<Record<BrowserTransportName, BrowserTransport>> = {
  "short-polling": { label: "Short polling", subscribe: shortPolling },
  "long-polling": { label: "Long polling", subscribe: longPolling },
  "server-sent-events": { label: "Server-sent events", subscribe: serverSentEvents },
  websocket: { label: "WebSocket", subscribe: webSocket },
};

export const isBrowserTransport = (name: string): name is BrowserTransportName =>
  Object.hasOwn(browserTransports, name);
