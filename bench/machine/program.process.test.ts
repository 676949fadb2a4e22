// Programs that fail, hang, or leave others behind, run for real.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { Interrupted } from "../failure.ts";
import { readText } from "./proc.ts";
import { ProgramFailure, runProgram } from "./program.ts";

const never = new AbortController().signal;
const setup = { environment: process.env, signal: never, longestMs: 60_000 } as const;
const sh = (script: string, longestMs = 60_000): Promise<string> =>
  runProgram("sh", ["-c", script], { ...setup, longestMs });

it("gives the output, and says why there is none", async () => {
  expect(await sh("echo a; echo b >&2; pwd > /dev/null")).toBe("a\n");
  await expect(sh("echo because >&2; exit 3")).rejects.toThrow(new ProgramFailure("because\n"));
  await expect(sh("exit 3")).rejects.toThrow(new ProgramFailure("sh: exit code 3"));
  await expect(sh("kill -9 $$")).rejects.toThrow(new ProgramFailure("sh: SIGKILL"));
  await expect(runProgram("/nowhere/program", [], setup)).rejects.toMatchObject({ missing: true });
  await expect(runProgram("/", [], setup)).rejects.toMatchObject({ name: "ProgramFailure", missing: false });
});

/** One that has ended and that nobody has asked about stays in the table. */
const isLiving = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readText(`/proc/${pid}/stat`) ?? "");
  } catch {
    return false;
  }
};

it("ends in time, with all that it started, also where that ignores the signal or left the group", async () => {
  const scripts = ["sleep 600", "trap '' TERM; sleep 600 & wait; sleep 600", "setsid sleep 4 & sleep 600"];
  const reasons = await Promise.all(scripts.map((script) => sh(script, 300).catch(String)));
  expect(reasons).toEqual(scripts.map(() => "ProgramFailure: sh did not end within 0.3 s"));
});

it("is stopped by the signal, and what it started in the background is gone", async () => {
  const note = join(mkdtempSync(join(tmpdir(), "program-")), "pid");
  const controller = new AbortController();
  const background = 'sleep 600 & echo $! > "$0.new"; mv "$0.new" "$0"; wait';
  const running = runProgram("sh", ["-c", background, note], { ...setup, signal: controller.signal });
  await expect.poll(() => existsSync(note), { interval: 5 }).toBe(true);
  const pid = Number(readFileSync(note, "utf8"));
  rmSync(dirname(note), { recursive: true });
  expect(isLiving(pid)).toBe(true);
  controller.abort();
  await expect(running).rejects.toBeInstanceOf(Interrupted);
  await expect.poll(() => isLiving(pid)).toBe(false);
  await expect(runProgram("sh", ["-c", ":"], { ...setup, signal: controller.signal })).rejects.toThrow(Interrupted);
});
