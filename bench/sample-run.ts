// Trials, summaries and runs for the tests of what is read from a run: every number is nothing, or what the test says.

import { trialOf } from "./fixture-trial.ts";
import { recordOf } from "./metrics.ts";
import { type ByteInputs, predict } from "./model.ts";
import { type Run, schema } from "./record.ts";
import { type Estimate, type MeasuredDelays, metricNames, type Summary } from "./record-summary.ts";
import type { ByteLedger, Conditions, MeasuredTrial, RequestCounts } from "./record-trial.ts";

const factors: Readonly<Record<string, Partial<Conditions>>> = {
  "short-polling": { pollEveryMs: 1000, connection: "keep-alive" },
  "long-polling": { holdMs: 30_000, connection: "keep-alive" },
};

/** Of a transport: 20 subscribers 50 ms away, ten Poisson messages a second. */
export const sampleConditions = (transport: string, change: Partial<Conditions>): Conditions => ({
  subscribers: 20,
  ratePerSec: 10,
  schedule: "poisson",
  bodyBytes: 20,
  oneWayMs: 50,
  pollEveryMs: null,
  holdMs: null,
  connection: null,
  headers: "minimal",
  ...factors[transport],
  ...change,
});

export const sampleDelays: MeasuredDelays = { oneWayMs: 50, roundTripMs: 100, turnaroundMs: 2, blackoutMs: null };

export interface SampleCell {
  readonly scenario: string;
  readonly transport: string;
  readonly conditions?: Partial<Conditions>;
  readonly delays?: MeasuredDelays;
  readonly wire?: ByteInputs;
  readonly metrics?: Partial<Summary["metrics"]>;
  /** One a trial. */
  readonly trials?: readonly SampleTrial[];
}

export interface SampleTrial {
  readonly bytes?: Partial<ByteLedger>;
  readonly requests?: Partial<RequestCounts>;
  readonly cpuMsPerThousandDeliveries?: number;
  readonly cpuUtilization?: number;
}

export const sampleSummary = (cell: SampleCell): Summary => {
  const conditions = sampleConditions(cell.transport, cell.conditions ?? {});
  const delays = cell.delays ?? sampleDelays;
  return {
    scenario: cell.scenario,
    transport: cell.transport,
    conditions,
    trials: { measured: cell.trials?.length ?? 0, invalid: 0, failed: 0 },
    metrics: { ...recordOf(metricNames, () => null), ...cell.metrics },
    delays,
    theory: predict(conditions, delays, cell.wire ?? null),
  };
};

/** A median with its interval, or without one. */
export const sampleEstimate = (median: number, half: number | null = null): Estimate => ({
  median,
  low: half === null ? null : median - half,
  high: half === null ? null : median + half,
  trials: half === null ? 3 : 6,
});

const sampleTrial = (cell: SampleCell, sample: SampleTrial, repetition: number): MeasuredTrial =>
  trialOf({
    transport: cell.transport,
    scenario: cell.scenario,
    repetition,
    measureMs: 5000,
    conditions: sampleConditions(cell.transport, cell.conditions ?? {}),
    bytes: sample.bytes ?? {},
    requests: sample.requests ?? {},
    server: {
      cpuMsPerThousandDeliveries: sample.cpuMsPerThousandDeliveries ?? null,
      cpuUtilization: sample.cpuUtilization ?? 0,
    },
    generator: {
      offeredRate: cell.conditions?.ratePerSec ?? 10,
      achievedRate: cell.conditions?.ratePerSec ?? 10,
    },
  });

export const sampleRun = (cells: readonly SampleCell[]): Run => ({
  schema,
  id: "sample",
  startedAt: "2026-01-01T00:00:00.000Z",
  command: "npm run bench",
  seed: 1,
  profile: "default",
  baselineTransport: "websocket",
  environment: {
    node: "",
    platform: "",
    kernel: "",
    cpu: "",
    cores: 2,
    memoryBytes: 0,
    openFilesLimit: null,
    loadAverageAtStart: 0,
    commit: null,
    uncommittedChanges: null,
    versions: {},
  },
  transports: [...new Set(cells.map(({ transport }) => transport))].map((name) => ({ name, label: name })),
  differences: [],
  scenarios: [...new Set(cells.map(({ scenario }) => scenario))].map((name) => ({
    name,
    why: "",
    trials: 1,
    sideBySide: false,
  })),
  plannedTrials: 0,
  link: { way: "loopback", refused: null },
  until: null,
  baseRun: null,
  endedAt: null,
  partial: false,
  stopped: null,
  floors: [],
  ceilings: [],
  trials: cells.flatMap((cell) => (cell.trials ?? []).map((sample, index) => sampleTrial(cell, sample, index))),
  summaries: cells.map(sampleSummary),
  comparisons: [],
  silence: [],
  warnings: [],
});
