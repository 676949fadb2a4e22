// A folder of runs as plain data: of each what a history of many needs, no more, so that hundreds fit in memory. The one
// reader of results.json that does not trust it: what cannot be read is told, and never stops the others.

import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { recordOf } from "../record/metrics.ts";
import { type Run, schema } from "../record/run.ts";
import type { Estimate, MetricName, Summary } from "../record/summary.ts";
import type { TrialRecord } from "../record/trial.ts";

/** Of these a history shows trends. */
export const trendMetrics = [
  "responseTimeP50Ms",
  "responseTimeP99Ms",
  "bytesPerDelivery",
  "requestsPerDelivery",
  "serverCpuMsPerThousandDeliveries",
] as const satisfies readonly MetricName[];
export type TrendMetric = (typeof trendMetrics)[number];

export interface CellFacts extends Pick<Summary, "scenario" | "transport" | "conditions"> {
  readonly metrics: Readonly<Record<TrendMetric, Estimate | null>>;
}

export interface RunFacts<Digest>
  extends Pick<
    Run,
    "startedAt" | "command" | "profile" | "partial" | "environment" | "transports" | "plannedTrials" | "link"
  > {
  /** The folder's name, which is where the run's page is; a folder may have been renamed since. */
  readonly id: string;
  readonly scenarios: readonly string[];
  readonly trials: Readonly<Record<TrialRecord["status"], number>>;
  readonly cells: readonly CellFacts[];
  readonly digest: Digest;
}

/** A folder that holds no run that this version can read. */
export interface UnreadRun {
  readonly id: string;
  readonly reason: string;
}

export interface RunsFolder<Digest> {
  /** Newest first. */
  readonly runs: readonly RunFacts<Digest>[];
  readonly unread: readonly UnreadRun[];
}

/**
 * Every run in the folder `out`; `digestOf` makes of a whole run what its caller wants to keep of it. A missing folder
 * holds none. Links, such as `latest`, and hidden folders are passed over.
 */
export const readRuns = <Digest>(out: string, digestOf: (run: Run) => Digest): RunsFolder<Digest> => {
  const runs: RunFacts<Digest>[] = [];
  const unread: UnreadRun[] = [];
  for (const id of runFolders(out)) {
    const run = readResults(join(out, id));
    if (typeof run === "string") unread.push({ id, reason: run });
    else {
      try {
        runs.push(factsOf(id, run, digestOf(run)));
      } catch (error) {
        unread.push({ id, reason: `its results.json is damaged (${reasonOf(error)})` });
      }
    }
  }
  return { runs: runs.toSorted(newestFirst), unread: unread.toSorted((x, y) => (x.id < y.id ? 1 : -1)) };
};

/** Whether runs are kept in this folder: bench leaves a link `latest` beside them. A lone run may have been put anywhere. */
export const holdsRuns = (out: string): boolean => {
  try {
    return lstatSync(join(out, "latest")).isSymbolicLink();
  } catch {
    return false;
  }
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const newestFirst = (x: { readonly startedAt: string; readonly id: string }, y: typeof x): number =>
  Date.parse(y.startedAt) - Date.parse(x.startedAt) || (x.id < y.id ? 1 : -1);

const runFolders = (out: string): readonly string[] => {
  try {
    return readdirSync(out, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name);
  } catch {
    return [];
  }
};

/** The run, or why there is none. */
const readResults = (folder: string): Run | string => {
  let text: string;
  try {
    text = readFileSync(join(folder, "results.json"), "utf8");
  } catch {
    return "it has no results.json: its run is under way, or was stopped before it could be written";
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "its results.json is damaged (it is not JSON)";
  }
  if (!isRecord(value)) return "its results.json is damaged (it is no object)";
  const { schema: found } = value;
  if (found !== schema) return `its schema is ${String(found)}, and this version reads ${schema}`;
  return isRun(value) ? value : "its results.json is damaged (a part of it is missing or of another shape)";
};

const factsOf = <Digest>(id: string, run: Run, digest: Digest): RunFacts<Digest> => {
  const trials = (status: TrialRecord["status"]): number =>
    run.trials.filter((trial) => trial.status === status).length;
  return {
    id,
    startedAt: run.startedAt,
    command: run.command,
    profile: run.profile,
    partial: run.partial,
    environment: run.environment,
    transports: run.transports,
    plannedTrials: run.plannedTrials,
    link: run.link,
    scenarios: run.scenarios.map(({ name }) => name),
    trials: { measured: trials("measured"), invalid: trials("invalid"), failed: trials("failed") },
    cells: run.summaries.map(({ scenario, transport, conditions, metrics }) => ({
      scenario,
      transport,
      conditions,
      metrics: recordOf(trendMetrics, (name) => metrics[name]),
    })),
    digest,
  };
};

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value);
const isInstant: Check = (value) => typeof value === "string" && Number.isFinite(Date.parse(value));

const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

const has =
  (shape: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isRecord(value) && Object.entries(shape).every(([name, check]) => check(value[name]));

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const isEstimate = orNull(has({ median: isNumber, low: orNull(isNumber), high: orNull(isNumber), trials: isNumber }));

const isPlainRecord: Check = (value) =>
  isRecord(value) && Object.values(value).every((one) => one === null || typeof one !== "object");

const runShape = has({
  startedAt: isInstant,
  command: isText,
  profile: isText,
  partial: isFlag,
  plannedTrials: isNumber,
  link: has({ way: isText }),
  environment: has({
    node: isText,
    platform: isText,
    cpu: isText,
    cores: isNumber,
    commit: orNull(isText),
    uncommittedChanges: orNull(isFlag),
  }),
  transports: listOf(has({ name: isText, label: isText })),
  scenarios: listOf(has({ name: isText })),
  trials: listOf(has({ status: isText })),
  summaries: listOf(
    has({
      scenario: isText,
      transport: isText,
      conditions: isPlainRecord,
      metrics: has(Object.fromEntries(trendMetrics.map((name) => [name, isEstimate]))),
    }),
  ),
});

/** What a history keeps is of the right shape; the rest is taken on trust, and whoever digests it may throw. */
const isRun = (value: unknown): value is Run => runShape(value);
