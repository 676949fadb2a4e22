// Addresses on probation, on the test's own clock.

import { expect, it } from "vitest";
import { createProbation } from "./probation.ts";

it("lasts ten seconds from the last offence, of each address alone, and of a bounded number of them", () => {
  let now = 1000;
  const probation = createProbation(() => now, 2);
  const lasts = () => ["a", "b", "c"].map((address) => probation.lasts(address));
  probation.begin("a");
  now += 9_999;
  expect(lasts()).toEqual([true, false, false]);
  probation.begin("a");
  now += 9_999;
  probation.begin("b");
  expect(lasts()).toEqual([true, true, false]);
  now += 1;
  expect(lasts()).toEqual([false, true, false]);
  probation.begin("a");
  probation.begin("c");
  expect(lasts()).toEqual([true, false, true]);
});

it("bears two hundred refusals of an address at once, and a hundred a second", () => {
  let now = 1000;
  const probation = createProbation(() => now);
  const borne = (address: string, refusals: number): number =>
    Array.from({ length: refusals }, () => probation.bearsRefusal(address)).filter((bears) => bears).length;
  expect([borne("a", 300), borne("b", 1)]).toEqual([200, 1]);
  now += 1000;
  expect(borne("a", 300)).toBe(100);
});

it("allows eight connections at a time meanwhile, and sixteen in quick succession", () => {
  let now = 1000;
  const probation = createProbation(() => now);
  const allowed = (open: number): number =>
    Array.from({ length: 100 }, () => probation.allowsOneMore("a", open)).filter((allows) => allows).length;
  expect(allowed(200)).toBe(100);
  probation.begin("a");
  expect([allowed(8), allowed(7)]).toEqual([0, 16]);
  now += 1000;
  expect(allowed(0)).toBe(4);
  expect(probation.allowsOneMore("b", 200)).toBe(true);
  now += 9_000;
  expect(allowed(200)).toBe(100);
});
