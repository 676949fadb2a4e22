// The instants at which polls are due.

import { expect, it } from "vitest";
import { nextOnTimetable } from "./timetable.ts";

it.each([
  { dueAt: 1000, every: 100, now: 1001, next: 1100, why: "answered within the interval" },
  { dueAt: 1000, every: 100, now: 1000, next: 1100, why: "answered in no time" },
  { dueAt: 1000, every: 100, now: 1100, next: 1100, why: "answered when the next is due" },
  { dueAt: 1000, every: 100, now: 1101, next: 1200, why: "one instant missed" },
  { dueAt: 1000, every: 100, now: 1999, next: 2000, why: "many instants missed" },
  { dueAt: 1000, every: 100, now: 61_001, next: 61_100, why: "a minute slept through in a hidden tab" },
])("keeps its phase and makes up for nothing: $why", ({ dueAt, every, now, next }) => {
  expect(nextOnTimetable(dueAt, every, now)).toBe(next);
});
