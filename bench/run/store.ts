// A run's folder: facts are appended as they arise, and everything else is derived from them whenever it is asked for.
// Knows nothing of how trials are measured.

import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { compare } from "../analysis/comparisons.ts";
import { fitSilence } from "../analysis/silence-fit.ts";
import { summarise } from "../analysis/summary.ts";
import { reasonOf, UsageError } from "../failure.ts";
import { environmentWarnings } from "../machine/environment.ts";
import type { Observations } from "../measurement/observations.ts";
import type { Run, RunEnd, RunHeader } from "../record/run.ts";
import type { TrialRecord } from "../record/trial.ts";
import { type Fact, readFacts } from "./facts.ts";

export interface RunStore {
  readonly folder: string;
  append(fact: Fact): void;
  /** The deliveries of one trial, a row each. */
  keepRaw(name: string, seen: Observations): void;
  close(): void;
}

/** Folders within a run's own: the revision that it was measured in turns with, and the rerun of its regressions. */
export const partFolders = { base: "base", rerun: "rerun" } as const;

/**
 * Makes the folder `out`/`id` and opens its facts, before anything is measured. A run within another's folder is never the
 * latest. Throws UsageError where the folder cannot be made.
 */
export const createStore = (out: string, id: string, place: "latest" | "within" = "latest"): RunStore => {
  const folder = join(out, id);
  let file: number;
  try {
    mkdirSync(out, { recursive: true });
    mkdirSync(folder);
    file = openSync(join(folder, "run.jsonl"), "ax");
    if (place === "latest") pointLatest(out, id);
  } catch (error) {
    throw new UsageError(
      `--out ${out}: the run's folder cannot be made there (${reasonOf(error)}); name a folder that can be written`,
    );
  }
  return {
    folder,
    append: (fact) => appendFileSync(file, `${JSON.stringify(fact)}\n`),
    keepRaw: (name, seen) => {
      mkdirSync(join(folder, "raw"), { recursive: true });
      const path = join(folder, "raw", `${name}.csv`);
      for (const rows of rawRows(seen)) appendFileSync(path, rows);
    },
    close: () => closeSync(file),
  };
};

/** The link `latest` beside the run folders; hidden until it is in place. */
const pointLatest = (out: string, id: string): void =>
  replaceWhole(join(out, "latest"), join(out, `.latest-${id}`), (fresh) => symlinkSync(id, fresh));

/** `make` makes a file at `fresh`, which then replaces `path` in one step: whole, or not at all. */
const replaceWhole = (path: string, fresh: string, make: (fresh: string) => void): void => {
  try {
    make(fresh);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
};

/** The rows of a large trial would not all fit into one string. */
const rowsAtOnce = 10_000;

function* rawRows({ publications, clients }: Observations): Generator<string> {
  let rows = ["subscriber,seq,intendedAtMs,sentAtMs,receivedAtMs,altered"];
  for (const { deliveries } of clients) {
    for (const [row, seq] of deliveries.seq.entries()) {
      // A delivery of no publication has no times of one: its cells stay empty.
      const times = [publications.intendedAt[seq - 1], publications.sentAt[seq - 1], deliveries.receivedAt[row]];
      rows.push(
        `${deliveries.subscriber[row]},${seq},${times.map((ms) => ms?.toFixed(6)).join(",")},${deliveries.altered[row]}`,
      );
      if (rows.length < rowsAtOnce) continue;
      yield `${rows.join("\n")}\n`;
      rows = [];
    }
  }
  if (rows.length > 0) yield `${rows.join("\n")}\n`;
}

/** Derives the run from its stored facts; throws UsageError where there are none, or where they have another schema. */
export const readRun = (folder: string): Run => {
  const { header, facts, warnings } = readFacts(folder);
  const trials = facts.flatMap((fact) => (fact.fact === "trial" ? [fact.trial] : []));
  const end = facts.find((fact) => fact.fact === "end")?.end;
  const names = header.transports.map(({ name }) => name);
  const stopped = end?.stopped ?? null;
  const partial = trials.length < header.plannedTrials && stopped === null;
  const floors = facts.flatMap((fact) => (fact.fact === "floor" ? [fact.floor] : []));
  const summaries = summarise(trials, floors, names, header.seed);
  return {
    ...header,
    endedAt: end?.endedAt ?? null,
    partial,
    stopped,
    floors: floors.toSorted((x, y) => x.oneWayMs - y.oneWayMs),
    ceilings: facts.flatMap((fact) => (fact.fact === "ceiling" ? [fact.ceiling] : [])),
    trials,
    summaries,
    comparisons: compare(trials, summaries, header.baselineTransport, header.seed),
    silence: fitSilence(trials),
    warnings: [
      ...(partial ? [`partial: ${trials.length} of ${header.plannedTrials} planned trials were run`] : []),
      ...stopWarnings(header.until, stopped),
      ...environmentWarnings(header.environment),
      ...linkWarnings(header, trials),
      ...warnings,
      ...facts.flatMap((fact) => (fact.fact === "warning" ? [fact.text] : [])),
    ],
  };
};

const percentToTenths = (share: number | null): string =>
  share === null ? "not known" : `${(share * 100).toFixed(1)} %`;

/** The end that a run under a stop rule came to: precise enough, or its limit. */
const stopWarnings = (until: RunHeader["until"], stopped: RunEnd["stopped"]): readonly string[] => {
  if (until === null || stopped === null) return [];
  const width = `the widest 95 % interval of ${until.metric} is ${percentToTenths(stopped.widest)} of its median (asked for: ${percentToTenths(until.precision)})`;
  return stopped.because === "precise"
    ? [`--trials auto ended after ${stopped.trials} trials a cell, precise enough: ${width}`]
    : [`--trials auto ended at its limit of ${stopped.trials} trials a cell: ${width}`];
};

/** The limits of a link that is not made of namespaces. */
const linkWarnings = ({ link }: RunHeader, trials: readonly TrialRecord[]): readonly string[] => {
  if (!trials.some(({ link: used }) => used?.kind === "proxy")) return [];
  const why = link.refused === null ? "" : ` (${link.refused})`;
  return [
    `delays were made by a relay in user space${why}: it hides TCP's handshake and slow start, and bytes on the wire`,
  ];
};

/** Writes results.json, whole or not at all. */
export const writeResults = (folder: string, run: Run): void => {
  const path = join(folder, "results.json");
  replaceWhole(path, `${path}.new`, (fresh) => writeFileSync(fresh, `${JSON.stringify(run, null, 1)}\n`));
};
