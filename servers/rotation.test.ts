import { describe, expect, it } from "vitest";
import { Rotation } from "./rotation.ts";

const visited = (rotation: Rotation<number>): readonly number[] => {
  const order: number[] = [];
  rotation.visit((item) => order.push(item));
  return order;
};

describe("Rotation", () => {
  it("visits everyone once, from another start each time, and each is first about equally often", () => {
    const rotation = new Rotation<number>();
    for (let i = 0; i < 10; i++) rotation.add(i);
    const first = new Array<number>(10).fill(0);
    for (let round = 0; round < 1000; round++) {
      const order = visited(rotation);
      expect(order.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      first[order[0] ?? 0] = (first[order[0] ?? 0] ?? 0) + 1;
    }
    for (const times of first) expect(Math.abs(times - 100)).toBeLessThan(5);
  });

  it("takes an item once, and lets go of what it has, first, middle or last", () => {
    for (const gone of [1, 2, 3]) {
      const rotation = new Rotation<number>();
      for (const item of [1, 2, 3, 3]) rotation.add(item);
      rotation.delete(gone);
      rotation.delete(gone);
      rotation.delete(99);
      expect(rotation.size).toBe(2);
      expect(visited(rotation).toSorted()).toEqual([1, 2, 3].filter((item) => item !== gone));
    }
  });

  it("visits all who were there at the start, while they are being deleted", () => {
    const rotation = new Rotation<number>();
    for (let i = 0; i < 5; i++) rotation.add(i);
    const order: number[] = [];
    rotation.visit((item) => {
      order.push(item);
      rotation.delete(item);
    });
    expect(order.toSorted()).toEqual([0, 1, 2, 3, 4]);
    expect([rotation.size, visited(rotation)]).toEqual([0, []]);
    rotation.delete(0);
  });
});
