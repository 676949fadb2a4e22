// The most that this machine can hold, checked before anything is measured.

import { once } from "node:events";
import { createServer } from "node:net";
import { availableParallelism } from "node:os";
import { defaultServerOptions } from "../../servers/server.ts";
import { UsageError } from "../failure.ts";
import { valueAt } from "../statistics/value-at.ts";
import { numbersIn, readText } from "./proc.ts";

export interface MachineLimits {
  readonly cores: number;
  /** Open files that a process may have, Infinity where any number; null where the system does not tell. */
  readonly openFiles: number | null;
  /** Local ports to dial from; null where the system does not tell. */
  readonly localPorts: number | null;
}

/** From /proc/self/limits. */
export const openFilesIn = (text: string | null): number | null => {
  const [, files] = /^Max open files\s+(\d+|unlimited)/m.exec(text ?? "") ?? [];
  if (files === undefined) return null;
  return files === "unlimited" ? Number.POSITIVE_INFINITY : Number(files);
};

export const machineLimits = (): MachineLimits => {
  const ports = numbersIn(readText("/proc/sys/net/ipv4/ip_local_port_range"), /(\d+)\s+(\d+)/);
  return {
    cores: availableParallelism(),
    openFiles: openFilesIn(readText("/proc/self/limits")),
    localPorts: ports === null ? null : valueAt(ports, 1) - valueAt(ports, 0) + 1,
  };
};

/** Files that a process opens besides its subscribers' sockets: streams, the channel to the parent, libraries. */
const ownFiles = 64;

/** How many subscribers one server can have here; null where the system does not tell, or sets no limit. */
export const mostSubscribers = ({ openFiles, localPorts }: MachineLimits): number | null => {
  const ofFiles = openFiles === null ? Number.POSITIVE_INFINITY : openFiles - ownFiles;
  const most = Math.max(0, Math.min(ofFiles, localPorts ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(most) ? most : null;
};

/** Throws UsageError where one server cannot have so many here; the line says what to change, and whose they are. */
export const checkSubscribers = (subscribers: number, limits: MachineLimits, scenario: string | null = null): void => {
  const most = mostSubscribers(limits);
  if (most === null || subscribers <= most) return;
  const { openFiles, localPorts } = limits;
  const remedy = most === 0 ? "" : "use at most that many, or ";
  const whose = scenario === null ? "" : ` (scenario ${scenario})`;
  throw new UsageError(
    `--subscribers ${subscribers}${whose}: this machine holds ${most} (${openFiles ?? "?"} open files a process, ${localPorts ?? "?"} local ports); ${remedy}raise "ulimit -n" (npm run doctor)`,
  );
};

/** Throws UsageError where a server cannot listen on one of the `count` ports from `first` on. */
export const portsAreFree = async (first: number, count: number): Promise<void> => {
  for (let port = first; port < first + count; port++) {
    const probe = createServer();
    try {
      probe.listen({ port, host: defaultServerOptions.host });
      await once(probe, "listening");
    } catch (error) {
      const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
      throw new UsageError(
        `--port ${first}: port ${port} cannot be had (${reason}); choose another, or leave --port out so that free ones are picked`,
      );
    } finally {
      probe.close();
    }
  }
};
