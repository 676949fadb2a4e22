// Ranks of values, for rank tests. Pure; knows no test.

/** Twice each value's rank from 1 on, in the values' order. Ties share their mean rank, which is whole when doubled. */
export const doubledRanks = (values: readonly number[]): readonly number[] => {
  const ascending = values.toSorted((x, y) => x - y);
  return values.map((value) => ascending.indexOf(value) + ascending.lastIndexOf(value) + 2);
};
