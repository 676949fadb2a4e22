// The registry: one line a transport. Command line, plan, charts, page and the contract test follow from it.

import type { Subscribe } from "../clients/subscriber.ts";
import type { StartServer, TransportDefaults } from "../servers/server.ts";
import type { DefaultDifference } from "./record/run.ts";

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
  "server-sent-events": { label: "Server-sent events", factors: [], byDefault: true, variantOf: null, server: () => import("../servers/server-sent-events.ts"), client: () => import("../clients/server-sent-events.ts") },
  websocket: { label: "WebSocket", factors: [], byDefault: true, variantOf: null, server: () => import("../servers/websocket.ts"), client: () => import("../clients/websocket.ts") },
  "websocket-deflate": { label: "WebSocket, compressed", factors: [], byDefault: false, variantOf: "websocket", server: () => import("../servers/websocket-deflate.ts"), client: () => import("../clients/websocket-deflate.ts") },
  "ws-library": { label: "WebSocket (ws package)", factors: [], byDefault: true, variantOf: "websocket", server: () => import("../servers/ws-library.ts"), client: () => import("../clients/ws-library.ts") },
};

/** An A/A run has each transport as two arms: itself, and itself under this name. */
const again = ":again";
export const twinOf = (name: string): string => `${name}${again}`;
export const isTwin = (name: string): boolean => name.endsWith(again);

/** Who subscribes: the load client, or a page in Chromium, which makes a further arm of the transport under this name. */
export const armNames = ["load", "browser"] as const;
export type ArmName = (typeof armNames)[number];
const inBrowser = ":browser";
export const browserOf = (name: string): string => `${name}${inBrowser}`;
export const isBrowserArm = (name: string): boolean => name.split(":").includes("browser");

/** Each transport's arms side by side; "browser" stands for both, so that there is something to hold it against. */
export const armsOf = (names: readonly string[], arms: readonly ArmName[]): readonly string[] =>
  arms.includes("browser") ? names.flatMap((name) => [name, browserOf(name)]) : names;

/** The name under which clients/browser has what subscribes to this transport. */
export const browserClientOf = (name: string): string => transportNamed(name).variantOf ?? plainName(name);

/** As a reader is told. */
export const labelOf = (name: string): string =>
  [transportNamed(name).label, ...(isBrowserArm(name) ? ["in Chromium"] : []), ...(isTwin(name) ? ["again"] : [])].join(
    ", ",
  );

/** The defaults in which these transports differ, in the registry that `named` asks. */
export const differencesOf = async (
  names: readonly string[],
  named: (name: string) => Transport = transportNamed,
): Promise<readonly DefaultDifference[]> => {
  const all = await Promise.all(names.map(async (name) => (await named(name).server()).defaults));
  const topics = ["connection", "batching", "compression", "upkeep"] as const;
  return topics
    .map((topic) => ({ topic, values: all.map((defaults) => defaults[topic]) }))
    .filter(({ values }) => new Set(values).size > 1);
};

/** Its name in the registry. */
export const plainName = (name: string): string => name.split(":")[0] ?? name;

/** The transport of that name, or of that arm's; throws RangeError where there is none, since names are checked with the options. */
export const transportNamed = (name: string, registry: Readonly<Record<string, Transport>> = transports): Transport => {
  const transport = registry[plainName(name)];
  if (transport === undefined) throw new RangeError(`no transport is called ${name}`);
  return transport;
};
