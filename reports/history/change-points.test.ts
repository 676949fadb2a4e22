import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../../bench/statistics/random.ts";
import { bestSplit, changeLevel, findChanges, isTestable, isTooShort } from "./change-points.ts";

/** A standard normal value (Box and Muller). */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** `length` values around 100 with noise of 2 %, and from `at` on higher by a factor. */
const noisy = (seed: number, length: number, at = length, factor = 1): readonly number[] => {
  const random = seededRandom(seed, 0x5e);
  return Array.from({ length }, (_, i) => 100 * (1 + 0.02 * normal(random)) * (i < at ? 1 : factor));
};

const changesOf = (values: readonly number[], seed = 1) => findChanges([values], seededRandom(seed))[0] ?? [];

const seeds = Array.from({ length: 200 }, (_, i) => i + 1);

describe("the best cut", () => {
  it.each([
    // 4·4/8 · (2·1 − 0 − 0)
    { values: [0, 0, 0, 0, 1, 1, 1, 1], at: 4, gain: 4 },
    // 3·5/8 · (2·2)
    { values: [0, 0, 0, 2, 2, 2, 2, 2], at: 3, gain: 7.5 },
    // 3·3/6 · (2·3 − 0 − 6): a stray value tells no side from the other.
    { values: [0, 0, 0, 0, 0, 9], at: 3, gain: 0 },
    // 3·5/8 · (2·16/3 − 16/3 − 0): two stray values at an end leave three on their side.
    { values: [9, 9, 1, 1, 1, 1, 1, 1], at: 3, gain: 10 },
    { values: [1, 1, 1, 1, 1, 1, 9, 9], at: 5, gain: 10 },
  ])("of $values lies before the value at $at", ({ values, at, gain }) => {
    expect(bestSplit(values).at).toBe(at);
    expect(bestSplit(values).gain).toBeCloseTo(gain, 12);
  });
});

describe("a change", () => {
  it("of 10 % in noise of 2 % is found, at its run or one beside it, in at least 95 % of 200 series", () => {
    const found = seeds.filter((seed) => {
      const at = 6 + (seed % 19);
      const changes = changesOf(noisy(seed, 30, at, 1.1), seed);
      return changes.length === 1 && Math.abs((changes[0]?.at ?? 0) - at) <= 1;
    });
    expect(found.length).toBeGreaterThanOrEqual(190);
  });

  it("is seen where there is none in at most 5 % of 200 series of noise", () => {
    const found = seeds.filter((seed) => changesOf(noisy(seed, 30), seed).length > 0);
    expect(found.length).toBeLessThanOrEqual(10);
  });

  it("is told with the medians of both sides", () => {
    const [change, ...others] = changesOf([...Array(10).fill(100), ...Array(10).fill(90)]);
    expect(change).toMatchObject({ at: 10, before: 100, after: 90 });
    expect(change?.adjustedP).toBeLessThan(changeLevel);
    expect(others).toEqual([]);
  });

  it("and a second one are told apart, each with its own sides", () => {
    const values = [100, 120, 150].flatMap((level) => Array.from({ length: 15 }, (_, i) => level + (i % 3)));
    expect(changesOf(values)).toMatchObject([
      { at: 15, before: 101, after: 121 },
      { at: 30, before: 121, after: 151 },
    ]);
  });

  it("from zero is found without a logarithm", () => {
    expect(changesOf([...Array(9).fill(0), ...Array(9).fill(1)])).toMatchObject([{ at: 9, before: 0, after: 1 }]);
  });
});

describe("no change is", () => {
  it.each([
    { name: "a constant series", values: Array(30).fill(5) },
    { name: "a series of seven", values: [1, 1, 1, 1, 9, 9, 9] },
    { name: "a series of none", values: [] },
    { name: "a single stray value", values: noisy(7, 30).map((value, i) => (i === 14 ? value * 3 : value)) },
    { name: "a stray value among equal ones", values: Array.from({ length: 30 }, (_, i) => (i === 20 ? 9 : 5)) },
    { name: "a stray last value", values: noisy(8, 30).map((value, i) => (i === 29 ? value * 3 : value)) },
  ])("$name", ({ values }) => expect(changesOf(values)).toEqual([]));
});

it("series are judged together: what one alone would show is not certain enough among many", () => {
  const short = [...Array(6).fill(100), ...Array(6).fill(110)];
  const others = seeds.slice(0, 30).map((seed) => noisy(seed, 12));
  expect(findChanges([short], seededRandom(1))[0]).toHaveLength(1);
  expect(findChanges([short, ...others], seededRandom(1)).flat()).toEqual([]);
});

it("the same series and seed give the same changes", () => {
  const series = [noisy(1, 30, 12, 1.1), noisy(2, 30)];
  expect(findChanges(series, seededRandom(5))).toEqual(findChanges(series, seededRandom(5)));
});

it("a series is testable from eight values on, and tells a change where Holm leaves it room", () => {
  expect([
    isTestable([1, 2, 1, 2, 1, 2, 1]),
    isTestable(Array(8).fill(1)),
    isTestable([1, 2, 1, 2, 1, 2, 1, 2]),
  ]).toEqual([false, false, true]);
  const lengths = (family: number): readonly number[] => {
    const all = Array.from({ length: family }, () => noisy(1, 10));
    return [8, 9, 10, 11, 14, 15].filter((length) => !isTooShort(noisy(1, length), all));
  };
  // 2/C(10,5) = 0.0079 is the first below 1 %; 20 series need 2/C(n,n/2) ≤ 0.0005.
  expect(lengths(1)).toEqual([10, 11, 14, 15]);
  expect(lengths(20)).toEqual([15]);
});
