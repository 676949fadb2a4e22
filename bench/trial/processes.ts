// The processes of a trial: one server, and those that hold the subscribers. Knows nothing of what they are asked to do.

import { TrialFailure } from "../failure.ts";
import { type Child, startChild } from "../machine/child.ts";
import { whileAllLive } from "../machine/parts.ts";
import { notPinned, type Pinning } from "../machine/pinning.ts";
import { type Network, openNetwork } from "../network/network.ts";
import type { LinkWay } from "../record/run.ts";
import { isBrowserArm } from "../transports.ts";
import type { ClientCalls } from "./client-calls.ts";
import type { ServerCalls } from "./server-process.ts";
import type { PrepareCall } from "./subject.ts";

export interface Processes {
  readonly server: Child<ServerCalls>;
  readonly clients: readonly Child<ClientCalls>[];
}

interface ProcessesSetup {
  readonly network: Network;
  /** One process holds all pages of a browser arm. */
  readonly inBrowser: boolean;
  readonly clientProcesses: number;
  readonly codeCache: string | null;
  readonly pinning: Pinning;
}

export const startProcesses = (setup: ProcessesSetup): Processes => {
  const { network, inBrowser, clientProcesses, codeCache, pinning } = setup;
  const serverSide = [...network.serverSide, ...pinning.server];
  const clientSide = [...network.clientSide, ...pinning.clients];
  const nodeOptions = ["--expose-gc"];
  const server = startChild<ServerCalls>(new URL("./server-process.ts", import.meta.url), "the server process", {
    nodeOptions,
    before: serverSide,
    codeCache,
  });
  if (inBrowser) {
    const file = new URL("./browser-process.ts", import.meta.url);
    const browser = startChild<ClientCalls>(file, "the browser", { before: clientSide, codeCache });
    return { server, clients: [browser] };
  }
  const file = new URL("./client-process.ts", import.meta.url);
  const clients = Array.from({ length: clientProcesses }, (_, i) =>
    startChild<ClientCalls>(file, `client process ${i + 1}`, { nodeOptions, before: clientSide, codeCache }),
  );
  return { server, clients };
};

/** Has each load its side of these transports. */
export const prepareProcesses = async ({ server, clients }: Processes, call: PrepareCall): Promise<void> => {
  await Promise.all([server.call("prepare", call), ...clients.map((client) => client.call("prepare", call))]);
};

const graceMs = 3_000;

/** Ends them, by force where one does not go by itself. */
export const stopProcesses = async ({ server, clients }: Processes): Promise<void> => {
  await Promise.all([server, ...clients].map((process) => process.stop(graceMs)));
};

/**
 * Has Node keep the compiled code of all that trials of these transports load: none of them waits for it then, and none
 * counts the compiler's memory as its own. What cannot be loaded says so in its trials. Rejects with Interrupted where the
 * signal says so.
 */
export const fillCodeCache = async (
  codeCache: string,
  link: LinkWay,
  { subject, transports }: PrepareCall,
  signal: AbortSignal,
): Promise<void> => {
  try {
    // Over the trials' own link, in which a process may have another user's number: Node keeps each user's code apart.
    const network = await openNetwork(link, 0);
    try {
      for (const [inBrowser, names] of Map.groupBy(transports, isBrowserArm)) {
        const processes = startProcesses({ network, inBrowser, clientProcesses: 1, codeCache, pinning: notPinned });
        const parts = [...network.parts, processes.server, ...processes.clients];
        const load = (): Promise<void> => prepareProcesses(processes, { subject, transports: names });
        await whileAllLive(parts, signal, load).finally(() => stopProcesses(processes));
      }
    } finally {
      await network.close();
    }
  } catch (error) {
    if (!(error instanceof TrialFailure)) throw error;
  }
};
