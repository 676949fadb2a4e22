// A run's folder: facts are appended as they arise, and everything else is derived from them whenever it is asked for.
// Knows nothing of how trials are measured.

import { appendFileSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../analysis/comparisons.ts";
import { fitSilence } from "../analysis/silence-fit.ts";
import { summarise } from "../analysis/summary.ts";
import { reasonOf, StorageFailure, UsageError } from "../failure.ts";
import { makeFolder, remove, replaceBy, replaceFile, storageFailureOf } from "../files.ts";
import { environmentWarnings } from "../machine/environment.ts";
import type { Observations } from "../measurement/observations.ts";
import { type Remark, remarks } from "../record/remarks.ts";
import type { Run, RunEnd, RunHeader, SpoiltStop } from "../record/run.ts";
import { withoutSlowPhases } from "../record/slow-phases.ts";
import type { TrialRecord } from "../record/trial.ts";
import { type Fact, readFacts } from "./facts.ts";
import { type LinesFile, openLines } from "./lines-file.ts";

export interface RunStore {
  readonly folder: string;
  /** Throws StorageFailure; the facts before are kept. */
  append(fact: Fact): void;
  /** The deliveries of one trial, a row each; all of them or none. Throws StorageFailure. */
  keepRaw(name: string, seen: Observations): void;
  close(): void;
}

/** Folders within a run's own: the revision that it was measured in turns with, and the rerun of its regressions. */
export const partFolders = { base: "base", rerun: "rerun" } as const;

/**
 * Makes the folder `out`/`id` and opens its facts, before anything is measured. A run within another's folder is never the
 * latest. Throws UsageError where the folder cannot be made, and StorageFailure where the machine lets none be made.
 */
export const createStore = (out: string, id: string, place: "latest" | "within" = "latest"): RunStore => {
  const folder = join(out, id);
  const facts = openFacts(out, id, place);
  return {
    folder,
    append: (fact) => facts.append(JSON.stringify(fact)),
    keepRaw: (name, seen) => {
      const path = join(folder, "raw", `${name}.csv`);
      try {
        makeFolder(join(folder, "raw"));
        for (const rows of rawRows(seen)) appendFileSync(path, rows);
      } catch (error) {
        remove(path);
        throw error instanceof StorageFailure ? error : storageFailureOf(path, error);
      }
    },
    close: () => facts.close(),
  };
};

const openFacts = (out: string, id: string, place: "latest" | "within"): LinesFile => {
  const folder = join(out, id);
  try {
    makeFolder(out);
    mkdirSync(folder);
    const facts: LinesFile = openLines(join(folder, "run.jsonl"), () => {
      if (place === "latest") pointLatest(out, id);
      facts.append(JSON.stringify({ fact: "warning", remark: { code: "folder-made-again" } } satisfies Fact));
    });
    if (place === "latest") pointLatest(out, id);
    return facts;
  } catch (error) {
    const failure = error instanceof StorageFailure ? error : storageFailureOf(folder, error);
    if (failure.ofMachine) throw failure;
    throw new UsageError(
      `--out ${out}: the run's folder cannot be made there (${reasonOf(failure.cause)}); name a folder that can be written`,
    );
  }
};

/** The link `latest` beside the run folders; hidden until it is in place. */
const pointLatest = (out: string, id: string): void =>
  replaceBy(join(out, "latest"), (fresh) => symlinkSync(id, fresh));

/** The failure of a write, with what of the run in `folder` is kept, and how its page is built then. */
export const withKept = ({ message, ofMachine, cause }: StorageFailure, folder: string): StorageFailure => {
  const trials = trialsIn(folder);
  const kept =
    trials === 0
      ? "no trial of the run is kept"
      : `the run's trials until then (${trials}) are kept in ${folder}: build their page by npm run report -- ${folder}`;
  return new StorageFailure(`${message}; ${kept}`, ofMachine, cause);
};

/** The number of trials on record, by the beginnings of lines alone. */
const trialsIn = (folder: string): number => {
  try {
    return readFileSync(join(folder, "run.jsonl"), "utf8").match(/^\{"fact":"trial"/gm)?.length ?? 0;
  } catch {
    return 0;
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
  const trials = withoutSlowPhases(facts.flatMap((fact) => (fact.fact === "trial" ? [fact.trial] : [])));
  const end = facts.find((fact) => fact.fact === "end")?.end;
  const names = header.transports.map(({ name }) => name);
  const stopped = end?.stopped ?? null;
  const endedByRule = stopped !== null && stopped.because !== "spoilt";
  const partial = trials.length < header.plannedTrials && !endedByRule;
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
    comparisons: compare(trials, summaries, header.baselineTransport, header.scenarios),
    silence: fitSilence(trials),
    warnings: [
      ...remarks(partial && { code: "partial", run: trials.length, planned: header.plannedTrials }),
      ...stopWarnings(header.until, stopped),
      ...environmentWarnings(header.environment),
      ...linkWarnings(header, trials),
      ...warnings,
      ...facts.flatMap((fact) => (fact.fact === "warning" ? [fact.remark] : [])),
    ],
  };
};

/** The end that a run came to by itself: precise enough, at its limit, or at fault for what it spoilt. */
const stopWarnings = (until: RunHeader["until"], stopped: RunEnd["stopped"]): readonly Remark[] => {
  if (stopped === null) return [];
  if (stopped.because === "spoilt") return spoiltWarnings(stopped);
  if (until === null) return [];
  const { trials, widest } = stopped;
  const said = { trials, metric: until.metric, askedShare: until.precision };
  if (widest === null) return [{ code: "stopped-without-interval", ...said }];
  const code = stopped.because === "precise" ? "stopped-precise" : "stopped-at-limit";
  return [{ code, ...said, widestShare: widest }];
};

const spoiltWarnings = ({ trials, reason }: SpoiltStop): readonly Remark[] => {
  if (reason.code === "failure") return [{ code: "stopped-failing", trials, why: reason.why }];
  if (reason.code === "client-too-busy") {
    return [{ code: "stopped-clients-too-busy", trials, cpuShare: reason.cpuShare }];
  }
  if (reason.code === "chromium-too-busy") {
    return [{ code: "stopped-chromium-too-busy", trials, cpuShare: reason.cpuShare }];
  }
  return reason.code === "link-too-busy" ? [{ code: "stopped-link-too-busy", trials, cpuShare: reason.cpuShare }] : [];
};

/** The limits of a link that is not made of namespaces. */
const linkWarnings = ({ link }: RunHeader, trials: readonly TrialRecord[]): readonly Remark[] => {
  if (!trials.some(({ link: used }) => used?.kind === "proxy")) return [];
  return [
    link.refused === null ? { code: "delayed-by-relay" } : { code: "delayed-by-relay-because", why: link.refused },
  ];
};

/** Writes results.json, whole or not at all. Throws StorageFailure. */
export const writeResults = (folder: string, run: Run): void => {
  replaceFile(join(folder, "results.json"), `${JSON.stringify(run, null, 1)}\n`);
};
