// The registry of transports, one line each, and the names of their arms. Command line, plan, charts, page and the contract
// test follow from it.

import type { Subscribe } from "../clients/subscriber.ts";
import type { StartServer, TransportDefaults } from "../servers/server.ts";
import type { DefaultDifference, Passage, TransportFacts } from "./record/run.ts";

/** A factor of the experiment that only some transports respond to. */
type TransportFactor = "pollEveryMs" | "holdMs" | "connection";

export interface Transport {
  readonly label: string;
  readonly factors: readonly TransportFactor[];
  /** Chosen where --transports does not say otherwise. */
  readonly byDefault: boolean;
  /** The transport that this is another make of. A sweep measures only that one where both are chosen. */
  readonly variantOf: string | null;
  /** Whether clients send over the same connection. */
  readonly twoWay: boolean;
  readonly passes: Passage;
  readonly server: () => Promise<{ readonly startServer: StartServer; readonly defaults: TransportDefaults }>;
  readonly client: () => Promise<{ readonly subscribe: Subscribe }>;
}

// biome-ignore format: one line a transport
export const transports: Readonly<Record<string, Transport>> = {
  "short-polling": { label: "Short polling", factors: ["pollEveryMs", "connection"], byDefault: true, variantOf: null, twoWay: false, passes: "any", server: () => import("../servers/short-polling.ts"), client: () => import("../clients/short-polling.ts") },
  "long-polling": { label: "Long polling", factors: ["holdMs", "connection"], byDefault: true, variantOf: null, twoWay: false, passes: "patient", server: () => import("../servers/long-polling.ts"), client: () => import("../clients/long-polling.ts") },
  "server-sent-events": { label: "Server-sent events", factors: [], byDefault: true, variantOf: null, twoWay: false, passes: "streaming", server: () => import("../servers/server-sent-events.ts"), client: () => import("../clients/server-sent-events.ts") },
  websocket: { label: "WebSocket", factors: [], byDefault: true, variantOf: null, twoWay: true, passes: "upgrade", server: () => import("../servers/websocket.ts"), client: () => import("../clients/websocket.ts") },
  "websocket-deflate": { label: "WebSocket, compressed", factors: [], byDefault: false, variantOf: "websocket", twoWay: true, passes: "upgrade", server: () => import("../servers/websocket-deflate.ts"), client: () => import("../clients/websocket-deflate.ts") },
  "ws-library": { label: "WebSocket (ws package)", factors: [], byDefault: true, variantOf: "websocket", twoWay: true, passes: "upgrade", server: () => import("../servers/ws-library.ts"), client: () => import("../clients/ws-library.ts") },
};

/** An A/A run has each transport as two arms: itself, and itself under this name. */
const again = ":again";
export const twinOf = (name: string): string => `${name}${again}`;
export const isTwin = (name: string): boolean => name.endsWith(again);

/** The kinds of subscribers: load clients, or pages in Chromium, which make a further arm of the transport. */
export const armNames = ["load", "browser"] as const;
export type ArmName = (typeof armNames)[number];
const inBrowser = ":browser";
const browserOf = (name: string): string => `${name}${inBrowser}`;
export const isBrowserArm = (name: string): boolean => name.split(":").includes("browser");

/** Each transport's arms side by side. "browser" stands for both kinds, so that there is something to compare with. */
export const armsOf = (names: readonly string[], arms: readonly ArmName[]): readonly string[] =>
  arms.includes("browser") ? names.flatMap((name) => [name, browserOf(name)]) : names;

/** The arm's transport by its name in clients/browser/transports.ts. */
export const browserClientOf = (name: string): string => transportNamed(name).variantOf ?? plainName(name);

/** The arm's name for readers. */
export const labelOf = (name: string): string => {
  const browser = isBrowserArm(name) ? ["in Chromium"] : [];
  const twin = isTwin(name) ? ["again"] : [];
  return [transportNamed(name).label, ...browser, ...twin].join(", ");
};

/** The facts that a run's record tells of the arm beside its trials. */
export const factsOf = (name: string): TransportFacts => {
  const { variantOf, twoWay, passes } = transportNamed(name);
  return { name, label: labelOf(name), variantOf, twoWay, passes };
};

/** The defaults in which these transports differ; `named` looks them up, in another revision's registry too. */
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

/** The arm's transport by its name in the registry. */
export const plainName = (name: string): string => name.replace(/:.*/, "");

/** Whether the arm's transport is in the registry. */
export const isRegistered = (name: string): boolean => Object.hasOwn(transports, plainName(name));

/** The transport of an arm. Throws RangeError where there is none: names are checked with the options. */
export const transportNamed = (name: string, registry: Readonly<Record<string, Transport>> = transports): Transport => {
  const transport = registry[plainName(name)];
  if (transport === undefined) throw new RangeError(`no transport is called ${name}`);
  return transport;
};
