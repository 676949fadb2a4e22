// Numbers that a visitor may type, and how a slider moves.

import { expect, it } from "vitest";
import { fromSlider, readSetting, settings, sliderSteps, toSlider } from "./settings.ts";

const rateError = "Rate has to be a number from 0.02 to 50\u202fmsg/s.";
const pollError = "Poll interval has to be a whole number from 100 to 60000\u202fms.";

it.each([
  ["rate", " 2.5 ", { value: 2.5 }],
  ["rate", "0.02", { value: 0.02 }],
  ["rate", "0", { error: rateError }],
  ["rate", "51", { error: rateError }],
  ["rate", "", { error: rateError }],
  ["rate", "fast", { error: rateError }],
  ["pollEvery", "100", { value: 100 }],
  ["pollEvery", "100.5", { error: pollError }],
  ["pollEvery", "99", { error: pollError }],
  ["delay", "0", { value: 0 }],
] satisfies [keyof typeof settings, string, object][])("reads %s from %j", (name, text, reading) => {
  expect(readSetting(settings[name], text)).toEqual(reading);
});

it("moves a slider by equal factors", () => {
  const { rate } = settings;
  expect([0, sliderSteps / 2, sliderSteps].map((step) => fromSlider(rate, step))).toEqual([0.02, 1, 50]);
  expect([0.02, 5, 50].map((value) => toSlider(rate, value))).toEqual([0, 706, sliderSteps]);
});
