// The progress of a run on the terminal: one line that is rewritten, or plain lines where nobody watches. Tells no time.

import type { PlannedTrial } from "../plan/plan.ts";
import type { TrialRecord } from "../record/trial.ts";
import { valueAt } from "../statistics/value-at.ts";

/** Told before each stage and each step, and after each trial. */
export interface Progress {
  /** Work before the first step. */
  stage(what: string): void;
  /** A line that the reader may want to act on while the run goes on. */
  notice(text: string): void;
  /** `revision`: the one whose servers and clients run; null for this tree. */
  step(done: number, of: number, trials: readonly PlannedTrial[], remainingMs: number, revision: string | null): void;
  trial(record: TrialRecord): void;
}

interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export const noProgress: Progress & { readonly done: () => void } = {
  stage: () => {},
  notice: () => {},
  step: () => {},
  trial: () => {},
  done: () => {},
};

const clearLine = "\r\u001b[2K";

/** Shows a run's progress; `done` takes the rewritten line away. */
export const showProgress = (stream: ProgressStream): Progress & { readonly done: () => void } => {
  const rewrites = stream.isTTY === true;
  const say = (line: string): unknown => stream.write(rewrites ? `${clearLine}${line}` : `${line}\n`);
  return {
    stage: say,
    notice: (text) => {
      stream.write(`${rewrites ? clearLine : ""}${text}\n`);
    },
    step: (done, of, trials, remainingMs, revision) => {
      const whose = revision === null ? "" : ` of ${revision}`;
      say(`[${done + 1}/${of}] ${nameStep(trials)}${whose} · about ${duration(remainingMs)} left`);
    },
    trial: ({ status, transport, scenario, reasons }) => {
      if (status === "measured") return;
      stream.write(`${rewrites ? clearLine : ""}${status}: ${transport}, ${scenario}: ${reasons.join("; ")}\n`);
    },
    done: () => {
      if (rewrites) stream.write(clearLine);
    },
  };
};

const nameStep = (trials: readonly PlannedTrial[]): string => {
  const names = trials.map(({ transport, conditions: { pollEveryMs } }) =>
    pollEveryMs === null ? transport : `${transport} every ${pollEveryMs} ms`,
  );
  return `${valueAt(trials, 0).scenario}: ${names.join(" | ")}`;
};

const duration = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};
