// The publisher's clock: a thread that waits for each instant and posts its index to the publisher's event loop. A timer of
// the event loop would wake 0.6 ms late at the median; this thread sleeps until shortly before and then spins.

import { parentPort, workerData } from "node:worker_threads";
import { hostClock } from "../machine/clock.ts";

/** How early the thread wakes to spin: longer than a sleep overshoots, nearly always. */
const spinMs = 0.35;

/** The thread's message: an instant has come, and this thread has used so much CPU so far. */
export interface Tick {
  readonly index: number;
  readonly cpuMs: number;
}

const isInstants = (data: unknown): data is Float64Array => data instanceof Float64Array;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

const waitUntil = (at: number): void => {
  for (let left = at - hostClock(); left > spinMs; left = at - hostClock()) {
    Atomics.wait(sleeper, 0, 0, left - spinMs);
  }
  while (hostClock() < at);
};

if (parentPort !== null && isInstants(workerData)) {
  for (const [index, at] of workerData.entries()) {
    waitUntil(at);
    const { user, system } = process.threadCpuUsage();
    const tick: Tick = { index, cpuMs: (user + system) / 1000 };
    parentPort.postMessage(tick);
  }
}
