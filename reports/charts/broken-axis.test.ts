import { describe, expect, it } from "vitest";
import { breakBetween, breakPlace, brokenAxis, placeOn } from "./broken-axis.ts";

const slow = [400, 500, 600];
const fast = [0.4, 0.5, 0.8];

describe("an axis", () => {
  it.each([
    ["of values that are near each other is whole", [fast, [1, 2]]],
    ["of values that fill the way between is whole", [fast, [1, 10], [9, 100], slow]],
    ["of one group is whole, however far it reaches", [[...fast, ...slow]]],
    ["of nothing is whole", [[], []]],
    ["down to 0 is whole, since nothing is many times 0", [[0, 0], slow]],
  ])("%s", (_, groups) => expect(breakBetween(groups, true)).toBeNull());

  it("is broken where one group is far above all others", () => {
    const axis = breakBetween([slow, fast, [0.6, 2]], true);
    expect(axis?.left.low).toBeCloseTo(0.4 / 5 ** 0.35, 9);
    expect(axis?.left.high).toBeCloseTo(2 * 5 ** 0.35, 9);
    expect(axis?.right.low).toBeCloseTo(400 / 1.5 ** 0.35, 9);
    expect(axis?.right.high).toBeCloseTo(600 * 1.5 ** 0.35, 9);
    expect([axis?.left.from, axis?.right.to]).toEqual([0, 1]);
  });

  it("counts from zero on its left where it is not logarithmic", () => {
    const axis = breakBetween([[5, 6], [1000]], false);
    expect(axis?.left.low).toBe(0);
    expect(axis?.right.low).toBe(975);
  });
});

describe("a broken axis", () => {
  const axis = breakBetween([slow, fast], true);
  if (axis === null) throw new Error("the axis is whole");

  it("has every value in its own pane, in order", () => {
    const places = [...fast, ...slow].map((value) => placeOn(axis, value));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.max(...places.slice(0, 3))).toBeLessThan(breakPlace(axis));
    expect(Math.min(...places.slice(3))).toBeGreaterThan(breakPlace(axis));
    expect(places.every((place) => place > 0 && place < 1)).toBe(true);
  });

  it("has ticks in both panes, as plain numbers", () => {
    const { labelExpr, values } = brokenAxis("value", "ms", axis).axis;
    expect(values?.some((place) => place < breakPlace(axis))).toBe(true);
    expect(values?.some((place) => place > breakPlace(axis))).toBe(true);
    expect(labelExpr).toContain(`'${placeOn(axis, 0.5)}':'0.5'`);
    expect(labelExpr).toContain(`'${placeOn(axis, 500)}':'500'`);
  });
});
