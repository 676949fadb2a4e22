// How busy the machine is with work that is not this run's: the run's own processes are known by their descent from it.
// Reads /proc where there is one.

import { readdirSync, readFileSync } from "node:fs";
import { hostClock } from "./clock.ts";

/** Linux counts CPU time in ticks of 10 ms for user space. */
const tickMs = 10;

const readText = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // Not this system, or a process that has just ended.
  }
};

/** Of a line of /proc/PID/stat, from the third field on: the name before them may hold anything. */
export const cpuMsOfStat = (stat: string, withChildren: boolean): number => {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  const own = (user ?? 0) + (system ?? 0);
  return (withChildren ? own + (childUser ?? 0) + (childSystem ?? 0) : own) * tickMs;
};

/** CPU of a process so far, in ms; with all children that have ended and been waited for. 0 of one that is gone. */
export const cpuMsOf = (pid: number, withChildren = false): number => {
  const stat = readText(`/proc/${pid}/stat`);
  return stat === "" ? 0 : cpuMsOfStat(stat, withChildren);
};

const childrenOf = (pid: number): readonly number[] => {
  const threads = ((): readonly string[] => {
    try {
      return readdirSync(`/proc/${pid}/task`);
    } catch {
      return [];
    }
  })();
  return threads.flatMap((thread) =>
    readText(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
  );
};

/** The process and all that descend from it. */
export const familyOf = (pid: number): readonly number[] => [pid, ...childrenOf(pid).flatMap(familyOf)];

/** The process, all that descend from it, and those of them that have ended. */
const familyCpuMs = (pid: number): number =>
  childrenOf(pid).reduce((sum, child) => sum + familyCpuMs(child), cpuMsOf(pid, true));

/** From the first line of /proc/stat: user, nice, system and stolen time of all cores, in ms; idle and interrupts are not. */
export const busyMsOfStat = (stat: string): number | null => {
  const fields = /^cpu +([\d ]+)/.exec(stat)?.[1]?.split(" ").map(Number);
  if (fields === undefined) return null;
  const [user = 0, nice = 0, system = 0, , , , , steal = 0] = fields;
  return (user + nice + system + steal) * tickMs;
};

/** Starts watching; the returned function tells how many cores others have used since, null where it cannot be known. */
export const watchMachine = (pid: number): (() => number | null) => {
  const startedAt = hostClock();
  const startedBusy = busyMsOfStat(readText("/proc/stat"));
  const startedOwn = familyCpuMs(pid);
  return () => {
    const busy = busyMsOfStat(readText("/proc/stat"));
    if (busy === null || startedBusy === null) return null;
    const others = busy - startedBusy - (familyCpuMs(pid) - startedOwn);
    return Math.max(0, others) / (hostClock() - startedAt);
  };
};

/** Of all processes between two marks. */
export interface ProcessesLoad {
  readonly cpuMs: number;
  /** Of the busiest of them. */
  readonly busiestMs: number;
  /** How long the main thread that had the worst of it could have run and had no core; null where that is not told. */
  readonly runDelayMs: number | null;
}

export interface Reading {
  readonly cpuMs: number;
  readonly waitedMs: number | null;
}

export const waitedMsOf = (pid: number): number | null => {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[1]) / 1e6;
  } catch {
    return null; // Not this system, or a process that has just ended.
  }
};

export const readAll = (pid: number): ReadonlyMap<number, Reading> =>
  new Map(familyOf(pid).map((each) => [each, { cpuMs: cpuMsOf(each), waitedMs: waitedMsOf(each) }]));

/** Between two readings of the same processes; one that is new began at nothing. Pure. */
export const loadBetween = (
  before: ReadonlyMap<number, Reading>,
  after: ReadonlyMap<number, Reading>,
): ProcessesLoad => {
  const used = [...after].map(([pid, { cpuMs }]) => cpuMs - (before.get(pid)?.cpuMs ?? 0));
  const waits = [...after].flatMap(([pid, { waitedMs }]) =>
    waitedMs === null ? [] : [waitedMs - (before.get(pid)?.waitedMs ?? 0)],
  );
  return {
    cpuMs: used.reduce((sum, ms) => sum + ms, 0),
    busiestMs: Math.max(0, ...used),
    runDelayMs: waits.length === 0 ? null : Math.max(...waits),
  };
};

/** Starts watching the process and its descendants; the returned function tells. */
export const watchProcesses = (pid: number): (() => ProcessesLoad) => {
  const before = readAll(pid);
  return () => loadBetween(before, readAll(pid));
};
