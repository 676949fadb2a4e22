import { describe, expect, it } from "vitest";
import { Rotation } from "./rotation.ts";

const visited = (rotation: Rotation, items: ReadonlySet<number>): readonly number[] => {
  const order: number[] = [];
  rotation.visit(items, (item) => order.push(item));
  return order;
};

const ten = (): Set<number> => new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

/** How often each of ten is first in a thousand visits, each of which `serve` makes and tells the order of. */
const timesFirst = (serve: () => readonly number[]): readonly number[] => {
  const first = new Array<number>(10).fill(0);
  for (let round = 0; round < 1000; round++) {
    const order = serve();
    expect(order.toSorted()).toEqual([...ten()]);
    first[order[0] ?? 0] = (first[order[0] ?? 0] ?? 0) + 1;
  }
  return first;
};

describe("Rotation", () => {
  it("visits everyone once, from another start each time, and each is first about equally often", () => {
    const rotation = new Rotation();
    const items = ten();
    for (const times of timesFirst(() => visited(rotation, items))) expect(Math.abs(times - 100)).toBeLessThan(5);
  });

  it("is as fair to those who come back in the order in which they were served, as long polls do", () => {
    const rotation = new Rotation();
    const items = ten();
    const first = timesFirst(() => {
      const order = visited(rotation, items);
      items.clear();
      for (const item of order) items.add(item);
      return order;
    });
    for (const times of first) expect(Math.abs(times - 100)).toBeLessThan(30);
  });

  it("visits all who were there at the start, while they are being deleted", () => {
    const rotation = new Rotation();
    const items = ten();
    const order: number[] = [];
    rotation.visit(items, (item) => {
      order.push(item);
      items.clear();
    });
    expect(order.toSorted()).toEqual([...ten()]);
    expect(visited(rotation, items)).toEqual([]);
  });
});
