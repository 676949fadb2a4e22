import { expect, test } from "vitest";
import type { Distribution } from "../bench/record-trial.ts";
import { leastSample } from "../bench/stats.ts";
import { encodeHistogram } from "./fixture-trials.ts";
import { farthest, mergeSpectrum } from "./spectrum.ts";

const distribution = (timesMs: readonly number[]): Distribution => ({
  mean: null,
  p50: null,
  p90: null,
  p99: null,
  p999: null,
  max: null,
  count: timesMs.length,
  histogram: encodeHistogram(timesMs),
});

test.each([0.9, 0.99, 0.999])(
  "the line reaches %d with the least sample that bounds it, and not with one less",
  (p) => {
    const least = leastSample(p);
    expect(1 - 1 / farthest(least)).toBeGreaterThanOrEqual(p);
    expect(1 - 1 / farthest(least - 1)).toBeLessThan(p);
  },
);

test("histograms are merged, and values are in ms", () => {
  const low = Array.from({ length: 500 }, () => 1);
  const high = Array.from({ length: 500 }, () => 3);
  const { count, points } = mergeSpectrum([distribution(low), distribution([]), distribution(high)]);
  expect(count).toBe(1000);
  expect(points[0]).toEqual({ oneIn: 1, ms: 1 });
  expect(points.find(({ oneIn }) => oneIn === 2)?.ms).toBe(1);
  expect(points.find(({ oneIn }) => oneIn === 10)?.ms).toBeCloseTo(3, 2);
  expect(points.at(-1)?.oneIn).toBeCloseTo(farthest(1000), 2);
  expect(points.map(({ oneIn }) => oneIn)).toEqual(points.map(({ oneIn }) => oneIn).toSorted((a, b) => a - b));
});

test("a sample of less than six has no line, nor has none", () => {
  expect(mergeSpectrum([distribution([1, 2, 3, 4, 5])]).points).toEqual([]);
  expect(mergeSpectrum([])).toEqual({ count: 0, points: [] });
});
