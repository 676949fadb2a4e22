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
