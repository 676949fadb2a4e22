// The publisher's clock: a thread that waits for each instant and posts its index to the publisher's event loop. A timer of
// the event loop would wake 0.6 ms late at the median; this thread sleeps until shortly before and then spins. It also tells
// when its process stood still: the event loop's own work does not hold it up.

import { parentPort } from "node:worker_threads";
import { hostClock } from "../machine/clock.ts";
import { beatMs, type Gap, gapBetween } from "../machine/pulse.ts";

/** How early the thread wakes to spin: longer than a sleep overshoots, nearly always. */
const spinMs = 0.35;

/** The thread's message: an instant has come. */
export interface Tick {
  readonly index: number;
  /** When this thread woke for it, on the host clock. */
  readonly wokeAt: number;
  /** The CPU that this thread has used so far. */
  readonly cpuMs: number;
}

/** One of the thread's tasks, which it takes one after another; in ms on the host clock. */
export interface Agenda {
  readonly instants: Float64Array;
  /** When the task was given: where the process stands still before the thread takes it, it tells that too. */
  readonly askedAt: number;
}

/** The thread's first message. */
const ready = "ready";

const isAgenda = (data: unknown): data is Agenda =>
  typeof data === "object" && data !== null && "instants" in data && "askedAt" in data;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

let lastSeen = hostClock();

/** This thread runs, after a pause of that length. */
const seen = (pauseMs: number): void => {
  const now = hostClock();
  const gap: Gap | null = gapBetween(lastSeen, now, pauseMs);
  if (gap !== null) parentPort?.postMessage(gap);
  lastSeen = now;
};

const sleep = (ms: number): void => {
  Atomics.wait(sleeper, 0, 0, ms);
  seen(ms);
};

const waitUntil = (at: number): void => {
  for (let left = at - hostClock(); left > spinMs; left = at - hostClock()) sleep(Math.min(left - spinMs, beatMs));
  while (hostClock() < at);
  seen(0);
};

const follow = ({ instants, askedAt }: Agenda): void => {
  lastSeen = askedAt;
  seen(0);
  for (const [index, at] of instants.entries()) {
    waitUntil(at);
    const { user, system } = process.threadCpuUsage();
    const tick: Tick = { index, wokeAt: lastSeen, cpuMs: (user + system) / 1000 };
    parentPort?.postMessage(tick);
  }
};

parentPort?.on("message", (task) => {
  if (isAgenda(task)) follow(task);
});
// The last deliveries are still on their way when an agenda is done, until the thread is stopped.
setInterval(() => seen(beatMs), beatMs);
parentPort?.postMessage(ready);
