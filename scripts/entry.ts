// How every entry point begins and ends: argv read, help printed, an exit code, or one line where whoever runs it can mend
// what went wrong.

import { exitCodes, Interrupted, reasonOf, StorageFailure, UsageError } from "../bench/failure.ts";
import { exitThoughUnread, letOutputGo } from "../bench/machine/output.ts";

interface AnyCommandLine<Options> {
  readonly help: string;
  parse(argv: readonly string[]): Options | "help" | Promise<Options | "help">;
}

const outputs = [process.stdout, process.stderr];

/** How long the end of a command waits for a reader that has stopped reading. */
const stalledMs = 10_000;

/** `run` resolves with the exit code. Any error that is no class of bench/failure.ts is a bug: its stack is told. */
export const enter = async <Options>(
  { help, parse }: AnyCommandLine<Options>,
  run: (options: Options) => Promise<number>,
): Promise<void> => {
  letOutputGo(outputs);
  stopWithParent();
  process.on("exit", refuseSilence);
  process.on("beforeExit", refuseHanging);
  try {
    const options = await parse(process.argv.slice(2));
    if (options === "help") print(help);
    else process.exitCode = await run(options);
  } catch (error) {
    const { code, line } = endOf(error);
    if (line !== "") process.stderr.write(`${line}\n`);
    process.exitCode = code;
  }
  process.off("exit", refuseSilence);
  process.off("beforeExit", refuseHanging);
  exitThoughUnread(outputs, stalledMs, () => process.exit());
};

interface End {
  readonly code: number;
  /** Empty where there is nothing to say. */
  readonly line: string;
}

const endOf = (error: unknown): End => {
  if (error instanceof Interrupted) return { code: exitCodes.interrupted, line: "" };
  if (error instanceof UsageError) return { code: exitCodes.usage, line: error.message };
  if (error instanceof StorageFailure) return { code: exitCodes.crash, line: error.message };
  return { code: exitCodes.crash, line: error instanceof Error ? (error.stack ?? error.message) : String(error) };
};

/** Code that was loaded has ended the process before the command was done. */
const refuseSilence = (): void => {
  if (process.exitCode !== undefined && process.exitCode !== exitCodes.done) return;
  process.stderr.write("the command was ended before it was done, by code that it had loaded\n");
  process.exitCode = exitCodes.crash;
};

/** Nothing is left that the command could be waiting for. */
const refuseHanging = (): void => {
  process.stderr.write("the command waits for what can never come\n");
  process.exit(exitCodes.crash);
};

/** A line, or several, on standard output. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/**
 * A place that was named and cannot be written is wrong usage: it throws UsageError about `what`. A machine that gives out
 * is not.
 */
export const writingTo = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StorageFailure) || error.ofMachine) throw error;
    throw new UsageError(
      `${what} cannot be written there (${reasonOf(error.cause)}); name a folder that can be written`,
    );
  }
};

/** What makes the command stop: the default end by a signal, until it has taken the stop upon itself. */
let stop = (): void => {
  process.kill(process.pid, "SIGTERM");
};

/**
 * Node takes its handlers of signals down before it ends by itself: a signal that is passed on once more would then end the
 * process in its own way, for all that it ended in order. An exit leaves the handlers where they are.
 */
const exitAtOnce = (): void => process.exit();

/** npm passes on what a terminal or a supervisor has sent to it and to this process alike: two signals are one, then. */
const sameMs = 500;

/**
 * Aborted by the first Ctrl-C, SIGTERM or SIGHUP (a terminal that is closed), which is answered with `line`. A later Ctrl-C
 * or SIGTERM ends the process at once.
 */
export const interruptSignal = (
  line = "stopping: what was measured is kept (press Ctrl-C again to stop at once)",
  clock: () => number = () => performance.now(),
): AbortSignal => {
  const controller = new AbortController();
  let stoppedAt = Number.POSITIVE_INFINITY;
  stop = () => {
    if (controller.signal.aborted) return;
    stoppedAt = clock();
    process.on("exit", exitAtOnce);
    process.stderr.write(`\n${line}\n`);
    controller.abort();
  };
  const insist = (): void => {
    if (clock() - stoppedAt > sameMs) process.exit(exitCodes.interrupted);
    stop();
  };
  process.on("SIGINT", insist);
  process.on("SIGTERM", insist);
  process.on("SIGHUP", () => stop());
  return controller.signal;
};

const lookEveryMs = 500;

/**
 * npm passes on SIGINT and SIGTERM alone. Where it ends by another signal, nobody tells this process, which gets another
 * parent: it stops then. Anybody else who starts it may leave it running.
 */
const stopWithParent = (): void => {
  const { npm_lifecycle_event: npmScript, NODE_RUN_SCRIPT_NAME: nodeScript } = process.env;
  if ((npmScript ?? nodeScript) === undefined) return;
  const parent = process.ppid;
  const look = (): void => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  };
  const timer = setInterval(look, lookEveryMs).unref();
};
