// The owner of the servers and clients that a trial runs: this tree, or another revision. The harness around them (plan, publisher, clock,
// measurement) is always this tree's, so that a change in measuring makes no difference between them.

import type { MessageLog } from "../../servers/log.ts";
import type { ServerOptions } from "../../servers/server.ts";
import { UsageError } from "../failure.ts";
import { plainName, type Transport, transportNamed } from "../transports.ts";

/** A tree of this project, by the URL of its root, which ends in a slash. */
export interface Subject {
  readonly root: string;
}

/** The transports that a process of a trial is to load from it. */
export interface PrepareCall {
  readonly subject: Subject;
  readonly transports: readonly string[];
}

export const ownSubject: Subject = { root: new URL("../..", import.meta.url).href };

/** The parts of a tree that the harness uses. */
interface LoadedSubject {
  readonly MessageLog: typeof MessageLog;
  readonly defaultServerOptions: ServerOptions;
  /** Throws RangeError where the tree has no such transport. */
  transportNamed(name: string): Transport;
  has(name: string): boolean;
}

type Registry = Readonly<Record<string, Transport>>;

const isRegistry = (module: unknown): module is { readonly transports: Registry } =>
  typeof module === "object" &&
  module !== null &&
  "transports" in module &&
  typeof module.transports === "object" &&
  module.transports !== null &&
  Object.values(module.transports).every(
    (transport: unknown) =>
      typeof transport === "object" && transport !== null && "server" in transport && "client" in transport,
  );

const hasLog = (module: unknown): module is { readonly MessageLog: typeof MessageLog } =>
  typeof module === "object" && module !== null && "MessageLog" in module && typeof module.MessageLog === "function";

const hasDefaults = (module: unknown): module is { readonly defaultServerOptions: ServerOptions } =>
  typeof module === "object" &&
  module !== null &&
  "defaultServerOptions" in module &&
  typeof module.defaultServerOptions === "object";

/** Throws UsageError where this harness cannot measure the tree at `root`. */
export const loadSubject = async ({ root }: Subject): Promise<LoadedSubject> => {
  const [registry, log, server] = await Promise.all(
    ["bench/transports.ts", "servers/log.ts", "servers/server.ts"].map((path) => load(root, path)),
  );
  if (!isRegistry(registry)) throw unfit(root, "bench/transports.ts has no registry of transports");
  if (!hasLog(log)) throw unfit(root, "servers/log.ts has no MessageLog");
  if (!hasDefaults(server)) throw unfit(root, "servers/server.ts has no defaultServerOptions");
  return {
    MessageLog: log.MessageLog,
    defaultServerOptions: server.defaultServerOptions,
    transportNamed: (name) => transportNamed(name, registry.transports),
    has: (name) => plainName(name) in registry.transports,
  };
};

const load = async (root: string, path: string): Promise<unknown> => {
  try {
    return await import(new URL(path, root).href);
  } catch (error) {
    throw unfit(root, `${path} cannot be loaded (${error instanceof Error ? error.message : String(error)})`);
  }
};

const unfit = (root: string, why: string): UsageError =>
  new UsageError(`the tree at ${root} cannot be measured by this version: ${why}; choose a later revision`);
