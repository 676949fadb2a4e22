// A folder of runs as plain data: only what a history needs of each, so that hundreds fit in memory. The one reader of
// results.json that does not trust it: a run that cannot be read is told with its reason, and never stops the others.

import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { reasonOf } from "../failure.ts";
import { recordOf } from "../record/metrics.ts";
import { type Run, schema } from "../record/run.ts";
import { type Estimate, type Summary, type TrendMetric, trendMetrics } from "../record/summary.ts";
import type { TrialRecord } from "../record/trial.ts";

export interface CellFacts extends Pick<Summary, "scenario" | "transport" | "conditions"> {
  readonly metrics: Readonly<Record<TrendMetric, Estimate | null>>;
}

export interface RunFacts<Digest>
  extends Pick<
    Run,
    "startedAt" | "command" | "profile" | "partial" | "environment" | "transports" | "plannedTrials" | "link"
  > {
  /** The folder's name, under which the run's page is found; the folder may have been renamed since the run. */
  readonly id: string;
  readonly scenarios: readonly string[];
  readonly trials: Readonly<Record<TrialRecord["status"], number>>;
  readonly cells: readonly CellFacts[];
  /** The part of the run that the caller of readRuns keeps. */
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
 * Every run in the folder `out`; `digestOf` makes of a whole run what the caller keeps of it. A missing folder holds none.
 * Links, such as `latest`, and hidden folders are passed over.
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

/** Whether this folder is one of runs: `bench` leaves a link `latest` beside them. A lone run may have been put anywhere. */
export const holdsRuns = (out: string): boolean => {
  try {
    return lstatSync(join(out, "latest")).isSymbolicLink();
  } catch {
    return false;
  }
};

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
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return "its results.json is damaged (it is no object)";
  }
  const found = "schema" in value ? value.schema : undefined;
  if (found !== schema) return `its schema is ${String(found)}, and this version reads ${schema}`;
  return isRun(value) ? value : `its results.json is damaged (${describeDamage(value)})`;
};

const factsOf = <Digest>(id: string, run: Run, digest: Digest): RunFacts<Digest> => {
  const { startedAt, command, profile, partial, environment, transports, plannedTrials, link } = run;
  const kept = { id, startedAt, command, profile, partial, environment, transports, plannedTrials, link };
  const trials = (status: TrialRecord["status"]): number =>
    run.trials.filter((trial) => trial.status === status).length;
  return {
    ...kept,
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

const instant = v.pipe(
  v.string(),
  v.check((text) => Number.isFinite(Date.parse(text)), "expected an instant"),
);
const finite = v.pipe(v.number(), v.finite("expected a finite number"));
const plain = v.nullable(v.union([v.string(), v.number(), v.boolean()]));

const estimate = v.nullable(
  v.object({ median: finite, low: v.nullable(finite), high: v.nullable(finite), trials: finite }),
);

/** The part of a run that a history keeps. The rest is taken on trust, and whoever digests it may throw. */
const runShape = v.object({
  startedAt: instant,
  command: v.string(),
  profile: v.string(),
  partial: v.boolean(),
  plannedTrials: finite,
  link: v.object({ way: v.string() }),
  environment: v.object({
    node: v.string(),
    platform: v.string(),
    cpu: v.string(),
    cores: finite,
    commit: v.nullable(v.string()),
    uncommittedChanges: v.nullable(v.boolean()),
  }),
  transports: v.array(v.object({ name: v.string(), label: v.string() })),
  scenarios: v.array(v.object({ name: v.string() })),
  trials: v.array(v.object({ status: v.string() })),
  summaries: v.array(
    v.object({
      scenario: v.string(),
      transport: v.string(),
      conditions: v.record(v.string(), plain),
      metrics: v.object(recordOf(trendMetrics, () => estimate)),
    }),
  ),
});

const isRun = (value: unknown): value is Run => v.is(runShape, value);

/** The first field that does not fit, and its proper type: `environment.cores: expected number`. */
const describeDamage = (value: unknown): string => {
  const [issue] = v.safeParse(runShape, value, { abortEarly: true }).issues ?? [];
  if (issue === undefined) throw new Error("nothing is damaged");
  const { kind, expected, received, message } = issue;
  const wanted = kind === "schema" && expected !== null ? `expected ${expected.toLowerCase()}` : message;
  return `${v.getDotPath(issue)}: ${received === "undefined" ? "missing" : wanted}`;
};
