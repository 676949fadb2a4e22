// The place of an age on its strip, and the ages that are kept for it.

import { expect, it } from "vitest";
import { RecentAges } from "../recent-ages.ts";
import { plotOf, shareOfAxis, xOf, yOf } from "./latency-strip.ts";

const plot = plotOf(354, 226);

it("leaves room for its labels", () => {
  expect(plot).toEqual({ left: 48, top: 8, width: 300, height: 200 });
});

it.each([
  [0.2, 0],
  [1, 0],
  [10, 0.25],
  [100, 0.5],
  [10_000, 1],
  [70_000, 1],
])("an age of %d ms stands at %d of the axis", (ageMs, share) => {
  expect(shareOfAxis(ageMs)).toBeCloseTo(share, 12);
  expect(yOf(plot, ageMs)).toBeCloseTo(208 - 200 * share, 9);
});

it("goes from a minute ago on the left to now on the right", () => {
  expect([40_000, 70_000, 100_000].map((at) => xOf(plot, at, 100_000))).toEqual([48, 198, 348]);
});

it("keeps the ages of one minute, through many", () => {
  const ages = new RecentAges();
  for (let at = 0; at <= 300_000; at += 100) ages.add({ at, ageMs: at });
  expect(ages.until(300_000)).toHaveLength(601);
  expect(ages.until(300_000)[0]).toEqual({ at: 240_000, ageMs: 240_000 });
  expect(ages.until(400_000)).toEqual([]);
});
