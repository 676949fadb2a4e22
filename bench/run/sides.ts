// The trees that a run measures, each with the folder that its facts go to: this one, and where it is asked for another
// revision. Knows nothing of trials.

import { UsageError } from "../failure.ts";
import { describeEnvironment } from "../machine/environment.ts";
import type { BenchOptions } from "../options/bench-options.ts";
import type { Plan } from "../plan/plan.ts";
import { type Run, type RunHeader, schema } from "../record/run.ts";
import { differencesOf, labelOf } from "../transports.ts";
import { loadSubject, ownSubject, type Subject } from "../trial/subject.ts";
import type { Revision } from "./revision.ts";
import { createStore, partFolders, type RunStore } from "./store.ts";

/** A stored run, or another revision: its trials are run in turns with this tree's, on the same plan. */
export type Against =
  | { readonly kind: "baseline"; readonly run: Run }
  | { readonly kind: "revision"; readonly revision: Revision };

/** One tree that is measured, and where its facts go. */
export interface Side {
  readonly subject: Subject;
  /** As it was asked for; null of this tree. */
  readonly revision: string | null;
  readonly transports: readonly string[];
  readonly store: RunStore;
}

export interface Sides {
  readonly head: Side;
  readonly base: Side | null;
  /** The base first. */
  readonly all: readonly Side[];
}

export interface SidesSetup {
  readonly options: BenchOptions;
  readonly command: string;
  readonly against: Against | null;
  readonly within: string | null;
  readonly now: () => Date;
}

/** Makes the runs' folders with their first facts; the other revision's lies within this one's. Throws UsageError. */
export const openSides = async (
  plan: Plan,
  link: RunHeader["link"],
  { options, command, against, within, now }: SidesSetup,
): Promise<Sides> => {
  const { transports } = options;
  const startedAt = now();
  const own = `${startedAt.toISOString().replaceAll(/[-:.]/g, "")}-${options.profile}-${options.seed}`;
  const id = within === null ? own : `${own}-rerun`;
  const baseId = `${id}-base`;
  const differences = await differencesOf(transports);
  const open = (
    { root }: Subject,
    revision: string | null,
    names: readonly string[],
    store: RunStore,
    identity: Pick<RunHeader, "id" | "baseRun">,
    differences: RunHeader["differences"],
  ): Side => {
    store.append({
      fact: "run",
      run: {
        schema,
        ...identity,
        startedAt: startedAt.toISOString(),
        command,
        seed: options.seed,
        profile: options.profile,
        baselineTransport: options.baselineTransport,
        environment: describeEnvironment(new URL(root)),
        transports: names.map((name) => ({ name, label: labelOf(name) })),
        differences,
        scenarios: plan.scenarios,
        plannedTrials: plan.steps.flat().filter(({ transport }) => names.includes(transport)).length,
        link,
        until: options.until,
      },
    });
    return { subject: { root }, revision, transports: names, store };
  };
  const other = against?.kind === "revision" ? await loadRevision(against.revision, transports) : null;
  const store = within === null ? createStore(options.out, id) : createStore(within, partFolders.rerun, "within");
  if (other === null) {
    const identity = { id, baseRun: against?.kind === "baseline" ? against.run.id : null };
    const head = open(ownSubject, null, transports, store, identity, differences);
    return { head, base: null, all: [head] };
  }
  const head = open(ownSubject, null, transports, store, { id, baseRun: baseId }, differences);
  const baseStore = createStore(store.folder, partFolders.base, "within");
  const baseIdentity = { id: baseId, baseRun: null };
  const base = open(other.subject, other.name, other.transports, baseStore, baseIdentity, other.differences);
  return { head, base, all: [base, head] };
};

/** Asked before anything is written. */
const loadRevision = async ({ name, subject }: Revision, asked: readonly string[]) => {
  const { has, transportNamed } = await loadSubject(subject);
  const transports = asked.filter(has);
  if (transports.length === 0)
    throw new UsageError(`--against ${name}: it has none of the transports ${asked.join(", ")}`);
  // Its own, not this tree's. Servers that cannot be loaded, or do not say, are told of by their trials.
  const differences = await differencesOf(transports, transportNamed).catch(() => []);
  return { name, subject, transports, differences };
};
