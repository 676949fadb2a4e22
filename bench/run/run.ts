// A run: the plan's steps one after another, each outcome on disk before the next step begins. Knows no transport and no
// report.

import { requireChromium } from "../chromium/chromium.ts";
import { exitCodes, Interrupted, StorageFailure, UsageError } from "../failure.ts";
import { hostClock, until } from "../machine/clock.ts";
import { machineLimits, portsAreFree } from "../machine/limits.ts";
import { notPinned, type Pinning, splitCores } from "../machine/pinning.ts";
import { withTemporaryFolder } from "../machine/temporary.ts";
import { namespacesRefused } from "../network/network.ts";
import type { BenchOptions } from "../options/bench-options.ts";
import { checkPlan, layOut, type Plan, type PlannedTrial } from "../plan/plan.ts";
import { cellKey } from "../record/metrics.ts";
import type { LinkWay, Run, RunEnd, RunHeader } from "../record/run.ts";
import { clientProcessesOf, type TrialRecord } from "../record/trial.ts";
import { valueAt } from "../statistics/value-at.ts";
import { isBrowserArm } from "../transports.ts";
import { begin, type Rig } from "../trial/begun.ts";
import { fillCodeCache } from "../trial/processes.ts";
import { runTrial } from "../trial/trial.ts";
import { type Ahead, createAhead } from "./ahead.ts";
import { createBarrier } from "./barrier.ts";
import type { Progress } from "./progress.ts";
import { lookAtRig } from "./rig-look.ts";
import { type Against, openSides, type Side, type Sides } from "./sides.ts";
import { spoiltStopOf } from "./spoil-rule.ts";
import { stopOf } from "./stop-rule.ts";
import { readRun, withKept, writeResults } from "./store.ts";
import { type Done, remainingOf, secondChances, type Turn, turnsOf } from "./turns.ts";

export interface RunSetup {
  readonly options: BenchOptions;
  /** The command as it was typed. */
  readonly command: string;
  /** The other side of a comparison; null where the run stands alone. */
  readonly against: Against | null;
  /** The cells to run, by cellKey; null for the whole plan. */
  readonly only: ReadonlySet<string> | null;
  /** The folder of the run that this one is a part of; null for a run by itself. */
  readonly within: string | null;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

export interface FinishedRun {
  readonly folder: string;
  readonly run: Run;
  /** The run that it was compared with; null where it stands alone. */
  readonly base: Run | null;
  readonly interrupted: boolean;
}

/** Throws UsageError before anything is measured; a signal ends the run early, with what was measured kept. */
export const runBench = async (setup: RunSetup): Promise<FinishedRun> => {
  const { options, against } = setup;
  const plan = restricted(layOut(options), setup.only);
  checkPlan(plan, options.subscribers, machineLimits());
  if (options.transports.some(isBrowserArm)) requireChromium(process.env);
  if (plan.steps.length === 0)
    throw new UsageError(
      "nothing is left to measure: no scenario of --scenarios runs a transport of --transports; change one of them",
    );
  const widest = Math.max(...plan.steps.map((step) => step.length));
  const link = await resolveLink(options.link);
  if (options.port !== 0 && link.way === "loopback") await portsAreFree(options.port, widest);
  const split = options.pin === "split" ? await splitCores() : notPinned;
  const pinning = typeof split === "string" ? notPinned : split;
  const sides = await openSides(plan, { link, pinned: pinning === notPinned ? null : "split" }, setup);
  if (typeof split === "string") {
    for (const { store } of sides.all)
      store.append({ fact: "warning", remark: { code: "cores-not-split", why: split } });
  }
  const { folder } = sides.head.store;
  try {
    const interrupted = await withTemporaryFolder("code", (codeCache) =>
      measureAll(plan, { ...setup, sides, link: link.way, codeCache, pinning }),
    );
    const stored = against?.kind === "baseline" ? against.run : null;
    const base = sides.base === null ? stored : writtenRun(sides.base);
    return { folder, run: writtenRun(sides.head), base, interrupted };
  } catch (error) {
    throw error instanceof StorageFailure ? withKept(error, folder) : error;
  } finally {
    for (const { store } of sides.all) store.close();
  }
};

/** Resolves to whether it was interrupted. How the run ended is on record then, also where it ends by a bug. */
const measureAll = async (plan: Plan, running: Running): Promise<boolean> => {
  const end = (interrupted: boolean, stopped: RunEnd["stopped"]): void => {
    const endedAt = running.now().toISOString();
    for (const { store } of running.sides.all) store.append({ fact: "end", end: { endedAt, interrupted, stopped } });
  };
  try {
    // First, so that the processes that look at the rig find compiled code too.
    await compile(running);
    await lookAtRig(plan, {
      ...running,
      record: (fact) => {
        for (const { store } of running.sides.all) store.append(fact);
      },
    });
    end(false, await runSteps(plan, running));
    return false;
  } catch (error) {
    // A store that cannot be written does not take the end either.
    if (!(error instanceof StorageFailure)) end(error instanceof Interrupted, null);
    if (error instanceof Interrupted) return true;
    throw error;
  }
};

/** Compiles what the trials of each side load. */
const compile = async ({ progress, sides, codeCache, link, signal }: Running): Promise<void> => {
  progress.stage("compiling the transports");
  for (const { subject, transports } of sides.all) {
    await fillCodeCache(codeCache, link, { subject, transports }, signal);
  }
};

/** The side's run as it follows from its stored facts, written beside them. */
const writtenRun = ({ store }: Side): Run => {
  const run = readRun(store.folder);
  writeResults(store.folder, run);
  return run;
};

/** The plan with the trials of these cells alone; a step's trials stay together. */
const restricted = (plan: Plan, only: ReadonlySet<string> | null): Plan => {
  if (only === null) return plan;
  const steps = plan.steps.map((step) => step.filter((planned) => only.has(cellKey(planned))));
  return { ...plan, steps: steps.filter((step) => step.length > 0), blocks: [] };
};

/** A run whose folders are open. */
type Running = RunSetup & {
  readonly sides: Sides;
  readonly link: LinkWay;
  readonly codeCache: string;
  readonly pinning: Pinning;
};

const { cores } = machineLimits();

/** Throws UsageError where namespaces were asked for and cannot be had. */
const resolveLink = async (asked: LinkWay | null): Promise<RunHeader["link"]> => {
  if (asked === "loopback") return { way: "loopback", refused: "--link loopback" };
  const refused = await namespacesRefused();
  if (refused === null) return { way: "namespaces", refused };
  if (asked === null) return { way: "loopback", refused };
  throw new UsageError(`--link namespaces: ${refused}; use --link loopback, which counts and delays less exactly`);
};

/** Resolves with the reason why the steps ended before the plan did; null where the whole plan was run. */
const runSteps = async (plan: Plan, running: Running): Promise<RunEnd["stopped"]> => {
  const { options, progress, sides } = running;
  const turns = turnsOf(plan, sides.all, options.seed);
  const trials: TrialRecord[] = [];
  const baseTrials: TrialRecord[] = [];
  const done: Done[] = [];
  const steps: (readonly TrialRecord[])[] = [];
  const ahead = createAhead((planned, side) => begin(planned, rigOf(planned, side, running)));
  try {
    for (const [i, turn] of turns.entries()) {
      progress.step(i, turns.length, turn.trials, remainingOf(turns.slice(i)), turn.side.revision);
      const records = await runTurn(turn, turns[i + 1], ahead, running);
      if (turn.side === sides.head) trials.push(...records);
      else {
        baseTrials.push(...records);
        assertDrivable(turn.side, baseTrials);
      }
      done.push(
        ...turn.trials.map((planned, k) => ({ turn: { ...turn, trials: [planned] }, record: valueAt(records, k) })),
      );
      steps.push(records);
      const spoilt = spoiltStopOf(steps);
      if (spoilt !== null) return spoilt;
      // 0 while a block is incomplete: not every side has run this step, or the block has further steps.
      const blocksDone = turns[i + 1]?.index === turn.index ? 0 : plan.blocks.indexOf(turn.index + 1) + 1;
      if (options.until === null || blocksDone === 0) continue;
      const stopped = stopOf(options.until, trials, blocksDone, options.seed);
      if (stopped !== null) return stopped;
    }
    const again = secondChances(done, turns).map((turn, i) => ({ ...turn, index: plan.steps.length + i }));
    await runAgain(again, turns.length, ahead, running);
    return null;
  } finally {
    await ahead.close();
  }
};

/** Runs the turns that come again, after so many others; the spoilt trials stay on record. */
const runAgain = async (again: readonly Turn[], before: number, ahead: Ahead, running: Running): Promise<void> => {
  for (const [i, turn] of again.entries()) {
    const { trials, side } = turn;
    running.progress.step(before + i, before + again.length, trials, remainingOf(again.slice(i)), side.revision);
    await runTurn(turn, again[i + 1], ahead, running);
  }
};

const failureOf = (records: readonly TrialRecord[]): string | undefined =>
  records.flatMap(({ reasons }) => reasons).find((reason) => reason.code === "failure")?.why;

/**
 * A revision that this harness cannot drive fails in each of its trials. One for each transport is enough to know. Throws
 * UsageError.
 */
const assertDrivable = (side: Side, records: readonly TrialRecord[]): void => {
  if (records.length < side.transports.length || records.some(({ status }) => status !== "failed")) return;
  throw new UsageError(
    `--against ${side.revision}: that revision's servers or clients cannot be measured by this one: ${failureOf(records) ?? "its trials failed"}`,
  );
};

const rigOf = (
  { conditions }: PlannedTrial,
  { subject }: Side,
  { link, codeCache, pinning, signal }: Running,
): Rig => ({ subject, link, clientProcesses: clientProcessesOf(conditions, cores), codeCache, pinning, signal });

/**
 * Runs the turn's trials side by side, each beginning when all are ready, and stores their outcomes. A trial that runs alone
 * has the next turn begin while it rehearses.
 */
const runTurn = async (
  turn: Turn,
  next: Turn | undefined,
  ahead: Ahead,
  running: Running,
): Promise<readonly TrialRecord[]> => {
  const { index, side, trials } = turn;
  const { options, now, signal, progress } = running;
  const { store } = side;
  const alone = trials.length === 1;
  const barrier = createBarrier(trials.length);
  const outcomes = await Promise.allSettled(
    trials.map(async (planned, position) => {
      if (signal.aborted) throw new Interrupted("interrupted");
      const party = valueAt(barrier, position);
      const outcome = await runTrial(planned, {
        ...rigOf(planned, side, running),
        begun: ahead.take(turn),
        port: options.port === 0 ? 0 : options.port + position,
        startedAt: now().toISOString(),
        step: index,
        alone,
        acceptBusy: options.acceptBusy,
        besideRehearsal: async () => {
          if (alone) await ahead.begin(next);
        },
        ready: async () => {
          await party.wait();
          await until(hostClock() + position * staggerMs);
        },
      }).finally(() => party.leave());
      store.append({ fact: "trial", trial: outcome.record });
      const { transport, scenario, repetition } = planned;
      if (options.keepRaw && outcome.seen !== null) {
        store.keepRaw(`${index}-${position}-${scenario}-${transport}-${repetition}`, outcome.seen);
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

/** The time between the beginnings of trials side by side, which publish the same plan and must not do so all at once. */
const staggerMs = 25;

interface Ended {
  readonly run: { readonly trials: readonly Pick<TrialRecord, "status">[]; readonly stopped: RunEnd["stopped"] };
  readonly interrupted: boolean;
}

/**
 * The exit code of the run by itself. An invalid trial is a statement about the machine, and harms no run that has a valid
 * one. A run of invalid trials alone has measured nothing, and one that stopped itself is at fault: neither is a success.
 */
export const exitCodeOf = ({ run: { trials, stopped }, interrupted }: Ended): number => {
  if (interrupted) return exitCodes.interrupted;
  const failed = trials.some(({ status }) => status === "failed");
  const measured = trials.some(({ status }) => status === "measured" || status === "saturated");
  const spoilt = stopped?.because === "spoilt";
  return failed || !measured || spoilt ? exitCodes.found : exitCodes.done;
};
