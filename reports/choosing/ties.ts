// Groups of transports that keep the limit at costs that are not told apart, none of them much later than another. Pure. Runs in
// Node and in the browser.
import type { Cost } from "./bare.ts";
import type { Prediction } from "./choices.ts";
import { type Ratio, rangeOf, ratioOf } from "./ranges.ts";

/** Costs that differ by no more than this factor decide nothing. */
const alike = 1.1;

/** Times that differ by no more than this factor decide nothing. */
const soon = 2;

export type Group = readonly [first: Prediction, ...others: Prediction[]];

/**
 * From the fewest bytes on; at the same cost, what is much sooner comes first. A group's first member is that which all others of it
 * are not told from.
 */
export const groupsOf = (keepers: readonly Prediction[]): readonly Group[] => {
  const sorted = keepers.toSorted(byCost);
  const [cheapest] = sorted;
  if (cheapest === undefined) return [];
  const tied = sorted.filter((one) => isTied(cheapest, one));
  const [soonest = cheapest] = tied.toSorted(byTime);
  const first = tied.find((one) => !isLater(one, soonest)) ?? cheapest;
  const joins = (one: Prediction): boolean => isTied(first, one) && !isLater(one, first);
  const others = sorted.filter((one) => one !== first);
  return [[first, ...others.filter(joins)], ...groupsOf(others.filter((one) => !joins(one)))];
};

/** The latency by which two are compared. */
export const sharedLatency = (one: Prediction, other: Prediction): "p99Ms" | "meanMs" =>
  one.p99Ms === null || other.p99Ms === null ? "meanMs" : "p99Ms";

/** How many times as late as another a transport is: at p99 where both have one, else in the mean; null where one has neither. */
export const latenessOf = (one: Prediction, other: Prediction): Ratio | null => {
  const quantity = sharedLatency(one, other);
  const of = (prediction: Prediction) =>
    [prediction[quantity], rangeOf(prediction[quantity], prediction.measured[quantity], null)] as const;
  return ratioOf(of(one), of(other));
};

/** Whether one is told to be so much later than another that this decides where nothing else does. */
export const isLater = (one: Prediction, other: Prediction): boolean => {
  const lateness = latenessOf(one, other);
  return lateness !== null && lateness.low > soon;
};

const timeOf = ({ p99Ms, meanMs }: Prediction): number => orLast(p99Ms ?? meanMs);

const byTime = (x: Prediction, y: Prediction): number => timeOf(x) - timeOf(y);

const byCost = (x: Prediction, y: Prediction): number => orLast(x.bytesPerSec) - orLast(y.bytesPerSec) || byTime(x, y);

/** Finite, since two that are not known have to differ by 0. */
const orLast = (value: number | null): number => value ?? Number.MAX_VALUE;

/** CPU that is not known tells nothing apart, but bytes that are not known cannot be held against any. */
export const isTied = (x: Prediction, y: Prediction): boolean => areNear(x, y, "bytesPerSec") && isCpuAlike(x, y);

const isCpuAlike = (x: Prediction, y: Prediction): boolean =>
  comparedCpu(x, y) ?? (x.cores === null || y.cores === null || areNear(x, y, "cores"));

const areNear = (x: Prediction, y: Prediction, cost: Cost): boolean => {
  const [one, other] = [x[cost], y[cost]];
  if (one === null || other === null) return false;
  const [range, otherRange] = [x.ranges[cost], y.ranges[cost]];
  const overlap = range !== null && otherRange !== null && range.low <= otherRange.high && otherRange.low <= range.high;
  return overlap || Math.max(one, other) <= alike * Math.min(one, other);
};

/** Whether the run's comparison at this very setting left their CPU alike; null where it made none of the two. */
const comparedCpu = (x: Prediction, y: Prediction): boolean | null => {
  if (x.compared?.baseline === y.name) return !x.compared.isApart;
  if (y.compared?.baseline === x.name) return !y.compared.isApart;
  return null;
};
