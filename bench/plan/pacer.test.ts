import { describe, expect, it } from "vitest";
import { seededRandom } from "../statistics/random.ts";
import { mean } from "../statistics/stats.ts";
import { periodic, poisson, scheduleUntil } from "./pacer.ts";

describe("poisson", () => {
  it("is a schedule: any index, in any order, gives the same instant", () => {
    const forwards = poisson(10, seededRandom(1));
    const backwards = poisson(10, seededRandom(1));
    const instants = [0, 1, 2, 3, 4].map(forwards);
    expect([4, 3, 2, 1, 0].map(backwards).toReversed()).toEqual(instants);
    expect(instants).toEqual(instants.toSorted((x, y) => x - y));
  });

  it("has the rate asked for, and exponential gaps: their deviation equals their mean", () => {
    const instants = scheduleUntil(poisson(100, seededRandom(3)), 100_000);
    expect(Math.abs(instants.length - 10_000)).toBeLessThan(300); // three deviations
    const gaps = instants.subarray(1).map((at, i) => at - (instants[i] ?? 0));
    const deviation = Math.sqrt(mean(gaps.map((gap) => (gap - mean(gaps)) ** 2)));
    expect(deviation / mean(gaps)).toBeCloseTo(1, 1);
  });
});

describe("periodic", () => {
  it("starts where asked and keeps its gap", () => {
    expect([...scheduleUntil(periodic(2, 100), 1700)]).toEqual([100, 600, 1100, 1600]);
    expect([...scheduleUntil(periodic(2, 100), 100)]).toEqual([]);
  });
});
