import { expect, it } from "vitest";
import { seededRandom } from "./seeded-random.ts";

it("a seed repeats its numbers, another seed has others", () => {
  const draw = (seed: number): readonly number[] => Array.from({ length: 4 }, () => seededRandom(seed).integer(1_000));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

it("numbers stay in their range and reach all of it", () => {
  const random = seededRandom(3);
  const seen = new Set(Array.from({ length: 1_000 }, () => random.integer(10)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it("bytes, chances and picks", () => {
  const random = seededRandom(4);
  expect(random.bytes(3)).toHaveLength(3);
  expect(random.chance(0)).toBe(false);
  expect(random.chance(1)).toBe(true);
  expect(["a", "b"]).toContain(random.pick(["a", "b"]));
});

it("picks every choice, undefined too", () => {
  const random = seededRandom(5);
  const picked = new Set(Array.from({ length: 100 }, () => random.pick(["a", undefined, "b"])));
  expect(picked).toEqual(new Set(["a", undefined, "b"]));
});
