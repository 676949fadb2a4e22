// A process that holds a part of a link open: it says a line once it does, and ends when its input does. Knows nothing of links.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { reasonOf, TrialFailure } from "../failure.ts";
import { lastLineOf } from "../machine/child.ts";
import type { Part } from "../machine/parts.ts";
import { runOut } from "../machine/patience.ts";

export interface Holder extends Part {
  readonly pid: number | undefined;
  /** The next line that it says after this one was written to it. */
  ask(line: string): Promise<string>;
  /** Ends it, by force where it does not go by itself in time. */
  stop(): Promise<void>;
}

/** How long it may take to say a line, and to end by itself. */
const patienceMs = 15_000;
const graceMs = 2_000;

/** Starts the command; it ends when this process does. Throws TrialFailure where it does not say its first line. */
export const startHolder = async (command: readonly string[], role: string): Promise<Holder> => {
  const [file = "", ...words] = command;
  const holder = spawn(file, words, { stdio: ["pipe", "pipe", "pipe"] });
  if (holder.pid === undefined) {
    // It has no streams where files to open have run out.
    const [error]: unknown[] = await once(holder, "error");
    throw new TrialFailure(
      `a link of network namespaces cannot be had: ${role} ended before it started (${reasonOf(error)})`,
    );
  }
  holder.stdin.on("error", () => {}); // It has ended, which is told.
  const ended = endOf(holder).then((how) => `${role} ${how}`);
  const lines = createInterface({ input: holder.stdout });
  try {
    await nextLine(lines, role, ended);
  } catch (error) {
    holder.kill("SIGKILL");
    throw new TrialFailure(`a link of network namespaces cannot be had: ${reasonOf(error)}`);
  }
  return {
    role,
    pid: holder.pid,
    ended,
    answers: async () => {},
    ask: (line) => {
      holder.stdin.write(`${line}\n`);
      return nextLine(lines, role, ended);
    },
    stop: async () => {
      const timer = setTimeout(() => holder.kill("SIGKILL"), graceMs);
      holder.stdin.end();
      await ended;
      clearTimeout(timer);
    },
  };
};

/** Resolves once it has ended, to how, and what it said last. */
const endOf = (holder: ChildProcessWithoutNullStreams): Promise<string> => {
  let complaint = "";
  holder.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-500);
  });
  return new Promise((resolve) => {
    holder.once("error", (error) => resolve(`ended before it started (${error.message})`));
    holder.once("close", (code, by) => {
      const said = lastLineOf(complaint);
      resolve(`ended ${by === null ? `with exit code ${code}` : `by ${by}`}${said === "" ? "" : `: ${said}`}`);
    });
  });
};

const nextLine = (lines: Interface, role: string, ended: Promise<string>): Promise<string> => {
  const said = Promise.withResolvers<string>();
  const late = (): void => said.reject(new TrialFailure(`${role} said nothing within ${patienceMs / 1000} s`));
  const stopWaiting = runOut(patienceMs, late);
  lines.once("line", said.resolve);
  ended.then((reason) => said.reject(new TrialFailure(reason)));
  return said.promise.finally(() => {
    stopWaiting();
    lines.off("line", said.resolve);
  });
};
