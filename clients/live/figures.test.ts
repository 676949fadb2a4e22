// Figures as the page writes them.

import { expect, it } from "vitest";
import { age, brief, bytes, count, elapsed, median, roundUp, span, thin, written } from "./figures.ts";

it.each([
  [-0.4, "0.0 ms"],
  [0.84, "0.8 ms"],
  [9.94, "9.9 ms"],
  [9.96, "10 ms"],
  [999.4, "999 ms"],
  [999.6, "1.00 s"],
  [12_340, "12.3 s"],
  [100_000, "100 s"],
])("a span of %d ms is %s", (ms, text) => {
  expect(written(span(ms))).toBe(text.replace(" ", thin));
});

it.each([
  [9.9, "9.9 ms", "9.9 ms"],
  [1_500, "1500 ms", "1.5 s"],
  [9_998, "9998 ms", "10 s"],
  [12_340, "12.3 s", "12.3 s"],
])("beside others %d ms is %s, and in short %s", (ms, beside, short) => {
  expect([written(age(ms)), brief(ms)].map((text) => text.replace(thin, " "))).toEqual([beside, short]);
});

it("rounds an axis up", () => {
  expect([1, 12, 20, 26, 50, 900].map(roundUp)).toEqual([1.5, 15, 25, 40, 60, 1_000]);
});

it.each([
  [0, "0 B"],
  [9_999, "9999 B"],
  [10_000, "9.77 KiB"],
  [1_048_576, "1.00 MiB"],
  [123_456, "121 KiB"],
])("%d bytes are %s", (value, text) => {
  expect(written(bytes(value))).toBe(text.replace(" ", thin));
});

it.each([
  [-3, "0.0_s"],
  [12_499, "12.4_s"],
  [185_000, "3_min 5_s"],
  [7_800_000, "2_h 10_min"],
])("%d ms have gone by as %s", (ms, text) => {
  expect(elapsed(ms)).toBe(text.replaceAll("_", thin));
});

it("groups digits from five on", () => {
  expect([count(9_999), count(12_345)]).toEqual(["9999", `12${thin}345`]);
});

it.each([
  [[], null],
  [[3], 3],
  [[9, 1, 2], 2],
  [[4, 1, 2, 9], 3],
])("the median of %j is %j", (values, middle) => {
  expect(median(values)).toBe(middle);
});
