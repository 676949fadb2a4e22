// A trial that has begun: its link is open, and its processes run and have loaded their code. Knows nothing of what follows.

import { type Part, whileAllLive } from "../machine/parts.ts";
import type { Pinning } from "../machine/pinning.ts";
import { type Network, openNetwork } from "../network/network.ts";
import type { PlannedTrial } from "../plan/plan.ts";
import type { LinkWay } from "../record/run.ts";
import { isBrowserArm } from "../transports.ts";
import { type Processes, prepareProcesses, startProcesses, stopProcesses } from "./processes.ts";
import type { Subject } from "./subject.ts";

/** The choices that a trial's link and processes follow from. */
export interface Rig {
  readonly subject: Subject;
  readonly link: LinkWay;
  readonly clientProcesses: number;
  readonly signal: AbortSignal;
  /** The folder that fillCodeCache has filled; null where there is none, and each process compiles all of its code. */
  readonly codeCache: string | null;
  readonly pinning: Pinning;
}

export interface Begun extends Processes {
  readonly network: Network;
  /** The trial depends on each of them. The link first: where it ends, what runs over it ends too. */
  readonly parts: readonly Part[];
  close(): Promise<void>;
}

/** Rejects with TrialFailure where the link or a process cannot be had, with Interrupted where the signal says so; closed then. */
export const begin = async ({ transport, conditions }: PlannedTrial, rig: Rig): Promise<Begun> => {
  const network = await openNetwork(rig.link, conditions.oneWayMs);
  const processes = startProcesses({ ...rig, network, inBrowser: isBrowserArm(transport) });
  const parts = [...network.parts, processes.server, ...processes.clients];
  const close = async (): Promise<void> => {
    await stopProcesses(processes);
    await network.close();
  };
  try {
    const call = { subject: rig.subject, transports: [transport] };
    await whileAllLive(parts, rig.signal, () => prepareProcesses(processes, call));
    return { ...processes, network, parts, close };
  } catch (error) {
    await close();
    throw error;
  }
};
