import { describe, expect, it } from "vitest";
import { binomialTail, holm, leastP, mannWhitney, rateOf, ratioOfMedians } from "./inference.ts";
import { seededRandom } from "./random.ts";

const pairsAbove = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, own) => sum + y.reduce((n, other) => n + (own > other ? 1 : own === other ? 0.5 : 0), 0), 0);

/** Twice the smaller tail of u, counted over every way to deal the values to two sides. */
const enumeratedP = (x: readonly number[], y: readonly number[]): number => {
  const all = [...x, ...y];
  const observed = pairsAbove(x, y);
  let [ways, below, above] = [0, 0, 0];
  for (let mask = 0; mask < 2 ** all.length; mask++) {
    const [own, other] = [1, 0].map((side) => all.filter((_, i) => ((mask >> i) & 1) === side));
    if (own?.length !== x.length || other === undefined) continue;
    const u = pairsAbove(own, other);
    ways++;
    if (u <= observed) below++;
    if (u >= observed) above++;
  }
  return Math.min(1, (2 * Math.min(below, above)) / ways);
};

/** n values that beat exactly u pairs of the m values 1 to m. */
const sidesWith = (u: number, n: number, m: number): readonly [readonly number[], readonly number[]] => {
  let left = u;
  const x = Array.from({ length: n }, (_, i) => {
    const beaten = Math.min(m, left);
    left -= beaten;
    return beaten + 0.1 + i / 1000;
  });
  return [x, Array.from({ length: m }, (_, i) => i + 1)];
};

describe("mannWhitney", () => {
  it.each([
    { what: "no ties", x: [1, 4, 6, 9], y: [2, 3, 5, 7, 8] },
    { what: "a high u", x: [5, 7, 8, 9], y: [1, 2, 3, 6] },
    { what: "ties across the sides", x: [1, 2, 2, 3], y: [2, 3, 3, 4, 5] },
    { what: "a constant side", x: [0, 0, 0, 0, 0], y: [1, 2, 3, 4] },
    { what: "a constant side in between", x: [2, 2, 2], y: [1, 1, 2, 3, 3, 5] },
    { what: "uneven ties above", x: [9, 9, 1], y: [9, 9, 9, 2, 3] },
    { what: "one against four", x: [3], y: [1, 2, 4, 5] },
  ])("agrees with counting every deal: $what", ({ x, y }) => {
    const { u, p } = mannWhitney(x, y);
    expect(u).toBe(pairsAbove(x, y));
    expect(p).toBeCloseTo(enumeratedP(x, y), 12);
    expect(mannWhitney(y, x).p).toBeCloseTo(p, 12);
  });

  it.each([
    [5, 2],
    [6, 5],
    [7, 8],
    [8, 13],
    [9, 17],
    [10, 23],
    [15, 64],
    [20, 127],
  ])("of %i values a side the greatest u below 5 %% is the published table's %i", (n, critical) => {
    expect(mannWhitney(...sidesWith(critical, n, n)).p).toBeLessThanOrEqual(0.05);
    expect(mannWhitney(...sidesWith(critical + 1, n, n)).p).toBeGreaterThan(0.05);
  });

  it("gives what R's wilcox.test gives for its own two examples", () => {
    const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const exact = mannWhitney(x, [1.15, 0.88, 0.9, 0.74, 1.21]);
    expect(exact.u).toBe(35);
    expect(exact.p).toBeCloseTo(0.254_412, 6);
    // Ozone in May and in August, from R's airquality. It has ties, for which R approximates.
    const may = [41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37];
    const august = [
      39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85,
    ];
    const approximate = mannWhitney(may, august, 0);
    expect(approximate.u).toBe(127.5);
    expect(approximate.p).toBeCloseTo(0.000_120_8, 6);
  });

  it("goes over from exact to approximate without a step", () => {
    for (const u of [500, 600, 700, 800]) {
      const sides = sidesWith(u, 40, 40);
      expect(Math.abs(mannWhitney(...sides).p - mannWhitney(...sides, 39).p)).toBeLessThan(0.002);
    }
  });

  it("says 1 where all values are equal, exact or not", () => {
    expect(mannWhitney([3, 3, 3, 3, 3, 3], [3, 3, 3, 3, 3, 3])).toEqual({ u: 18, p: 1 });
    expect(mannWhitney([3, 3, 3, 3, 3, 3], [3, 3, 3, 3, 3, 3], 0)).toEqual({ u: 18, p: 1 });
  });
});

describe("leastP", () => {
  it.each([
    [6, 6, 2 / 924],
    [7, 7, 2 / 3432],
    [3, 3, 0.1],
    [6, 10, 2 / 8008],
    [1, 1, 1],
  ])("of %i against %i is %d, and sides that do not overlap have it", (n, m, p) => {
    expect(leastP(n, m)).toBeCloseTo(p, 15);
    expect(mannWhitney(...sidesWith(0, n, m)).p).toBeCloseTo(p, 15);
    expect(mannWhitney(new Array(n).fill(0), sidesWith(0, n, m)[1]).p).toBeCloseTo(p, 15);
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

describe("ratioOfMedians", () => {
  const six = [1, 2, 3, 4, 5, 6];
  const ratio = (x: readonly number[], y: readonly number[]) => ratioOfMedians(x, y, seededRandom(3));

  it.each([
    { what: "constants", x: [6, 6, 6, 6, 6, 6], y: [2, 2, 2, 2, 2, 2], expected: { ratio: 3, low: 3, high: 3 } },
    { what: "five values", x: [2, 2, 2, 2, 2], y: six, expected: { ratio: 2 / 3.5, low: null, high: null } },
    { what: "a baseline of 0", x: six, y: [0, 0, 0, 0, 0, 0], expected: { ratio: null, low: null, high: null } },
    {
      what: "a baseline that may be 0",
      x: six,
      y: [0, 0, 1, 1, 1, 1],
      expected: { ratio: 3.5, low: null, high: null },
    },
    { what: "0 over a baseline", x: [0, 0, 0, 0, 0, 0], y: six, expected: { ratio: 0, low: 0, high: 0 } },
    { what: "no values", x: [], y: six, expected: { ratio: null, low: null, high: null } },
  ])("of $what", ({ x, y, expected }) => {
    expect(ratio(x, y)).toEqual(expected);
  });

  it("resamples both sides: the interval is wider than with either held fast", () => {
    const [both, x, y] = [
      ratio(six, six),
      ratio(six, [3.5, 3.5, 3.5, 3.5, 3.5, 3.5]),
      ratio([3.5, 3.5, 3.5, 3.5, 3.5, 3.5], six),
    ];
    for (const one of [x, y]) {
      expect(both.low ?? 0).toBeLessThan(one.low ?? 0);
      expect(both.high ?? 0).toBeGreaterThan(one.high ?? 0);
    }
    expect(both).toEqual(ratio(six, six));
  });

  it.each([6, 10])("holds the true ratio at least as often as it says, of %i values a side", (n) => {
    const random = seededRandom(13);
    const draw = (scale: number) => Array.from({ length: n }, () => scale * (1 + random()));
    let held = 0;
    for (let i = 0; i < 300; i++) {
      const { low, high } = ratioOfMedians(draw(2), draw(1), random, 500);
      if (low !== null && high !== null && low <= 2 && high >= 2) held++;
    }
    expect(held / 300).toBeGreaterThan(0.95);
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
