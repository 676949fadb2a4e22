// How every entry point begins and ends: argv read, help printed, an exit code, or one line where whoever runs it can mend
// what went wrong.

import { Interrupted, UsageError } from "../bench/failure.ts";

interface AnyCommandLine<Options> {
  readonly help: string;
  parse(argv: readonly string[]): Options | "help" | Promise<Options | "help">;
}

/** `run` resolves with the exit code. Any error but UsageError and Interrupted is a bug and keeps its stack. */
export const enter = async <Options>(
  { help, parse }: AnyCommandLine<Options>,
  run: (options: Options) => Promise<number>,
): Promise<void> => {
  try {
    const options = await parse(process.argv.slice(2));
    if (options === "help") print(help);
    else process.exitCode = await run(options);
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

/** A line, or several, on standard output. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Aborted by the first Ctrl-C or SIGTERM, which is answered with `line`; the second one ends the process at once. */
export const interruptSignal = (
  line = "stopping: what was measured is kept (press Ctrl-C again to stop at once)",
): AbortSignal => {
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
