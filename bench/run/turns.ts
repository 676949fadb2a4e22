// The order in which the sides of a run take their turns, and which turns come again. Measures nothing.

import { wasDisturbed } from "../measurement/validity.ts";
import { estimatedMs, type Plan, type PlannedTrial } from "../plan/plan.ts";
import { slownessOf } from "../record/slow-phases.ts";
import type { TrialRecord } from "../record/trial.ts";
import { seededRandom, shuffled } from "../statistics/random.ts";
import type { Side } from "./sides.ts";

/** A step's trials on one side. */
export interface Turn {
  readonly index: number;
  readonly side: Side;
  readonly trials: readonly PlannedTrial[];
}

/**
 * Step by step: each runs on every side before the next one begins, and the first side is drawn anew each time. A machine
 * that drifts, drifts for all sides.
 */
export const turnsOf = (plan: Plan, sides: readonly Side[], seed: number): readonly Turn[] => {
  const random = seededRandom(seed, 0x51de);
  return plan.steps.flatMap((step, index) =>
    shuffled(sides, random).flatMap((side) => {
      const trials = step.filter(({ transport }) => side.transports.includes(transport));
      return trials.length === 0 ? [] : [{ index, side, trials }];
    }),
  );
};

/** About how long the turns will take. */
export const remainingOf = (turns: readonly Turn[]): number =>
  turns.reduce((ms, { trials }) => ms + estimatedMs(trials), 0);

/** A trial that was run, with the turn that would run it alone again. */
export interface Done {
  readonly turn: Turn;
  readonly record: TrialRecord;
}

/**
 * The turns that come again, once: what the machine's other work made invalid, and what was measured in one of its slow phases
 * (each side has its own usual speed), as long as all of them take no more than a share of the time of all turns. What they
 * spoilt stays on record.
 */
export const secondChances = (done: readonly Done[], turns: readonly Turn[]): readonly Turn[] => {
  const sides = new Set(done.map(({ turn }) => turn.side));
  const slow = new Set(
    [...sides].flatMap((side) => {
      const records = done.filter(({ turn }) => turn.side === side).map(({ record }) => record);
      return [...slownessOf(records).keys()];
    }),
  );
  let leftMs = chancesShare * remainingOf(turns);
  return done
    .filter(({ record }) => wasDisturbed(record) || slow.has(record))
    .map(({ turn }) => turn)
    .filter(({ trials }) => {
      const ms = estimatedMs(trials);
      if (ms > leftMs) return false;
      leftMs -= ms;
      return true;
    });
};

/** The share of the plan's time that second chances may take, so that a run on a busy machine still ends. */
const chancesShare = 0.15;
