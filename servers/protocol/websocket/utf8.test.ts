import { isUtf8 } from "node:buffer";
import { expect, it } from "vitest";
import { seededRandom } from "../fuzz/seeded-random.ts";
import { chunksOf, everyCut, hex, randomCut } from "../fuzz/wire.ts";
import { load, scratch } from "./kernel.ts";
import { decodeText, lastBoundary, Utf8Validator } from "./utf8.ts";

/** Puts the parts through a validator. Returns the index of the part that it refuses, or "whole", or "incomplete". */
const validate = (parts: readonly Buffer[]): number | "whole" | "incomplete" => {
  const validator = new Utf8Validator();
  for (const [index, part] of parts.entries()) {
    load(scratch, part, 0, part.length);
    validator.putBefore(scratch);
    const ascii = part.every((byte) => byte < 0x80);
    if (!validator.push(scratch, scratch + part.length, ascii)) return index;
  }
  return validator.complete ? "whole" : "incomplete";
};

it.each([
  [""],
  ["a"],
  ["sixteen letters!"],
  ["seventeen letters"],
  ["Größe"],
  ["漢字かな"],
  ["😀"],
  ["\u0000"],
  ["\uFEFFa byte order mark stays"],
  ["a \uFFFD that was sent"],
])("text %j is decoded", (text) => {
  const bytes = Buffer.from(text);
  const ascii = bytes.every((byte) => byte < 0x80);
  for (const behind of [0, 40]) {
    const padded = Buffer.concat([Buffer.from([0xff]), bytes, Buffer.alloc(behind, 0xff)]);
    expect(decodeText(padded, 1, 1 + bytes.length, ascii)).toBe(text);
    expect(decodeText(padded, 1, 1 + bytes.length, false)).toBe(text);
  }
});

it("every ASCII length and character comes out the same", () => {
  const bytes = Buffer.from(Array.from({ length: 128 }, (_, index) => index));
  for (let start = 0; start < 128; start++) {
    for (let end = start; end <= Math.min(128, start + 20); end++) {
      expect(decodeText(bytes, start, end, true)).toBe(bytes.toString("latin1", start, end));
    }
  }
});

const invalid = [
  "80",
  "c0 80",
  "c1 bf",
  "e0 9f bf",
  "ed a0 80",
  "f0 8f bf bf",
  "f4 90 80 80",
  "f5",
  "ff",
  "c3 28",
  "e2 28 a1",
  "61 e2 82",
];

it.each(invalid)("%s is no text", (bytes) => {
  expect(decodeText(hex(bytes), 0, hex(bytes).length, false)).toBe(null);
});

/** The bytes, and how many of them it takes to know that they are no text. */
it.each([
  ["80", 1],
  ["61 62 ff", 3],
  ["c0", 1],
  ["c1", 1],
  ["f5", 1],
  ["c3 28", 2],
  ["e0 9f", 2],
  ["ed a0", 2],
  ["f0 8f", 2],
  ["f4 90", 2],
  ["e2 82 28", 3],
  ["f0 9f 98 41", 4],
  ["e2 82 ac 80", 4],
])("%s is refused with byte %i, however it is cut", (bytes, count) => {
  for (const parts of everyCut(hex(bytes))) {
    let seen = 0;
    const expected = parts.findIndex((part) => {
      seen += part.length;
      return seen >= count;
    });
    expect(validate(parts)).toBe(expected);
  }
});

it.each(["aé€😀", "😀😀", "\u{10ffff}\uffff\u07ff\u007f", `${"x".repeat(600)}é`])(
  "%j is valid, however it is cut, and only whole",
  (text) => {
    const bytes = Buffer.from(text);
    for (const parts of everyCut(bytes)) expect(validate(parts)).toBe("whole");
    const last = [...text].at(-1) ?? "";
    for (let missing = 1; missing < Buffer.byteLength(last); missing++) {
      for (const parts of everyCut(bytes.subarray(0, bytes.length - missing)))
        expect(validate(parts)).toBe("incomplete");
    }
  },
);

it("an ASCII part does not complete a character, and an empty one changes nothing", () => {
  expect(validate([hex("e2 82"), hex("61")])).toBe(1);
  expect(validate([hex("e2 82"), hex(""), hex("ac"), hex("61")])).toBe("whole");
  const validator = new Utf8Validator();
  load(scratch, hex("e2"), 0, 1);
  validator.push(scratch, scratch + 1, false);
  validator.reset();
  expect(validator.complete).toBe(true);
});

it("long parts are judged like short ones, faults at their edges included", () => {
  const random = seededRandom(7);
  for (let round = 0; round < 400; round++) {
    const characters = Array.from({ length: 2_000 }, () => random.pick(["a", "é", "€", "😀"]));
    const bytes = Buffer.from(characters.join(""));
    const mean = random.pick([300, 600, 2_000]);
    expect(validate(randomCut(bytes, random, mean))).toBe("whole");
    bytes[random.integer(bytes.length)] = random.integer(256);
    const byByte = validate(chunksOf(bytes, 1));
    const parts = randomCut(bytes, random, mean);
    const byPart = validate(parts);
    expect(byPart === "whole").toBe(isUtf8(bytes));
    if (typeof byByte === "string") expect(byPart).toBe(byByte);
    else {
      let seen = 0;
      const part = parts.findIndex((each) => {
        seen += each.length;
        return seen > byByte;
      });
      expect(byPart).toBe(part);
    }
  }
});

it("the last boundary is before a character that may go on", () => {
  for (const [bytes, boundary] of [
    ["61 62 63 64", 4],
    ["61 62 63 c3", 3],
    ["61 62 c3 a9", 2],
    ["61 e2 82 ac", 1],
    ["f0 9f 98 80", 4],
  ] as const) {
    expect(lastBoundary(hex(bytes), 4)).toBe(boundary);
  }
});
