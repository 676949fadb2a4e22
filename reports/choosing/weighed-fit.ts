// Weighed least squares of a few columns, by sums over the rows, from which columns and rows can be left out. Pure. Knows
// nothing of what the columns are.
import { valueAt } from "../../bench/statistics/value-at.ts";

export interface Row {
  readonly columns: readonly number[];
  readonly target: number;
  readonly weight: number;
}

/** The weighed products of each two columns, of each column and the target, and of the target and itself. */
export interface Sums {
  readonly products: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly square: number;
}

export const sumsOf = (rows: readonly Row[]): Sums => {
  const [first] = rows;
  const none = first?.columns.map(() => 0) ?? [];
  return rows.reduce<Sums>((sums, row) => add(sums, row, row.weight), {
    products: none.map(() => none),
    targets: none,
    square: 0,
  });
};

export const without = (sums: Sums, row: Row): Sums => add(sums, row, -row.weight);

const add = ({ products, targets, square }: Sums, { columns, target }: Row, weight: number): Sums => ({
  products: products.map((line, i) => line.map((sum, j) => sum + weight * valueAt(columns, i) * valueAt(columns, j))),
  targets: targets.map((sum, i) => sum + weight * valueAt(columns, i) * target),
  square: square + weight * target ** 2,
});

interface Solution {
  /** One for each chosen column. */
  readonly coefficients: readonly number[];
  /** The weighed sum of squares that the fit leaves. */
  readonly rest: number;
}

/** null where the chosen columns are as good as dependent, or 0, or there is no row. */
export const solve = ({ products, targets, square }: Sums, chosen: readonly number[]): Solution | null => {
  // Columns of length 1, so that a pivot tells how far a column is from the others.
  const lengths = chosen.map((i) => Math.sqrt(valueAt(valueAt(products, i), i)));
  if (lengths.length === 0 || !lengths.every((length) => length > 0)) return null;
  const lines = chosen.map((i, k) => [
    ...chosen.map((j, l) => valueAt(valueAt(products, i), j) / (valueAt(lengths, k) * valueAt(lengths, l))),
    valueAt(targets, i) / valueAt(lengths, k),
  ]);
  if (!eliminate(lines)) return null;
  const coefficients = lines.map((line, k) => valueAt(line, chosen.length) / valueAt(lengths, k));
  const told = coefficients.reduce((sum, value, k) => sum + value * valueAt(targets, valueAt(chosen, k)), 0);
  return { coefficients, rest: Math.max(0, square - told) };
};

/** Gauss and Jordan, without pivoting: the matrix is symmetric and positive. false where it is as good as singular. */
const eliminate = (lines: number[][]): boolean => {
  for (const [i, pivot] of lines.entries()) {
    const head = valueAt(pivot, i);
    if (head < 1e-6) return false;
    for (let j = i; j < pivot.length; j++) pivot[j] = valueAt(pivot, j) / head;
    for (const line of lines) {
      const times = valueAt(line, i);
      if (line === pivot || times === 0) continue;
      for (let j = i; j < pivot.length; j++) line[j] = valueAt(line, j) - times * valueAt(pivot, j);
    }
  }
  return true;
};

/** One coefficient a column; null as above. */
export const fitColumns = (rows: readonly Row[]): readonly number[] | null =>
  solve(sumsOf(rows), rows[0]?.columns.map((_, i) => i) ?? [])?.coefficients ?? null;
