// The trees that a run measures, each with the folder that its facts go to: this one, and another revision where that is
// asked for. Knows nothing of trials.

import { UsageError } from "../failure.ts";
import { describeEnvironment } from "../machine/environment.ts";
import type { BenchOptions } from "../options/bench-options.ts";
import type { Plan } from "../plan/plan.ts";
import { type Run, type RunHeader, schema } from "../record/run.ts";
import { differencesOf, labelOf } from "../transports.ts";
import { loadSubject, ownSubject, type Subject } from "../trial/subject.ts";
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
}

/** A tree with the transports that it is measured on, before its facts have a folder. */
type Tree = Pick<Side, "subject" | "revision" | "transports"> & Pick<RunHeader, "differences">;

/** Facts that both sides share. */
interface Shared {
  readonly plan: Plan;
  readonly link: RunHeader["link"];
  readonly options: BenchOptions;
  readonly command: string;
  readonly startedAt: string;
}

/** Makes the runs' folders with their first facts; the other revision's lies within this one's. Throws UsageError. */
export const openSides = async (
  plan: Plan,
  link: RunHeader["link"],
  { options, command, against, within, now }: SidesSetup,
): Promise<Sides> => {
  const { transports, profile, seed } = options;
  const startedAt = now().toISOString();
  const shared: Shared = { plan, link, options, command, startedAt };
  const stamp = `${startedAt.replaceAll(/[-:.]/g, "")}-${profile}-${seed}`;
  const id = within === null ? stamp : `${stamp}-rerun`;
  const own: Tree = { subject: ownSubject, revision: null, transports, differences: await differencesOf(transports) };
  const other = against?.kind === "revision" ? await loadTree(against.revision, transports) : null;
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
  { plan, link, options, command, startedAt }: Shared,
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
      transports: transports.map((name) => ({ name, label: labelOf(name) })),
      differences,
      scenarios: plan.scenarios,
      plannedTrials: plan.steps.flat().filter(({ transport }) => transports.includes(transport)).length,
      link,
      until: options.until,
    },
  });
  return { subject, revision, transports, store };
};

/** The revision, asked for its transports before anything is written. Throws UsageError where it has none of the asked. */
const loadTree = async ({ name, subject }: Revision, asked: readonly string[]): Promise<Tree> => {
  const { has, transportNamed } = await loadSubject(subject);
  const transports = asked.filter(has);
  if (transports.length === 0)
    throw new UsageError(
      `--against ${name}: that revision has none of the transports ${asked.join(", ")}; name others by --transports, or a later revision`,
    );
  // The revision's own defaults, not this tree's. Where its servers cannot be loaded, or do not say, its trials will tell.
  const differences = await differencesOf(transports, transportNamed).catch(() => []);
  return { subject, revision: name, transports, differences };
};
