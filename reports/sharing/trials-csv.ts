// All trials of a run as one tidy table: a row a trial, a column a number, with its unit in the column's name. Pure.
import { metricOf, recordOf } from "../../bench/record/metrics.ts";
import type { Run } from "../../bench/record/run.ts";
import { metricNames } from "../../bench/record/summary.ts";
import { type Conditions, deliveryFaults, isMeasured, type TrialRecord } from "../../bench/record/trial.ts";
import { toCsv } from "../writing/csv.ts";

type Cell = string | number | null;

const conditionNames = [
  "subscribers",
  "ratePerSec",
  "schedule",
  "bodyBytes",
  "oneWayMs",
  "pollEveryMs",
  "holdMs",
  "connection",
  "clientProcesses",
  "headers",
] as const satisfies readonly (keyof Conditions)[];

const ledgerNames = ["expected", "received", ...deliveryFaults] as const;

/** Only a trial that counts has numbers; the others have their reasons, and their ledger where they kept one. */
const rowOf = (trial: TrialRecord): Readonly<Record<string, Cell>> => ({
  scenario: trial.scenario,
  transport: trial.transport,
  repetition: trial.repetition,
  step: trial.step,
  status: trial.status,
  reasons: trial.reasons.map(({ code }) => code).join(" "),
  warnings: trial.warnings.map(({ code }) => code).join(" "),
  startedAt: trial.startedAt,
  warmupMs: trial.warmupMs,
  measureMs: trial.measureMs,
  ...recordOf(conditionNames, (name) => trial.conditions[name]),
  ...recordOf(ledgerNames, (name) => trial.deliveries?.[name] ?? null),
  ...recordOf(metricNames, (name) => (isMeasured(trial) ? metricOf[name](trial) : null)),
});

/** In the order in which they were measured. An absent number is an empty cell. */
export const trialsCsv = ({ trials }: Pick<Run, "trials">): string => {
  const rows = trials.map(rowOf);
  const names = Object.keys(rows[0] ?? {});
  return toCsv([names, ...rows.map((row) => names.map((name) => String(row[name] ?? "")))]);
};
