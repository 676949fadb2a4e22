import { describe, expect, it } from "vitest";
import { phaseOf, seededRandom, shuffled } from "./random.ts";
import {
  bootstrapMedian,
  expandedTail,
  knownQuantile,
  leastSample,
  mean,
  median,
  normalTail,
  quantile,
} from "./stats.ts";
import { studentQuantile } from "./student.ts";

describe("seededRandom", () => {
  it("repeats its stream for a seed, and differs for another seed or stream", () => {
    const take = (seed: number, stream = 0): readonly number[] => {
      const random = seededRandom(seed, stream);
      return [random(), random(), random()];
    };
    expect(take(1)).toEqual([0.10286284936591983, 0.1430621687322855, 0.38285007094964385]);
    expect(take(1)).toEqual(take(1));
    expect(take(2)).not.toEqual(take(1));
    expect(take(1, 1)).not.toEqual(take(1));
    expect(take(2 ** 32 + 1)).not.toEqual(take(1));
  });

  it("is uniform: ten thousand draws fill ten bins evenly", () => {
    const random = seededRandom(7);
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const bin = Math.floor(random() * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chiSquare = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(27.9); // 99.9 % of chi-square with 9 degrees of freedom
  });
});

describe("order statistics", () => {
  it.each([
    { values: [1, 2, 3, 4], q: 0.5, expected: 2.5 },
    { values: [1, 2, 3, 4, 5], q: 0.5, expected: 3 },
    { values: [10, 20], q: 0.25, expected: 12.5 },
    { values: [5], q: 0.99, expected: 5 },
    { values: [], q: 0.5, expected: Number.NaN },
  ])("quantile $q of $values is $expected", ({ values, q, expected }) => {
    expect(quantile(values, q)).toBe(expected);
  });

  it("median takes values in any order, mean takes all", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(mean([1, 2, 6])).toBe(3);
    expect(mean([])).toBeNaN();
  });

  it("the least samples are those of the method", () => {
    expect([0.5, 0.9, 0.99, 0.999].map(leastSample)).toEqual([6, 36, 368, 3688]);
  });

  it("withholds a percentile that the sample is too small for", () => {
    const values = Float64Array.from({ length: 368 }, (_, i) => i);
    expect(knownQuantile(values, 0.99)).toBeCloseTo(363.33, 10);
    expect(knownQuantile(values.subarray(1), 0.99)).toBeNull();
    expect(knownQuantile([], 0.5)).toBeNull();
  });
});

describe("expandedTail", () => {
  it.each([
    [6, 0.00243],
    [10, 0.00855],
    [15, 0.01321],
    [1000, 0.02481],
  ])("of %i values is %d", (n, tail) => {
    expect(expandedTail(n)).toBeCloseTo(tail, 4);
  });
});

describe("studentQuantile", () => {
  it.each([
    [1, 12.7062],
    [2, 4.3027],
    [3, 3.1824],
    [4, 2.7764],
    [5, 2.5706],
    [6, 2.4469],
    [9, 2.2622],
    [10, 2.2281],
    [19, 2.093],
    [30, 2.0423],
    [120, 1.9799],
  ])("of %i degrees of freedom is the tables' %d", (degrees, quantile) => {
    expect(studentQuantile(degrees)).toBeCloseTo(quantile, 4);
  });
});

describe("normalTail", () => {
  it.each([
    [0, 0.5],
    [1, 0.158_655_3],
    [1.959_964, 0.025],
    [3, 0.001_349_9],
  ])("beyond %d lies %d", (z, tail) => {
    expect(normalTail(z)).toBeCloseTo(tail, 6);
  });
});

describe("bootstrapMedian", () => {
  it("gives no interval of fewer than six values", () => {
    expect(bootstrapMedian([1, 2, 3, 4, 5], seededRandom(1))).toEqual({ low: null, high: null });
  });

  it("stays within the values and is the same for a seed", () => {
    expect(bootstrapMedian([1, 2, 3, 4, 5, 6], seededRandom(2))).toEqual({ low: 1, high: 6 });
    expect(bootstrapMedian([3, 3, 3, 3, 3, 3], seededRandom(2))).toEqual({ low: 3, high: 3 });
  });

  it.each([6, 10, 15])("holds the true median about as often as it says, of %i values", (count) => {
    const random = seededRandom(11);
    let held = 0;
    for (let i = 0; i < 500; i++) {
      const values = Array.from({ length: count }, () => random());
      const { low, high } = bootstrapMedian(values, random, 1000);
      if (low !== null && high !== null && low <= 0.5 && high >= 0.5) held++;
    }
    expect(held / 500).toBeGreaterThan(0.93);
    expect(held / 500).toBeLessThan(0.99);
  });
});

describe("phaseOf", () => {
  it("spreads any number of pollers evenly from any start", () => {
    for (const [start, count] of [
      [0, 10],
      [0.37, 50],
      [0.99, 1000],
    ] as const) {
      const phases = Array.from({ length: count }, (_, i) => phaseOf(i, start)).toSorted((x, y) => x - y);
      const gaps = phases.map((phase, i) => (phases[i + 1] ?? (phases[0] ?? 0) + 1) - phase);
      expect(Math.max(...gaps) * count).toBeLessThan(2.7);
      expect(Math.min(...gaps) * count).toBeGreaterThan(0.38);
    }
  });
});

describe("shuffled", () => {
  it("keeps every item, leaves the original, and depends on the seed alone", () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    const one = shuffled(items, seededRandom(1));
    expect(one).not.toEqual(items);
    expect(one.toSorted()).toEqual(items);
    expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(shuffled(items, seededRandom(1))).toEqual(one);
  });

  it("puts every item in every place equally often", () => {
    const random = seededRandom(5);
    const first = [0, 0, 0];
    for (let i = 0; i < 3000; i++) {
      const winner = shuffled([0, 1, 2], random)[0] ?? 0;
      first[winner] = (first[winner] ?? 0) + 1;
    }
    for (const n of first) expect(Math.abs(n - 1000)).toBeLessThan(100);
  });
});
