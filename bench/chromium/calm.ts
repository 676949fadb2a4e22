// What Chromium costs while it is measured: its processes are those that descend from its first. Reads /proc where there is one.

import { hostClock, until } from "../machine/clock.ts";
import { watchProcesses } from "../machine/processes.ts";

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
