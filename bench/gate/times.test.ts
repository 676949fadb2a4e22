import { describe, expect, it } from "vitest";
import { seededRandom } from "../statistics/random.ts";
import { judgeTested, ratioOf, type Samples, testAll } from "./times.ts";

const tolerance = { relative: 0.05, slack: 0 };
const ten = Array.from({ length: 10 }, (_, i) => 100 + i);
const samples = (head: readonly number[], base: readonly number[] = ten) => ({ base, head, pairs: null, tolerance });
const [alone] = testAll([samples(ten.map((value) => 2 * value))]);

describe("testAll", () => {
  it("tests nothing with fewer than six trials a side, and corrects over what it tests", () => {
    const twice = ten.map((value) => 2 * value);
    const tested = testAll([samples(twice), samples(twice.slice(5)), samples(ten)]);
    expect(tested.map(({ p }) => (p === null ? null : p < 0.001))).toEqual([true, null, false]);
    expect(tested[0]?.adjustedP).toBeCloseTo((2 * 2) / 184_756, 12);
    expect(tested[1]).toMatchObject({ adjustedP: null });
    expect(tested[2]?.adjustedP).toBe(1);
  });

  it("says how little a page of many comparisons could show at all", () => {
    const six = ten.slice(4);
    const tested = testAll(Array.from({ length: 20 }, () => samples(six, six)));
    expect(tested[0]?.leastAdjustedP).toBeCloseTo((20 * 2) / 924, 12);
  });
});

describe("pairs", () => {
  /** The factor by which the plan moves the times of a repetition: 1, 2, 4, … */
  const pairs = Array.from({ length: 14 }, (_, i) => [2 ** i, 1.1 * 2 ** i * (1 + i / 1000)] as const);
  const ofPlan: Samples = {
    base: pairs.map(([base]) => base),
    head: pairs.map(([, head]) => head),
    pairs,
    tolerance,
  };

  it("see what the plan hides", () => {
    const [tested] = testAll([ofPlan]);
    const [unpaired] = testAll([{ ...ofPlan, pairs: null }]);
    if (tested === undefined || unpaired === undefined) return expect.fail();
    expect(tested).toMatchObject({ paired: true, leastAdjustedP: 2 / 2 ** 14 });
    expect(tested.adjustedP).toBeCloseTo(2 / 2 ** 14, 12);
    expect(unpaired).toMatchObject({ paired: false });
    expect(unpaired.adjustedP).toBeGreaterThan(0.5);
    const ratio = ratioOf(ofPlan, tested, seededRandom(1));
    expect(ratio.ratio).toBeCloseTo(1.1 * 1.0065, 6);
    expect(judgeTested(ofPlan, tested, ratio)).toEqual({ verdict: "regression", because: "detected" });
  });

  it("are used only where so many can tell anything among so many comparisons", () => {
    const family = (size: number) => testAll(Array.from({ length: size }, () => ofPlan)).map(({ paired }) => paired);
    expect(new Set(family(163))).toEqual(new Set([true]));
    expect(new Set(family(164))).toEqual(new Set([false]));
  });
});

describe("judgeTested", () => {
  const sure = { p: 0.0001, adjustedP: 0.001, leastAdjustedP: 0.0001, paired: false };
  const unsure = { ...sure, p: 0.1, adjustedP: 1 };
  const other = ten.map((value) => value + 0.1);
  it.each([
    { what: "all above", test: sure, low: 1.06, high: 1.2, verdict: "regression", because: "detected" },
    { what: "all below", test: sure, low: 0.8, high: 0.94, verdict: "improvement", because: "detected" },
    { what: "reaching in", test: sure, low: 1.04, high: 1.2, verdict: "unclear", because: "wide interval" },
    { what: "inside", test: sure, low: 1.01, high: 1.04, verdict: "same", because: "within" },
    { what: "above, untold", test: unsure, low: 1.06, high: 1.2, verdict: "unclear", because: "not significant" },
    { what: "around 1", test: unsure, low: 0.9, high: 1.1, verdict: "same", because: "none detected" },
  ] as const)("says of an interval $what: $verdict", ({ test, low, high, verdict, because }) => {
    expect(judgeTested(samples(other), test, { ratio: (low + high) / 2, low, high })).toEqual({ verdict, because });
  });

  it.each([
    { test: { ...unsure, p: null, adjustedP: null }, ratio: 2, because: "few trials" },
    { test: { ...unsure, leastAdjustedP: 0.5 }, ratio: 2, because: "untellable" },
    { test: sure, ratio: null, because: "no ratio" },
  ] as const)("is unclear for $because", ({ test, ratio, because }) => {
    const interval = ratio === null ? { low: null, high: null } : { low: 1.5, high: 2.5 };
    expect(judgeTested(samples(other), test, { ratio, ...interval })).toEqual({ verdict: "unclear", because });
  });

  it("has no ratio of what may be negative", () => {
    const below = ten.map((value) => -value);
    expect(judgeTested(samples(below), sure, { ratio: -1, low: -2, high: -0.5 }).because).toBe("no ratio");
  });

  it("leaves alone what differs by no more than the slack", () => {
    const slack = { ...samples(other), tolerance: { relative: 0.05, slack: 1 } };
    expect(judgeTested(slack, sure, { ratio: 1.2, low: 1.1, high: 1.3 })).toEqual({
      verdict: "same",
      because: "within",
    });
  });

  it("tells sides that do not overlap", () => {
    if (alone === undefined) return expect.fail();
    const twice = samples(ten.map((value) => 2 * value));
    expect(judgeTested(twice, alone, { ratio: 2, low: 1.9, high: 2.1 }).verdict).toBe("regression");
  });
});
