// A run: the plan's steps one after another, each outcome on disk before the next begins.

import { hostClock, until } from "./clock.ts";
import { describeEnvironment } from "./environment.ts";
import { Interrupted, UsageError } from "./failure.ts";
import { checkPlan, machineLimits } from "./limits.ts";
import type { BenchOptions } from "./options.ts";
import { estimatedMs, layOut, type PlannedTrial } from "./plan.ts";
import { portsAreFree } from "./ports.ts";
import { type Run, schema, type TrialRecord } from "./record.ts";
import { createStore, type RunStore, readRun, writeResults } from "./store.ts";
import { transportNamed } from "./transports.ts";
import { runTrial } from "./trial.ts";

/** Told before each step and after each trial. */
export interface Progress {
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
  if (options.port !== 0) await portsAreFree(options.port, widest);
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
      transports: options.transports.map((name) => ({ name, label: transportNamed(name).label })),
      scenarios: plan.scenarios,
      plannedTrials: plan.steps.reduce((trials, step) => trials + step.length, 0),
    },
  });
  let interrupted = false;
  try {
    for (const [index, step] of plan.steps.entries()) {
      const remainingMs = plan.steps.slice(index).reduce((ms, each) => ms + estimatedMs(each), 0);
      progress.step(index, plan.steps.length, step, remainingMs);
      await runStep(step, index, { options, now, signal, progress, store });
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    interrupted = true;
  } finally {
    store.append({ fact: "end", end: { endedAt: now().toISOString(), interrupted } });
    store.close();
  }
  const run = readRun(store.folder);
  writeResults(store.folder, run);
  return { folder: store.folder, run, interrupted };
};

type StepSetup = Omit<RunSetup, "command"> & { readonly store: RunStore };

const { cores } = machineLimits();

const runStep = async (
  step: readonly PlannedTrial[],
  index: number,
  { options, now, signal, progress, store }: StepSetup,
): Promise<void> => {
  const outcomes = await Promise.allSettled(
    step.map(async (planned, position) => {
      await until(hostClock() + position * staggerMs);
      if (signal.aborted) throw new Interrupted("interrupted");
      const outcome = await runTrial(planned, {
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
    }),
  );
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
};

/** Between the starts of trials side by side: they publish the same plan, and must not all publish at once. */
const staggerMs = 700;

/** 1 where a trial failed, 130 where the run was interrupted, else 0. */
export const exitCodeOf = ({ run, interrupted }: FinishedRun): number => {
  if (interrupted) return 130;
  return run.trials.some(({ status }) => status === "failed") ? 1 : 0;
};
