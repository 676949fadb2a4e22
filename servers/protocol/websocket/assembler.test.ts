import { expect, it } from "vitest";
import { hex } from "../fuzz/wire.ts";
import { Assembler, type WholeMessage } from "./assembler.ts";
import { deflateAlone, Inflater } from "./deflate.ts";
import { encodeFrame, opcode } from "./frame.ts";
import { FrameDecoder } from "./frame-decoder.ts";

const { text, binary, continuation } = opcode;

/** The messages of unmasked frames; throws what the assembler throws. */
const assemble = (
  frames: readonly Buffer[],
  { maxBytes = 1_000, maxFragments = 100 } = {},
): readonly WholeMessage[] => {
  const assembler = new Assembler(maxBytes, maxFragments, new Inflater(15, false));
  const decoder = new FrameDecoder(false, true);
  const messages: WholeMessage[] = [];
  for (const frame of frames) {
    decoder.feed(frame);
    while (decoder.next()) {
      const message = assembler.take(decoder.piece);
      if (message !== null) messages.push(message);
    }
  }
  return messages;
};

const frame = (code: number, payload: string, fin = true): Buffer => encodeFrame(code, hex(payload), { fin });

it("whole messages, fragmented ones and empty fragments", () => {
  expect(
    assemble([
      frame(text, "61"),
      frame(binary, "ff"),
      frame(text, "e2", false),
      frame(continuation, "", false),
      frame(continuation, "82 ac"),
      frame(binary, "", false),
      frame(continuation, "01 02"),
      frame(text, ""),
    ]),
  ).toEqual([
    { type: "text", text: "a" },
    { type: "binary", data: hex("ff") },
    { type: "text", text: "€" },
    { type: "binary", data: hex("01 02") },
    { type: "text", text: "" },
  ]);
});

it("a binary message is a copy", () => {
  const bytes = frame(binary, "01 02");
  const [message] = assemble([bytes]);
  bytes.fill(0);
  expect(message).toEqual({ type: "binary", data: hex("01 02") });
});

const compressed = (code: number, content: string): Buffer =>
  encodeFrame(code, deflateAlone(Buffer.from(content), 15), { rsv1: true });

it("compressed messages, also in fragments", () => {
  const parts = deflateAlone(Buffer.from("Größe"), 15);
  expect(
    assemble([
      compressed(text, "Hello"),
      compressed(binary, "Hello"),
      encodeFrame(text, parts.subarray(0, 3), { rsv1: true, fin: false }),
      encodeFrame(continuation, parts.subarray(3)),
    ]),
  ).toEqual([
    { type: "text", text: "Hello" },
    { type: "binary", data: Buffer.from("Hello") },
    { type: "text", text: "Größe" },
  ]);
});

it.each([
  ["a continuation of nothing", [frame(continuation, "")], 1002, "continuation of no message"],
  ["a message inside another", [frame(text, "", false), frame(text, "")], 1002, "message inside another"],
  ["invalid text", [frame(text, "ff")], 1007, "text is not UTF-8"],
  ["text that is cut off", [frame(text, "e2 82")], 1007, "text is not UTF-8"],
  ["invalid text in a fragment", [frame(text, "ff", false)], 1007, "text is not UTF-8"],
  [
    "text that is cut off at its last fragment",
    [frame(text, "e2", false), frame(continuation, "82")],
    1007,
    "text is not UTF-8",
  ],
  [
    "compressed text that is none",
    [encodeFrame(text, deflateAlone(hex("ff"), 15), { rsv1: true })],
    1007,
    "text is not UTF-8",
  ],
  ["what is not deflate", [encodeFrame(binary, hex("ff"), { rsv1: true })], 1007, "message is not deflate"],
] as const)("%s fails", (_, frames, code, message) => {
  expect(() => assemble(frames)).toThrow(expect.objectContaining({ code, message }));
});

it("a message may be as long as the limit, and fails with the header that passes it", () => {
  const limit = { maxBytes: 4 };
  expect(assemble([frame(binary, "01 02 03 04")], limit)).toHaveLength(1);
  expect(assemble([frame(binary, "01 02", false), frame(continuation, "03 04")], limit)).toHaveLength(1);
  expect(assemble([compressed(binary, "aaaa")], limit)).toHaveLength(1);
  const tooBig = expect.objectContaining({ code: 1009 });
  expect(() => assemble([frame(binary, "01 02 03 04 05")], limit)).toThrow(tooBig);
  expect(() => assemble([hex("82 05")], limit)).toThrow(tooBig);
  expect(() => assemble([frame(binary, "01 02", false), hex("80 03")], limit)).toThrow(tooBig);
  expect(() => assemble([compressed(binary, "aaaaa")], limit)).toThrow(tooBig);
  expect(() => assemble([hex("c2 7e 00 80")], limit)).toThrow(tooBig);
});

it("a message that cannot be shortened may be as long as the limit", () => {
  const data = Buffer.from(Array.from({ length: 1_000 }, (_, index) => (index * index * 7919) >>> 3));
  const [message] = assemble([encodeFrame(binary, deflateAlone(data, 15), { rsv1: true })]);
  expect(message).toEqual({ type: "binary", data });
});

it("fragments are counted for each message, whatever is in them", () => {
  const message = [frame(text, "", false), frame(continuation, "", false), frame(continuation, "")];
  expect(assemble([...message, ...message], { maxFragments: 3 })).toHaveLength(2);
  expect(() => assemble(message, { maxFragments: 2 })).toThrow(
    expect.objectContaining({ code: 1008, message: "too many fragments" }),
  );
});

it("a message that was given up leaves nothing behind", () => {
  const assembler = new Assembler(100, 100, null);
  const decoder = new FrameDecoder(false, false);
  for (const bytes of [frame(text, "61", false), frame(text, "62", false)]) {
    decoder.feed(bytes);
    decoder.next();
    expect(assembler.take(decoder.piece)).toBe(null);
    decoder.next();
    assembler.release();
  }
});
