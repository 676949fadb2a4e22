import { expect, it } from "vitest";
import { hex } from "../fuzz/wire.ts";
import { decodeClose, encodeClose } from "./close.ts";

it.each([
  ["", 1005, ""],
  ["03 e8", 1000, ""],
  ["03 e8 62 79 65", 1000, "bye"],
  ["0b b8 c3 a9", 3000, "é"],
  ["13 87 ef bf bd", 4999, "\uFFFD"],
])("body %j is code %i and reason %j, both ways", (body, code, reason) => {
  expect(decodeClose(hex(body))).toEqual({ code, reason });
  expect(encodeClose(code, reason)).toEqual(hex(body));
});

it.each([
  ["03", 1002, "half a close code"],
  ["00 00", 1002, "invalid close code"],
  ["03 ed", 1002, "invalid close code"],
  ["03 e8 ff", 1007, "close reason is not UTF-8"],
  ["03 e8 e2 82", 1007, "close reason is not UTF-8"],
])("body %j fails with %i", (body, code, message) => {
  expect(() => decodeClose(hex(body))).toThrow(expect.objectContaining({ code, message }));
});

it("what may not be sent is the caller's mistake", () => {
  for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000]) {
    expect(() => encodeClose(code, "reason")).toThrow(RangeError);
  }
  expect(encodeClose(1000, "x".repeat(123))).toHaveLength(125);
  expect(() => encodeClose(1000, "x".repeat(124))).toThrow(new RangeError("close reason longer than 123 bytes"));
});
