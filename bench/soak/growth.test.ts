// Slopes of known lines, and the verdicts on them.

import { describe, expect, it } from "vitest";
import { fitGrowth, judgeGrowth, type MemoryReading } from "./growth.ts";

const pointsOf = (...bytes: readonly number[]) => bytes.map((each, i) => ({ at: i * 60_000, bytes: each }));

/** Readings every 20 s; `bytes` gives the memory of the i-th. */
const readingsOf = (count: number, bytes: (i: number) => number): readonly MemoryReading[] =>
  Array.from({ length: count }, (_, i) => ({
    at: 7 + i * 20_000,
    rssBytes: bytes(i),
    liveBytes: bytes(i),
    logFileBytes: null,
  }));

describe("fitGrowth", () => {
  it.each([
    ["a line", pointsOf(10, 13, 16, 19), 3, 0],
    ["a falling line", pointsOf(6, 4, 2), -2, 0],
    ["nothing but noise", pointsOf(1, -1, -1, 1), 0, Math.sqrt(4 / 2 / 5)],
    ["too few", pointsOf(1, 2), null, null],
  ])("%s", (_, points, slope, error) => {
    const growth = fitGrowth(points);
    if (slope === null || error === null) expect(growth).toBeNull();
    else {
      expect(growth?.bytesPerMinute).toBeCloseTo(slope, 9);
      expect(growth?.standardError).toBeCloseTo(error, 9);
    }
  });
});

describe("judgeGrowth", () => {
  const noise = (i: number): number => (i % 2 === 0 ? 30 : -30);
  it.each([
    ["flat but for noise", readingsOf(20, noise), "flat"],
    ["15 a minute", readingsOf(20, (i) => 5 * i), "grows"],
    ["9 a minute", readingsOf(20, (i) => 3 * i), "flat"],
    ["15 a minute, which the noise hides", readingsOf(20, (i) => 5 * i + noise(i)), "flat"],
    ["what grew only in the warm-up", readingsOf(20, (i) => Math.min(i, 3) * 1000), "flat"],
    ["too short a time", readingsOf(16, (i) => 1000 * i), "short"],
    ["too few readings", [], "short"],
  ])("%s", (_, readings, verdict) => {
    const settled = readings.slice(Math.floor(readings.length / 2));
    const growth = fitGrowth(settled.map(({ at, rssBytes }) => ({ at, bytes: rssBytes })));
    expect(judgeGrowth(readings, growth, 10)).toBe(verdict);
  });
});
