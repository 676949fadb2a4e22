// Waits until a Chromium that was just started is at rest. Its processes are those that descend from its first.

import { hostClock, until } from "../machine/clock.ts";
import { watchProcesses } from "../machine/processes.ts";

/** The browser is at rest once it uses less than this share of a core between two looks. */
const calmShare = 0.1;
const lookMs = 150;
const patienceMs = 4_000;

/** Resolves once it is at rest, or after `patienceMs`. */
export const untilCalm = async (pid: number): Promise<void> => {
  const deadline = hostClock() + patienceMs;
  while (hostClock() < deadline) {
    const tell = watchProcesses(pid);
    const from = hostClock();
    await until(from + lookMs);
    if (tell().cpuMs < calmShare * (hostClock() - from)) return;
  }
};
