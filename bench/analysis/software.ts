// A transport's own software time, as its trials without a delay show it: message by message, over the subscribers. Pure.

import { cellKey } from "../record/metrics.ts";
import type { Conditions, MeasuredTrial } from "../record/trial.ts";
import { atShare, type Knots } from "../statistics/knots.ts";
import type { Random } from "../statistics/random.ts";
import { median } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { SoftwareOf } from "./replay.ts";

/** The messages of one trial: the time from each one's being published to its arrival, from the first subscriber to the last. */
type TrialSoftware = readonly (readonly number[])[];

/** One entry a trial. */
export type Software = readonly TrialSoftware[];

/** How much two loads differ: by their ratios, whichever is the larger. */
const distance = (x: Conditions, y: Conditions): number =>
  (["subscribers", "ratePerSec", "bodyBytes"] as const).reduce(
    (sum, factor) => sum + Math.abs(Math.log(x[factor] / y[factor])),
    0,
  );

/** The trials of the cell without a delay whose load is nearest; none where there is no such cell. */
export const nearestCell = (trials: readonly MeasuredTrial[], conditions: Conditions): readonly MeasuredTrial[] => {
  const close = trials.filter(({ conditions: { oneWayMs, schedule } }) => oneWayMs === 0 && schedule !== "silent");
  const [nearest] = close.toSorted((x, y) => distance(x.conditions, conditions) - distance(y.conditions, conditions));
  return nearest === undefined ? [] : close.filter((trial) => cellKey(trial) === cellKey(nearest));
};

export const softwareIn = (trials: readonly MeasuredTrial[]): Software =>
  trials.map(serviceTimes).filter(({ length }) => length > 0);

/**
 * The service times of the window's messages; of a long poll only those for which every subscriber was waiting again. None
 * where a message did not arrive, so that it cannot be told which time is which message's.
 */
const serviceTimes = ({ conditions: { holdMs }, measureMs, messages }: MeasuredTrial): TrialSoftware => {
  const { dueMs, sentMs, knotsMs } = messages;
  const inWindow = [...dueMs.entries()].filter(([, due]) => due >= 0 && due < measureMs);
  if (inWindow.length !== knotsMs.length) return [];
  const times = inWindow.map(([message, due], row) => {
    const sent = valueAt(sentMs, message);
    const before = message === 0 ? Number.NEGATIVE_INFINITY : valueAt(sentMs, message - 1);
    return { gapMs: sent - before, knots: valueAt(knotsMs, row).map((ms) => ms - (sent - due)) };
  });
  if (holdMs === null) return times.map(({ knots }) => evenly(knots));
  // A request is taken in about as long as its answer took to arrive.
  const settledMs = 2 * median(times.map(({ knots }) => valueAt(knots, knots.length - 1)));
  return times.filter(({ gapMs }) => gapMs > settledMs).map(({ knots }) => evenly(knots));
};

/** At equal steps of the distribution, as the replay takes them. */
const evenly = (knots: Knots): readonly number[] =>
  Array.from({ length: steps + 1 }, (_, i) => atShare(knots, i / steps));

const steps = 100;

/** Draws each message's software time from those of a trial; all of its subscribers share it. */
export const drawSoftware = (trial: TrialSoftware, random: Random): SoftwareOf => {
  const drawn = new Map<number, readonly number[]>();
  return (message) => {
    const known = drawn.get(message) ?? valueAt(trial, Math.floor(random() * trial.length));
    drawn.set(message, known);
    return known;
  };
};
