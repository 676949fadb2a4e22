import { describe, expect, it } from "vitest";
import { type Control, clamp, controls, isOutOfRange, type NumericFactor, positionOf, stepsOf } from "./scales.ts";

const controlOf = (factor: NumericFactor): Control => {
  const control = controls.find((one) => one.factor === factor);
  if (control === undefined) throw new Error(`no control sets ${factor}`);
  return control;
};

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
  ["staleMs", Number.POSITIVE_INFINITY, 60_000],
  ["ratePerSec", 0.005, 0.01],
] as const)("a %s of %d becomes %s", (factor, value, clamped) => expect(clamp(controlOf(factor), value)).toBe(clamped));

it.each([
  ["subscribers", 12.6, false],
  ["subscribers", 0, true],
  ["oneWayMs", 0, false],
  ["sendsPerMin", 601, true],
] as const)("a %s of %d lies out of range: %s", (factor, value, isOut) =>
  expect(isOutOfRange(controlOf(factor), value)).toBe(isOut),
);
