// The cells of a run that answer a published table, and the numbers in them. Pure. Knows no table.

import { bothWays, cellKey, estimate, numbersOf, type TrialNumber } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import type { Estimate, MetricName, Summary, Theory } from "../record/summary.ts";
import { type Conditions, isMeasured, type MeasuredTrial } from "../record/trial.ts";

/** One cell of the run. */
export interface PublishedCell {
  readonly summary: Summary;
  /** The trials that were measured. */
  readonly trials: readonly MeasuredTrial[];
  readonly seed: number;
}

export const tableCells = (run: Run, wanted: (summary: Summary) => boolean): readonly PublishedCell[] =>
  run.summaries.filter(wanted).map((summary) => ({
    summary,
    trials: run.trials.filter(isMeasured).filter((trial) => cellKey(summary) === cellKey(trial)),
    seed: run.seed,
  }));

/** The cell under such conditions, with the most subscribers where there are several; null where there is none. */
export const tableCell = (
  run: Run,
  scenario: string,
  transport: string,
  wanted: (conditions: Conditions) => boolean = () => true,
): PublishedCell | null =>
  tableCells(run, (summary) => summary.scenario === scenario && summary.transport === transport)
    .filter(({ summary }) => wanted(summary.conditions))
    .toSorted((x, y) => y.summary.conditions.subscribers - x.summary.conditions.subscribers)[0] ?? null;

/** The estimate over the trials that have the number; null where none has. */
export const measuredIn = (cell: PublishedCell | null, number: TrialNumber): Estimate | null =>
  cell === null ? null : estimate(numbersOf(cell.trials, number), cell.seed);

/** The one cell's number over the other's, trial by trial: both trials of a repetition had the same messages. */
export const ratioIn = (
  cell: PublishedCell | null,
  other: PublishedCell | null,
  number: TrialNumber,
): Estimate | null =>
  measuredIn(cell, (trial) => {
    const beside = other?.trials.find(({ repetition }) => repetition === trial.repetition);
    return beside === undefined ? null : over(number(trial), number(beside));
  });

export const metricIn = (cell: PublishedCell | null, name: MetricName): Estimate | null =>
  cell === null ? null : cell.summary.metrics[name];

export const predictedIn = (cell: PublishedCell | null, name: keyof Theory): number | null =>
  cell === null ? null : cell.summary.theory[name];

/** An estimate under a function that increases, so that the interval keeps its ends. */
export const mapped = (of: Estimate | null, increasing: (value: number) => number): Estimate | null => {
  if (of === null) return null;
  const mappedEnd = (end: number | null): number | null => (end === null ? null : increasing(end));
  return { median: increasing(of.median), low: mappedEnd(of.low), high: mappedEnd(of.high), trials: of.trials };
};

export const over = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;

export const times = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);

/** How many deliveries the window held. */
export const messagesIn = ({ bytes }: MeasuredTrial): number => bytes.deliveries;

/** Bytes both ways within the window, without TCP/IP. */
export const applicationBytes = ({ bytes }: MeasuredTrial): number => bothWays(bytes);

/** The same with TCP/IP. */
export const wireBytes = ({ bytes: { wire } }: MeasuredTrial): number | null => (wire === null ? null : bothWays(wire));

/** Three digits, and no zeros behind them: 1/3 is 0.333. */
export const plain = (value: number): string => String(Number(value.toPrecision(3)));
