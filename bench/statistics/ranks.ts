// The common ground of the rank tests: ranks, and in how many ways they add up. Pure; knows no test.

/** Twice each value's rank from 1 on, in the values' order. Ties share their mean rank, which is whole when doubled. */
export const doubledRanks = (values: readonly number[]): readonly number[] => {
  const ascending = values.toSorted((x, y) => x - y);
  return values.map((value) => ascending.indexOf(value) + ascending.lastIndexOf(value) + 2);
};

/**
 * `ways[sum]` says in how many ways ranks add up to `sum`. Adds to it the ways in which one more rank is taken on top of
 * those in `others`. Both may be the same list: sums are taken from the largest down.
 */
export const addWays = (ways: Float64Array, others: Float64Array, rank: number): void => {
  for (let sum = ways.length - 1; sum >= rank; sum--) {
    const own = ways[sum];
    const more = others[sum - rank];
    if (own === undefined || more === undefined) throw new RangeError("the lists differ in length");
    ways[sum] = own + more;
  }
};
