import { isUtf8 } from "node:buffer";
import { expect, it, vi } from "vitest";
import { seededRandom } from "../fuzz/seeded-random.ts";
import { kernel, memory, runBytes, scratch } from "./kernel.ts";

/** RFC 3629 section 4 as a table: where `bytes` stop being the beginning of any text, or -1. */
const firstFault = (bytes: readonly number[]): number => {
  let due: readonly (readonly [number, number])[] = [];
  const more: readonly [number, number] = [0x80, 0xbf];
  for (const [index, byte] of bytes.entries()) {
    const [range, ...rest] = due;
    if (range) {
      if (byte < range[0] || byte > range[1]) return index;
      due = rest;
    } else if (byte >= 0x80) {
      if (byte < 0xc2 || byte > 0xf4) return index;
      const second: readonly [number, number] = [
        byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80,
        byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf,
      ];
      due = byte < 0xe0 ? [second] : byte < 0xf0 ? [second, more] : [second, more, more];
    }
  }
  return -1;
};

/** Whether the kernel finds the first fault at its very byte, whatever follows. */
const expectSameFault = (bytes: readonly number[]): void => {
  const fault = firstFault(bytes);
  memory.fill(0, scratch - 3, scratch);
  memory.set(bytes, scratch);
  memory.fill(0xff, scratch + bytes.length, scratch + bytes.length + 16);
  for (let length = 1; length <= bytes.length; length++) {
    const isFaulty = kernel.validate(scratch, scratch + length) !== 0;
    if (isFaulty !== (fault >= 0 && fault < length)) {
      expect.fail(`${Buffer.from(bytes).toString("hex")}: wrong about the first ${length} bytes`);
    }
  }
};

it("validation finds a fault with the byte that is it: all pairs, and more bytes at the edges of all ranges", () => {
  const edges = [
    0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
  ];
  for (let first = 0; first < 256; first++) {
    for (let second = 0; second < 256; second++) expectSameFault([first, second]);
    if (first < 0xe0) continue;
    for (const second of edges)
      for (const third of edges)
        for (const fourth of [0x41, 0x80, 0xbf, 0xc3]) expectSameFault([first, second, third, fourth, 0x41]);
  }
  expect(firstFault([...Buffer.from("aé€😀")])).toBe(-1);
});

it("validation of random texts, some with one wrong byte", () => {
  const random = seededRandom(6);
  const characters = ["a", "é", "\u07ff", "\u0800", "€", "\ud7ff", "\ue000", "\uffff", "😀", "\u{10ffff}"] as const;
  for (let round = 0; round < 5_000; round++) {
    const text = Array.from({ length: 1 + random.integer(15) }, () => random.pick(characters)).join("");
    const bytes = [...Buffer.from(text)];
    expect(firstFault(bytes)).toBe(-1);
    if (random.chance(0.7)) bytes[random.integer(bytes.length)] = random.integer(256);
    expect(firstFault(bytes) < 0 || !isUtf8(Buffer.from(bytes))).toBe(true);
    expectSameFault(bytes);
  }
});

it("slots do not overlap, and are taken and given back", async () => {
  // Slots are a module's state, and tests beside this one hold some: a module of its own has all.
  vi.resetModules();
  const { memory, returnSlot, scratch, takeSlot } = await import("./kernel.ts");
  const slots: number[] = [];
  for (let slot = takeSlot(); slot !== null; slot = takeSlot()) slots.push(slot);
  expect(slots).toHaveLength(16);
  const sorted = [scratch, ...slots].sort((a, b) => a - b);
  for (const [index, at] of sorted.entries())
    expect((sorted[index + 1] ?? memory.length) - at).toBeGreaterThanOrEqual(runBytes + 64);
  for (const slot of slots) returnSlot(slot);
  const again = takeSlot();
  expect(again).toBe(slots.at(-1));
  if (again !== null) returnSlot(again);
});
