// The cost of a process while it is measured: CPU, event-loop delay, collections, memory. The same for server and clients.

import { monitorEventLoopDelay, PerformanceObserver } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import type { LoopLoad } from "../record/loads.ts";
import { valueAt } from "../statistics/value-at.ts";
import { hostClock } from "./clock.ts";
import { numbersIn, readText, waitedMsOf } from "./proc.ts";

/** The load of one process between two marks; its memory's peak is that since its start. */
export interface ProcessLoad extends LoopLoad {
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly rssPeakBytes: number;
}

/** Coarse, since each sample wakes the process: at 10 ms the samples were most of a silent server's cost. */
const resolutionMs = 50;

/** The peak since this program started: that of getrusage includes what the parent had before it started this process. */
const residentPeakBytes = (): number => {
  const kib = numbersIn(readText("/proc/self/status"), /^VmHWM:\s+(\d+) kB$/m);
  return kib === null ? process.memoryUsage.rss() : valueAt(kib, 0) * 1024;
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
  const startedDelayMs = waitedMsOf(process.pid);
  return () => {
    const { user, system } = process.cpuUsage(startedCpu);
    const elapsedMs = hostClock() - startedAt;
    const loop = performance.eventLoopUtilization(startedLoop);
    const delayedMs = waitedMsOf(process.pid);
    delay.disable();
    collected(collections.takeRecords());
    collections.disconnect();
    return {
      elapsedMs,
      cpuMs: (user + system) / 1000,
      // The histogram's values are the sampling timer's period and the delay together.
      loopDelayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs),
      loopDelayMaxMs: Math.max(0, delay.max / 1e6 - resolutionMs),
      loopUtilization: loop.utilization,
      gcPauseMaxMs: longestMs,
      gcShare: pausesMs / elapsedMs,
      runDelayShare: delayedMs === null || startedDelayMs === null ? null : (delayedMs - startedDelayMs) / elapsedMs,
      rssPeakBytes: residentPeakBytes(),
    };
  };
};

/**
 * Heap and external memory in use after forced collections (needs --expose-gc), once two readings agree within 1 %: by
 * then nothing more arrives. null where a collection cannot be forced.
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

const settleMs = 10;
