// The offset of a page's clock from a server's, whatever time requests and answers take.

import { expect, it } from "vitest";
import { measureOffset } from "./clock.ts";

/** A server 5000 ms ahead, whose requests and answers take these times. */
const exchanges = (ways: readonly (readonly [upMs: number, downMs: number])[]) => {
  let pageNow = 100;
  let index = 0;
  return {
    now: () => pageNow,
    exchange: async (): Promise<number> => {
      const [upMs, downMs] = ways[index++] ?? [0, 0];
      pageNow += upMs;
      const serverNow = pageNow + 5000;
      pageNow += downMs;
      return serverNow;
    },
  };
};

it.each([
  { why: "both ways take as long", ways: [[4, 4]] as const, offsetMs: 5000, boundMs: 4 },
  { why: "all of it is the request", ways: [[8, 0]] as const, offsetMs: 5004, boundMs: 4 },
  { why: "all of it is the answer", ways: [[0, 8]] as const, offsetMs: 4996, boundMs: 4 },
  { why: "the quickest exchange is neither first nor last", ways: [[9, 1], [1, 3], [5, 5]] as const, offsetMs: 4999, boundMs: 2 }, // biome-ignore format: a row
])("takes the quickest exchange's half way: $why", async ({ ways, offsetMs, boundMs }) => {
  const { now, exchange } = exchanges(ways);
  expect(await measureOffset(exchange, now, ways.length)).toEqual({ offsetMs, boundMs });
});

it("asks as often as it is told, one exchange at a time", async () => {
  const { now, exchange } = exchanges([[1, 1]]);
  let [asked, open, mostOpen] = [0, 0, 0];
  const counted = async (): Promise<number> => {
    asked++;
    mostOpen = Math.max(mostOpen, ++open);
    const serverNow = await exchange();
    open--;
    return serverNow;
  };
  await measureOffset(counted, now, 5);
  expect([asked, mostOpen]).toEqual([5, 1]);
});

it("passes on that the server cannot be had", async () => {
  await expect(
    measureOffset(
      () => Promise.reject(new Error("gone away")),
      () => 0,
      3,
    ),
  ).rejects.toThrow("gone away");
  await expect(
    measureOffset(
      async () => 0,
      () => 0,
      0,
    ),
  ).rejects.toThrow(RangeError);
});
