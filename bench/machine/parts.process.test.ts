// Processes that end or hang while work depends on them.

import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import type { PollLoadCalls } from "../contests/poll-load-process.ts";
import { TrialFailure } from "../failure.ts";
import type { FloorCalls } from "../rig/floor-process.ts";
import { type Child, startChild } from "./child.ts";
import { whileAllLive } from "./parts.ts";
import { childrenOf } from "./proc.ts";

const file = new URL("../rig/floor-process.ts", import.meta.url);

/** A child that has answered once, with its number. */
const start = async (role: string): Promise<{ readonly child: Child<FloorCalls>; readonly pid: number }> => {
  const known = new Set(childrenOf(process.pid));
  const child = startChild<FloorCalls>(file, role);
  onTestFinished(() => child.stop(0));
  await child.answers();
  const [pid] = childrenOf(process.pid).filter(
    (each) => !known.has(each) && readFileSync(`/proc/${each}/cmdline`, "utf8").includes("floor-process"),
  );
  return { child, pid: pid ?? expect.fail("there is no child") };
};

const never = (): Promise<never> => new Promise(() => {});
const { signal } = new AbortController();
const vigilance = { askEveryMs: 1_000, silenceMs: 1_000 };

describe.runIf(process.platform === "linux")("a process that hangs", () => {
  it("fails the work that depends on it, and each call to it, by its own name", async () => {
    const [server, client] = [await start("the server process"), await start("client process 1")];
    process.kill(server.pid, "SIGSTOP");
    const parts = [server.child, client.child];
    const silent = "the server process gives no sign of life: it was stopped, or hangs";
    const failing = async (): Promise<never> => {
      throw new TrialFailure("client process 1: no answer from the server");
    };
    const outcomes = [
      whileAllLive(parts, signal, never, vigilance),
      whileAllLive(parts, signal, failing),
      server.child.call("gaps", null, 1_000),
    ];
    expect((await Promise.allSettled(outcomes)).map((each) => each.status === "rejected" && each.reason)).toEqual([
      new TrialFailure(silent),
      new TrialFailure(silent),
      new TrialFailure("the server process did not answer gaps within 1 s"),
    ]);
    process.kill(client.pid, "SIGKILL");
    await expect(whileAllLive(parts, signal, failing)).rejects.toThrow("client process 1 ended by SIGKILL");
    // A stopped process is ended by force.
    await server.child.stop(0);
    expect(await server.child.ended).toBe("the server process ended by SIGKILL");
  });

  it("is not blamed for a failure where it answers", async () => {
    const { child } = await start("the server process");
    const failing = async (): Promise<never> => {
      throw new TrialFailure("client process 1: a frame was cut");
    };
    await expect(whileAllLive([child], signal, failing)).rejects.toThrow("client process 1: a frame was cut");
    expect(await whileAllLive([child], signal, async () => 7)).toBe(7);
  });

  it("is asked for a sign of life by a name that none of its own calls has", async () => {
    const child = startChild<PollLoadCalls>(new URL("../contests/poll-load-process.ts", import.meta.url), "the child");
    onTestFinished(() => child.stop(0));
    await child.answers();
    await expect(child.call("answers", { group: "x", sleepMs: 0 })).rejects.toThrow("no group is called x");
  });
});
