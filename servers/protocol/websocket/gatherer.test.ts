import { expect, it } from "vitest";
import { seededRandom } from "../fuzz/seeded-random.ts";
import { hex } from "../fuzz/wire.ts";
import { Gatherer } from "./gatherer.ts";
import { maskInPlace, readKey } from "./mask.ts";

it("parts come out as one run, unmasked", () => {
  const gatherer = new Gatherer();
  gatherer.append(hex("00 01 02 03"), 1, 3, 0, 5);
  const part = hex("05 06 07");
  const key = readKey(hex("aa bb cc dd"), 0);
  maskInPlace(part, 0, 3, key);
  gatherer.append(part, 0, 3, key, 5);
  expect(gatherer.bytes.subarray(0, 5)).toEqual(hex("01 02 05 06 07"));
  expect(gatherer.length).toBe(5);
  expect(gatherer.take()).toEqual(hex("01 02 05 06 07"));
  expect(gatherer.take()).toEqual(hex(""));
});

it("parts that are kept are not copied unless there are others", () => {
  const gatherer = new Gatherer();
  const part = hex("01 02 03");
  gatherer.keep(part);
  expect(gatherer.take()).toBe(part);
  for (const [kept, expected] of [
    ["k", "01 02 03"],
    ["ak", "04 01 02 03"],
    ["ka", "01 02 03 04"],
    ["akkaa", "04 01 02 03 01 02 03 04 04"],
  ] as const) {
    for (const each of kept) {
      if (each === "k") gatherer.keep(part);
      else gatherer.append(hex("04"), 0, 1, 0, 100);
    }
    expect(gatherer.take()).toEqual(hex(expected));
  }
  gatherer.keep(part);
  gatherer.release();
  expect(gatherer.take()).toEqual(hex(""));
});

it("what is dropped from the front is gone", () => {
  const gatherer = new Gatherer();
  gatherer.append(hex("01 02 03"), 0, 3, 0, 3);
  gatherer.drop(2);
  gatherer.append(hex("04"), 0, 1, 0, 4);
  expect(gatherer.take()).toEqual(hex("03 04"));
});

it("room runs ahead of what has arrived, but not as far as any promise", () => {
  const gatherer = new Gatherer();
  gatherer.append(Buffer.alloc(1_000), 0, 1_000, 0, 1 << 24);
  expect(gatherer.bytes).toHaveLength(4_000);
  gatherer.append(Buffer.alloc(10_000), 0, 10_000, 0, 1 << 24);
  expect(gatherer.bytes).toHaveLength(44_000);
  gatherer.release();
  expect(gatherer.bytes).toHaveLength(0);
});

it("a message of the length foreseen is handed over without a copy", () => {
  const gatherer = new Gatherer();
  const whole = seededRandom(9).bytes(3_000);
  for (let at = 0; at < 3_000; at += 1_000) gatherer.append(whole, at, at + 1_000, 0, 3_000);
  const { bytes } = gatherer;
  expect(gatherer.take()).toBe(bytes);
  expect(bytes.equals(whole)).toBe(true);
});
