import { expect, it, onTestFinished } from "vitest";
import { gapBetween, startPulse } from "./pulse.ts";

it.each([
  ["in time", 100, 150, 50, null],
  ["as late as a timer may be", 100, 170, 50, null],
  ["later", 100, 171, 50, { from: 125, to: 171 }],
  ["after a stop of a second", 100, 1130, 50, { from: 125, to: 1130 }],
  ["without a pause", 100, 400, 0, { from: 100, to: 400 }],
  ["before the pause was over, since something else woke it", 100, 110, 50, null],
])("a sign of life that comes %s", (_, last, now, pauseMs, gap) => {
  expect(gapBetween(last, now, pauseMs)).toEqual(gap);
});

it("a pulse that is read tells the stall that has just ended too, and each one once", () => {
  let now = 1000;
  const pulse = startPulse(() => now);
  onTestFinished(() => pulse.stop());
  now = 2000;
  expect(pulse.gaps()).toEqual([{ from: 1050, to: 2000 }]);
  now = 2040;
  expect(pulse.gaps()).toEqual([{ from: 1050, to: 2000 }]);
});
