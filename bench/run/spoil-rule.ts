// The decision after each step whether a run is itself at fault for what it spoils, so that going on would measure nothing.
// Pure. Other work of the machine and its stalls are no fault of the run's: they may end, and such trials come again.

import { wasDisturbed } from "../measurement/validity.ts";
import type { Remark } from "../record/remarks.ts";
import type { SpoiltStop } from "../record/run.ts";
import { isMeasured, type TrialRecord } from "../record/trial.ts";

/** So many spoilt steps in a row end a run: single trials, or several side by side. */
const mostSpoilt = 3;

/** Reasons that lie in what the run asks for, or in its own programs: the next trial meets them too. */
const ownFaults = [
  "client-too-busy",
  "chromium-too-busy",
  "link-too-busy",
  "failure",
] as const satisfies readonly Remark["code"][];

/** The reason for which the run itself is at fault; null for a trial that counts, or that the machine spoilt. */
const faultOf = (record: TrialRecord): Remark | null => {
  if (isMeasured(record) || wasDisturbed(record)) return null;
  return record.reasons.find(({ code }) => ownFaults.some((fault) => fault === code)) ?? null;
};

/** Failures are the same where they say the same; for the others the code is enough, whatever their numbers. */
const isSame = (x: Remark, y: Remark): boolean =>
  x.code === y.code && (x.code !== "failure" || y.code !== "failure" || x.why === y.why);

/** The fault that all trials of a step have; null where one of them has another, or none. */
const faultOfStep = (step: readonly TrialRecord[]): Remark | null => {
  const [first = null, ...others] = step.map(faultOf);
  return first !== null && others.every((fault) => fault !== null && isSame(fault, first)) ? first : null;
};

/**
 * null: the run goes on. It ends where the last three steps have the same fault of the run's, and no trial of their scenarios
 * was measured: a sweep whose greatest load is too much for this machine goes on with its other loads.
 */
export const spoiltStopOf = (steps: readonly (readonly TrialRecord[])[]): SpoiltStop | null => {
  const last = steps.slice(-mostSpoilt);
  const faults = last.flatMap((step) => faultOfStep(step) ?? []);
  const reason = faults.at(-1);
  if (reason === undefined || faults.length < mostSpoilt) return null;
  if (!faults.every((fault) => isSame(fault, reason))) return null;
  const spoilt = last.flat();
  const scenarios = new Set(spoilt.map(({ scenario }) => scenario));
  if (steps.flat().some((record) => isMeasured(record) && scenarios.has(record.scenario))) return null;
  return { because: "spoilt", trials: spoilt.length, reason };
};
