import { describe, expect, it } from "vitest";
import { leastSquares } from "./least-squares.ts";

const pointsOf = (...rows: readonly (readonly [x: number, y: number])[]) => rows.map(([x, y]) => ({ x, y }));

describe("leastSquares", () => {
  it.each([
    ["two points", pointsOf([1, 5], [3, 9]), { slope: 2, intercept: 3, standardError: null }],
    ["a line", pointsOf([0, 1], [1, 3], [2, 5], [3, 7]), { slope: 2, intercept: 1, standardError: 0 }],
    ["a falling line", pointsOf([0, 6], [2, 4], [4, 2]), { slope: -1, intercept: 6, standardError: 0 }],
    // Residuals 1, −1, −1, 1 around a spread of 5: √(4 / 2 / 5).
    [
      "nothing but noise",
      pointsOf([0, 1], [1, -1], [2, -1], [3, 1]),
      { slope: 0, intercept: 0, standardError: Math.sqrt(0.4) },
    ],
    // Residuals −1, 2, −1 around a spread of 2: √(6 / 1 / 2).
    ["a bend", pointsOf([0, 0], [1, 4], [2, 2]), { slope: 1, intercept: 1, standardError: Math.sqrt(3) }],
    // Residuals −2, 2, 0, 0 around a spread of 4: √(8 / 2 / 4).
    ["several points at one x", pointsOf([0, 0], [0, 4], [2, 4], [2, 4]), { slope: 1, intercept: 2, standardError: 1 }],
    ["one x alone", pointsOf([2, 1], [2, 5], [2, 9]), null],
    ["no point", [], null],
  ])("%s", (_, points, fit) => expect(leastSquares(points)).toEqual(fit));
});
