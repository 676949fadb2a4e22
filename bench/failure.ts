// The errors that are not bugs. Anything else that is thrown is one, and crashes with its cause.

/** The reason for a failure, in one line. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A request that cannot be met as it stands: one line with the remedy, no stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  /** Line ends and other control characters, which a file's name may have, are written as numbers: \u000a. */
  constructor(message: string) {
    super(message.replaceAll(/\p{Cc}/gu, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`));
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
