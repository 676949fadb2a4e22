// Real processes and sockets. The figures are this machine's, so only what must hold on any machine is asserted.

import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { Interrupted } from "../failure.ts";
import { measureCeilings } from "./ceiling.ts";

const childrenAlive = (): number => process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap").length;

const patiently = { timeout: 60_000 };

/** The handle of an exited process goes a turn of the loop later. Handles of earlier tests may be among them. */
const noneAlive = (): Promise<void> => vi.waitFor(() => expect(childrenAlive()).toBe(0), patiently);

describe("measureCeilings", () => {
  it("floods each endpoint with each kind of answer, without an error, and leaves no process behind", async () => {
    const { signal } = new AbortController();
    const ceilings = await measureCeilings({
      durationMs: 200,
      warmupMs: 100,
      connections: 10,
      codeCache: null,
      signal,
    });
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
      for (const share of [serverCpuUtilization, floodCpuUtilization]) {
        expect(share).toBeGreaterThan(0);
        // A process can use every core, and the kernel books some of the time late.
        expect(share).toBeLessThan(1.2 * availableParallelism());
      }
    }
    await noneAlive();
  });

  it("starts nothing where it was interrupted before", async () => {
    await noneAlive();
    const setup = { durationMs: 200, warmupMs: 100, connections: 10, codeCache: null, signal: AbortSignal.abort() };
    const rejected = expect(measureCeilings(setup)).rejects.toThrow(Interrupted);
    expect(childrenAlive()).toBe(0);
    await rejected;
  });

  it("ends its processes at once where it is interrupted meanwhile", async () => {
    await noneAlive();
    const interruption = new AbortController();
    const { signal } = interruption;
    const ceilings = measureCeilings({ durationMs: 600_000, warmupMs: 0, connections: 10, codeCache: null, signal });
    const rejected = expect(ceilings).rejects.toThrow(Interrupted);
    await vi.waitFor(() => expect(childrenAlive()).toBe(2), patiently);
    interruption.abort();
    await rejected;
    await noneAlive();
  });

  it("lets its process end where it is interrupted long before the window does", async () => {
    // The program's only timer is the wait for the window.
    const program = `
      import { setImmediate as nextTurn } from "node:timers/promises";
      import { measureCeilings } from "./ceiling.ts";
      const interruption = new AbortController();
      const { signal } = interruption;
      const ceilings = measureCeilings({ durationMs: 600_000, warmupMs: 600_000, connections: 10, codeCache: null, signal });
      while (!process.getActiveResourcesInfo().includes("Timeout")) await nextTurn();
      interruption.abort();
      await ceilings.catch((error) => console.log(error.name));
    `;
    const args = ["--input-type=module", "--eval", program];
    const ended = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname, ...patiently });
    expect(ended.stdout).toBe("Interrupted\n");
  });
});
