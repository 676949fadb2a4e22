import { randomFillSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { pooledRandom } from "./random-pool.ts";

/** Fills with 0, 1, 2, …, so that every byte given out tells where it comes from. */
const counting = (): { fill: (target: Buffer) => void; calls: number[] } => {
  let next = 0;
  const calls: number[] = [];
  const fill = (target: Buffer): void => {
    calls.push(target.length);
    for (let i = 0; i < target.length; i++) target[i] = next++ % 251;
  };
  return { fill, calls };
};

describe("pooledRandom", () => {
  it("gives out every byte once, in order, over refills", () => {
    const { fill, calls } = counting();
    const random = pooledRandom(fill);
    const given: number[] = [];
    for (let i = 0; i < 5000; i++) {
      const key = Buffer.alloc(4);
      random(key);
      given.push(...key);
    }
    expect(given).toEqual(Array.from({ length: 20_000 }, (_, i) => i % 251));
    expect(calls).toEqual([8192, 8192, 8192]);
  });

  it("drops a rest that is too short, and goes past the pool for what is longer than it", () => {
    const { fill, calls } = counting();
    const random = pooledRandom(fill);
    random(Buffer.alloc(8000));
    random(Buffer.alloc(8000));
    random(Buffer.alloc(9000));
    expect(calls).toEqual([8192, 8192, 9000]);
  });

  it("is as random as its source", () => {
    const random = pooledRandom(randomFillSync);
    const keys = new Set<string>();
    for (let i = 0; i < 1000; i++) {
      const key = Buffer.alloc(8);
      random(key);
      keys.add(key.toString("hex"));
    }
    expect(keys.size).toBe(1000);
  });
});
