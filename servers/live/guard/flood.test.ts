// Buckets of tokens on the test's own clock: exact times, exact counts.

import { describe, expect, it } from "vitest";
import { createFlood, tooMany } from "./flood.ts";

const rig = (options: { perSec: number; burst: number; maxKeys?: number }) => {
  let now = 5000;
  const flood = createFlood({ maxKeys: 100, ...options }, () => now);
  return { flood, pass: (ms: number) => (now += ms), takes: (n: number, key = "a") => times(n, () => flood.take(key)) };
};

const times = (n: number, f: () => number): readonly number[] => Array.from({ length: n }, f);

it.each([
  [1, 1],
  [1000, 1],
  [1000.5, 2],
])("tooMany after %d ms says %d s, up to which there is a token", (waitMs, retryAfterSec) => {
  const reason = `too many requests; try again in ${retryAfterSec} s`;
  expect(tooMany("requests", waitMs)).toEqual({ status: 429, reason, retryAfterSec });
});

describe("createFlood", () => {
  it("gives a full bucket at once, then says how long until the next token", () => {
    const { takes, pass } = rig({ perSec: 10, burst: 3 });
    expect(takes(5)).toEqual([0, 0, 0, 100, 100]);
    pass(40);
    expect(takes(1)).toEqual([60]);
    pass(60);
    expect(takes(2)).toEqual([0, 100]);
  });

  it("lets an even pace pass for ever, and fills up no further than full", () => {
    const { takes, pass } = rig({ perSec: 3, burst: 2 });
    for (let i = 0; i < 1000; i++) {
      expect(takes(1)).toEqual([0]);
      pass(1000 / 3);
    }
    pass(3_600_000);
    expect(takes(3).slice(0, 2)).toEqual([0, 0]);
    expect(takes(1)[0]).toBeCloseTo(1000 / 3, 6);
  });

  it("keeps a bucket for each key, and forgets the one that was asked for the longest ago", () => {
    const { flood, takes } = rig({ perSec: 1, burst: 1, maxKeys: 2 });
    expect([takes(2, "a"), takes(2, "b"), takes(1, "a")]).toEqual([[0, 1000], [0, 1000], [1000]]);
    expect(takes(1, "c")).toEqual([0]);
    expect(flood.size).toBe(2);
    expect([takes(1, "a"), takes(1, "b")]).toEqual([[1000], [0]]);
  });
});
