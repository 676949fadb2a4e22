// Cores of their own for a trial's server and its clients, by taskset of util-linux: Node binds no process to a core.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { readText } from "./proc.ts";

/** The words before a command that bind it to its side's cores; none where the system chooses. */
export interface Pinning {
  readonly server: readonly string[];
  readonly clients: readonly string[];
}

export const notPinned: Pinning = { server: [], clients: [] };

/** The cores in words such as "0-2,5". */
export const coresIn = (list: string): readonly number[] =>
  [...list.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, first = "", last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i),
  );

/** The first core for the server, and all others for the clients; why not, where that cannot be had. */
export const splitCores = async (): Promise<Pinning | string> => {
  const [, list = ""] = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readText("/proc/self/status") ?? "") ?? [];
  const [first, ...others] = coresIn(list);
  if (first === undefined || others.length === 0) return "this process may use one core alone";
  const bind = (cores: readonly number[]): readonly string[] => ["taskset", "--cpu-list", cores.join(",")];
  const pinning = { server: bind([first]), clients: bind(others) };
  try {
    const [taskset = "", ...words] = pinning.server;
    await promisify(execFile)(taskset, [...words, "true"]);
    return pinning;
  } catch {
    return "taskset (util-linux) cannot be run";
  }
};
