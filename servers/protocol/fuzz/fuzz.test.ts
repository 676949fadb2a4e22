import { expect, it } from "vitest";
import { fuzz } from "./fuzz.ts";
import { mutate } from "./input.ts";
import { seededRandom } from "./seeded-random.ts";

it("a share of the fuzz run, reaching every kind of outcome", () => {
  const outcomes = fuzz(1, 20_000);
  for (const expected of [
    ...[1000, 1002, 1005, 1006, 1007, 1008, 1009].map((code) => `connection: closes with ${code}`),
    "decoder: goes on",
    "decoder: fails with 1002",
    "inflater: goes on",
    "inflater: fails with 1007",
    "inflater: fails with 1009",
    ...[101, 400, 403, 426].map((status) => `fuzzRequest: answers ${status}`),
    "fuzzResponse: takes it",
    "fuzzResponse: waits for more",
    "fuzzResponse: refuses: extension was not offered",
    "fuzzResponse: refuses: answer's head too long",
  ]) {
    expect(outcomes.get(expected), expected).toBeGreaterThan(0);
  }
  expect([...outcomes.values()].reduce((sum, count) => sum + count)).toBe(20_000);
});

it("a seed repeats its run", () => {
  expect(fuzz(2, 300)).toEqual(fuzz(2, 300));
});

it("a fault is reported with what it takes to see it again", () => {
  let inputs = 0;
  const breaks = (): string => {
    if (++inputs === 3) throw new Error("strayed");
    return "goes on";
  };
  expect(() => fuzz(9, 10, [breaks])).toThrow(
    expect.objectContaining({ message: "input 2 of seed 9 breaks breaks", cause: new Error("strayed") }),
  );
});

it("mutations change bytes about half of the time", () => {
  const random = seededRandom(18);
  const bytes = random.bytes(40);
  const changed = Array.from({ length: 400 }, () => !mutate(bytes, random).equals(bytes)).filter(Boolean).length;
  expect(changed).toBeGreaterThan(120);
  expect(changed).toBeLessThan(280);
});
