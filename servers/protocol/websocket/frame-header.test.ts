import { expect, it } from "vitest";
import { hex } from "../fuzz/wire.ts";
import { faultOf, plainFaults, readLength16, readLength64, rsv1Faults } from "./frame-header.ts";

const firstBytes = Array.from({ length: 256 }, (_, first) => first);
const allowed = (rsv1: boolean): string =>
  Buffer.from(firstBytes.filter((first) => faultOf(first, rsv1) === null)).toString("hex");

it("the first bytes that a frame may have", () => {
  expect(allowed(false)).toBe("000102808182" + "88898a");
  expect(allowed(true)).toBe("000102" + "4142" + "808182" + "88898a" + "c1c2");
});

it("the tables say the same", () => {
  for (const [rsv1, table] of [
    [false, plainFaults],
    [true, rsv1Faults],
  ] as const) {
    expect([...table]).toEqual(firstBytes.map((first) => (faultOf(first, rsv1) === null ? 0 : 1)));
  }
});

it.each([
  [0x70, false, "reserved bit set"],
  [0xc1, false, "reserved bit set"],
  [0x83, true, "unknown opcode"],
  [0x8b, true, "unknown opcode"],
  [0x08, true, "fragmented control frame"],
  [0xc8, true, "reserved bit set"],
  [0xc0, true, "reserved bit set"],
])("first byte %i, RSV1 in use: %j, is refused: %s", (first, rsv1, fault) => {
  expect(faultOf(first, rsv1)).toBe(fault);
});

it("lengths in their shortest form", () => {
  expect([readLength16(hex("ff 007e"), 1), readLength16(hex("ff ffff"), 1)]).toEqual([126, 65_535]);
  expect([readLength64(hex("0000000000010000"), 0), readLength64(hex("7fffffffffffffff"), 0)]).toEqual([
    65_536,
    2 ** 63,
  ]);
  for (const length of ["0000", "007d"])
    expect(() => readLength16(hex(length), 0)).toThrow("length not in its shortest form");
  for (const length of ["0000000000000000", "000000000000ffff"])
    expect(() => readLength64(hex(length), 0)).toThrow("length not in its shortest form");
  expect(() => readLength64(hex("8000000000010000"), 0)).toThrow("top bit of a 64-bit length set");
});
