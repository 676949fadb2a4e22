// A program that is run to its end, within a time. Knows nothing of what it does.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { Interrupted, reasonOf } from "../failure.ts";

interface ProgramSetup {
  readonly cwd?: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Stops the program; the promise rejects with Interrupted then. */
  readonly signal: AbortSignal;
  /** How long it may take. */
  readonly longestMs: number;
}

/** A program that could not be started, failed, or did not end in time; the message is what it said. */
export class ProgramFailure extends Error {
  override readonly name = "ProgramFailure";
  /** Whether there is no such program. */
  readonly missing: boolean;

  constructor(message: string, missing = false) {
    super(message);
    this.missing = missing;
  }
}

/** How long a program may go on after it was told to stop; then it and whatever it started are ended by force. */
const graceMs = 2_000;

/**
 * The program's output. The promise settles only when it and whatever it started have ended, since nothing can be tidied up
 * while they still write. Rejects with ProgramFailure or Interrupted.
 */
export const runProgram = async (
  program: string,
  words: readonly string[],
  { cwd, environment, signal, longestMs }: ProgramSetup,
): Promise<string> => {
  if (signal.aborted) throw new Interrupted("interrupted");
  // A group of its own, so that whatever it starts can be ended with it; it has no terminal to ask for a password on.
  const child = spawn(program, words, {
    ...(cwd === undefined ? {} : { cwd }),
    env: environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // It has no streams then, where files to open have run out.
  if (child.pid === undefined) throw await failureToStart(child);
  const said = listenTo(child);
  const ended = Promise.withResolvers<string | null>();
  // Its streams are closed by then, also by whatever it started.
  child.once("close", (code, by) => ended.resolve(code === 0 ? null : by === null ? `exit code ${code}` : by));
  let late = false;
  let force: NodeJS.Timeout | undefined;
  const stop = (): void => {
    signalGroup(child.pid, "SIGTERM");
    force ??= setTimeout(endByForce, graceMs, child);
  };
  const deadline = setTimeout(() => {
    late = true;
    stop();
  }, longestMs);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const how = await ended.promise;
    if (signal.aborted) throw new Interrupted("interrupted");
    if (late) throw new ProgramFailure(`${program} did not end within ${longestMs / 1000} s`);
    if (how !== null) throw new ProgramFailure(said.complaint.trim() === "" ? `${program}: ${how}` : said.complaint);
    return said.output;
  } finally {
    clearTimeout(deadline);
    clearTimeout(force);
    signal.removeEventListener("abort", stop);
  }
};

type Program = ChildProcessByStdio<null, Readable, Readable>;

const failureToStart = async (child: Program): Promise<ProgramFailure> => {
  const [error]: unknown[] = await once(child, "error");
  return new ProgramFailure(reasonOf(error), error instanceof Error && "code" in error && error.code === "ENOENT");
};

/** The last of its complaints tell why it ended. */
const mostCharacters = 64_000;

const listenTo = ({ stdout, stderr }: Program): { readonly output: string; readonly complaint: string } => {
  const said = { output: "", complaint: "" };
  stdout.setEncoding("utf8").on("data", (text: string) => {
    said.output += text;
  });
  stderr.setEncoding("utf8").on("data", (text: string) => {
    said.complaint = (said.complaint + text).slice(-mostCharacters);
  });
  return said;
};

const endByForce = (child: Program): void => {
  signalGroup(child.pid, "SIGKILL");
  // A process that left the group may hold the other ends.
  child.stdout.destroy();
  child.stderr.destroy();
};

const signalGroup = (pid: number | undefined, name: NodeJS.Signals): void => {
  try {
    if (pid !== undefined) process.kill(-pid, name);
  } catch {
    // All of it has ended.
  }
};
