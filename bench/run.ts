// A run: the plan's steps one after another, each outcome on disk before the next begins.

import { measureCeilings } from "./ceiling.ts";
import { hostClock, until } from "./clock.ts";
import { describeEnvironment } from "./environment.ts";
import { Interrupted, TrialFailure, UsageError } from "./failure.ts";
import { measureFloor } from "./floor.ts";
import { checkPlan, machineLimits } from "./limits.ts";
import { namespacesRefused } from "./network.ts";
import type { BenchOptions } from "./options.ts";
import { estimatedMs, layOut, type Plan, type PlannedTrial } from "./plan.ts";
import { portsAreFree } from "./ports.ts";
import { type LinkWay, type Run, type RunEnd, type RunHeader, schema, type TrialRecord } from "./record.ts";
import { stopOf } from "./stop-rule.ts";
import { createStore, type RunStore, readRun, writeResults } from "./store.ts";
import { differencesOf, labelOf } from "./transports.ts";
import { runTrial } from "./trial.ts";
import { wasDisturbed } from "./validity.ts";

/** Told before each step and after each trial. */
export interface Progress {
  /** Before the first step: what the rig itself is measured for. */
  rig(what: string): void;
  step(done: number, of: number, trials: readonly PlannedTrial[], remainingMs: number): void;
  trial(record: TrialRecord): void;
}

export interface RunSetup {
  readonly options: BenchOptions;
  /** As it was typed. */
  readonly command: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

export interface FinishedRun {
  readonly folder: string;
  readonly run: Run;
  readonly interrupted: boolean;
}

/** Throws UsageError before anything is measured; a signal ends the run early, with what was measured kept. */
export const runBench = async ({ options, command, now, signal, progress }: RunSetup): Promise<FinishedRun> => {
  const plan = layOut(options);
  checkPlan(plan, options.clientProcesses, machineLimits());
  if (plan.steps.length === 0)
    throw new UsageError("nothing is left to measure: --scenarios and --transports exclude each other");
  const widest = Math.max(...plan.steps.map((step) => step.length));
  const link = await resolveLink(options.link);
  if (options.port !== 0 && link.way === "loopback") await portsAreFree(options.port, widest);
  const startedAt = now();
  const id = `${startedAt.toISOString().replaceAll(/[-:.]/g, "")}-${options.profile}-${options.seed}`;
  const store = createStore(options.out, id);
  store.append({
    fact: "run",
    run: {
      schema,
      id,
      startedAt: startedAt.toISOString(),
      command,
      seed: options.seed,
      profile: options.profile,
      baselineTransport: options.baselineTransport,
      environment: describeEnvironment(),
      transports: options.transports.map((name) => ({ name, label: labelOf(name) })),
      differences: await differencesOf(options.transports),
      scenarios: plan.scenarios,
      plannedTrials: plan.steps.reduce((trials, step) => trials + step.length, 0),
      link,
      until: options.until,
    },
  });
  const setup = { options, link: link.way, now, signal, progress, store };
  let interrupted = false;
  let stopped: RunEnd["stopped"] = null;
  try {
    await measureRig(plan, setup);
    stopped = await runSteps(plan, setup);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    interrupted = true;
  } finally {
    store.append({ fact: "end", end: { endedAt: now().toISOString(), interrupted, stopped } });
    store.close();
  }
  const run = readRun(store.folder);
  writeResults(store.folder, run);
  return { folder: store.folder, run, interrupted };
};

type StepSetup = Omit<RunSetup, "command"> & { readonly store: RunStore; readonly link: LinkWay };

const { cores } = machineLimits();

/** Throws UsageError where namespaces were asked for and cannot be had. */
const resolveLink = async (asked: LinkWay | null): Promise<RunHeader["link"]> => {
  if (asked === "loopback") return { way: "loopback", refused: "--link loopback" };
  const refused = await namespacesRefused();
  if (refused === null) return { way: "namespaces", refused };
  if (asked === null) return { way: "loopback", refused };
  throw new UsageError(`--link namespaces: ${refused}; use --link loopback, which counts and delays less exactly`);
};

/** The noise floor over each link of the plan, and the ceiling of the HTTP endpoints; without them the run still stands. */
const measureRig = async (plan: Plan, { options, link, signal, progress, store }: StepSetup): Promise<void> => {
  const orWarning = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) throw new Interrupted("interrupted");
      if (!(error instanceof TrialFailure)) throw error;
      store.append({ fact: "warning", text: `${what} was not measured: ${error.message}` });
    }
  };
  const delays = new Set(plan.steps.flat().map(({ conditions }) => conditions.oneWayMs));
  progress.rig("the noise floor");
  const floorOver = (oneWayMs: number): Promise<void> =>
    orWarning(`the noise floor at ${oneWayMs} ms`, async () => {
      store.append({ fact: "floor", floor: await measureFloor({ link, oneWayMs, seed: options.seed, signal }) });
    });
  // One after another: each would be the other's noise.
  for (const oneWayMs of [...delays].toSorted((x, y) => x - y)) await floorOver(oneWayMs);
  if (options.profile === "quick" || options.scenarios !== null) return;
  progress.rig("the ceiling of the HTTP endpoints");
  await orWarning("the ceiling of the HTTP endpoints", async () => {
    for (const ceiling of await measureCeilings({ ...flood, signal })) {
      store.append({ fact: "ceiling", ceiling });
    }
  });
};

const flood = { durationMs: 600, warmupMs: 200, connections: 50 } as const;

/** Tells why it ended where that was before the plan's end. */
const runSteps = async (plan: Plan, setup: StepSetup): Promise<RunEnd["stopped"]> => {
  const { options, progress } = setup;
  const trials: TrialRecord[] = [];
  const again: PlannedTrial[] = [];
  for (const [index, step] of plan.steps.entries()) {
    const remainingMs = plan.steps.slice(index).reduce((ms, each) => ms + estimatedMs(each), 0);
    progress.step(index, plan.steps.length, step, remainingMs);
    const records = await runStep(step, index, setup);
    trials.push(...records);
    again.push(...step.filter((_, i) => records[i] !== undefined && wasDisturbed(records[i])));
    const blocks = plan.blocks.indexOf(index + 1) + 1;
    const stopped = options.until === null || blocks === 0 ? null : stopOf(options.until, trials, blocks, options.seed);
    if (stopped !== null) return stopped;
  }
  // What the machine's other work spoilt gets a second chance, once; the spoilt trial stays on record as invalid.
  let leftMs = secondChances * plan.steps.reduce((ms, each) => ms + estimatedMs(each), 0);
  const chances = again.filter((planned) => {
    const ms = estimatedMs([planned]);
    if (ms > leftMs) return false;
    leftMs -= ms;
    return true;
  });
  for (const [i, planned] of chances.entries()) {
    const remainingMs = chances.slice(i).reduce((ms, each) => ms + estimatedMs([each]), 0);
    progress.step(plan.steps.length + i, plan.steps.length + chances.length, [planned], remainingMs);
    await runStep([planned], plan.steps.length + i, setup);
  }
  return null;
};

/** Share of the plan's time, so that a run on a busy machine still ends. */
const secondChances = 0.15;

const runStep = async (
  step: readonly PlannedTrial[],
  index: number,
  { options, link, now, signal, progress, store }: StepSetup,
): Promise<readonly TrialRecord[]> => {
  const outcomes = await Promise.allSettled(
    step.map(async (planned, position) => {
      await until(hostClock() + position * staggerMs);
      if (signal.aborted) throw new Interrupted("interrupted");
      const outcome = await runTrial(planned, {
        link,
        clientProcesses: options.clientProcesses ?? Math.min(Math.max(1, cores - 1), planned.conditions.subscribers),
        port: options.port === 0 ? 0 : options.port + position,
        signal,
        startedAt: now().toISOString(),
        step: index,
      });
      store.append({ fact: "trial", trial: outcome.record });
      const { transport, scenario, repetition } = planned;
      if (options.keepRaw && outcome.seen !== null) {
        store.keepRaw(`${index}-${scenario}-${transport}-${repetition}`, outcome.seen);
      }
      progress.trial(outcome.record);
      return outcome.record;
    }),
  );
  return outcomes.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
};

/** Between the starts of trials side by side: they publish the same plan, and must not all publish at once. */
const staggerMs = 200;

/** 1 where a trial failed, 130 where the run was interrupted, else 0. */
export const exitCodeOf = ({ run, interrupted }: FinishedRun): number => {
  if (interrupted) return 130;
  return run.trials.some(({ status }) => status === "failed") ? 1 : 0;
};
