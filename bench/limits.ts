// What this machine can hold, and whether a plan fits it: checked before anything is measured. Reads /proc where there is one.

import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { UsageError } from "./failure.ts";
import type { Plan } from "./plan.ts";

export interface MachineLimits {
  readonly cores: number;
  /** Open files a process, and the local ports to dial from; null where the system does not tell. */
  readonly openFiles: number | null;
  readonly localPorts: number | null;
}

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

export const machineLimits = (): MachineLimits => {
  const openFiles = /^Max open files\s+(\d+)/m.exec(readText("/proc/self/limits") ?? "")?.[1];
  const [first, last] = (readText("/proc/sys/net/ipv4/ip_local_port_range") ?? "").trim().split(/\s+/).map(Number);
  return {
    cores: availableParallelism(),
    openFiles: openFiles === undefined ? null : Number(openFiles),
    localPorts: first === undefined || last === undefined ? null : last - first + 1,
  };
};

/** Files that a process has open besides its subscribers' sockets: streams, the channel to the parent, libraries. */
const ownFiles = 64;

/** Throws UsageError where a trial of the plan needs more than there is; the line says what to change. */
export const checkPlan = (plan: Plan, clientProcesses: number, { openFiles, localPorts }: MachineLimits): void => {
  for (const step of plan.steps) {
    for (const { conditions } of step) {
      const { subscribers } = conditions;
      if (openFiles !== null && subscribers + ownFiles > openFiles) {
        throw new UsageError(
          `--subscribers ${subscribers}: the server needs as many open files, and a process may have ${openFiles}; ` +
            `use at most ${openFiles - ownFiles}, or raise the limit with "ulimit -n" (npm run doctor shows it)`,
        );
      }
      if (localPorts !== null && subscribers > localPorts) {
        throw new UsageError(
          `--subscribers ${subscribers}: this machine has ${localPorts} local ports to dial from; use at most that many, ` +
            "or widen net.ipv4.ip_local_port_range",
        );
      }
      if (clientProcesses > subscribers) {
        throw new UsageError(`--client-processes ${clientProcesses}: there are only ${subscribers} subscribers to spread`);
      }
    }
  }
};
