// The progress of a run on the terminal: a few rows that are rewritten and fit its window, or short lines where nobody watches.

import { cellsOf, clipped } from "../cells.ts";
import type { Clock } from "../machine/clock.ts";
import { minutesAndSeconds } from "../plan/outline.ts";
import type { PlannedTrial } from "../plan/plan.ts";
import type { Remark } from "../record/remarks.ts";
import { isMeasured, type TrialRecord } from "../record/trial.ts";
import { median } from "../statistics/stats.ts";

/** Told before each stage and each step, and after each trial. */
export interface Progress {
  /** Work before the first step. */
  stage(what: string): void;
  /** A thing that the reader may want to act on while the run goes on. */
  notice(remark: Remark): void;
  /** `revision`: the one whose servers and clients run; null for this tree. */
  step(done: number, of: number, trials: readonly PlannedTrial[], remainingMs: number, revision: string | null): void;
  trial(record: TrialRecord): void;
}

interface ProgressStream {
  readonly isTTY?: boolean;
  /** The width of a terminal's window, which may change. */
  readonly columns?: number;
  write(text: string): unknown;
}

export const noProgress: Progress & { readonly done: () => void } = {
  stage: () => {},
  notice: () => {},
  step: () => {},
  trial: () => {},
  done: () => {},
};

/** Shows a run's progress, with remarks as `words` says them; `done` takes the rewritten rows away. */
export const showProgress = (
  stream: ProgressStream,
  words: (remark: Remark) => string,
  clock: Clock,
): Progress & { readonly done: () => void } => {
  const startedAt = clock();
  const medians = runningMedians();
  const spoilt = spoiltTrials();
  const rows = rewrittenRows(stream);
  return {
    stage: (what) => rows.show([what]),
    notice: (remark) => rows.tell(words(remark)),
    step: (done, of, trials, remainingMs, revision) => {
      const what = `${nameStep(trials)}${revision === null ? "" : ` of ${revision}`}`;
      const left = `about ${minutesAndSeconds(remainingMs)} left`;
      const uncounted = spoilt.count() === 0 ? [] : [`${spoilt.count()} without a result`];
      if (stream.isTTY !== true) {
        rows.show([[`[${done + 1}/${of}] ${what}`, left, ...uncounted].join(", ")]);
        return;
      }
      const times = `${minutesAndSeconds(clock() - startedAt)}, ${left}`;
      rows.show([
        [`${barOf(done, of)} ${done + 1}/${of}`, times, ...uncounted, what].join(" · "),
        ...packed(medians.told(), widthOf(stream)),
      ]);
    },
    trial: (record) => {
      medians.add(record);
      const { status, transport, scenario, reasons } = record;
      if (status !== "measured" && spoilt.isNew(record)) {
        rows.tell(`${status}: ${transport}, ${scenario}: ${reasons.map(words).join("; ")}`);
      }
    },
    done: () => rows.show([]),
  };
};

/** The width of a terminal that does not tell its own. */
const usualColumns = 80;

/** A row as wide as the window would begin another one. */
const widthOf = ({ columns = usualColumns }: ProgressStream): number => Math.max(1, columns - 1);

const clearRow = "\r\u001b[2K";
const upAndClear = "\u001b[1A\u001b[2K";

interface Rows {
  show(rows: readonly string[]): void;
  /** A line that stays. */
  tell(text: string): void;
}

/** On a terminal the rows that are shown take the place of those before; else each is a line of its own. */
const rewrittenRows = (stream: ProgressStream): Rows => {
  if (stream.isTTY !== true) {
    const tell = (text: string): void => {
      stream.write(`${text}\n`);
    };
    const show = (rows: readonly string[]): void => {
      for (const row of rows) tell(row);
    };
    return { show, tell };
  }
  let shown = 0;
  const replaceBy = (text: string, rows: number): void => {
    stream.write(`${clearRow}${upAndClear.repeat(Math.max(0, shown - 1))}${text}`);
    shown = rows;
  };
  return {
    show: (rows) => replaceBy(rows.map((row) => clipped(row, widthOf(stream))).join("\n"), rows.length),
    tell: (text) => replaceBy(`${text}\n`, 0),
  };
};

/** As many parts in a row as fit; none is broken. */
const packed = (parts: readonly string[], width: number): readonly string[] => {
  const rows: string[] = [];
  for (const part of parts) {
    const last = rows.at(-1);
    if (last === undefined || cellsOf(last) + 2 + cellsOf(part) > width) rows.push(part);
    else rows[rows.length - 1] = `${last}, ${part}`;
  }
  return rows;
};

const barCells = 12;

const barOf = (done: number, of: number): string => {
  const full = Math.round((barCells * done) / of);
  return `${"█".repeat(full)}${"░".repeat(barCells - full)}`;
};

const mostNamed = 3;

const nameStep = (trials: readonly PlannedTrial[]): string => {
  const scenarios = [...new Set(trials.map(({ scenario }) => scenario))].join(" and ");
  if (trials.length > mostNamed) return `${scenarios}: ${trials.length} trials side by side`;
  const names = trials.map(({ transport, conditions: { pollEveryMs } }) =>
    pollEveryMs === null ? transport : `${transport} every ${pollEveryMs} ms`,
  );
  return `${scenarios}: ${names.join(" | ")}`;
};

/** The median response time so far of each transport, in the scenario that told one first. */
const runningMedians = (): { add(record: TrialRecord): void; told(): readonly string[] } => {
  const values = new Map<string, number[]>();
  let shown: string | null = null;
  return {
    add: (record) => {
      const p50 = isMeasured(record) ? record.responseTimeMs.p50 : null;
      if (p50 === null) return;
      shown ??= record.scenario;
      if (record.scenario !== shown) return;
      values.set(record.transport, [...(values.get(record.transport) ?? []), p50]);
    },
    told: () =>
      [...values].map(([name, all], i) => {
        const p50 = `${name} ${Number(median(all).toPrecision(3))} ms`;
        return i === 0 ? `${shown}, p50 so far: ${p50}` : p50;
      }),
  };
};

/** Trials without a result: how many there are, and whether one has a reason that none had before. */
const spoiltTrials = (): { isNew(record: TrialRecord): boolean; count(): number } => {
  const told = new Set<string>();
  let spoilt = 0;
  return {
    isNew: (record) => {
      if (!isMeasured(record)) spoilt++;
      const kinds = record.reasons.map((reason) => (reason.code === "failure" ? reason.why : reason.code));
      const isNew = kinds.some((kind) => !told.has(kind));
      for (const kind of kinds) told.add(kind);
      return isNew;
    },
    count: () => spoilt,
  };
};
