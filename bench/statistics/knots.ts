// A distribution of many values kept as a few: its values at stated shares, close together where the tail is. Pure.

import { quantile } from "./stats.ts";
import { valueAt } from "./value-at.ts";

/** Between two knots the values are taken to lie evenly. A straggler among a hundred must not lift the tenth beside it. */
export const knotShares = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.97, 0.98, 0.99, 1] as const;

/** The values at these shares, ascending. */
export type Knots = readonly number[];

/**
 * Each of n values stands in the middle of its own n-th of the distribution (Hyndman and Fan's type 5): the distributions of many
 * such samples together are then that of all their values. Type 7 would draw in the tails by 1/n.
 */
export const knotsOf = (ascending: ArrayLike<number>): Knots => {
  const last = ascending.length - 1;
  return knotShares.map((share) => {
    const place = Math.min(last, Math.max(0, share * ascending.length - 0.5));
    return quantile(ascending, last === 0 ? 0 : place / last);
  });
};

/** The q-quantile that the knots tell. */
export const atShare = (knots: Knots, q: number): number => {
  const above = Math.max(
    1,
    knotShares.findIndex((share) => share >= q),
  );
  const [from, to] = [valueAt(knotShares, above - 1), valueAt(knotShares, above)];
  const [low, high] = [valueAt(knots, above - 1), valueAt(knots, above)];
  return low + ((high - low) * (q - from)) / (to - from);
};
