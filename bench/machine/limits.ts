// What this machine can hold, and whether a plan fits it: checked before anything is measured. Reads /proc where there is one.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { availableParallelism } from "node:os";
import { defaultServerOptions } from "../../servers/server.ts";
import { UsageError } from "../failure.ts";

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

/** Throws UsageError where one of the `count` ports from `first` on cannot be listened on. */
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
