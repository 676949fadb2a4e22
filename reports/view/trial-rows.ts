// One row a trial with its validity, and the delivery ledger summed over trials. Knows nothing of summaries.

import type { LoopLoad } from "../../bench/record/loads.ts";
import { recordOf } from "../../bench/record/metrics.ts";
import type { Run } from "../../bench/record/run.ts";
import { type DeliveryLedger, deliveryFaults, type TrialRecord } from "../../bench/record/trial.ts";
import { describeSetting } from "../legend/conditions.ts";
import { labelOf, type TransportView } from "../legend/transports.ts";
import type { Words } from "../words/words.ts";
import { sayRemark } from "./remarks.ts";

/** The server process's value, and the worst client process's (for CPU, that of all of them together). */
export interface BothSides {
  readonly server: number | null;
  readonly clients: number | null;
}

export interface TrialRow {
  readonly step: number;
  readonly startedAt: string;
  readonly scenario: string;
  readonly transport: string;
  readonly label: string;
  readonly setting: string;
  readonly repetition: number;
  readonly status: TrialRecord["status"];
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly deliveries: number | null;
  readonly lost: number | null;
  readonly publishDelay: { readonly p50Ms: number | null; readonly maxMs: number | null };
  readonly offeredRate: number | null;
  readonly achievedRate: number | null;
  readonly pacerUtilization: number | null;
  /** Up and down together, within the window. */
  readonly wireBytes: number | null;
  readonly cpu: BothSides;
  readonly loopDelayP99Ms: BothSides;
  readonly loopUtilization: BothSides;
  readonly gcPauseMaxMs: BothSides;
  readonly runDelayShare: BothSides;
  readonly otherCores: number | null;
  readonly littlesRatio: number | null;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

export interface LedgerRow extends DeliveryLedger {
  readonly scenario: string;
  readonly transport: string;
  readonly label: string;
  /** Trials that kept a ledger; a failed one may have none. */
  readonly trials: number;
}

const bothSides = ({ server, generator }: TrialRecord, of: "cpuUtilization" | keyof LoopLoad): BothSides => ({
  server: server?.[of] ?? null,
  clients: generator?.[of] ?? null,
});

export const buildTrials = (
  trials: readonly TrialRecord[],
  transports: readonly TransportView[],
  words: Words,
): readonly TrialRow[] =>
  trials
    .toSorted((a, b) => a.step - b.step)
    .map((trial) => ({
      step: trial.step,
      startedAt: trial.startedAt,
      scenario: trial.scenario,
      transport: trial.transport,
      label: labelOf(transports, trial.transport),
      setting: describeSetting(trial.conditions, words),
      repetition: trial.repetition,
      status: trial.status,
      p50Ms: trial.responseTimeMs?.p50 ?? null,
      p99Ms: trial.responseTimeMs?.p99 ?? null,
      deliveries: trial.deliveries?.received ?? null,
      lost: trial.deliveries?.lost ?? null,
      // The messages of one trial are mostly too few for a p99; a median and a maximum can be told.
      publishDelay: { p50Ms: trial.publishDelayMs?.p50 ?? null, maxMs: trial.publishDelayMs?.max ?? null },
      offeredRate: trial.generator?.offeredRate ?? null,
      achievedRate: trial.generator?.achievedRate ?? null,
      pacerUtilization: trial.generator?.pacerUtilization ?? null,
      wireBytes: trial.bytes?.wire ? trial.bytes.wire.up + trial.bytes.wire.down : null,
      cpu: bothSides(trial, "cpuUtilization"),
      loopDelayP99Ms: bothSides(trial, "loopDelayP99Ms"),
      loopUtilization: bothSides(trial, "loopUtilization"),
      gcPauseMaxMs: bothSides(trial, "gcPauseMaxMs"),
      runDelayShare: bothSides(trial, "runDelayShare"),
      otherCores: trial.machine?.otherCores ?? null,
      littlesRatio: trial.machine?.littlesRatio ?? null,
      reasons: trial.reasons.map((remark) => sayRemark(remark, words)),
      warnings: trial.warnings.map((remark) => sayRemark(remark, words)),
    }));

const ledgerFields = ["expected", "received", ...deliveryFaults, "subscribersAffected"] as const;

const sumLedgers = (ledgers: readonly DeliveryLedger[]): DeliveryLedger =>
  recordOf(ledgerFields, (field) => ledgers.reduce((sum, ledger) => sum + ledger[field], 0));

export const tallyLedger = (
  trials: readonly TrialRecord[],
  transports: readonly TransportView[],
): readonly LedgerRow[] => {
  const scenarios = [...new Set(trials.map((trial) => trial.scenario))];
  return scenarios.flatMap((scenario) =>
    transports.flatMap(({ name, label }) => {
      const own = trials.filter((trial) => trial.scenario === scenario && trial.transport === name);
      if (own.length === 0) return [];
      const ledgers = own.flatMap((trial) => trial.deliveries ?? []);
      return { scenario, transport: name, label, trials: ledgers.length, ...sumLedgers(ledgers) };
    }),
  );
};

export interface DefaultsView {
  readonly labels: readonly string[];
  readonly rows: readonly {
    readonly topic: string;
    /** One a label. */
    readonly values: readonly string[];
  }[];
}

/** No rows where the transports differ in nothing. */
export const viewDefaults = (
  { transports, differences }: Pick<Run, "transports" | "differences">,
  views: readonly TransportView[],
  { basics, evidence: { defaults } }: Words,
): DefaultsView => ({
  labels: transports.map(({ name }) => labelOf(views, name)),
  rows: differences.map(({ topic, values }) => ({
    topic: basics.capitalise(defaults.topic(topic)),
    values: values.map(defaults.value),
  })),
});
