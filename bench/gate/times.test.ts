import { describe, expect, it } from "vitest";
import type { Effect, Pair } from "../statistics/effects.ts";
import { judgeTested, type Samples, type Tested, testAll } from "./times.ts";
import { gateLevel } from "./tolerances.ts";

const tolerance = { relative: 0.1, slack: 0 };
const ten = Array.from({ length: 10 }, (_, i) => 100 + i);
const samples = (head: readonly number[], base: readonly number[] = ten): Samples => ({
  base,
  head,
  pairs: null,
  tolerance,
});
const times = (factor: number): readonly number[] => ten.map((value) => factor * value);

describe("testAll", () => {
  it("tests nothing with fewer than six trials a side, and corrects over what it tests", () => {
    const tested = testAll([samples(times(2)), samples(times(2).slice(5)), null, samples(ten)]);
    expect(tested.map(({ p }) => (p === null ? null : p < 0.001))).toEqual([true, null, null, false]);
    expect(tested[0]?.adjustedP).toBeCloseTo(2 * (tested[0]?.p ?? 0), 12);
    expect(tested[3]).toMatchObject({ p: 1, adjustedP: 1 });
  });

  it("says what the data could have shown, which is the less the more is tested", () => {
    const [alone] = testAll([samples(ten)]);
    const [among] = testAll(Array.from({ length: 20 }, () => samples(ten)));
    expect(alone?.detectable).toBeGreaterThan(1.02);
    expect(among?.detectable).toBeGreaterThan(alone?.detectable ?? 9);
  });
});

describe("pairs", () => {
  /** The factor by which the plan moves the times of a repetition: 1, 2, 4, … */
  const pairs = Array.from({ length: 14 }, (_, i): Pair => [1.1 * 2 ** i * (1 + i / 1000), 2 ** i]);
  const ofPlan: Samples = {
    base: pairs.map(([, base]) => base),
    head: pairs.map(([head]) => head),
    pairs,
    tolerance,
  };

  it("see what the plan hides", () => {
    const [tested] = testAll([ofPlan]);
    const [unpaired] = testAll([{ ...ofPlan, pairs: null }]);
    if (tested === undefined || unpaired === undefined) return expect.fail();
    expect([tested.paired, unpaired.paired]).toEqual([true, false]);
    expect(Math.exp(tested.effect?.logRatio ?? 0)).toBeCloseTo(1.1 * 1.0065, 4);
    expect(judgeTested(ofPlan, tested)).toEqual({ verdict: "regression", because: "detected" });
    expect(judgeTested(ofPlan, unpaired)).toEqual({ verdict: "cannot tell", because: "wide interval" });
  });

  it("are not used below six", () => {
    expect(testAll([{ ...ofPlan, pairs: pairs.slice(9) }])[0]?.paired).toBe(false);
  });
});

describe("judgeTested", () => {
  const tested = (percent: number, standardError: number, adjustedP: number): Tested => {
    const effect: Effect = { logRatio: Math.log(1 + percent / 100), standardError, degrees: 30 };
    return { effect, paired: true, p: adjustedP, adjustedP, detectable: 1.05 };
  };
  const [sure, unsure] = [gateLevel / 10, 1];
  const other = times(1.01);
  it.each([
    { what: "10 % more", test: tested(10, 0.01, sure), verdict: "regression", because: "detected" },
    { what: "10 % less", test: tested(-10, 0.01, sure), verdict: "improvement", because: "detected" },
    {
      what: "half of what is guarded against",
      test: tested(4.9, 0.005, sure),
      verdict: "regression",
      because: "detected",
    },
    { what: "less than half of it", test: tested(4.8, 0.005, sure), verdict: "same", because: "within" },
    {
      what: "less than half, reaching out",
      test: tested(4.8, 0.03, sure),
      verdict: "cannot tell",
      because: "wide interval",
    },
    { what: "much, untold", test: tested(20, 0.2, unsure), verdict: "cannot tell", because: "wide interval" },
    { what: "nothing, told closely", test: tested(0, 0.04, unsure), verdict: "same", because: "within" },
    { what: "nothing, told loosely", test: tested(0, 0.05, unsure), verdict: "cannot tell", because: "wide interval" },
  ] as const)("says of $what: $verdict", ({ test, verdict, because }) => {
    expect(judgeTested(samples(other), test)).toEqual({ verdict, because });
  });

  it("cannot tell with few trials, or without a ratio", () => {
    const few = samples(other.slice(5));
    const below = samples(ten.map((value) => -value));
    for (const [one, because] of [
      [few, "few trials"],
      [below, "no ratio"],
    ] as const) {
      const [test] = testAll([one]);
      expect(test && judgeTested(one, test)).toEqual({ verdict: "cannot tell", because });
    }
  });

  it("leaves alone what differs by no more than the slack", () => {
    const slack = { ...samples(other), tolerance: { relative: 0.05, slack: 2 } };
    expect(judgeTested(slack, tested(20, 0.01, sure))).toEqual({ verdict: "same", because: "within" });
  });
});
