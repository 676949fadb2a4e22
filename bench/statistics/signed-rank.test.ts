import { describe, expect, it } from "vitest";
import { seededRandom } from "./random.ts";
import { leastSignedP, type Pair, ratioOfPairs, signedRank } from "./signed-rank.ts";

/** Pairs whose ratios have these logarithms. */
const pairsOf = (...logs: readonly number[]): readonly Pair[] =>
  logs.map((log, i) => [10 ** i, 10 ** i * Math.exp(log)]);

/** p by its definition: over all ways to swap the sides of pairs. */
const byHand = (logs: readonly number[]): number => {
  const said = logs.filter((log) => log !== 0);
  const ranks = said.map((log) => {
    const below = said.filter((other) => Math.abs(other) < Math.abs(log)).length;
    return below + (said.filter((other) => Math.abs(other) === Math.abs(log)).length + 1) / 2;
  });
  const sumOf = (mask: number): number => ranks.reduce((sum, rank, i) => sum + ((mask >> i) & 1) * rank, 0);
  const seen = said.reduce((mask, log, i) => mask + (log > 0 ? 1 << i : 0), 0);
  const least = Math.min(sumOf(seen), sumOf(2 ** said.length - 1 - seen));
  const all = Array.from({ length: 2 ** said.length }, (_, mask) => sumOf(mask));
  return Math.min(1, (2 * all.filter((sum) => sum <= least).length) / all.length);
};

describe("signedRank", () => {
  it.each([
    { logs: [1, 2, 3, 4, 5, 6], p: 2 / 64 },
    { logs: [-1, 2, 3, 4, 5, 6], p: 4 / 64 },
    { logs: [-1, -2, -3, -4, -5, -6], p: 2 / 64 },
    { logs: [1, -2, 3, -4, 5, -6], p: byHand([1, -2, 3, -4, 5, -6]) },
    { logs: [-1, 2, -4, 8, 16, 32, 64, -128], p: byHand([-1, 2, -4, 8, 16, 32, 64, -128]) },
    { logs: [0, 0, 0], p: 1 },
    { logs: [], p: 1 },
  ])("of $logs is $p", ({ logs, p }) => expect(signedRank(pairsOf(...logs))).toBeCloseTo(p, 12));

  it("shares ranks between ties, and leaves out what is equal", () => {
    const pairs: readonly Pair[] = [
      [1, 2],
      [1, 2],
      [1, 2],
      [2, 1],
      [1, 4],
      [1, 8],
      [8, 1],
      [5, 5],
    ];
    expect(signedRank(pairs)).toBeCloseTo(byHand([1, 1, 1, -1, 2, 3, -3, 0]), 12);
  });

  it("is never below what so many pairs can give", () => {
    expect(leastSignedP(6)).toBe(2 / 64);
    expect(signedRank(pairsOf(...Array.from({ length: 40 }, (_, i) => i + 1)))).toBeCloseTo(leastSignedP(40), 20);
  });
});

describe("ratioOfPairs", () => {
  it("is what a common factor leaves, however far the repetitions are apart", () => {
    const pairs = Array.from({ length: 8 }, (_, i): Pair => [10 ** i, 1.1 * 10 ** i]);
    const { ratio, low, high } = ratioOfPairs(pairs, seededRandom(1));
    for (const value of [ratio, low, high]) expect(value).toBeCloseTo(1.1, 12);
  });

  it("has an interval from six repetitions on, and no ratio where a base is 0", () => {
    const five = Array.from({ length: 5 }, (_, i): Pair => [1, 1 + i]);
    expect(ratioOfPairs(five, seededRandom(1))).toEqual({ ratio: 3, low: null, high: null });
    expect(ratioOfPairs([...five, [0, 1]], seededRandom(1))).toEqual({ ratio: null, low: null, high: null });
    expect(ratioOfPairs([], seededRandom(1))).toEqual({ ratio: null, low: null, high: null });
  });
});
