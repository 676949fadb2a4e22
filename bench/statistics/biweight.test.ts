import { describe, expect, it } from "vitest";
import { biweight } from "./biweight.ts";
import { chanceOf, manyBlocks, type Pair, pairedEffect, ratioOf } from "./effects.ts";
import { type Random, seededRandom } from "./random.ts";

describe("biweight", () => {
  it("is the mean of values that lie close, nearly", () => {
    const found = biweight([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(found?.middle).toBeCloseTo(5, 12);
    // The mean's own is 0.913.
    expect(found?.standardError).toBeCloseTo(0.972, 3);
    expect(found?.degrees).toBe(5);
  });

  it("does not count what lies nine median deviations off, however far", () => {
    const near = biweight([1, 2, 3, 4, 5, 6, 7, 8, 9, 100]);
    const far = biweight([1, 2, 3, 4, 5, 6, 7, 8, 9, 1e9]);
    expect(near).toEqual(far);
    expect(near?.middle).toBeCloseTo(5, 2);
  });

  it("has nothing to go by where more than half of the values are equal", () => {
    expect(biweight([1, 1, 1, 2, 3])).toBeNull();
  });
});

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Pairs of trials of which some are 1.5 to 2.5 times as slow. */
const drawPairs = (random: Random, blocks: number, factor: number, slowShare: number): readonly Pair[] => {
  const draw = (): number => Math.exp(0.055 * normal(random)) * (random() < slowShare ? 1.5 + random() : 1);
  return Array.from({ length: blocks }, (): Pair => [factor * draw(), draw()]);
};

describe("an effect over many pairs", () => {
  it("is that of the rest where one side of a few was slow", () => {
    const even = Array.from({ length: manyBlocks }, (_, i): Pair => [1.1 * 1.01 ** (i % 5), 1]);
    const slow = even.map((pair, i): Pair => (i % 10 === 0 ? [2 * pair[0], 1] : pair));
    const [clean, spoilt] = [pairedEffect(even), pairedEffect(slow)];
    if (clean === null || spoilt === null) return expect.fail();
    expect(ratioOf(spoilt).ratio).toBeCloseTo(ratioOf(clean).ratio, 2);
    expect(ratioOf(spoilt).low).toBeGreaterThan(1.1);
  });

  it("finds 10 % more through slow phases, and claims nothing in more than a twentieth of equal ones", () => {
    const random = seededRandom(2, 0xb1);
    const found = (factor: number, slowShare: number, level: number): number =>
      Array.from({ length: 300 }, () => pairedEffect(drawPairs(random, 40, factor, slowShare))).filter(
        (effect) => effect !== null && chanceOf(effect) < level,
      ).length / 300;
    expect(found(1.1, 0.05, 0.006)).toBeGreaterThan(0.95);
    expect(found(1, 0, 0.05)).toBeLessThan(0.08);
    expect(found(1, 0.05, 0.05)).toBeLessThan(0.08);
    expect(found(1, 0.15, 0.05)).toBeLessThan(0.08);
  });
});
