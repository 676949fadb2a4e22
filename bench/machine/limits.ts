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
  /** Open files that a process may have, and local ports to dial from; null where the system does not tell. */
  readonly openFiles: number | null;
  readonly localPorts: number | null;
}

export const machineLimits = (): MachineLimits => {
  const openFiles = numbersIn(readText("/proc/self/limits"), /^Max open files\s+(\d+)/m);
  const ports = numbersIn(readText("/proc/sys/net/ipv4/ip_local_port_range"), /(\d+)\s+(\d+)/);
  return {
    cores: availableParallelism(),
    openFiles: openFiles === null ? null : valueAt(openFiles, 0),
    localPorts: ports === null ? null : valueAt(ports, 1) - valueAt(ports, 0) + 1,
  };
};

/** Files that a process opens besides its subscribers' sockets: streams, the channel to the parent, libraries. */
const ownFiles = 64;

/** How many subscribers one server can have here; null where the system does not tell. */
export const mostSubscribers = ({ openFiles, localPorts }: MachineLimits): number | null => {
  const limits = [openFiles === null ? null : openFiles - ownFiles, localPorts].filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
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
