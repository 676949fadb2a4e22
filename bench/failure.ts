// The errors that are not bugs. Anything else that is thrown is one, and crashes with its cause.

/** The codes that commands end with. The help of each command says what they mean there. */
export const exitCodes = { done: 0, found: 1, usage: 2, crash: 3, interrupted: 130 } as const;

/** The reason for a failure, in one line. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Line ends and other control characters, which a file's name may have, are written as numbers: \u000a. */
const inOneLine = (message: string): string =>
  message.replaceAll(/\p{Cc}/gu, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A request that cannot be met as it stands: one line with the remedy, no stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(message: string) {
    super(inOneLine(message));
  }
}

/**
 * Something could not be written: one line with the path and the remedy, no stack, exit code 3. Whoever knows what was kept
 * adds it.
 */
export class StorageFailure extends Error {
  override readonly name = "StorageFailure";
  /** The machine has given out, such as a full disk, and no other place that is named would change that. */
  readonly ofMachine: boolean;

  constructor(message: string, ofMachine: boolean, cause: unknown) {
    super(inOneLine(message), { cause });
    this.ofMachine = ofMachine;
  }
}

/** A trial could not be finished: an outcome that is recorded, and the run goes on. */
export class TrialFailure extends Error {
  override readonly name = "TrialFailure";
}

/** The run was told to stop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
