import { expect, it } from "vitest";
import { cpuBlocksOf } from "./cpu-blocks.ts";

const columns = (sentAt: readonly number[]) => ({
  intendedAt: Float64Array.from(sentAt),
  wokeAt: Float64Array.from(sentAt),
  sentAt: Float64Array.from(sentAt),
  cpuMs: Float64Array.from(sentAt, (at) => at / 10),
});

it("blocks begin with the window's first publication and end with the one that begins the next", () => {
  // One before the window, twenty in it, one behind it.
  const sentAt = [90, ...Array.from({ length: 20 }, (_, i) => 100 + i * i), 600];
  expect(cpuBlocksOf({ publications: columns(sentAt), windowFrom: 100, windowTo: 500 })).toEqual({
    messages: 8,
    spanMs: [64, 192],
    cpuMs: [expect.closeTo(6.4, 9), expect.closeTo(19.2, 9)],
  });
});

it("are none in a window of too few publications", () => {
  const none = { messages: 8, spanMs: [], cpuMs: [] };
  expect(cpuBlocksOf({ publications: columns([100, 110]), windowFrom: 100, windowTo: 500 })).toEqual(none);
  expect(cpuBlocksOf({ publications: columns([]), windowFrom: 100, windowTo: 500 })).toEqual(none);
});
