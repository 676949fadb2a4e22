// What Chromium costs while it is measured: its processes are those that descend from its first. Reads /proc where there is one.

import { readFileSync } from "node:fs";
import { hostClock, until } from "./clock.ts";
import { cpuMsOf, familyOf } from "./machine.ts";

/** Of all processes between two marks. */
export interface ProcessesLoad {
  readonly cpuMs: number;
  /** Of the busiest of them. */
  readonly busiestMs: number;
  /** How long the main thread that had the worst of it could have run and had no core; null where that is not told. */
  readonly runDelayMs: number | null;
}

interface Reading {
  readonly cpuMs: number;
  readonly waitedMs: number | null;
}

const waitedMsOf = (pid: number): number | null => {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[1]) / 1e6;
  } catch {
    return null; // Not this system, or a process that has just ended.
  }
};

const readAll = (pid: number): ReadonlyMap<number, Reading> =>
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

/** What starting costs has passed: below this share of a core over this long. */
const calmShare = 0.1;
const lookMs = 150;
const patienceMs = 4_000;

/** Resolves once they are calm, or patience is at its end. */
export const untilCalm = async (pid: number): Promise<void> => {
  const deadline = hostClock() + patienceMs;
  while (hostClock() < deadline) {
    const tell = watchProcesses(pid);
    const from = hostClock();
    await until(from + lookMs);
    if (tell().cpuMs < calmShare * (hostClock() - from)) return;
  }
};
