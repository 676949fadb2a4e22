// RFC 7692 (permessage-deflate): one test for each demand. negotiation.test.ts tests the grammar of the parameters.
import { expect, it } from "vitest";
import { seededRandom } from "../fuzz/seeded-random.ts";
import { chunksOf, everyCut, hex } from "../fuzz/wire.ts";
import { Connection, type ConnectionEvent, type ConnectionOptions, type Role, stepsOf } from "./connection.ts";
import type { DeflateParameters } from "./deflate.ts";
import { deflateAlone } from "./deflate.ts";
import { encodeFrame, type FrameOptions, opcode } from "./frame.ts";
import { answerUpgrade, UpgradeResponse, upgradeRequest } from "./handshake.ts";
import type { DeflateOffer, DeflateOptions } from "./negotiation.ts";

const random = seededRandom(16);
const roles: readonly Role[] = ["server", "client"];
const plain: DeflateParameters = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: 15,
  clientMaxWindowBits: 15,
};

const connect = (role: Role, options: Partial<ConnectionOptions> = {}): Connection =>
  new Connection({ role, randomFill: random.fill, deflate: plain, ...options });

const framed = (role: Role, code: number, payload: Buffer, options: FrameOptions = {}): Buffer =>
  encodeFrame(code, payload, { mask: role === "server" ? random.bytes(4) : null, ...options });

const hear = (
  role: Role,
  chunks: readonly Buffer[],
  options: Partial<ConnectionOptions> = {},
): readonly ConnectionEvent[] => {
  const connection = connect(role, options);
  return chunks.flatMap((chunk) => [...stepsOf(connection, Buffer.from(chunk))]).flatMap(({ events }) => events);
};

/** A handshake between our two sides. Returns what each of them takes to be agreed. */
const negotiate = (
  offers: readonly DeflateOffer[],
  options: DeflateOptions | null,
): readonly [DeflateParameters | null, DeflateParameters | null] => {
  const key = "dGhlIHNhbXBsZSBub25jZQ==";
  const [, ...lines] = upgradeRequest({ host: "example.com", path: "/", key, deflate: offers })
    .toString()
    .trim()
    .split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  );
  const answer = answerUpgrade({ method: "GET", httpVersion: "1.1", headers }, { deflate: options });
  const upgraded = new UpgradeResponse({ key, deflate: offers }).receive(answer.response);
  return [answer.accepted ? answer.deflate : null, upgraded?.deflate ?? null];
};

const hello = hex("f2 48 cd c9 c9 07 00");

it("5 off by default, on both sides", () => {
  expect(negotiate([], {})).toEqual([null, null]);
  expect(negotiate([{}], null)).toEqual([null, null]);
  expect(negotiate([{}], {})).toEqual([plain, plain]);
});

it("5.1, 7.1 both sides agree on all four parameters, whatever is offered and wanted", () => {
  const switches = [undefined, true];
  const serverBits = [undefined, 8, 12, 15];
  const clientBits = [undefined, true, 8, 12, 15] as const;
  for (const serverNo of switches) {
    for (const clientNo of switches) {
      for (const server of serverBits) {
        for (const client of clientBits) {
          const offer: DeflateOffer = {
            ...(serverNo && { serverNoContextTakeover: serverNo }),
            ...(clientNo && { clientNoContextTakeover: clientNo }),
            ...(server && { serverMaxWindowBits: server }),
            ...(client && { clientMaxWindowBits: client }),
          };
          for (const options of [
            {},
            { serverNoContextTakeover: true, serverMaxWindowBits: 10 },
            { clientNoContextTakeover: true, clientMaxWindowBits: 9 },
          ]) {
            const [here, there] = negotiate([offer], options);
            expect(here).toEqual(there);
            expect(here === null).toBe(client === undefined && "clientMaxWindowBits" in options);
            if (here && server) expect(here.serverMaxWindowBits).toBeLessThanOrEqual(server);
            if (here && serverNo) expect(here.serverNoContextTakeover).toBe(true);
          }
        }
      }
    }
  }
});

it("5.1 of several offers the first acceptable one wins", () => {
  const [agreed] = negotiate([{}, { clientMaxWindowBits: 12 }, { clientMaxWindowBits: true }], {
    clientMaxWindowBits: 10,
  });
  expect(agreed).toEqual({ ...plain, clientMaxWindowBits: 10 });
});

it.each(roles)("6.1 %s: RSV1 stands on the first frame of a message, and nowhere else", (role) => {
  const parts = [hello.subarray(0, 3), hello.subarray(3)] as const;
  const fragments = Buffer.concat([
    framed(role, opcode.text, parts[0], { rsv1: true, fin: false }),
    framed(role, opcode.continuation, parts[1]),
  ]);
  for (const chunks of everyCut(fragments)) expect(hear(role, chunks)).toEqual([{ type: "text", text: "Hello" }]);
  const twice = Buffer.concat([
    framed(role, opcode.text, parts[0], { rsv1: true, fin: false }),
    framed(role, opcode.continuation, parts[1], { rsv1: true }),
  ]);
  for (const chunks of everyCut(twice)) expect(hear(role, chunks)).toMatchObject([{ type: "close", code: 1002 }]);
  for (const code of [opcode.close, opcode.ping, opcode.pong]) {
    expect(hear(role, [framed(role, code, Buffer.alloc(0), { rsv1: true })])).toMatchObject([
      { type: "close", code: 1002 },
    ]);
  }
});

it.each(roles)("6 %s: RSV1 without the extension fails with 1002", (role) => {
  expect(hear(role, [framed(role, opcode.text, hello, { rsv1: true })], { deflate: null })).toMatchObject([
    { type: "close", code: 1002 },
  ]);
});

it.each(roles)("6 %s: control frames come between compressed fragments, and are not compressed", (role) => {
  const bytes = Buffer.concat([
    framed(role, opcode.text, hello.subarray(0, 3), { rsv1: true, fin: false }),
    framed(role, opcode.ping, Buffer.from("now")),
    framed(role, opcode.continuation, hello.subarray(3)),
  ]);
  for (const chunks of everyCut(bytes))
    expect(hear(role, chunks)).toEqual([
      { type: "ping", data: Buffer.from("now") },
      { type: "text", text: "Hello" },
    ]);
  expect(connect(role).ping(Buffer.from("p")).output[0]?.[0]).toBe(0x89);
});

it.each(roles)("6 %s: a message may still be received as it is", (role) => {
  expect(hear(role, [framed(role, opcode.text, Buffer.from("Hello"))])).toEqual([{ type: "text", text: "Hello" }]);
});

it.each(roles)("7.2.1, 7.2.2 %s: the last four bytes are stripped and restored", (role) => {
  const frame = connect(role).sendText("Hello").output[0] ?? Buffer.alloc(0);
  expect(frame[0]).toBe(0xc1);
  expect((frame[1] ?? 0) & 0x7f).toBe(hello.length);
  expect(hear(role, [framed(role, opcode.text, hello, { rsv1: true })])).toEqual([{ type: "text", text: "Hello" }]);
});

it.each(roles)("7.2.3 %s: the examples of the standard", (role) => {
  const sequence = [
    "f2 48 cd c9 c9 07 00",
    "f2 00 11 00 00",
    "00 05 00 fa ff 48 65 6c 6c 6f 00",
    "f3 48 cd c9 c9 07 00 00",
    "f2 48 05 00 00 00 ff ff ca c9 c9 07 00",
  ];
  const bytes = Buffer.concat(sequence.map((payload) => framed(role, opcode.text, hex(payload), { rsv1: true })));
  for (const chunks of everyCut(bytes))
    expect(hear(role, chunks)).toEqual(sequence.map(() => ({ type: "text", text: "Hello" })));
});

const settings = [8, 9, 12, 15].flatMap((bits) => [true, false].map((alone) => [bits, alone] as const));

it.each(settings)("7.1 messages both ways with windows of 2^%i bytes, no context takeover: %j", (bits, alone) => {
  const deflate = {
    serverNoContextTakeover: alone,
    clientNoContextTakeover: alone,
    serverMaxWindowBits: bits,
    clientMaxWindowBits: bits,
  };
  const [server, client] = [connect("server", { deflate }), connect("client", { deflate })];
  for (let round = 0; round < 30; round++) {
    const text = Array.from({ length: random.integer(2_000) }, () =>
      random.pick(["Hello ", "Größe ", "漢字 ", "x"]),
    ).join("");
    for (const [from, to] of [
      [server, client],
      [client, server],
    ] as const) {
      const bytes = Buffer.concat(from.sendText(text).output);
      const events = chunksOf(bytes, 1 + random.integer(3_000))
        .flatMap((chunk) => [...stepsOf(to, chunk)])
        .flatMap(({ events }) => events);
      expect(events).toEqual([{ type: "text", text }]);
    }
  }
});

it.each(roles)("%s: compressed text is checked as UTF-8 once it is inflated", (role) => {
  const frame = framed(role, opcode.text, deflateAlone(hex("61 ff"), 15), { rsv1: true });
  for (const chunks of everyCut(frame)) expect(hear(role, chunks)).toMatchObject([{ type: "close", code: 1007 }]);
  const split = deflateAlone(Buffer.from("€"), 15);
  const fragments = [
    framed(role, opcode.text, split.subarray(0, 2), { rsv1: true, fin: false }),
    framed(role, opcode.continuation, split.subarray(2)),
  ];
  expect(hear(role, fragments)).toEqual([{ type: "text", text: "€" }]);
});

it.each(roles)("%s: what is not deflate fails with 1007", (role) => {
  expect(hear(role, [framed(role, opcode.text, hex("ff ff"), { rsv1: true })])).toMatchObject([
    { type: "close", code: 1007 },
  ]);
});

it.each(roles)("%s: a bomb fails with 1009 at the limit", (role) => {
  const bomb = deflateAlone(Buffer.alloc(64 << 20), 15);
  expect(hear(role, [framed(role, opcode.binary, bomb, { rsv1: true })])).toMatchObject([
    { type: "close", code: 1009 },
  ]);
  const small = deflateAlone(Buffer.alloc(1_001), 15);
  const limit = { maxMessageBytes: 1_000 };
  expect(hear(role, [framed(role, opcode.binary, small, { rsv1: true })], limit)).toMatchObject([
    { type: "close", code: 1009 },
  ]);
});
