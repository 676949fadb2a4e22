// RFC 6455 sections 5.1 to 5.3 and 5.5: one test for each demand on framing, by role.
import { expect, it } from "vitest";
import { connect, expectFailure, framed, hear, random, roles } from "../fuzz/conversation.ts";
import { hex } from "../fuzz/wire.ts";
import type { Role } from "./connection.ts";
import { encodeFrame, opcode } from "./frame.ts";

it("5.1 server: an unmasked frame fails with 1002", () => {
  for (const code of [opcode.text, opcode.ping, opcode.close])
    expectFailure("server", 1002, encodeFrame(code, Buffer.alloc(0)));
});

it("5.1 client: a masked frame fails with 1002", () => {
  for (const code of [opcode.text, opcode.ping, opcode.close])
    expectFailure("client", 1002, encodeFrame(code, Buffer.alloc(0), { mask: random.bytes(4) }));
});

/** Frames of every kind that a connection can send. */
const allFrames = (role: Role): readonly Buffer[] => {
  const connection = connect(role);
  return [
    connection.sendText("text"),
    connection.sendBinary(Buffer.from("binary")),
    connection.ping(Buffer.from("ping")),
    connection.receive(framed(role, opcode.ping, "pong")),
    connection.close(1000, "bye"),
    connect(role).receive(framed(role, opcode.close, "")),
    connect(role).receive(framed(role, 3, "")),
  ].flatMap(({ output }) => output);
};

it("5.1 server: never masks", () => {
  expect(allFrames("server").map((frame) => (frame[1] ?? 0) & 0x80)).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

it("5.1, 5.3 client: a fresh mask for every frame, control frames included", () => {
  const frames = allFrames("client");
  expect(frames.map((frame) => (frame[1] ?? 0) & 0x80)).toEqual([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]);
  expect(new Set(frames.map((frame) => frame.toString("hex", 2, 6))).size).toBe(7);
});

it.each(roles)("5.2 %s: a reserved bit without an extension fails with 1002", (role) => {
  for (const bit of [0x40, 0x20, 0x10]) {
    for (const code of [0, 1, 2, 8, 9, 10]) {
      const frame = framed(role, code, "");
      frame[0] = (frame[0] ?? 0) | bit;
      expectFailure(role, 1002, frame);
    }
  }
});

it.each(roles)("5.2 %s: an unknown opcode fails with 1002", (role) => {
  for (const code of [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) expectFailure(role, 1002, framed(role, code, ""));
});

it.each(roles)("5.2 %s: a length that is not in its shortest form fails with 1002", (role) => {
  const [bit, mask] = role === "server" ? ["fe", "01020304"] : ["7e", ""];
  const long = role === "server" ? "ff" : "7f";
  for (const length of ["0000", "007d"]) expectFailure(role, 1002, hex(`82 ${bit} ${length} ${mask}`));
  for (const length of ["0000000000000000", "000000000000007e", "000000000000ffff"])
    expectFailure(role, 1002, hex(`82 ${long} ${length} ${mask}`));
});

it.each(roles)("5.2 %s: the top bit of a 64-bit length fails with 1002", (role) => {
  expectFailure(role, 1002, hex(role === "server" ? "82 ff 8000000000010000 01020304" : "82 7f 8000000000010000"));
});

it.each(roles)("5.2 %s: sends lengths in their shortest form", (role) => {
  const masked = role === "client" ? 0x80 : 0;
  const start = (length: number): readonly number[] => [
    ...(connect(role).sendBinary(Buffer.alloc(length)).output[0] ?? []).slice(0, 10),
  ];
  expect(start(125)[1]).toBe(masked | 125);
  expect(start(126).slice(1, 4)).toEqual([masked | 126, 0, 126]);
  expect(start(256).slice(1, 4)).toEqual([masked | 126, 1, 0]);
  expect(start(65_535).slice(1, 4)).toEqual([masked | 126, 255, 255]);
  expect(start(65_536)).toEqual([0x82, masked | 127, 0, 0, 0, 0, 0, 1, 0, 0]);
});

it.each(roles)("5.5 %s: a control frame of more than 125 bytes fails with 1002", (role) => {
  for (const code of [opcode.close, opcode.ping, opcode.pong])
    expectFailure(role, 1002, framed(role, code, Buffer.alloc(126)));
  expect(hear(role, [framed(role, opcode.ping, Buffer.alloc(125))]).events).toHaveLength(1);
  expect(() => connect(role).ping(Buffer.alloc(126))).toThrow(RangeError);
});

it.each(roles)("5.5 %s: a fragmented control frame fails with 1002", (role) => {
  for (const code of [opcode.close, opcode.ping, opcode.pong])
    expectFailure(role, 1002, framed(role, code, "", { fin: false }));
});
