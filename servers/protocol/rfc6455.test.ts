// RFC 6455, one test for each thing that it demands of a server, of a client, and of both.
import { expect, test } from "vitest";
import { Connection, type ConnectionEvent, type ConnectionOptions, type Role } from "./connection.ts";
import { closeCode, isWireCode } from "./error.ts";
import { encodeFrame, type FrameOptions, opcode } from "./frame.ts";
import {
  acceptKey,
  answerUpgrade,
  refuseUpgrade,
  type UpgradeRequest,
  UpgradeResponse,
  upgradeRequest,
} from "./handshake.ts";
import { seededRandom } from "./seeded-random.ts";
import { chunksOf, everyCut, hex } from "./wire.ts";

const key = "dGhlIHNhbXBsZSBub25jZQ==";
const headers = {
  host: "example.com",
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-key": key,
  "sec-websocket-version": "13",
};

function statusOf(changes: Partial<UpgradeRequest>, allowedOrigins: readonly string[] | null = null): number {
  const request = { method: "GET", httpVersion: "1.1", ...changes, headers: { ...headers, ...changes.headers } };
  const answer = answerUpgrade(request, { allowedOrigins });
  return answer.accepted ? 101 : answer.status;
}

const acceptance = [
  "HTTP/1.1 101 Switching Protocols",
  "Upgrade: websocket",
  "Connection: Upgrade",
  `Sec-WebSocket-Accept: ${acceptKey(key)}`,
];

function clientTakes(lines: readonly string[], offered: { subprotocols?: readonly string[] } = {}): boolean {
  try {
    return new UpgradeResponse({ key, ...offered }).receive(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`)) !== null;
  } catch {
    return false;
  }
}

test("4.2.1 server: anything but GET is 400", () => {
  for (const method of ["POST", "HEAD", "CONNECT", "get"]) expect(statusOf({ method })).toBe(400);
});

test("4.2.1 server: HTTP below 1.1 is 400", () => {
  expect(["0.9", "1.0", "1.1", "2.0"].map((httpVersion) => statusOf({ httpVersion }))).toEqual([400, 400, 101, 101]);
});

test("4.2.1 server: no Host is 400", () => {
  expect(statusOf({ headers: { host: undefined } })).toBe(400);
});

test("4.2.1 server: Upgrade has to name websocket, in any case", () => {
  expect(["websocket", "WebSocket", "WEBSOCKET"].map((upgrade) => statusOf({ headers: { upgrade } }))).toEqual([
    101, 101, 101,
  ]);
  expect([undefined, "h2c", "web socket"].map((upgrade) => statusOf({ headers: { upgrade } }))).toEqual([
    400, 400, 400,
  ]);
});

test("4.2.1 server: Connection has to hold the token Upgrade, in any case, also in a list", () => {
  expect(["upgrade", "keep-alive, UPGRADE"].map((connection) => statusOf({ headers: { connection } }))).toEqual([
    101, 101,
  ]);
  expect([undefined, "close", "Upgraded"].map((connection) => statusOf({ headers: { connection } }))).toEqual([
    400, 400, 400,
  ]);
});

test("4.2.1 server: a key that is not 16 bytes of base64 is 400", () => {
  for (const wrong of [
    undefined,
    "",
    "x",
    Buffer.alloc(15).toString("base64"),
    Buffer.alloc(17).toString("base64"),
    key.slice(0, -1),
  ]) {
    expect(statusOf({ headers: { "sec-websocket-key": wrong } })).toBe(400);
  }
});

test("4.4 server: a version that is not 13 is 426, and says 13", () => {
  for (const version of [undefined, "0", "8", "14", "013"])
    expect(statusOf({ headers: { "sec-websocket-version": version } })).toBe(426);
  expect(refuseUpgrade(426, "").toString()).toContain("\r\nSec-WebSocket-Version: 13\r\n");
});

test("4.2.2 server: an unknown path is 404", () => {
  expect(refuseUpgrade(404, "nothing here").toString()).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
});

test("4.2.2, 10.2 server: a refused origin is 403", () => {
  expect(statusOf({ headers: { origin: "https://evil.example" } }, ["https://example.com"])).toBe(403);
  expect(statusOf({ headers: { origin: "https://example.com" } }, ["https://example.com"])).toBe(101);
});

test("4.2.2 server: accept is base64 of the SHA-1 of key and GUID", () => {
  expect(acceptKey(key)).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
});

test("4.2.2 server: a subprotocol only if it was offered", () => {
  const choose = (offered: string | undefined): string =>
    answerUpgrade(
      { method: "GET", httpVersion: "1.1", headers: { ...headers, "sec-websocket-protocol": offered } },
      { subprotocols: ["chat"] },
    ).response.toString();
  expect(choose("superchat, chat")).toContain("\r\nSec-WebSocket-Protocol: chat\r\n");
  expect(choose("superchat")).not.toMatch(/Sec-WebSocket-Protocol/i);
  expect(choose(undefined)).not.toMatch(/Sec-WebSocket-Protocol/i);
});

test("9.1 server: never an extension that was not offered", () => {
  const answer = answerUpgrade({ method: "GET", httpVersion: "1.1", headers }, { deflate: {} });
  expect(answer.response.toString()).not.toMatch(/Sec-WebSocket-Extensions/i);
});

test("4.1 client: the request carries its nonce and version 13", () => {
  const request = upgradeRequest({ host: "example.com", path: "/", key }).toString();
  expect(request).toContain(`\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n`);
  expect(Buffer.from(key, "base64")).toHaveLength(16);
});

test("4.1 client: fails on missing or wrong Upgrade, Connection, Accept", () => {
  expect(clientTakes(acceptance)).toBe(true);
  for (const index of [1, 2, 3]) {
    expect(clientTakes(acceptance.filter((_, at) => at !== index))).toBe(false);
    expect(clientTakes(acceptance.map((line, at) => (at === index ? `${line}x` : line)))).toBe(false);
  }
});

test("4.1 client: nothing counts as open before the answer is checked", () => {
  const response = new UpgradeResponse({ key });
  const bytes = Buffer.from(`${acceptance.join("\r\n")}\r\n\r\n`);
  for (const chunk of chunksOf(bytes.subarray(0, -1), 1)) expect(response.receive(chunk)).toBe(null);
  expect(response.receive(bytes.subarray(-1))).toMatchObject({ headBytes: bytes.length });
});

test("4.1 client: fails on an extension or a subprotocol that it did not offer", () => {
  expect(clientTakes([...acceptance, "Sec-WebSocket-Extensions: permessage-deflate"])).toBe(false);
  expect(clientTakes([...acceptance, "Sec-WebSocket-Protocol: chat"])).toBe(false);
  expect(clientTakes([...acceptance, "Sec-WebSocket-Protocol: chat"], { subprotocols: ["chat"] })).toBe(true);
});

const roles: readonly Role[] = ["server", "client"];
const random = seededRandom(15);

function connect(role: Role, options: Partial<ConnectionOptions> = {}): Connection {
  return new Connection({ role, randomFill: random.fill, ...options });
}

/** A frame as the peer of `role` writes it. */
function framed(role: Role, code: number, payload: Buffer | string, options: FrameOptions = {}): Buffer {
  return encodeFrame(code, Buffer.from(payload), { mask: role === "server" ? random.bytes(4) : null, ...options });
}

interface Heard {
  readonly events: readonly ConnectionEvent[];
  readonly output: Buffer;
  readonly end: boolean;
}

function hear(role: Role, chunks: readonly Buffer[], options: Partial<ConnectionOptions> = {}): Heard {
  const connection = connect(role, options);
  const steps = chunks.map((chunk) => connection.receive(Buffer.from(chunk)));
  return {
    events: steps.flatMap(({ events }) => events),
    output: Buffer.concat(steps.flatMap(({ output }) => output)),
    end: steps.some(({ end }) => end),
  };
}

/** Fails with the code, told to the peer and to the owner, however the bytes are cut; TCP is ended. */
function expectFailure(
  role: Role,
  code: number,
  bytes: Buffer,
  before: readonly ConnectionEvent[] = [],
  options: Partial<ConnectionOptions> = {},
): void {
  for (const chunks of bytes.length > 200 ? [[bytes], chunksOf(bytes, 1)] : everyCut(bytes)) {
    const { events, output, end } = hear(role, chunks, options);
    const told = connect(role === "server" ? "client" : "server").receive(output);
    expect(events).toEqual([...before, { type: "close", code, reason: expect.any(String) }]);
    expect(told.events.at(-1)).toMatchObject({ type: "close", code });
    expect(end).toBe(true);
  }
}

const text = (content: string): ConnectionEvent => ({ type: "text", text: content });

test("5.1 server: an unmasked frame fails with 1002", () => {
  for (const code of [opcode.text, opcode.ping, opcode.close])
    expectFailure("server", 1002, encodeFrame(code, Buffer.alloc(0)));
});

test("5.1 client: a masked frame fails with 1002", () => {
  for (const code of [opcode.text, opcode.ping, opcode.close])
    expectFailure("client", 1002, encodeFrame(code, Buffer.alloc(0), { mask: random.bytes(4) }));
});

/** Everything that a connection can send, frame by frame. */
function allFrames(role: Role): readonly Buffer[] {
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
}

test("5.1 server: never masks", () => {
  expect(allFrames("server").map((frame) => (frame[1] ?? 0) & 0x80)).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test("5.1, 5.3 client: a fresh mask for every frame, control frames included", () => {
  const frames = allFrames("client");
  expect(frames.map((frame) => (frame[1] ?? 0) & 0x80)).toEqual([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]);
  expect(new Set(frames.map((frame) => frame.toString("hex", 2, 6))).size).toBe(7);
});

test("5.5.1, 7.1.1 server: ends TCP after both close frames, whoever began", () => {
  expect(hear("server", [framed("server", opcode.close, "")]).end).toBe(true);
  const began = connect("server");
  expect(began.close().end).toBe(false);
  expect(began.receive(framed("server", opcode.close, "")).end).toBe(true);
});

test("7.1.1 client: leaves TCP to the server after both close frames", () => {
  expect(hear("client", [framed("client", opcode.close, "")]).end).toBe(false);
  const began = connect("client");
  began.close();
  expect(began.receive(framed("client", opcode.close, "")).end).toBe(false);
  expect(began.receiveEnd().end).toBe(true);
});

test.each(roles)("5.2 %s: a reserved bit without an extension fails with 1002", (role) => {
  for (const bit of [0x40, 0x20, 0x10]) {
    for (const code of [0, 1, 2, 8, 9, 10]) {
      const frame = framed(role, code, "");
      frame[0] = (frame[0] ?? 0) | bit;
      expectFailure(role, 1002, frame);
    }
  }
});

test.each(roles)("5.2 %s: an unknown opcode fails with 1002", (role) => {
  for (const code of [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) expectFailure(role, 1002, framed(role, code, ""));
});

test.each(roles)("5.2 %s: a length that is not in its shortest form fails with 1002", (role) => {
  const [bit, mask] = role === "server" ? ["fe", "01020304"] : ["7e", ""];
  const long = role === "server" ? "ff" : "7f";
  for (const length of ["0000", "007d"]) expectFailure(role, 1002, hex(`82 ${bit} ${length} ${mask}`));
  for (const length of ["0000000000000000", "000000000000007e", "000000000000ffff"])
    expectFailure(role, 1002, hex(`82 ${long} ${length} ${mask}`));
});

test.each(roles)("5.2 %s: the top bit of a 64-bit length fails with 1002", (role) => {
  expectFailure(role, 1002, hex(role === "server" ? "82 ff 8000000000010000 01020304" : "82 7f 8000000000010000"));
});

test.each(roles)("5.2 %s: sends lengths in their shortest form", (role) => {
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

test.each(roles)("5.4 %s: a text in fragments, however they are cut", (role) => {
  const fragments = Buffer.concat([
    framed(role, opcode.text, "Hel", { fin: false }),
    framed(role, opcode.continuation, "lo"),
  ]);
  for (const chunks of everyCut(fragments)) expect(hear(role, chunks).events).toEqual([text("Hello")]);
});

test("5.7 the examples of the standard, however they are cut", () => {
  const both = hex("01 03 48656c 80 02 6c6f");
  for (const chunks of everyCut(hex("81 05 48656c6c6f")))
    expect(hear("client", chunks).events).toEqual([text("Hello")]);
  for (const chunks of everyCut(hex("81 85 37fa213d 7f9f4d5158")))
    expect(hear("server", chunks).events).toEqual([text("Hello")]);
  for (const chunks of everyCut(both)) expect(hear("client", chunks).events).toEqual([text("Hello")]);
  for (const chunks of everyCut(hex("89 05 48656c6c6f")))
    expect(hear("client", chunks).events).toEqual([{ type: "ping", data: Buffer.from("Hello") }]);
  for (const [header, length] of [
    ["82 7E 0100", 256],
    ["82 7F 0000000000010000", 65_536],
  ] as const) {
    const data = random.bytes(length);
    const [event] = hear("client", [hex(header), data]).events;
    expect(event?.type === "binary" && event.data.equals(data)).toBe(true);
  }
});

test.each(roles)("5.4 %s: a continuation of nothing fails with 1002", (role) => {
  expectFailure(role, 1002, framed(role, opcode.continuation, "a"));
  expectFailure(role, 1002, Buffer.concat([framed(role, opcode.text, "a"), framed(role, opcode.continuation, "b")]), [
    text("a"),
  ]);
});

test.each(roles)("5.4 %s: a message inside another fails with 1002", (role) => {
  for (const code of [opcode.text, opcode.binary]) {
    expectFailure(role, 1002, Buffer.concat([framed(role, opcode.text, "a", { fin: false }), framed(role, code, "b")]));
  }
});

test.each(roles)("5.4, 5.5 %s: control frames are handled inside a fragmented message", (role) => {
  const bytes = Buffer.concat([
    framed(role, opcode.text, "Hel", { fin: false }),
    framed(role, opcode.ping, "now"),
    framed(role, opcode.continuation, "l", { fin: false }),
    framed(role, opcode.pong, ""),
    framed(role, opcode.continuation, "o"),
  ]);
  for (const chunks of everyCut(bytes)) {
    const { events, output } = hear(role, chunks);
    expect(events).toEqual([
      { type: "ping", data: Buffer.from("now") },
      { type: "pong", data: Buffer.alloc(0) },
      text("Hello"),
    ]);
    expect(output.length).toBe(role === "client" ? 9 : 5);
  }
  const closing = Buffer.concat([framed(role, opcode.text, "Hel", { fin: false }), framed(role, opcode.close, "")]);
  for (const chunks of everyCut(closing))
    expect(hear(role, chunks).events).toEqual([{ type: "close", code: 1005, reason: "" }]);
});

test.each(roles)("5.5 %s: a control frame of more than 125 bytes fails with 1002", (role) => {
  for (const code of [opcode.close, opcode.ping, opcode.pong])
    expectFailure(role, 1002, framed(role, code, Buffer.alloc(126)));
  expect(hear(role, [framed(role, opcode.ping, Buffer.alloc(125))]).events).toHaveLength(1);
  expect(() => connect(role).ping(Buffer.alloc(126))).toThrow(RangeError);
});

test.each(roles)("5.5 %s: a fragmented control frame fails with 1002", (role) => {
  for (const code of [opcode.close, opcode.ping, opcode.pong])
    expectFailure(role, 1002, framed(role, code, "", { fin: false }));
});

test.each(roles)("5.5.2, 5.5.3 %s: a ping is answered with a pong of the same bytes", (role) => {
  for (const length of [0, 1, 125]) {
    const data = random.bytes(length);
    const { output } = hear(role, [framed(role, opcode.ping, data)]);
    expect(connect(role === "server" ? "client" : "server").receive(output).events).toEqual([{ type: "pong", data }]);
  }
});

test.each(roles)("5.5.1 %s: a close frame is answered with its code, and nothing is sent after", (role) => {
  for (const [body, code] of [
    ["", closeCode.none],
    ["03e8", 1000],
    ["0fa0 62796521", 4000],
  ] as const) {
    const connection = connect(role);
    const step = connection.receive(framed(role, opcode.close, hex(body)));
    const told = connect(role === "server" ? "client" : "server").receive(Buffer.concat(step.output));
    expect(told.events).toEqual([{ type: "close", code, reason: "" }]);
    expect(connection.sendText("late").output).toEqual([]);
    expect(connection.ping().output).toEqual([]);
  }
});

test.each(roles)(
  "5.5.1, 7.4 %s: a close body of one byte, or with a code that is not for the wire, fails with 1002",
  (role) => {
    expectFailure(role, 1002, framed(role, opcode.close, hex("03")));
    for (const code of [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]) {
      const body = Buffer.alloc(2);
      body.writeUInt16BE(code);
      expect(isWireCode(code)).toBe(false);
      expectFailure(role, 1002, framed(role, opcode.close, body));
    }
  },
);

test.each(roles)("5.5.1, 7.4 %s: every other code is taken, and none but those is ever sent", (role) => {
  for (let code = 0; code <= 5_100; code++) {
    if (isWireCode(code)) {
      const body = Buffer.alloc(2);
      body.writeUInt16BE(code);
      expect(hear(role, [framed(role, opcode.close, body)]).events).toEqual([{ type: "close", code, reason: "" }]);
      expect(connect(role).close(code).output).toHaveLength(1);
    } else if (code !== closeCode.none) expect(() => connect(role).close(code)).toThrow(RangeError);
  }
});

test.each(roles)("5.5.1 %s: a close reason that is not UTF-8 fails with 1007", (role) => {
  for (const reason of ["ff", "e282", "eda080"])
    expectFailure(role, 1007, framed(role, opcode.close, hex(`03e8 ${reason}`)));
});

test.each(roles)("5.6, 8.1 %s: text has to be UTF-8 as a whole, else 1007", (role) => {
  for (const bytes of ["ff", "c0 80", "ed a0 80", "f4 90 80 80", "e2 82", "61 80"]) {
    expectFailure(role, 1007, framed(role, opcode.text, hex(bytes)));
    expectFailure(
      role,
      1007,
      Buffer.concat([framed(role, opcode.text, hex(bytes), { fin: false }), framed(role, opcode.continuation, "")]),
    );
  }
});

test.each(roles)("5.6 %s: a code point may be split over fragments", (role) => {
  const bytes = [...Buffer.from("a€😀")];
  const fragments = bytes.map((byte, index) =>
    framed(role, index === 0 ? opcode.text : opcode.continuation, Buffer.from([byte]), {
      fin: index === bytes.length - 1,
    }),
  );
  for (const chunks of everyCut(Buffer.concat(fragments))) expect(hear(role, chunks).events).toEqual([text("a€😀")]);
});

test.each(roles)(
  "8.1 %s: an invalid byte fails as soon as it arrives, in an unfinished fragment of an unfinished frame",
  (role) => {
    for (const [start, bad] of [
      ["", "ff"],
      ["48656c6c6f", "80"],
      ["e2", "28"],
      ["ed", "a0"],
      ["f4", "90"],
      ["61".repeat(3_000), "c0"],
      ["e6bca2".repeat(30_000), "ff"],
    ] as const) {
      const payload = Buffer.concat([hex(start), hex(bad), Buffer.alloc(100, "a")]);
      const frame = framed(role, opcode.text, payload, { fin: false });
      const first = frame.length - 101;
      const connection = connect(role);
      for (const chunk of chunksOf(frame.subarray(0, first), 40_000))
        expect(connection.receive(chunk)).toEqual({ events: [], output: [], end: false });
      expect(connection.receive(Buffer.from(frame.subarray(first, first + 1)))).toMatchObject({
        events: [{ type: "close", code: 1007 }],
        end: true,
      });
    }
  },
);

test.each(roles)("7.1.7 %s: after failing, nothing more is read or sent", (role) => {
  const connection = connect(role);
  connection.receive(framed(role, 3, ""));
  expect(connection.receive(framed(role, opcode.text, "late"))).toEqual({ events: [], output: [], end: false });
  expect([connection.sendText("late"), connection.ping(), connection.close()].flatMap(({ output }) => output)).toEqual(
    [],
  );
});

test.each(roles)("10.4 %s: a message past the limit fails with 1009, as soon as its header says so", (role) => {
  const limit = { maxMessageBytes: 1_000 };
  expectFailure(
    role,
    1009,
    framed(role, opcode.binary, Buffer.alloc(1_001)).subarray(0, role === "server" ? 8 : 4),
    [],
    limit,
  );
  const fragments = Buffer.concat([
    framed(role, opcode.text, Buffer.alloc(600), { fin: false }),
    framed(role, opcode.continuation, Buffer.alloc(401)),
  ]);
  expectFailure(role, 1009, fragments, [], limit);
  expect(hear(role, [framed(role, opcode.binary, Buffer.alloc(1_000))], limit).events).toHaveLength(1);
});

test.each(roles)("10.4 %s: too many fragments fail with 1008", (role) => {
  const fragments = Array.from({ length: 11 }, (_, index) =>
    framed(role, index === 0 ? opcode.text : opcode.continuation, "", { fin: false }),
  );
  expectFailure(role, 1008, Buffer.concat(fragments), [], { maxFragments: 10 });
});

test.each(roles)("TCP may split anywhere %s: a conversation byte by byte and cut in two at every place", (role) => {
  const bytes = Buffer.concat([
    framed(role, opcode.text, "Größe"),
    framed(role, opcode.binary, Buffer.alloc(130, 1)),
    framed(role, opcode.ping, "p"),
    framed(role, opcode.close, hex("03e8")),
  ]);
  for (const chunks of everyCut(bytes)) {
    expect(hear(role, chunks).events).toEqual([
      text("Größe"),
      { type: "binary", data: Buffer.alloc(130, 1) },
      { type: "ping", data: Buffer.from("p") },
      { type: "close", code: 1000, reason: "" },
    ]);
  }
});

test.each(roles)("%s: 65 537 fragments, 16 MiB, and a message byte by byte, in linear time and memory", (role) => {
  const many = Array.from({ length: 65_537 }, (_, index) =>
    framed(role, index === 0 ? opcode.text : opcode.continuation, "x", { fin: index === 65_536 }),
  );
  for (const size of [65_536, 1]) {
    const [event] = hear(role, chunksOf(Buffer.concat(many), size)).events;
    expect(event?.type === "text" && event.text === "x".repeat(65_537)).toBe(true);
  }
  const big = Buffer.alloc(1 << 24, "Größe ");
  for (const code of [opcode.text, opcode.binary]) {
    const [event] = hear(role, chunksOf(framed(role, code, big), 65_536), { maxMessageBytes: 1 << 24 }).events;
    const received = event?.type === "text" ? Buffer.from(event.text) : event?.type === "binary" ? event.data : null;
    expect(received?.equals(big)).toBe(true);
  }
});
