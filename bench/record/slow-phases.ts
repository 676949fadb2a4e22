// Trials in a slow phase of the machine, told by a fixed piece of code that was timed before and after each of them, and never by
// what they measured. Pure.

import { medianOrNull } from "../statistics/stats.ts";
import { cellKey } from "./metrics.ts";
import { isMeasured, type TrialRecord } from "./trial.ts";

/**
 * A trial is slow where that code took longer than so many times its usual time in the run, before the trial and after it too. A
 * core may change between two speeds within tens of ms: seen at one end alone, slowness says little of the trial.
 */
const slowAbove = 1.25;

/** How many times its usual time the code took beside each trial that was slow. The usual time is the median over the run. */
export const slownessOf = (trials: readonly TrialRecord[]): ReadonlyMap<TrialRecord, number> => {
  const probeOf = ({ machine }: TrialRecord): number | null => {
    const probe = machine?.probeMs ?? null;
    return probe === null ? null : Math.min(probe.before, probe.after);
  };
  const usual = medianOrNull(trials.flatMap(({ machine }) => [...Object.values(machine?.probeMs ?? {})]));
  if (usual === null) return new Map();
  return new Map(
    trials.flatMap((trial) => {
      const probe = probeOf(trial);
      return probe !== null && isMeasured(trial) && probe > slowAbove * usual ? [[trial, probe / usual] as const] : [];
    }),
  );
};

/**
 * The trials, of which a slow one is invalid where its repetition was measured again, and carries a warning where it was not. The
 * trials are in the order in which they were measured.
 */
export const withoutSlowPhases = (trials: readonly TrialRecord[]): readonly TrialRecord[] => {
  const slowness = slownessOf(trials);
  if (slowness.size === 0) return trials;
  const last = new Map(trials.filter(isMeasured).map((trial) => [placeOf(trial), trial] as const));
  return trials.map((trial) => {
    const times = slowness.get(trial);
    if (times === undefined || !isMeasured(trial)) return trial;
    return last.get(placeOf(trial)) === trial
      ? { ...trial, warnings: [{ code: "slow-phase", slowTimes: times }, ...trial.warnings] }
      : { ...trial, status: "invalid", reasons: [{ code: "slow-phase-repeated", slowTimes: times }] };
  });
};

const placeOf = (trial: TrialRecord): string => `${trial.repetition} ${cellKey(trial)}`;
