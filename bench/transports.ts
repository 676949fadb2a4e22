// The registry: one line a transport. Command line, plan, charts, page and the contract test follow from it.

import type { Subscribe } from "../clients/subscriber.ts";
import type { StartServer, TransportDefaults } from "../servers/server.ts";
import type { DefaultDifference } from "./record.ts";

/** A factor of the experiment that only some transports respond to. */
export type TransportFactor = "pollEveryMs" | "holdMs" | "connection";

export interface Transport {
  readonly label: string;
  readonly factors: readonly TransportFactor[];
  /** Runs where --transports does not say otherwise. */
  readonly byDefault: boolean;
  /** Another make of this transport: what is learnt of that one in a sweep is not asked of this one again. */
  readonly variantOf: string | null;
  readonly server: () => Promise<{ readonly startServer: StartServer; readonly defaults: TransportDefaults }>;
  readonly client: () => Promise<{ readonly subscribe: Subscribe }>;
}

// biome-ignore format: one line a transport
export const transports: Readonly<Record<string, Transport>> = {
  "short-polling": { label: "Short polling", factors: ["pollEveryMs", "connection"], byDefault: true, variantOf: null, server: () => import("../servers/short-polling.ts"), client: () => import("../clients/short-polling.ts") },
  "long-polling": { label: "Long polling", factors: ["holdMs", "connection"], byDefault: true, variantOf: null, server: () => import("../servers/long-polling.ts"), client: () => import("../clients/long-polling.ts") },
  websocket: { label: "WebSocket", factors: [], byDefault: true, variantOf: null, server: () => import("../servers/websocket.ts"), client: () => import("../clients/websocket.ts") },
  "websocket-deflate": { label: "WebSocket, compressed", factors: [], byDefault: false, variantOf: "websocket", server: () => import("../servers/websocket-deflate.ts"), client: () => import("../clients/websocket-deflate.ts") },
  "ws-library": { label: "WebSocket (ws package)", factors: [], byDefault: true, variantOf: "websocket", server: () => import("../servers/ws-library.ts"), client: () => import("../clients/ws-library.ts") },
};

/** An A/A run has each transport as two arms: itself, and itself under this name. */
const again = ":again";
export const twinOf = (name: string): string => `${name}${again}`;
export const isTwin = (name: string): boolean => name.endsWith(again);

/** As a reader is told. */
export const labelOf = (name: string): string =>
  isTwin(name) ? `${transportNamed(name).label}, again` : transportNamed(name).label;

/** The defaults in which these transports differ. */
export const differencesOf = async (names: readonly string[]): Promise<readonly DefaultDifference[]> => {
  const all = await Promise.all(names.map(async (name) => (await transportNamed(name).server()).defaults));
  const topics = ["connection", "batching", "compression", "upkeep"] as const;
  return topics
    .map((topic) => ({ topic, values: all.map((defaults) => defaults[topic]) }))
    .filter(({ values }) => new Set(values).size > 1);
};

/** The transport of that name, or of that twin's; throws RangeError where there is none, since names are checked with the options. */
export const transportNamed = (name: string): Transport => {
  const transport = transports[isTwin(name) ? name.slice(0, -again.length) : name];
  if (transport === undefined) throw new RangeError(`no transport is called ${name}`);
  return transport;
};
