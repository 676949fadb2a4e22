// Starts `npm run serve` as a process of its own, for tests.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { expect, vi } from "vitest";

/** The options that the process's Node is given. */
export const command = ["--disable-warning=ExperimentalWarning", "-r", "./scripts/runtime.cjs", "scripts/serve.ts"];

const children = new Set<ChildProcessByStdio<null, Readable, Readable>>();

/** Ends those that still run. */
export const endServers = (): void => {
  for (const child of children) child.kill("SIGKILL");
};

/** The output of a process, while it runs and after that. */
interface Served {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves with its exit code and all that it printed. */
  readonly ended: Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>;
  /** http://host:port/; empty where it ended before it listened. */
  readonly url: string;
  readonly stderr: () => string;
}

/** Resolves once the server has printed its address, or has ended. */
export const serve = (...args: readonly string[]): Promise<Served> => serveBy([], ...args);

/** `prefix` is the command and its arguments that begins the process, and ends as Node with what follows. */
export const serveBy = async (prefix: readonly string[], ...args: readonly string[]): Promise<Served> => {
  const [program = "", ...rest] = [...prefix, process.execPath, ...command, ...args];
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"] });
  children.add(child);
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text;
    });
  }
  const ended = once(child, "close").then(([status]) => {
    children.delete(child);
    return { status, ...printed };
  });
  await Promise.race([vi.waitFor(() => expect(printed.stdout).toContain("\n"), { timeout: 60_000 }), ended]);
  return { child, ended, url: /http:\S+/.exec(printed.stdout)?.[0] ?? "", stderr: () => printed.stderr };
};
