import { expect, it } from "vitest";
import { seededRandom } from "../fuzz/seeded-random.ts";
import { hex } from "../fuzz/wire.ts";
import { memory, scratch } from "./kernel.ts";
import { maskCopy, maskFew, maskInPlace, maskInto, readKey, rotateKey } from "./mask.ts";

/** RFC 6455 section 5.3, word for word. */
const maskedByTheBook = (bytes: Buffer, key: Buffer): Buffer =>
  Buffer.from(bytes.map((byte, index) => byte ^ (key[index % 4] ?? 0)));

const random = seededRandom(5);
const key = hex("37 fa 21 3d");
/** Lengths around each one at which the way of masking changes. */
const lengths = [
  0, 1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 39, 40, 41, 63, 64, 65, 1_000, 65_535, 65_536, 65_537, 200_001,
];

it("a key's lowest byte comes first", () => {
  expect(readKey(hex("00 37 fa 21 3d"), 1)).toBe(0x3d21fa37);
  expect([0, 1, 2, 3, 4].map((by) => rotateKey(0x04030201, by))).toEqual([
    0x04030201, 0x01040302, 0x02010403, 0x03020104, 0x04030201,
  ]);
});

it("the example of RFC 6455 section 5.7", () => {
  const bytes = hex("7f 9f 4d 51 58");
  maskInPlace(bytes, 0, 5, readKey(key, 0));
  expect(bytes.toString()).toBe("Hello");
});

it.each(lengths)("%i bytes, masked where they lie, and nothing around them", (length) => {
  for (const start of [0, 1, 3]) {
    const bytes = random.bytes(start + length + 70);
    const before = Buffer.from(bytes);
    maskInPlace(bytes, start, start + length, readKey(key, 0));
    expect(
      bytes.subarray(start, start + length).equals(maskedByTheBook(before.subarray(start, start + length), key)),
    ).toBe(true);
    expect(bytes.subarray(0, start).equals(before.subarray(0, start))).toBe(true);
    expect(bytes.subarray(start + length).equals(before.subarray(start + length))).toBe(true);
  }
});

it.each(lengths.filter((length) => length > 0 && length <= 65_536))(
  "%i bytes, masked into the kernel's memory",
  (length) => {
    const bytes = random.bytes(length + 2);
    for (const [start, end] of [
      [0, length],
      [2, length + 2],
    ] as const) {
      const expected = maskedByTheBook(bytes.subarray(start, end), key);
      maskInto(scratch, bytes, start, end, readKey(key, 0));
      expect(memory.subarray(scratch, scratch + length).equals(expected)).toBe(true);
    }
    const whole = Buffer.from(bytes);
    maskInto(scratch, whole.subarray(0, length), 0, length, 0);
    expect(memory.subarray(scratch, scratch + length).equals(whole.subarray(0, length))).toBe(true);
  },
);

it.each(lengths)("%i bytes, masked into another buffer", (length) => {
  const bytes = random.bytes(length + 1);
  const target = Buffer.alloc(length + 2, 7);
  maskCopy(target, 1, bytes, 1, length + 1, readKey(key, 0));
  expect(target.subarray(1, -1).equals(maskedByTheBook(bytes.subarray(1), key))).toBe(true);
  expect([target[0], target.at(-1)]).toEqual([7, 7]);
});

it("masking tells ASCII from the rest, wherever the one odd byte is", () => {
  const number = readKey(key, 0);
  for (const length of [1, 2, 3, 4, 5, 39, 40, 41, 47, 48, 49, 100]) {
    for (let odd = -1; odd < length + 20; odd++) {
      const text = Buffer.alloc(length + 20, "a");
      if (odd >= 0) text[odd] = 0x80;
      const masked = maskedByTheBook(text, key);
      const isAscii = odd < 0 || odd >= length;
      expect(maskInto(scratch, masked, 0, length, number) === 0).toBe(isAscii);
      expect(maskFew(Buffer.from(masked), 0, length, number) === 0).toBe(isAscii);
    }
  }
});
