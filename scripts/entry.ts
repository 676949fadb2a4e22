// How every entry point ends: with its exit code, or with one line where whoever runs it can mend what went wrong.

import { Interrupted, UsageError } from "../bench/failure.ts";

/** Any other error is a bug and keeps its stack. */
export const enter = async (main: () => Promise<number>): Promise<void> => {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof Interrupted) {
      process.exitCode = 130;
      return;
    }
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
};

/** Aborted by the first Ctrl-C or SIGTERM, which is answered with `line`; the second one ends the process at once. */
export const interruptSignal = (line = "stopping: what was measured is kept (again to stop at once)"): AbortSignal => {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    process.stderr.write(`\n${line}\n`);
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return controller.signal;
};
