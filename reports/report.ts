// The view model: a run as plain data in reading order, every number still a number. Knows nothing of HTML, charts or files.
import type { Environment, Run } from "../bench/record.ts";
import type { ChoosingInputs } from "./choices.ts";
import { choosingInputs } from "./choosing.ts";
import { type CrossingView, viewCrossings } from "./crossing-sentences.ts";
import { type Frontier, findFrontier } from "./frontier-view.ts";
import { count } from "./numbers.ts";
import { buildPanels, type Panel } from "./panels.ts";
import { type PublishedView, viewPublished } from "./published-view.ts";
import { type Rig, viewRig } from "./rig-view.ts";
import { type SilenceView, viewSilence } from "./silence-view.ts";
import { plainTransports, type TransportView } from "./transport-views.ts";
import { buildTrials, type LedgerRow, type TrialRow, tallyLedger } from "./trial-rows.ts";
import { judge, type Verdict } from "./verdict.ts";

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
  readonly warnings: readonly string[];
  readonly transports: readonly TransportView[];
  readonly panels: readonly Panel[];
  readonly frontier: Frontier | null;
  readonly crossings: CrossingView | null;
  /** null where the run has nothing to predict from. */
  readonly choosing: ChoosingInputs | null;
  readonly silence: SilenceView | null;
  readonly published: PublishedView | null;
  readonly rig: Rig;
  readonly ledger: readonly LedgerRow[];
  readonly trials: readonly TrialRow[];
  readonly environment: Environment;
}

const describeStanding = (run: Run): string => {
  const of = (status: string): number => run.trials.filter((trial) => trial.status === status).length;
  const parts = [`${count(of("measured"))} measured`];
  if (of("invalid") > 0) parts.push(`${count(of("invalid"))} invalid`);
  if (of("failed") > 0) parts.push(`${count(of("failed"))} failed`);
  const missing = run.plannedTrials - run.trials.length;
  if (missing > 0) parts.push(`${count(missing)} not run`);
  return `${count(run.plannedTrials)} ${run.plannedTrials === 1 ? "trial" : "trials"} planned: ${parts.join(", ")}`;
};

export const buildReport = (run: Run): Report => {
  const transports = plainTransports(run);
  const panels = buildPanels(run, transports);
  const ledger = tallyLedger(run.trials, transports);
  return {
    id: run.id,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    profile: run.profile,
    command: run.command,
    seed: run.seed,
    partial: run.partial,
    standing: describeStanding(run),
    verdict: judge(run, panels, ledger),
    warnings: run.warnings,
    transports,
    panels,
    frontier: findFrontier(panels, transports),
    crossings: viewCrossings(run, panels),
    choosing: choosingInputs(run, transports),
    silence: viewSilence(run, transports),
    published: viewPublished(run),
    rig: viewRig(run, transports),
    ledger,
    trials: buildTrials(run.trials, transports),
    environment: run.environment,
  };
};
