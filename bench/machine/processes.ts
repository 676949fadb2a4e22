// How busy processes are, and the machine with work that is not this run's: the run's own processes are known by their
// descent from it.

import { hostClock, until } from "./clock.ts";
import { busyMsOfStat, childrenOf, cpuMsOf, isStopped, readText, stolenMsOfStat, waitedMsOf } from "./proc.ts";
import type { Gap } from "./pulse.ts";

/** The process and all that descend from it. */
export const familyOf = (pid: number): readonly number[] => [pid, ...childrenOf(pid).flatMap(familyOf)];

/** CPU of the process, of all that descend from it, and of those of them that have ended. */
const familyCpuMs = (pid: number): number =>
  childrenOf(pid).reduce((sum, child) => sum + familyCpuMs(child), cpuMsOf(pid, true));

const ofStat = (read: (stat: string) => number | null): number | null => {
  const stat = readText("/proc/stat");
  return stat === null ? null : read(stat);
};

const busyMs = (): number | null => ofStat(busyMsOfStat);

/** In cores; null where the system does not tell. */
export interface OtherWork {
  readonly otherCores: number | null;
  /** The part of it that the host gave to other machines. */
  readonly stolenCores: number | null;
}

/** Watches for so long what others than this process and its descendants use. */
export const watchOtherWork = async (ms: number): Promise<OtherWork> => {
  const [from, before] = [hostClock(), ofStat(stolenMsOfStat)];
  const others = watchMachine(process.pid);
  await until(from + ms);
  const after = ofStat(stolenMsOfStat);
  const stolenCores = before === null || after === null ? null : (after - before) / (hostClock() - from);
  return { otherCores: others(), stolenCores };
};

/** Starts watching; the returned function tells how many cores others have used since, null where it cannot be known. */
export const watchMachine = (pid: number): (() => number | null) => {
  const startedAt = hostClock();
  const startedBusy = busyMs();
  const startedOwn = familyCpuMs(pid);
  return () => {
    const busy = busyMs();
    if (busy === null || startedBusy === null) return null;
    const others = busy - startedBusy - (familyCpuMs(pid) - startedOwn);
    return Math.max(0, others) / (hostClock() - startedAt);
  };
};

/** The load of several processes between two marks. */
export interface ProcessesLoad {
  readonly cpuMs: number;
  /** CPU of the busiest of them. */
  readonly busiestMs: number;
  /** How long the main thread that waited longest could have run and had no core; null where the system does not tell. */
  readonly runDelayMs: number | null;
}

interface Reading {
  readonly cpuMs: number;
  readonly waitedMs: number | null;
}

const readFamily = (pid: number): ReadonlyMap<number, Reading> =>
  new Map(familyOf(pid).map((each) => [each, { cpuMs: cpuMsOf(each), waitedMs: waitedMsOf(each) }]));

/** The load between two readings. A process that only the second one has began at 0. Pure. */
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
  const before = readFamily(pid);
  return () => loadBetween(before, readFamily(pid));
};

const stopLookMs = 100;

/** Looks at processes of others, again and again; the returned function ends it and tells when one of them was stopped. */
export const watchStops = (pids: readonly number[]): (() => readonly Gap[]) => {
  const since = new Map<number, number>();
  const gaps: Gap[] = [];
  let lastLook = hostClock();
  const look = (): void => {
    const now = hostClock();
    for (const pid of pids) {
      const from = since.get(pid);
      if (isStopped(pid)) since.set(pid, from ?? (lastLook + now) / 2);
      else if (from !== undefined) {
        gaps.push({ from, to: (lastLook + now) / 2 });
        since.delete(pid);
      }
    }
    lastLook = now;
  };
  const timer = setInterval(look, stopLookMs);
  return () => {
    clearInterval(timer);
    look();
    const now = hostClock();
    return [...gaps, ...[...since.values()].map((from) => ({ from, to: now }))];
  };
};
