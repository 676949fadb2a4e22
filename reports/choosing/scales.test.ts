import { describe, expect, it } from "vitest";
import type { Setting } from "./bare.ts";
import { addressOf, type Control, clamp, controls, positionOf, settingAt, stepsOf } from "./scales.ts";

const controlOf = (factor: keyof Setting): Control => {
  const control = controls.find((one) => one.factor === factor);
  if (control === undefined) throw new Error(`no control sets ${factor}`);
  return control;
};
const defaults: Setting = { ratePerSec: 10, subscribers: 100, bodyBytes: 256, oneWayMs: 0, staleMs: 1000 };

describe("a slider", () => {
  it.each(controls.map((control) => [control.key, control] as const))(
    "of %s rises from its least to its most",
    (_, control) => {
      const steps = stepsOf(control);
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
      expect(new Set(steps).size).toBe(steps.length);
      expect(steps[0]).toBe(control.zero ? 0 : control.least);
      expect(steps.at(-1)).toBe(control.most);
    },
  );

  it("of delays begins with none, then goes by tenths of a decade", () => {
    expect(stepsOf(controlOf("oneWayMs")).slice(0, 13)).toEqual([0, 1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8, 10, 12.5]);
  });

  it("of subscribers has whole numbers", () => {
    expect(stepsOf(controlOf("subscribers")).slice(0, 9)).toEqual([1, 2, 3, 4, 5, 6, 8, 10, 13]);
  });

  it.each([
    ["ratePerSec", 10, 10],
    ["bodyBytes", 256, 250],
    ["oneWayMs", 0, 0],
    ["oneWayMs", 0.04, 0],
    ["oneWayMs", 140, 125],
    ["staleMs", 1, 5],
    ["staleMs", 1e9, 60_000],
  ] as const)("of %s shows %d at its step of %d", (factor, value, step) => {
    const control = controlOf(factor);
    expect(stepsOf(control)[positionOf(control, value)]).toBe(step);
  });
});

it.each([
  ["subscribers", 12.6, 13],
  ["subscribers", 0, 1],
  ["oneWayMs", -1, 0],
  ["staleMs", Number.NaN, null],
  ["staleMs", Number.POSITIVE_INFINITY, null],
  ["ratePerSec", 0.005, 0.01],
] as const)("a %s of %d becomes %s", (factor, value, clamped) => expect(clamp(controlOf(factor), value)).toBe(clamped));

describe("an address", () => {
  it("says a setting", () => {
    expect(addressOf(defaults)).toBe("#choosing:rate=10,subscribers=100,body=256,delay=0,stale=1000");
  });

  it("gives the same setting again", () => {
    const setting = { ratePerSec: 0.3, subscribers: 7, bodyBytes: 1, oneWayMs: 12.5, staleMs: 315 };
    expect(settingAt(addressOf(setting), defaults)).toEqual(setting);
  });

  it.each([
    ["", null],
    ["#panel-1", null],
    ["#choosing", null],
    ["#choosing:", defaults],
    ["#choosing:rate=20", { ...defaults, ratePerSec: 20 }],
    ["#choosing:rate=1e9,subscribers=-4,body=x,delay=,stale", { ...defaults, ratePerSec: 1000, subscribers: 1 }],
    ["#choosing:__proto__=1,rate=<img src=x>", defaults],
  ])("%s is read as %j", (hash, setting) => expect(settingAt(hash, defaults)).toEqual(setting));
});
