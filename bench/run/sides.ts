// The trees that a run measures, each with the folder that its facts go to: this one, and another revision where that is
// asked for. Knows nothing of trials.

import { Interrupted, TrialFailure, UsageError } from "../failure.ts";
import { startChild } from "../machine/child.ts";
import { describeEnvironment } from "../machine/environment.ts";
import { whileAllLive } from "../machine/parts.ts";
import type { BenchOptions } from "../options/bench-options.ts";
import type { Plan } from "../plan/plan.ts";
import { type Run, type RunHeader, schema } from "../record/run.ts";
import { differencesOf, factsOf } from "../transports.ts";
import { ownSubject, type Subject } from "../trial/subject.ts";
import type { SubjectCalls } from "../trial/subject-process.ts";
import type { Revision } from "./revision.ts";
import { createStore, partFolders, type RunStore } from "./store.ts";

/** A stored run, or another revision, whose trials run in turns with this tree's on the same plan. */
export type Against =
  | { readonly kind: "baseline"; readonly run: Run }
  | { readonly kind: "revision"; readonly revision: Revision };

/** A tree that is measured, with the store of its facts. */
export interface Side {
  readonly subject: Subject;
  /** The revision's name as it was asked for; null for this tree. */
  readonly revision: string | null;
  readonly transports: readonly string[];
  readonly store: RunStore;
}

export interface Sides {
  readonly head: Side;
  /** The other revision; null where the run measures none. */
  readonly base: Side | null;
  /** The base first. */
  readonly all: readonly Side[];
}

interface SidesSetup {
  readonly options: BenchOptions;
  readonly command: string;
  readonly against: Against | null;
  readonly within: string | null;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** A tree with the transports that it is measured on, before its facts have a folder. */
type Tree = Pick<Side, "subject" | "revision" | "transports"> & Pick<RunHeader, "differences">;

/** Facts that both sides share. */
interface Shared {
  readonly plan: Plan;
  readonly link: RunHeader["link"];
  readonly pinned: RunHeader["pinned"];
  readonly options: BenchOptions;
  readonly command: string;
  readonly startedAt: string;
}

/** Makes the runs' folders with their first facts; the other revision's lies within this one's. Throws UsageError. */
export const openSides = async (
  plan: Plan,
  { link, pinned }: Pick<RunHeader, "link" | "pinned">,
  { options, command, against, within, now, signal }: SidesSetup,
): Promise<Sides> => {
  const { transports, profile, seed } = options;
  const startedAt = now().toISOString();
  const shared: Shared = { plan, link, pinned, options, command, startedAt };
  const stamp = `${startedAt.replaceAll(/[-:.]/g, "")}-${profile}-${seed}`;
  const id = within === null ? stamp : `${stamp}-rerun`;
  const own: Tree = { subject: ownSubject, revision: null, transports, differences: await differencesOf(transports) };
  const other = against?.kind === "revision" ? await loadTree(against.revision, transports, signal) : null;
  const store = within === null ? createStore(options.out, id) : createStore(within, partFolders.rerun, "within");
  if (other === null) {
    const baseRun = against?.kind === "baseline" ? against.run.id : null;
    const head = openSide(own, store, { id, baseRun }, shared);
    return { head, base: null, all: [head] };
  }
  const baseId = `${id}-base`;
  const head = openSide(own, store, { id, baseRun: baseId }, shared);
  const baseStore = createStore(store.folder, partFolders.base, "within");
  const base = openSide(other, baseStore, { id: baseId, baseRun: null }, shared);
  return { head, base, all: [base, head] };
};

const openSide = (
  { subject, revision, transports, differences }: Tree,
  store: RunStore,
  identity: Pick<RunHeader, "id" | "baseRun">,
  { plan, link, pinned, options, command, startedAt }: Shared,
): Side => {
  store.append({
    fact: "run",
    run: {
      schema,
      ...identity,
      startedAt,
      command,
      seed: options.seed,
      profile: options.profile,
      baselineTransport: options.baselineTransport,
      environment: describeEnvironment(new URL(subject.root)),
      transports: transports.map(factsOf),
      differences,
      scenarios: plan.scenarios,
      plannedTrials: plan.steps.flat().filter(({ transport }) => transports.includes(transport)).length,
      link,
      pinned,
      until: options.until,
      acceptBusy: options.acceptBusy,
    },
  });
  return { subject, revision, transports, store };
};

/**
 * The revision, asked for its transports before anything is written: in a process of its own, since its modules may do
 * anything when they are loaded. Throws UsageError where it has none of the asked, or cannot be asked.
 */
export const loadTree = async (
  { name, subject }: Revision,
  asked: readonly string[],
  signal: AbortSignal,
  longestMs = 60_000,
): Promise<Tree> => {
  const child = startChild<SubjectCalls>(new URL("../trial/subject-process.ts", import.meta.url), "its process");
  const deadline = AbortSignal.timeout(longestMs);
  const ask = (): ReturnType<SubjectCalls["transports"]> => child.call("transports", { subject, names: asked });
  const answer = await whileAllLive([child], AbortSignal.any([signal, deadline]), ask)
    .catch((error: unknown) => {
      if (signal.aborted || !(error instanceof TrialFailure || error instanceof Interrupted)) throw error;
      const why = deadline.aborted ? `it was not loaded within ${longestMs / 1000} s` : error.message;
      throw new UsageError(`--against ${name}: that revision cannot be loaded: ${why}; choose another revision`);
    })
    .finally(() => child.stop(0));
  if (answer.names.length === 0)
    throw new UsageError(
      `--against ${name}: that revision has none of the transports ${asked.join(", ")}; name others by --transports, or a later revision`,
    );
  // The revision's own defaults, not this tree's.
  return { subject, revision: name, transports: answer.names, differences: answer.differences };
};
