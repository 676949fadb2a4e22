// The view model: a run as plain data in reading order, every number still a number. Knows nothing of HTML, charts or files.

import { type PublishedTable, publishedTables } from "../../bench/published/tables.ts";
import type { Environment, Run } from "../../bench/record/run.ts";
import type { ChoosingInputs } from "../choosing/bare.ts";
import { choosingInputs } from "../choosing/inputs.ts";
import { plainTransports, type TransportView } from "../legend/transports.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { causesOf } from "./causes.ts";
import { type CrossingGroup, viewCrossings } from "./crossing-sentences.ts";
import { type Decision, decide } from "./decision.ts";
import { type Frontier, findFrontier } from "./frontier.ts";
import { buildPanels, type Panel } from "./panels.ts";
import { sayRemark } from "./remarks.ts";
import { type Rig, viewRig } from "./rig.ts";
import { type SilenceView, viewSilence } from "./silence.ts";
import {
  buildTrials,
  type DefaultsView,
  type LedgerRow,
  type TrialRow,
  tallyLedger,
  viewDefaults,
} from "./trial-rows.ts";
import { conclude, type Verdict } from "./verdict.ts";

export interface Report {
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly profile: string;
  readonly command: string;
  readonly seed: number;
  readonly partial: boolean;
  /** One line: how many of the planned trials stand behind the page. */
  readonly standing: string;
  readonly verdict: Verdict;
  /** null where the run's comparisons tell nothing of two transports. */
  readonly decision: Decision | null;
  readonly warnings: readonly string[];
  /** The causes that left trials without a result, each once. */
  readonly causes: readonly string[];
  readonly transports: readonly TransportView[];
  readonly panels: readonly Panel[];
  readonly frontier: Frontier | null;
  readonly crossings: readonly CrossingGroup[] | null;
  /** null where the run has nothing to predict from. */
  readonly choosing: ChoosingInputs | null;
  readonly silence: SilenceView | null;
  readonly published: PublishedView | null;
  readonly rig: Rig;
  readonly ledger: readonly LedgerRow[];
  readonly trials: readonly TrialRow[];
  readonly pinned: Run["pinned"];
  readonly environment: Environment;
  readonly defaults: DefaultsView;
}

const describeStanding = (run: Run, { basics, page: { standing, statuses } }: Words): string => {
  const of = (status: string): number => run.trials.filter((trial) => trial.status === status).length;
  const missing = run.plannedTrials - run.trials.length;
  const parts = [
    statuses.measured(of("measured")),
    of("saturated") > 0 ? statuses.saturated(of("saturated")) : "",
    of("invalid") > 0 ? statuses.invalid(of("invalid")) : "",
    of("failed") > 0 ? statuses.failed(of("failed")) : "",
    missing > 0 ? statuses.missing(missing) : "",
  ];
  return standing(run.plannedTrials, basics.parts(parts));
};

/** Each caller builds the report of a run once in each language, and passes it on. */
export const buildReport = (run: Run, words: Words = english): Report => {
  const transports = plainTransports(run, words);
  const panels = buildPanels(run, transports, words);
  const ledger = tallyLedger(run.trials, transports);
  return {
    id: run.id,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    profile: run.profile,
    command: run.command,
    seed: run.seed,
    partial: run.partial,
    standing: describeStanding(run, words),
    verdict: conclude(run, panels, ledger, words),
    decision: decide(run, panels, words),
    // A partial run says so by itself.
    warnings: run.warnings.filter(({ code }) => code !== "partial").map((remark) => sayRemark(remark, words)),
    causes: causesOf(run, words),
    transports,
    panels,
    frontier: findFrontier(panels, transports, words),
    crossings: viewCrossings(run, panels, words),
    choosing: choosingInputs(run, transports),
    silence: viewSilence(run, transports, words),
    published: viewPublished(run),
    rig: viewRig(run, transports),
    ledger,
    trials: buildTrials(run.trials, transports, words),
    pinned: run.pinned,
    environment: run.environment,
    defaults: viewDefaults(run, transports, words),
  };
};

/** The verdict's headline alone, for lists of many runs: nothing is built but what it rests on. */
export const headlineOf = (run: Run, words: Words): string => {
  const transports = plainTransports(run, words);
  const panels = buildPanels(run, transports, words);
  return conclude(run, panels, tallyLedger(run.trials, transports), words).headline;
};

/** The first sentence of the advice, without its stop; empty where the run gives none. */
export const adviceOf = (run: Run, words: Words): string => {
  const panels = buildPanels(run, plainTransports(run, words), words);
  return decide(run, panels, words)?.advice[0] ?? "";
};

export interface PublishedView {
  /** The tables with at least one measured row. */
  readonly tables: readonly PublishedTable[];
  /** The ids of the tables for which the run has no cell. */
  readonly missing: readonly string[];
}

/** null where the run has no scenario of a published table. */
export const viewPublished = (run: Run): PublishedView | null => {
  const answered = ({ rows }: PublishedTable): boolean => rows.some(({ measured }) => measured !== null);
  const all = publishedTables(run);
  return all.length === 0
    ? null
    : { tables: all.filter(answered), missing: all.filter((table) => !answered(table)).map(({ id }) => id) };
};

/** "Lubbers and Greco: HTML5 WebSocket (2010)". */
export const namePublication = ({ authors, title, year }: PublishedTable["publication"]): string =>
  `${authors === null ? "" : `${authors}: `}${title}${year === null ? "" : ` (${year})`}`;
