import { describe, expect, it } from "vitest";
import { fitColumns, solve, sumsOf, without } from "./weighed-fit.ts";

const row = (columns: readonly number[], target: number, weight = 1) => ({ columns, target, weight });

describe("weighed least squares", () => {
  it.each([
    ["a plane through its points", [row([1, 2], 8), row([1, 5], 17), row([1, 9], 29)], [2, 3]],
    // (1 · 1 + 3 · 5) / 4
    ["the weighed mean of one column", [row([1], 1), row([1], 5, 3)], [4]],
    // Through the origin: (1·2 + 2·3) / (1 + 4)
    ["a line through the origin", [row([1], 2), row([2], 3)], [1.6]],
    ["columns of very different size", [row([1, 1e9], 3), row([1, 3e9], 5), row([1, 4e9], 6)], [2, 1e-9]],
  ])("finds %s", (_, rows, expected) => {
    const found = fitColumns(rows);
    expect(found).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) expect((found?.[i] ?? Number.NaN) / value).toBeCloseTo(1, 9);
  });

  it.each([
    ["there is no row", []],
    ["a column is 0", [row([1, 0], 1), row([1, 0], 2)]],
    ["two columns go together", [row([1, 2], 1), row([2, 4], 2), row([3, 6], 4)]],
  ])("finds nothing where %s", (_, rows) => expect(fitColumns(rows)).toBeNull());

  it("tells what it leaves, and can do without a column or a row", () => {
    const rows = [row([1, 1], 2), row([1, 2], 2), row([1, 3], 5, 2)];
    const sums = sumsOf(rows);
    // The mean of the targets, (2 + 2 + 2 · 5) / 4, which leaves 1.5² + 1.5² + 2 · 1.5².
    const mean = solve(sums, [0]);
    expect(mean?.coefficients[0]).toBeCloseTo(3.5, 12);
    expect(mean?.rest).toBeCloseTo(9, 12);
    expect(solve(without(sums, row([1, 3], 5, 2)), [0])).toEqual({ coefficients: [2], rest: 0 });
  });
});
