import { expect, it } from "vitest";
import { isStalled, stallOf } from "./stalls.ts";

const span = { windowFrom: 1000, windowTo: 3000, until: 3400 };
const gap = (from: number, to: number) => ({ from, to });

it.each([
  ["none", [], { stallMaxMs: 0, stallShare: 0 }],
  ["within the window", [gap(1500, 1800)], { stallMaxMs: 300, stallShare: 0.15 }],
  ["before it", [gap(100, 1000)], { stallMaxMs: 0, stallShare: 0 }],
  ["from before it into it, whole", [gap(100, 1100)], { stallMaxMs: 1000, stallShare: 0.05 }],
  ["from it to behind the last delivery, whole", [gap(2900, 9000)], { stallMaxMs: 6100, stallShare: 0.05 }],
  ["behind it, before the last delivery", [gap(3100, 3400)], { stallMaxMs: 300, stallShare: 0 }],
  ["behind the last delivery", [gap(3400, 9000)], { stallMaxMs: 0, stallShare: 0 }],
  ["around all of it", [gap(0, 9000)], { stallMaxMs: 9000, stallShare: 1 }],
  ["several", [gap(1000, 1100), gap(1200, 1400)], { stallMaxMs: 200, stallShare: 0.15 }],
])("a gap counts where it touches what was measured: %s", (_, gaps, expected) => {
  expect(stallOf([gaps], span)).toEqual(expected);
});

it("each number is that of the process where it is worst", () => {
  const many = [gap(1000, 1200), gap(1300, 1500), gap(1600, 1800)];
  expect(stallOf([many, [gap(2000, 2240)]], span)).toEqual({ stallMaxMs: 240, stallShare: 0.3 });
});

it("without a process, or without a window, nothing stalls", () => {
  expect(stallOf([], span)).toEqual({ stallMaxMs: 0, stallShare: 0 });
  expect(stallOf([[gap(0, 20)]], { windowFrom: 10, windowTo: 10, until: 10 }).stallShare).toBe(0);
});

it.each([
  [{ stallMaxMs: 250, stallShare: 0.1 }, false],
  [{ stallMaxMs: 250.1, stallShare: 0 }, true],
  [{ stallMaxMs: 60, stallShare: 0.11 }, true],
])("%j spoils a trial: %s", (load, spoilt) => {
  expect(isStalled(load)).toBe(spoilt);
});
