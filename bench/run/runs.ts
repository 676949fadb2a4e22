// A folder of runs as plain data: only what a history needs of each, so that hundreds fit in memory. The one reader of
// results.json that does not trust it: a run that cannot be read is told with its reason, and never stops the others.

import { existsSync, lstatSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import * as v from "valibot";
import { reasonOf } from "../failure.ts";
import { countTrials, recordOf } from "../record/metrics.ts";
import { type Run, schema } from "../record/run.ts";
import {
  type ComparedMetric,
  comparedMetrics,
  type Estimate,
  type Summary,
  type TrialCounts,
} from "../record/summary.ts";
import type { UnreadReason } from "../record/unread.ts";
import { environmentShape } from "./run-shapes.ts";
import { damageIn, finite, instant, schemaWords } from "./shapes.ts";
import { readStoredFile, UnreadableFile } from "./stored-file.ts";

export interface CellFacts extends Pick<Summary, "scenario" | "transport" | "conditions"> {
  readonly metrics: Readonly<Record<ComparedMetric, Estimate | null>>;
}

export interface RunFacts<Digest>
  extends Pick<
    Run,
    "startedAt" | "command" | "profile" | "partial" | "environment" | "transports" | "plannedTrials" | "link"
  > {
  /** The folder's name, under which the run's page is found; the folder may have been renamed since the run. */
  readonly id: string;
  readonly scenarios: readonly string[];
  readonly trials: TrialCounts;
  readonly cells: readonly CellFacts[];
  /** The part of the run that the caller of readRuns keeps. */
  readonly digest: Digest;
}

/** A folder that holds no run that this version can read. */
export interface UnreadRun {
  readonly id: string;
  readonly reason: UnreadReason;
}

const reason = (code: UnreadReason["code"], detail = ""): UnreadReason => ({ code, detail });

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
  const folders = runFolders(out);
  if ("code" in folders) return { runs, unread: [{ id: basename(out), reason: folders }] };
  for (const id of folders) {
    const run = readResults(join(out, id));
    if ("code" in run) unread.push({ id, reason: run });
    else {
      try {
        runs.push(factsOf(id, run, digestOf(run)));
      } catch (error) {
        unread.push({ id, reason: reason("damaged", reasonOf(error)) });
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

/** The names of the folders, or why they cannot be told. */
const runFolders = (out: string): readonly string[] | UnreadReason => {
  try {
    return readdirSync(out, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    return reason("no folder", reasonOf(error));
  }
};

/** Longer texts would not fit into one string. */
const mostBytes = 512 * 1024 ** 2 - 1024;

/** The run, or why there is none. */
const readResults = (folder: string): Run | UnreadReason => {
  let text: string;
  try {
    text = readStoredFile(join(folder, "results.json"), mostBytes).toString("utf8");
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (!error.missing) return reason("unreadable", error.message);
    return reason(existsSync(join(folder, "run.jsonl")) ? "under way" : "no run");
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return reason("damaged", "it is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return reason("damaged", "it is no object");
  }
  const found = "schema" in value ? value.schema : undefined;
  if (found !== schema) return reason("other schema", schemaWords(found));
  return isRun(value) ? value : reason("damaged", `${damageIn(runShape, value)}`);
};

const factsOf = <Digest>(id: string, run: Run, digest: Digest): RunFacts<Digest> => {
  const { startedAt, command, profile, partial, environment, transports, plannedTrials, link } = run;
  const kept = { id, startedAt, command, profile, partial, environment, transports, plannedTrials, link };
  return {
    ...kept,
    scenarios: run.scenarios.map(({ name }) => name),
    trials: countTrials(run.trials),
    cells: run.summaries.map(({ scenario, transport, conditions, metrics }) => ({
      scenario,
      transport,
      conditions,
      metrics: recordOf(comparedMetrics, (name) => metrics[name]),
    })),
    digest,
  };
};

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
  environment: v.pick(environmentShape, ["node", "platform", "cpu", "cores", "commit", "uncommittedChanges"]),
  transports: v.array(v.object({ name: v.string(), label: v.string() })),
  scenarios: v.array(v.object({ name: v.string() })),
  trials: v.array(v.object({ status: v.string() })),
  summaries: v.array(
    v.object({
      scenario: v.string(),
      transport: v.string(),
      conditions: v.record(v.string(), plain),
      metrics: v.object(recordOf(comparedMetrics, () => estimate)),
    }),
  ),
});

const isRun = (value: unknown): value is Run => v.is(runShape, value);
