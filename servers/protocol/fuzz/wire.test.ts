import { expect, it } from "vitest";
import { seededRandom } from "./seeded-random.ts";
import { chunksOf, everyCut, hex, randomCut } from "./wire.ts";

it("hex skips blanks", () => {
  expect([...hex("81 05 ff")]).toEqual([0x81, 0x05, 0xff]);
});

it("chunks are copies of the given size", () => {
  const bytes = hex("01 02 03");
  const chunks = chunksOf(bytes, 2);
  expect(chunks).toEqual([hex("01 02"), hex("03")]);
  chunks[0]?.fill(0);
  expect(bytes).toEqual(hex("01 02 03"));
});

it("every cut: whole, byte by byte, and in two at each place", () => {
  expect(everyCut(hex("01 02 03"))).toEqual([
    [hex("01 02 03")],
    [hex("01"), hex("02"), hex("03")],
    [hex("01"), hex("02 03")],
    [hex("01 02"), hex("03")],
  ]);
  expect(everyCut(Buffer.alloc(0))).toEqual([[], []]);
});

it("a random cut loses nothing", () => {
  const bytes = seededRandom(1).bytes(500);
  for (const mean of [1, 3, 100]) expect(Buffer.concat(randomCut(bytes, seededRandom(2), mean))).toEqual(bytes);
});
