// What the published tables are made of: their shapes, and the cells of a run that answer them. Pure.
// Knows no table.

import { cellKey, estimate } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import type { Estimate, MetricName, Summary, Theory } from "../record/summary.ts";
import type { Conditions, MeasuredTrial } from "../record/trial.ts";

/** Authors and year are null of what many have published alike. */
export interface Publication {
  readonly authors: string | null;
  readonly title: string;
  readonly year: number | null;
}

export interface PublishedRow {
  readonly label: string;
  readonly unit: string;
  /** null: the publication gives no figure; text where it gives none but says so much. */
  readonly published: number | string | null;
  /** By the model, from what this run measured. */
  readonly predicted: number | null;
  /** null: the run has no such cell. */
  readonly measured: Estimate | null;
  /** Measured with fewer subscribers than the row is for. */
  readonly extrapolated: boolean;
}

export interface PublishedTable {
  readonly id: `T${number}`;
  readonly publication: Publication;
  readonly claim: string;
  readonly rows: readonly PublishedRow[];
  /** What is wrong with the published figures, or differs here. */
  readonly footnotes: readonly string[];
}

/** One cell of the run. */
export interface PublishedCell {
  readonly summary: Summary;
  /** Those that were measured. */
  readonly trials: readonly MeasuredTrial[];
  readonly seed: number;
}

export const tableCells = (run: Run, wanted: (summary: Summary) => boolean): readonly PublishedCell[] =>
  run.summaries.filter(wanted).map((summary) => ({
    summary,
    trials: run.trials
      .filter((trial) => trial.status === "measured")
      .filter((trial) => cellKey(summary) === cellKey(trial)),
    seed: run.seed,
  }));

/** The cell under such conditions; of several, the one with the most subscribers. */
export const tableCell = (
  run: Run,
  scenario: string,
  transport: string,
  wanted: (conditions: Conditions) => boolean = () => true,
): PublishedCell | null =>
  tableCells(run, (summary) => summary.scenario === scenario && summary.transport === transport)
    .filter(({ summary }) => wanted(summary.conditions))
    .toSorted((x, y) => y.summary.conditions.subscribers - x.summary.conditions.subscribers)[0] ?? null;

/** One number a trial; null where a cell has none. */
export const measuredIn = (
  cell: PublishedCell | null,
  number: (trial: MeasuredTrial) => number | null,
): Estimate | null =>
  cell === null
    ? null
    : estimate(
        cell.trials.flatMap((trial) => number(trial) ?? []),
        cell.seed,
      );

/** The one cell's number over the other's, trial by trial: those of a repetition had the same messages. */
export const ratioIn = (
  cell: PublishedCell | null,
  other: PublishedCell | null,
  number: (trial: MeasuredTrial) => number | null,
): Estimate | null =>
  measuredIn(cell, (trial) => {
    const beside = other?.trials.find(({ repetition }) => repetition === trial.repetition);
    return beside === undefined ? null : over(number(trial), number(beside));
  });

export const metricIn = (cell: PublishedCell | null, name: MetricName): Estimate | null =>
  cell === null ? null : cell.summary.metrics[name];

export const predictedIn = (cell: PublishedCell | null, name: keyof Theory): number | null =>
  cell === null ? null : cell.summary.theory[name];

/** Increasing in the estimate: its interval keeps its ends. */
export const mapped = (of: Estimate | null, increasing: (value: number) => number): Estimate | null =>
  of === null
    ? null
    : {
        median: increasing(of.median),
        low: of.low === null ? null : increasing(of.low),
        high: of.high === null ? null : increasing(of.high),
        trials: of.trials,
      };

export const over = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;

export const times = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);

/** Deliveries within the window. */
export const messagesIn = ({ bytes }: MeasuredTrial): number | null => over(bytes.down, bytes.perDelivery.down);

/** Within the window, both ways, without and with TCP/IP. */
export const applicationBytes = ({ bytes }: MeasuredTrial): number => bytes.up + bytes.down;
export const wireBytes = ({ bytes: { wire } }: MeasuredTrial): number | null =>
  wire === null ? null : wire.up + wire.down;

/** As a reader says it: 1/3 as 0.333. */
export const plain = (value: number): string => String(Number(value.toPrecision(3)));
