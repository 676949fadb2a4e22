import { expect, it } from "vitest";
import { seededRandom } from "../fuzz/seeded-random.ts";
import { everyCut, hex, randomCut } from "../fuzz/wire.ts";
import { encodeFrame, opcode } from "./frame.ts";
import { FrameDecoder } from "./frame-decoder.ts";
import { maskInPlace } from "./mask.ts";

interface Frame {
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly headerBytes: number;
  readonly payloadBytes: number;
  readonly payload: Buffer;
}

/** Puts pieces together again; throws what the decoder throws. */
const decode = (chunks: readonly Buffer[], masked: boolean, rsv1 = false): readonly Frame[] => {
  const decoder = new FrameDecoder(masked, rsv1);
  const frames: Frame[] = [];
  let payload = Buffer.alloc(0);
  for (const chunk of chunks) {
    decoder.feed(chunk);
    while (decoder.next()) {
      const { piece } = decoder;
      const part = Buffer.from(piece.bytes.subarray(piece.start, piece.end));
      maskInPlace(part, 0, part.length, piece.key);
      payload = piece.begins ? part : Buffer.concat([payload, part]);
      const { opcode: code, fin, rsv1: compressed, headerBytes, payloadBytes } = piece;
      if (piece.ends) frames.push({ opcode: code, fin, rsv1: compressed, headerBytes, payloadBytes, payload });
    }
  }
  return frames;
};

const text = { opcode: opcode.text, fin: true, rsv1: false, payloadBytes: 5, payload: Buffer.from("Hello") };

it.each([
  ["unmasked text", "81 05 48656c6c6f", false, [{ ...text, headerBytes: 2 }]],
  ["masked text", "81 85 37fa213d 7f9f4d5158", true, [{ ...text, headerBytes: 6 }]],
  [
    "fragments",
    "01 03 48656c 80 02 6c6f",
    false,
    [
      { ...text, fin: false, headerBytes: 2, payloadBytes: 3, payload: Buffer.from("Hel") },
      { ...text, opcode: 0, headerBytes: 2, payloadBytes: 2, payload: Buffer.from("lo") },
    ],
  ],
  [
    "ping and masked pong's answer",
    "89 05 48656c6c6f 8a 00",
    false,
    [
      { ...text, opcode: opcode.ping, headerBytes: 2 },
      { ...text, opcode: opcode.pong, headerBytes: 2, payloadBytes: 0, payload: Buffer.alloc(0) },
    ],
  ],
])("%s, however it is cut", (_, bytes, masked, frames) => {
  for (const chunks of everyCut(hex(bytes))) expect(decode(chunks, masked)).toEqual(frames);
});

it.each([126, 256, 300])("%i bytes with a 16-bit length, however they are cut", (length) => {
  const payload = seededRandom(8).bytes(length);
  for (const mask of [null, hex("01 82 03 84")]) {
    for (const chunks of everyCut(encodeFrame(opcode.binary, payload, { mask }))) {
      const [frame, ...others] = decode(chunks, mask !== null);
      expect(others).toEqual([]);
      expect(frame?.payload.equals(payload)).toBe(true);
      expect(frame?.headerBytes).toBe(mask ? 8 : 4);
    }
  }
});

it.each([65_535, 65_536, 70_000, 200_000])("%i bytes, whole, cut near their header and cut anywhere", (length) => {
  const random = seededRandom(length);
  const payload = random.bytes(length);
  for (const mask of [null, random.bytes(4)]) {
    const bytes = encodeFrame(opcode.binary, payload, { mask });
    const cuts: (readonly Buffer[])[] = [[Buffer.from(bytes)], randomCut(bytes, random, 3_000)];
    for (let at = 1; at < 16; at++) cuts.push([Buffer.from(bytes.subarray(0, at)), Buffer.from(bytes.subarray(at))]);
    for (const chunks of cuts) expect(decode(chunks, mask !== null)[0]?.payload.equals(payload)).toBe(true);
  }
});

it("a frame is announced with its header, before its payload", () => {
  const decoder = new FrameDecoder(true, false);
  decoder.feed(hex("82 fe 01 00 01 02 03 04"));
  expect(decoder.next()).toBe(true);
  expect(decoder.piece).toMatchObject({ begins: true, ends: false, whole: false, payloadBytes: 256, start: 8, end: 8 });
  expect(decoder.next()).toBe(false);
  decoder.feed(Buffer.alloc(256));
  expect(decoder.next()).toBe(true);
  expect(decoder.piece).toMatchObject({ begins: false, ends: true, whole: false });
  expect(decoder.next()).toBe(false);
  expect(decoder.piece.bytes).toHaveLength(0);
});

it("a whole message is unmasked, and whether it is ASCII is known in passing", () => {
  const decoder = new FrameDecoder(true, true);
  const mask = hex("80 91 a2 b3");
  for (const [payload, ascii] of [
    ["Hello", true],
    ["H\u00e9llo", false],
    ["Hello".repeat(100), true],
    [`${"Hello".repeat(100)}\u00e9`, false],
  ] as const) {
    decoder.feed(encodeFrame(opcode.text, Buffer.from(payload), { mask }));
    decoder.next();
    const { bytes, start, end, key, whole } = decoder.piece;
    expect({ text: bytes.toString("utf8", start, end), key, whole, ascii: decoder.piece.ascii }).toEqual({
      text: payload,
      key: 0,
      whole: true,
      ascii,
    });
    decoder.next();
  }
  for (const odd of [{ fin: false }, { rsv1: true }]) {
    decoder.feed(encodeFrame(opcode.text, Buffer.from("Hello"), { mask, ...odd }));
    decoder.next();
    expect(decoder.piece).toMatchObject({ whole: false, begins: true, ends: true });
    expect(decoder.piece.key).not.toBe(0);
    decoder.next();
  }
});

/** Every header that is wrong, for a decoder that expects no masks unless said otherwise. */
const wrong: readonly (readonly [rule: string, bytes: string, message: string, masked: boolean])[] = [
  ["RSV1 without an extension", "c1 00", "reserved bit set", false],
  ["RSV2", "a1 00", "reserved bit set", false],
  ["RSV3", "91 00", "reserved bit set", false],
  ["opcode 3", "83 00", "unknown opcode", false],
  ["opcode 7", "87 00", "unknown opcode", false],
  ["opcode 11", "8b 00", "unknown opcode", false],
  ["opcode 15", "8f 00", "unknown opcode", false],
  ["fragmented close", "08 00", "fragmented control frame", false],
  ["fragmented ping", "09 00", "fragmented control frame", false],
  ["fragmented pong", "0a 00", "fragmented control frame", false],
  ["control frame of 126 bytes", "89 7e 00 7e", "control frame too long", false],
  ["control frame with a 64-bit length", "88 7f 00 00 00 00 00 01 00 00", "control frame too long", false],
  ["16-bit length of 125", "82 7e 00 7d", "length not in its shortest form", false],
  ["64-bit length of 65535", "82 7f 00 00 00 00 00 00 ff ff", "length not in its shortest form", false],
  ["64-bit length with its top bit set", "82 7f 80 00 00 00 00 01 00 00", "top bit of a 64-bit length set", false],
  ["masked frame", "81 80 00 00 00 00", "frame masked", false],
  ["unmasked frame", "81 00 00 00 00 00", "frame not masked", true],
  ["unmasked long frame", "81 7e 01 00 00 00 00 00", "frame not masked", true],
];

it.each(wrong)("%s fails with 1002, however it is cut", (_, bytes, message, masked) => {
  for (const chunks of everyCut(hex(bytes))) {
    expect(() => decode(chunks, masked)).toThrow(expect.objectContaining({ code: 1002, message }));
  }
});

it("with an extension RSV1 is allowed where a message begins, and nowhere else", () => {
  expect(decode([hex("c1 00"), hex("c2 00"), hex("41 00")], false, true).map((frame) => frame.rsv1)).toEqual([
    true,
    true,
    true,
  ]);
  for (const bytes of ["c0 00", "c8 00", "c9 00", "ca 00", "a1 00", "91 00"]) {
    expect(() => decode([hex(bytes)], false, true)).toThrow("reserved bit set");
  }
});

it("a fault shows with the second byte of a header, not at its end", () => {
  const decoder = new FrameDecoder(true, false);
  decoder.feed(hex("83"));
  expect(decoder.next()).toBe(false);
  decoder.feed(hex("ff"));
  expect(() => decoder.next()).toThrow("unknown opcode");
});
