// What a process costs while it is measured: CPU, event-loop delay, collections, memory. Used on both sides.

import { readFileSync } from "node:fs";
import { monitorEventLoopDelay, PerformanceObserver } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import type { LoopLoad } from "../record/trial.ts";
import { hostClock } from "./clock.ts";

/** Between two marks of one process, but for the peak. */
export interface ProcessLoad extends LoopLoad {
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly rssPeakBytes: number;
}

/** Coarse, since each sample wakes the process: at 10 ms that alone was most of what a silent server cost. */
const resolutionMs = 50;

/** Of this program since it started; the system's own peak counts what the parent had before it started us. */
const residentPeakBytes = (): number => {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kib !== undefined) return Number(kib) * 1024;
  } catch {
    // No /proc on this system.
  }
  return process.memoryUsage.rss();
};

/** How long the main thread could have run and had no core, so far; null where the system does not tell. */
const runDelayMs = (): number | null => {
  try {
    const waitedNs = readFileSync("/proc/self/schedstat", "utf8").split(" ")[1];
    return waitedNs === undefined ? null : Number(waitedNs) / 1e6;
  } catch {
    return null;
  }
};

/** Starts watching; the returned function stops and tells. */
export const watchLoad = (): (() => ProcessLoad) => {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  let [pausesMs, longestMs] = [0, 0];
  const collected = (entries: readonly { readonly duration: number }[]): void => {
    for (const { duration } of entries) {
      pausesMs += duration;
      longestMs = Math.max(longestMs, duration);
    }
  };
  const collections = new PerformanceObserver((list) => collected(list.getEntries()));
  collections.observe({ entryTypes: ["gc"] });
  delay.enable();
  const startedAt = hostClock();
  const startedCpu = process.cpuUsage();
  const startedLoop = performance.eventLoopUtilization();
  const startedDelayMs = runDelayMs();
  return () => {
    const { user, system } = process.cpuUsage(startedCpu);
    const elapsedMs = hostClock() - startedAt;
    const loop = performance.eventLoopUtilization(startedLoop);
    const delayedMs = runDelayMs();
    delay.disable();
    collected(collections.takeRecords());
    collections.disconnect();
    return {
      elapsedMs,
      cpuMs: (user + system) / 1000,
      // The histogram holds the sampling timer's period and the delay together.
      loopDelayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs),
      loopUtilization: loop.utilization,
      gcPauseMaxMs: longestMs,
      gcShare: pausesMs / elapsedMs,
      runDelayShare: delayedMs === null || startedDelayMs === null ? null : (delayedMs - startedDelayMs) / elapsedMs,
      rssPeakBytes: residentPeakBytes(),
    };
  };
};

/**
 * Heap and external memory in use after forced collections (needs --expose-gc), once two readings agree within 1 %:
 * what is still arriving has arrived then. null where a collection cannot be forced.
 */
export const liveBytes = async (): Promise<number | null> => {
  if (globalThis.gc === undefined) return null;
  let last = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round++) {
    globalThis.gc();
    const { heapUsed, external } = process.memoryUsage();
    const now = heapUsed + external;
    if (Math.abs(now - last) < now / 100) return now;
    last = now;
    await setTimeout(settleMs);
  }
  return last;
};

const settleMs = 25;
