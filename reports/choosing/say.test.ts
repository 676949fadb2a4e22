import { expect, it } from "vitest";
import { englishChoosing } from "../words/english/choosing.ts";
import { ratioOf } from "./ranges.ts";
import { showRatio } from "./say.ts";

const plain = (text: string): string => text.replaceAll("\u202f", " ");

it.each([
  [1.4, 1.36, 1.42, false, "1.40 ± 0.04 ×"],
  [1.4, 1.4, 1.4, false, "1.40 ± 0.01 ×"],
  [3.2, 2.9, 3.4, false, "3.2 ± 0.3 ×"],
  [42.3, 40, 44, false, "42 ± 3 ×"],
  [0.05, 0.048, 0.052, false, "0.050 ± 0.002 ×"],
  [1.4, 0.72, 2.84, false, "0.72 to 2.8 ×"],
  [1.4, 1.4, 1.4, true, "about 1.4 ×"],
  [1.4, 1.2, 1.6, true, "about 1.2 to 1.6 ×"],
])("a ratio of %d from %d to %d, rough: %s, is %s", (value, low, high, isRough, text) =>
  expect(plain(showRatio({ value, low, high, isRough }, englishChoosing))).toBe(text),
);

it("a ratio is as far off as both of its sides", () => {
  expect(ratioOf([30, { low: 24, high: 36 }], [10, { low: 8, high: 12 }])).toEqual({
    value: 3,
    low: 2,
    high: 4.5,
    isRough: false,
  });
  expect(ratioOf([30, null], [10, { low: 8, high: 12 }])).toEqual({ value: 3, low: 3, high: 3, isRough: true });
  expect(ratioOf([30, null], [0, null])).toBeNull();
  expect(ratioOf([null, null], [10, null])).toBeNull();
});
