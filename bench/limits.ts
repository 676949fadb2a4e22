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

/** How many subscribers one server can have here; null where the system does not tell. */
export const mostSubscribers = ({ openFiles, localPorts }: MachineLimits): number | null => {
  const limits = [...(openFiles === null ? [] : [openFiles - ownFiles]), ...(localPorts === null ? [] : [localPorts])];
  return limits.length === 0 ? null : Math.min(...limits);
};

/** Throws UsageError where a trial of the plan needs more than there is; the line says what to change. */
export const checkPlan = (plan: Plan, clientProcesses: number | null, limits: MachineLimits): void => {
  const most = mostSubscribers(limits) ?? Number.POSITIVE_INFINITY;
  for (const { conditions } of plan.steps.flat()) {
    const { subscribers } = conditions;
    if (subscribers > most) {
      throw new UsageError(
        `--subscribers ${subscribers}: this machine holds ${most} (${limits.openFiles ?? "?"} open files a process, ` +
          `${limits.localPorts ?? "?"} local ports); use at most that many, or raise "ulimit -n" (npm run doctor)`,
      );
    }
    if (clientProcesses !== null && clientProcesses > subscribers) {
      throw new UsageError(
        `--client-processes ${clientProcesses}: a trial has only ${subscribers} subscribers to spread; use at most that many`,
      );
    }
  }
};
