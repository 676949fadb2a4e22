import { describe, expect, it } from "vitest";
import { binomialTail, holm, leastP, rateOf } from "./inference.ts";

describe("leastP", () => {
  it.each([
    [6, 6, 2 / 924],
    [7, 7, 2 / 3432],
    [3, 3, 0.1],
    [6, 10, 2 / 8008],
    [1, 1, 1],
  ])("of %i against %i is %d", (n, m, p) => {
    expect(leastP(n, m)).toBeCloseTo(p, 15);
  });
});

describe("holm", () => {
  it.each([
    { ps: [0.01, 0.04, 0.03, 0.005], adjusted: [0.03, 0.06, 0.06, 0.02] },
    { ps: [0.02, 0.02, 0.02], adjusted: [0.06, 0.06, 0.06] },
    { ps: [0.6, 0.7], adjusted: [1, 1] },
    { ps: [0.03], adjusted: [0.03] },
    { ps: [], adjusted: [] },
  ])("of $ps is $adjusted", ({ ps, adjusted }) => {
    const found = holm(ps);
    expect(found).toHaveLength(adjusted.length);
    for (const [i, p] of adjusted.entries()) expect(found[i]).toBeCloseTo(p, 12);
  });
});

describe("rates", () => {
  it.each([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [0, 0, 0, 1],
  ])("%i of %i lies within Wilson's %d to %d", (count, of, low, high) => {
    const rate = rateOf(count, of);
    expect(rate.low).toBeCloseTo(low, 4);
    expect(rate.high).toBeCloseTo(high, 4);
  });

  it.each([
    [0, 15, 1],
    [1, 15, 0.536_708],
    [3, 15, 0.036_2],
    [4, 15, 0.005_467],
  ])("%i or more of %i come out by chances of 5 %% with %d", (count, of, chance) => {
    expect(binomialTail(count, of, 0.05)).toBeCloseTo(chance, 5);
  });
});
