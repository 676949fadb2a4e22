// What a process costs while it is measured: CPU, event-loop delay, memory. Used on both sides.

import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { hostClock } from "./clock.ts";

/** Between two marks of one process, but for the peak. */
export interface ProcessLoad {
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly loopDelayP99Ms: number;
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

/** Starts watching; the returned function stops and tells. */
export const watchLoad = (): (() => ProcessLoad) => {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const startedAt = hostClock();
  const startedCpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(startedCpu);
    delay.disable();
    return {
      elapsedMs: hostClock() - startedAt,
      cpuMs: (user + system) / 1000,
      // The histogram holds the sampling timer's period and the delay together.
      loopDelayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs),
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
