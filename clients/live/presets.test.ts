// Every preset is one that a visitor could have typed.

import { expect, it } from "vitest";
import { presetNames, presets } from "./presets.ts";
import { readSetting, settings } from "./settings.ts";

it.each(presetNames)("%s is within the settings' limits", (name) => {
  const { ratePerSec, bodyBytes } = presets[name];
  expect(readSetting(settings.rate, String(ratePerSec))).toEqual({ value: ratePerSec });
  expect(readSetting(settings.body, String(bodyBytes))).toEqual({ value: bodyBytes });
});

it("the rare notices come further apart than the longest hold", () => {
  expect(1000 / presets.notices.ratePerSec).toBeGreaterThan(30_000);
});
