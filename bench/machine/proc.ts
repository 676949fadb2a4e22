// What Linux tells of processes and of itself in /proc; null where a system has none of it.

import { readdirSync, readFileSync } from "node:fs";
import { valueAt } from "../statistics/value-at.ts";

/** null where there is no such file: another system, or a process that has just ended. */
export const readText = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

/** The groups of the pattern as numbers; null where the text, if there is one, does not match. */
export const numbersIn = (text: string | null, pattern: RegExp): readonly number[] | null =>
  (text === null ? null : pattern.exec(text))?.slice(1).map(Number) ?? null;

/** CPU time is counted in ticks of 10 ms for user space. */
const tickMs = 10;

/** CPU from /proc/PID/stat, in ms: the fields count from behind the name, which may hold anything. */
export const cpuMsOfStat = (stat: string, withChildren: boolean): number => {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // User and system time, then the same of children.
  const ticks = fields.slice(11, withChildren ? 15 : 13).map(Number);
  return ticks.reduce((sum, each) => sum + each, 0) * tickMs;
};

/** CPU of a process so far, in ms, or with all its children that have ended and been waited for; 0 once it is gone. */
export const cpuMsOf = (pid: number, withChildren = false): number => {
  const stat = readText(`/proc/${pid}/stat`);
  return stat === null ? 0 : cpuMsOfStat(stat, withChildren);
};

/** Whether the process is stopped, by a signal or a debugger. */
export const isStopped = (pid: number): boolean => /^[Tt] /.test(stateOf(readText(`/proc/${pid}/stat`) ?? ""));

/** The fields behind the name, which may hold anything. */
const stateOf = (stat: string): string => stat.slice(stat.lastIndexOf(")") + 2);

/** User, nice, system and stolen time of all cores, from /proc/stat, in ms; neither idle time nor interrupts. */
export const busyMsOfStat = (stat: string): number | null => {
  const ticks = numbersIn(stat, /^cpu +(\d+) (\d+) (\d+) \d+ \d+ \d+ \d+ (\d+)/);
  return ticks === null ? null : ticks.reduce((sum, each) => sum + each, 0) * tickMs;
};

/** The part of it that a host gave to other machines. */
export const stolenMsOfStat = (stat: string): number | null => {
  const ticks = numbersIn(stat, /^cpu +\d+ \d+ \d+ \d+ \d+ \d+ \d+ (\d+)/);
  return ticks === null ? null : valueAt(ticks, 0) * tickMs;
};

/** How long the main thread could have run and had no core, so far. */
export const waitedMsOf = (pid: number): number | null => {
  const waitedNs = numbersIn(readText(`/proc/${pid}/schedstat`), /^\d+ (\d+)/);
  return waitedNs === null ? null : valueAt(waitedNs, 0) / 1e6;
};

/** None of a process that has just ended. */
const threadsOf = (pid: number): readonly string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

export const childrenOf = (pid: number): readonly number[] =>
  threadsOf(pid).flatMap((thread) => {
    const children = readText(`/proc/${pid}/task/${thread}/children`);
    return children === null ? [] : children.split(" ").filter(Boolean).map(Number);
  });
