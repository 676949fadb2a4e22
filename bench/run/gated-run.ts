// A run that is compared with another: a stored one, or another revision whose trials run in turns with this tree's. A
// regression in times is run again before it counts. Knows nothing of how the outcome is shown.

import { UsageError } from "../failure.ts";
import { confirmGate, unconfirmedCells } from "../gate/confirmation.ts";
import { judgeGate } from "../gate/gate.ts";
import type { Gate } from "../gate/line.ts";
import type { BenchOptions } from "../options/bench-options.ts";
import { layOut } from "../plan/plan.ts";
import { type Cell, cellKey } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import { checkOut, findRevision, removeLeftovers } from "./revision.ts";
import { type FinishedRun, type RunSetup, runBench } from "./run.ts";
import type { Against } from "./sides.ts";
import { readNamed } from "./stored-comparison.ts";
import { folderOfRun } from "./stored-file.ts";

export interface GatedRun extends FinishedRun {
  /** null where the run stands alone. */
  readonly gate: Gate | null;
}

/** Runs what the options ask for. Throws UsageError before anything is measured. */
export const runGated = async (
  setup: Omit<RunSetup, "against" | "only" | "within">,
  measure: typeof runBench = runBench,
): Promise<GatedRun> => {
  const { options, signal } = setup;
  const whole = { ...setup, only: null, within: null };
  const repository = { root: new URL("../..", import.meta.url), signal };
  await removeLeftovers(repository);
  if (options.baseline !== null) {
    const run = readNamed(`--baseline ${options.baseline}`, folderOfRun(options.baseline));
    checkShared(run, options);
    return runAgainst({ ...whole, against: { kind: "baseline", run } }, measure);
  }
  if (options.against === null) return { ...(await measure({ ...whole, against: null })), gate: null };
  const found = await findRevision(options.against, repository);
  setup.progress.stage(`checking ${options.against} out and installing it`);
  const revision = await checkOut(found, repository);
  try {
    return await runAgainst({ ...whole, against: { kind: "revision", revision } }, measure);
  } finally {
    revision.remove();
  }
};

const shareCells = (x: readonly Cell[], y: readonly Cell[]): boolean =>
  !new Set(x.map(cellKey)).isDisjointFrom(new Set(y.map(cellKey)));

/** Throws UsageError where both runs share no cell, which the gate would find only after the last trial. */
const checkShared = ({ trials, command }: Run, options: BenchOptions): void => {
  if (shareCells(trials, layOut(options).steps.flat())) return;
  throw new UsageError(
    `--baseline ${options.baseline}: that run has no scenario, transport and conditions that this one would measure; give it the same options, or choose another: it was made by ${command}`,
  );
};

/** Runs and compares. The caller removes a revision's worktree. */
export const runAgainst = async (
  setup: RunSetup & { readonly against: Against },
  measure: typeof runBench = runBench,
): Promise<GatedRun> => {
  const { options, against } = setup;
  const finished = await measure(setup);
  const { base, run, folder, interrupted } = finished;
  if (base === null) throw new Error("the run has nothing to be held against");
  if (interrupted && !shareCells(base.trials, run.trials)) return { ...finished, gate: null };
  const gate = judgeGate(base, run, options.tolerances);
  const only = unconfirmedCells(gate);
  if (only.size === 0 || !options.rerun || interrupted) return { ...finished, gate };
  // A stored run has one plan, and its rerun needs the same one. Between two revisions, fresh messages make a second opinion.
  const seed = against.kind === "baseline" ? options.seed : options.seed + rerunSeeds;
  setup.progress.stage("running again what got slower");
  const rerun = await measure({ ...setup, options: { ...options, seed }, only, within: folder });
  if (rerun.base === null) throw new Error("the rerun has nothing to be held against");
  const confirmed = rerun.interrupted ? gate : confirmGate(gate, judgeGate(rerun.base, rerun.run, options.tolerances));
  return { ...finished, interrupted: rerun.interrupted, gate: confirmed };
};

/** Added to a plan's seed, it stays clear of the seeds of the repetitions, which count on from the plan's. */
const rerunSeeds = 1_000_003;
