// The waits before each attempt to connect again.

import { expect, it } from "vitest";
import { Backoff } from "./backoff.ts";

it("doubles from 250 ms up to 15 s, and begins anew after a success", () => {
  const backoff = new Backoff();
  const waits = (random: number, count: number): readonly number[] =>
    Array.from({ length: count }, () => backoff.next(random));
  expect(waits(0.5, 9)).toEqual([125, 250, 500, 1000, 2000, 4000, 7500, 7500, 7500]);
  backoff.reset();
  expect(waits(0.5, 2)).toEqual([125, 250]);
});

it("jitters over the whole wait", () => {
  expect(new Backoff().next(0)).toBe(0);
  expect(new Backoff().next(0.999)).toBeCloseTo(249.75, 10);
});

it("stays at its cap however often it is asked", () => {
  const backoff = new Backoff();
  for (let i = 0; i < 2000; i++) backoff.next(0);
  expect(backoff.next(0.5)).toBe(7500);
});
