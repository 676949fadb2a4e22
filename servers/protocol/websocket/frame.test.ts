import { expect, it } from "vitest";
import { hex } from "../fuzz/wire.ts";
import { encodeFrame, encodeTextFrame, framingBytes, headerBytes, opcode } from "./frame.ts";

const hello = Buffer.from("Hello");
const mask = hex("37 fa 21 3d");

it.each([
  ["unmasked text", encodeFrame(opcode.text, hello), "81 05 48 65 6c 6c 6f"],
  ["masked text", encodeFrame(opcode.text, hello, { mask }), "81 85 37 fa 21 3d 7f 9f 4d 51 58"],
  ["first fragment", encodeFrame(opcode.text, hello.subarray(0, 3), { fin: false }), "01 03 48 65 6c"],
  ["last fragment", encodeFrame(opcode.continuation, hello.subarray(3)), "80 02 6c 6f"],
  ["ping", encodeFrame(opcode.ping, hello), "89 05 48 65 6c 6c 6f"],
  ["masked pong", encodeFrame(opcode.pong, hello, { mask }), "8a 85 37 fa 21 3d 7f 9f 4d 51 58"],
  [
    "compressed (RFC 7692 section 7.2.3.1)",
    encodeFrame(opcode.text, hex("f2 48 cd c9 c9 07 00"), { rsv1: true }),
    "c1 07 f2 48 cd c9 c9 07 00",
  ],
  ["empty", encodeFrame(opcode.binary, Buffer.alloc(0), { mask: null }), "82 00"],
])("%s", (_, frame, bytes) => {
  expect(frame).toEqual(hex(bytes));
});

it.each([
  [0, "82 00"],
  [125, "82 7d"],
  [126, "82 7e 00 7e"],
  [256, "82 7e 01 00"],
  [65_535, "82 7e ff ff"],
  [65_536, "82 7f 00 00 00 00 00 01 00 00"],
])("%i bytes have the shortest header", (length, header) => {
  const payload = Buffer.alloc(length, 7);
  for (const key of [null, mask]) {
    const frame = encodeFrame(opcode.binary, payload, { mask: key });
    const expected = hex(header);
    if (key) expected[1] = (expected[1] ?? 0) | 0x80;
    expect(frame.subarray(0, expected.length)).toEqual(expected);
    expect(headerBytes(length, key !== null)).toBe(expected.length + (key ? 4 : 0));
    expect(framingBytes(frame)).toBe(frame.length - length);
    expect(frame).toHaveLength(headerBytes(length, key !== null) + length);
  }
});

/** Texts around each length at which the way of encoding changes, or the header grows over the one foreseen. */
const texts = [0, 1, 39, 40, 41, 42, 63, 125, 126, 1_023, 1_024, 1_025, 65_535, 65_536, 65_537, 140_000].flatMap(
  (length) => ["x".repeat(length), "é".repeat(length), `${"x".repeat(length)}€`, "😀".repeat(length / 2)],
);

it("short texts share memory, but no byte of it", () => {
  const encoded = Array.from(
    { length: 3_000 },
    (_, index) => [`${index} `.repeat(1 + (index % 40)), index] as const,
  ).map(([text, index]) => [text, encodeTextFrame(text, { mask: index % 2 === 0 ? mask : null }), index] as const);
  for (const [text, frame, index] of encoded)
    expect(frame.equals(encodeFrame(opcode.text, Buffer.from(text), { mask: index % 2 === 0 ? mask : null }))).toBe(
      true,
    );
});

it.each(["", "Hello", "Größe 😀", "\ud800 alone", ...texts])("a text frame is the frame of its UTF-8: %#", (text) => {
  for (const options of [undefined, { mask }, { mask: null, fin: false }]) {
    expect(encodeTextFrame(text, options).equals(encodeFrame(opcode.text, Buffer.from(text), options))).toBe(true);
  }
});
