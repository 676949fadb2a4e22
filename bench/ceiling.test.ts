// Real processes and sockets: what is measured is the machine's, so only what must hold anywhere is asserted.

import { describe, expect, it, vi } from "vitest";
import { measureCeilings } from "./ceiling.ts";
import { Interrupted } from "./failure.ts";

const childrenAlive = (): number => process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap").length;

/** The handle of a process that has exited is let go of a turn later; those of tests before may be among them. */
const noneAlive = (): Promise<void> => vi.waitFor(() => expect(childrenAlive()).toBe(0), { timeout: 10_000 });

describe("measureCeilings", () => {
  it("floods each endpoint with each kind of answer, without an error, and leaves no process behind", async () => {
    const { signal } = new AbortController();
    const ceilings = await measureCeilings({ durationMs: 200, warmupMs: 100, connections: 10, signal });
    expect(
      ceilings.map(({ path, answer, connections, durationMs, errors }) => [
        path,
        answer,
        connections,
        durationMs,
        errors,
      ]),
    ).toEqual([
      ["/short-polling?since=1", "empty", 10, 200, 0],
      ["/short-polling?since=0", "full", 10, 200, 0],
      ["/long-polling?since=0", "full", 10, 200, 0],
    ]);
    for (const { requestsPerSec, serverCpuUtilization, floodCpuUtilization } of ceilings) {
      expect(requestsPerSec).toBeGreaterThan(0);
      // Where the machine is so busy that both ends of the window are handled in one turn, the share may be anything.
      expect(serverCpuUtilization).not.toBeNaN();
      expect(floodCpuUtilization).toBeGreaterThan(0);
    }
    await noneAlive();
  });

  it("starts nothing where it was interrupted before", async () => {
    await noneAlive();
    const setup = { durationMs: 200, warmupMs: 100, connections: 10, signal: AbortSignal.abort() };
    const rejected = expect(measureCeilings(setup)).rejects.toThrow(Interrupted);
    expect(childrenAlive()).toBe(0);
    await rejected;
  });

  it("ends its processes at once where it is interrupted meanwhile", async () => {
    await noneAlive();
    const interruption = new AbortController();
    const { signal } = interruption;
    const ceilings = measureCeilings({ durationMs: 600_000, warmupMs: 0, connections: 10, signal });
    const rejected = expect(ceilings).rejects.toThrow(Interrupted);
    await vi.waitFor(() => expect(childrenAlive()).toBe(2));
    interruption.abort();
    await rejected;
    await noneAlive();
  });
});
