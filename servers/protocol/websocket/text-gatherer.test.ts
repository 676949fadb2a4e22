import { expect, it, vi } from "vitest";
import { type SeededRandom, seededRandom } from "../fuzz/seeded-random.ts";
import { hex, randomCut } from "../fuzz/wire.ts";
import { returnSlot, takeSlot } from "./kernel.ts";
import { maskInPlace, readKey, rotateKey } from "./mask.ts";
import { TextGatherer } from "./text-gatherer.ts";

/** Gathers masked parts. Returns the text; null where a part or the end was refused. */
const gather = (
  parts: readonly Buffer[],
  expected = parts.reduce((sum, part) => sum + part.length, 0),
): string | null => {
  const gatherer = new TextGatherer();
  let key = readKey(hex("12 34 56 78"), 0);
  for (const part of parts) {
    const masked = Buffer.from(part);
    maskInPlace(masked, 0, masked.length, key);
    if (!gatherer.append(masked, 0, masked.length, key, expected)) {
      gatherer.release();
      return null;
    }
    key = rotateKey(key, part.length);
  }
  const text = gatherer.take();
  gatherer.release();
  return text;
};

const withoutSlots = (run: () => void): void => {
  const slots: number[] = [];
  for (let slot = takeSlot(); slot !== null; slot = takeSlot()) slots.push(slot);
  try {
    run();
  } finally {
    for (const slot of slots) returnSlot(slot);
  }
};

const randomText = (random: SeededRandom, bytes: number, ascii: boolean): string => {
  let text = "";
  while (text.length < bytes / 2)
    text += ascii ? "plain text, " : random.pick(["漢字かな", "plain ", "Größe", "😀", "\uFFFD"]);
  return text;
};

/** Lengths around a slot's size, and around the smallest part of a long text. */
const lengths = [0, 1, 40, 1_000, 30_000, 65_000, 66_000, 140_000, 400_000];

it.each(lengths)("a text of about %i bytes comes out whole, however it is cut, with or without a slot", (length) => {
  const random = seededRandom(length);
  for (const ascii of [true, false]) {
    const text = randomText(random, length, ascii);
    const bytes = Buffer.from(text);
    const means = [70_000, 40_000, 20_000, 1_000].filter((mean) => mean < 4 * length || mean === 1_000);
    for (const mean of means) {
      const parts = randomCut(bytes, random, mean);
      expect(gather(parts) === text).toBe(true);
      withoutSlots(() => expect(gather(parts) === text).toBe(true));
    }
    expect(gather([bytes]) === text).toBe(true);
    withoutSlots(() => expect(gather([bytes]) === text).toBe(true));
  }
});

it("a text whose length grows with each fragment comes out whole", () => {
  const random = seededRandom(11);
  const text = randomText(random, 300_000, false);
  const gatherer = new TextGatherer();
  let expected = 0;
  for (const part of randomCut(Buffer.from(text), random, 5_000)) {
    expected += part.length;
    expect(gatherer.append(part, 0, part.length, 0, expected)).toBe(true);
  }
  expect(gatherer.take() === text).toBe(true);
});

it("a fault is refused with the part it is in, wherever that is in a long text", () => {
  const random = seededRandom(12);
  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(randomText(random, 200_000, round % 2 === 0));
    const at = random.integer(bytes.length);
    bytes[at] = 0xff;
    const parts = randomCut(bytes, random, random.pick([45_000, 9_000]));
    const check = (): void => {
      const gatherer = new TextGatherer();
      let seen = 0;
      for (const part of parts) {
        seen += part.length;
        const valid = gatherer.append(part, 0, part.length, 0, bytes.length);
        if (valid !== seen <= at) expect.fail(`byte ${at} of ${bytes.length}: wrong about the first ${seen}`);
        if (!valid) break;
      }
      gatherer.release();
    };
    check();
    withoutSlots(check);
  }
});

it("a last character that is not complete makes no text", () => {
  expect(gather([hex("61 e2 82")])).toBe(null);
  expect(gather([hex("e2"), hex("82"), hex("ac")])).toBe("€");
});

it("a slot that gets free is taken up within a long text", () => {
  const random = seededRandom(13);
  const text = randomText(random, 300_000, false);
  const bytes = Buffer.from(text);
  const gatherer = new TextGatherer();
  withoutSlots(() => gatherer.append(bytes, 0, 1_000, 0, bytes.length));
  expect(gatherer.append(bytes, 1_000, bytes.length, 0, bytes.length)).toBe(true);
  expect(gatherer.take() === text).toBe(true);
});

it("every message gives its slot back", async () => {
  // Modules of its own: tests that share a worker hold slots too.
  vi.resetModules();
  const own = await import("./text-gatherer.ts");
  const kernel = await import("./kernel.ts");
  for (let round = 0; round < 40; round++) {
    const gatherer = new own.TextGatherer();
    expect([gatherer.append(hex("61"), 0, 1, 0, 2), gatherer.append(hex("62"), 0, 1, 0, 2)]).toEqual([true, true]);
    expect(gatherer.take()).toBe("ab");
  }
  expect(kernel.takeSlot()).not.toBe(null);
});
