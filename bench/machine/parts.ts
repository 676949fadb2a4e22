// The processes that a piece of work depends on, watched while it lasts. Knows nothing of what they do.

import { Interrupted, TrialFailure } from "../failure.ts";
import { runOut } from "./patience.ts";

/** A process that work depends on. */
export interface Part {
  readonly role: string;
  /** Resolves with the reason when the process ends. */
  readonly ended: Promise<string>;
  /** Resolves once the process shows that it runs; at once where it cannot be asked, since nothing waits for it. */
  answers(): Promise<unknown>;
}

/** How often each process is asked for a sign of life, and how long it may take. */
interface Vigilance {
  readonly askEveryMs: number;
  readonly silenceMs: number;
}

/** A busy machine starts a process slowly. */
const usualVigilance: Vigilance = { askEveryMs: 5_000, silenceMs: 20_000 };
/** The same where the work has failed already. */
const lastWordsMs = 2_000;

/**
 * Does the work, and gives up as soon as one of the processes ends, shows no sign of life, or the signal says so. Rejects
 * with Interrupted or TrialFailure then; the processes are the caller's to stop. The reason is the process that ended or
 * hangs, whichever of the others complained first.
 */
export const whileAllLive = async <T>(
  parts: readonly Part[],
  signal: AbortSignal,
  work: () => Promise<T>,
  vigilance = usualVigilance,
): Promise<T> => {
  if (signal.aborted) throw new Interrupted("interrupted");
  const giveUp = Promise.withResolvers<never>();
  const interrupt = (): void => giveUp.reject(new Interrupted("interrupted"));
  signal.addEventListener("abort", interrupt, { once: true });
  for (const part of parts) part.ended.then((reason) => giveUp.reject(new TrialFailure(reason)));
  const stopAsking = parts.map((part) =>
    askAgain(part, vigilance, (reason) => giveUp.reject(new TrialFailure(reason))),
  );
  try {
    return await Promise.race([work(), giveUp.promise]);
  } catch (error) {
    if (!(error instanceof TrialFailure)) throw error;
    for (const stop of stopAsking) stop();
    const culprit = await culpritOf(parts);
    // A signal to all processes at once may end one that has just begun: the run was interrupted, and the trial did not fail.
    if (signal.aborted) throw new Interrupted("interrupted");
    throw new TrialFailure(culprit ?? error.message);
  } finally {
    for (const stop of stopAsking) stop();
    signal.removeEventListener("abort", interrupt);
  }
};

const silent = ({ role }: Part): string => `${role} gives no sign of life: it was stopped, or hangs`;

/** Asks the process for a sign of life, again and again; the returned function stops it. */
const askAgain = (part: Part, { askEveryMs, silenceMs }: Vigilance, tell: (reason: string) => void): (() => void) => {
  let stopped = false;
  let stop = (): void => {};
  const ask = (): void => {
    stop = runOut(silenceMs, () => tell(silent(part)));
    part.answers().then(
      () => {
        stop();
        if (!stopped) stop = runOut(askEveryMs, ask);
      },
      () => stop(), // It has ended, and that is told.
    );
  };
  stop = runOut(askEveryMs, ask);
  return () => {
    stopped = true;
    stop();
  };
};

/** The process that ended, or else the one that hangs; null where all are well. */
const culpritOf = async (parts: readonly Part[]): Promise<string | null> => {
  const stateOf = (part: Part): Promise<{ readonly ended: string | null; readonly hangs: string | null }> => {
    const known = Promise.withResolvers<Awaited<ReturnType<typeof stateOf>>>();
    const stop = runOut(lastWordsMs, () => known.resolve({ ended: null, hangs: silent(part) }));
    part.ended.then((ended) => known.resolve({ ended, hangs: null }));
    part.answers().then(
      () => known.resolve({ ended: null, hangs: null }),
      () => {}, // It ends, or time runs out.
    );
    return known.promise.finally(stop);
  };
  const states = await Promise.all(parts.map(stateOf));
  return states.find(({ ended }) => ended !== null)?.ended ?? states.find(({ hangs }) => hangs !== null)?.hangs ?? null;
};
