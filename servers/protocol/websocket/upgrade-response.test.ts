import { expect, it } from "vitest";
import { chunksOf, everyCut } from "../fuzz/wire.ts";
import { HandshakeError, type Upgraded, type UpgradeExpectation, UpgradeResponse } from "./upgrade-response.ts";

const key = "dGhlIHNhbXBsZSBub25jZQ==";
const proper = [
  "HTTP/1.1 101 Switching Protocols",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
];

const bytes = (lines: readonly string[], rest = ""): Buffer =>
  Buffer.from(`${lines.join("\r\n")}\r\n\r\n${rest}`, "latin1");

const receive = (chunks: readonly Buffer[], expectation: Partial<UpgradeExpectation> = {}): Upgraded | null => {
  const response = new UpgradeResponse({ key, ...expectation });
  for (const [index, chunk] of chunks.entries()) {
    const upgraded = response.receive(chunk);
    if (upgraded !== null) return { ...upgraded, rest: Buffer.concat([upgraded.rest, ...chunks.slice(index + 1)]) };
  }
  return null;
};

it("a proper answer, however it is cut, and what comes behind it", () => {
  const all = bytes(proper, "\x81\x01a");
  for (const chunks of everyCut(all)) {
    expect(receive(chunks)).toEqual({
      headBytes: all.length - 3,
      rest: Buffer.from("\x81\x01a", "latin1"),
      subprotocol: null,
      deflate: null,
    });
  }
  expect(receive([all.subarray(0, all.length - 4)])).toBe(null);
});

it.each([
  [
    "names in any case",
    [
      "HTTP/1.1 101 Anything",
      "UPGRADE: WebSocket",
      "connection:upgrade",
      `Sec-Websocket-Accept:\t${"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="} `,
    ],
  ],
  ["no reason phrase", ["HTTP/1.1 101", ...proper.slice(1)]],
  [
    "a list of connection options",
    [...proper.filter((line) => !line.startsWith("Conn")), "Connection: keep-alive", "Connection: Upgrade"],
  ],
  ["other headers, also twice", [...proper, "Set-Cookie: a=1", "Set-Cookie: b=2", "Date: \xe9"]],
])("%s are accepted", (_, lines) => {
  expect(receive([bytes(lines)])).toMatchObject({ subprotocol: null, deflate: null });
});

it.each([
  ["100", ["HTTP/1.1 100 Continue"]],
  [
    "103 with fields, of which some are faults in a final answer",
    ["HTTP/1.1 103 Early Hints", "Link: </a>", "no colon"],
  ],
  ["one that nobody knows, without a reason", ["HTTP/1.1 199"]],
  ["several", ["HTTP/1.1 102 Processing", "", "HTTP/1.1 100 Continue", "Upgrade: x", "", "HTTP/1.0 100 Continue"]],
])("interim answers before it are passed, however they are cut (RFC 9110 section 15.2): %s", (_, lines) => {
  const [interim, all] = [bytes(lines), Buffer.concat([bytes(lines), bytes(proper, "\x81\x01a")])];
  for (const chunks of everyCut(all)) {
    expect(receive(chunks)).toMatchObject({ headBytes: all.length - 3, rest: Buffer.from("\x81\x01a", "latin1") });
  }
  for (const chunks of [[interim], chunksOf(interim, 1)]) expect(receive(chunks)).toBe(null);
});

it("interim answers count towards the longest head", () => {
  const interim = bytes(["HTTP/1.1 100 Continue"]);
  const many = Buffer.concat(Array.from({ length: 1000 }, () => interim));
  for (const size of [1 << 20, 1000, 1]) {
    expect(() => receive(chunksOf(many, size))).toThrow(new HandshakeError("answer's head too long", null));
  }
});

const without = (name: string): readonly string[] => proper.filter((line) => !line.startsWith(name));

it.each<[string, number | null, readonly string[]]>([
  ["server refused the upgrade", 403, ["HTTP/1.1 403 Forbidden"]],
  ["server refused the upgrade", 200, ["HTTP/1.1 200 OK", ...proper.slice(1)]],
  ["answer is older than HTTP/1.1", 101, ["HTTP/1.0 101 OK", ...proper.slice(1)]],
  ["answer is not HTTP", null, ["SSH-2.0-x"]],
  ["answer is not HTTP", null, ["HTTP/1.1 1010 x"]],
  ["answer does not upgrade to websocket", 101, without("Upgrade")],
  ["answer does not upgrade to websocket", 101, [...without("Upgrade"), "Upgrade: websocket, h2c"]],
  ["answer's Connection does not say Upgrade", 101, without("Connection")],
  ["answer's Connection does not say Upgrade", 101, [...without("Connection"), "Connection: close"]],
  ["answer has a wrong Sec-WebSocket-Accept", 101, without("Sec-")],
  [
    "answer has a wrong Sec-WebSocket-Accept",
    101,
    [...without("Sec-"), "Sec-WebSocket-Accept: x3pPLMBiTxaQ9kYGzzhZRbK+xOo="],
  ],
  ["header field given twice", 101, [...proper, "Upgrade: websocket"]],
  ["header field given twice", 101, [...proper, "sec-websocket-accept: x"]],
  ["malformed header field", 101, [...proper, "no colon"]],
  ["malformed header field", 101, [...proper, "blank : before"]],
  ["malformed header field", 101, [...proper, " folded: line"]],
  ["malformed header field", 101, [...proper, "a: \0"]],
  ["subprotocol was not offered", 101, [...proper, "Sec-WebSocket-Protocol: c"]],
  ["extension was not offered", 101, [...proper, "Sec-WebSocket-Extensions: foo"]],
  ["extension was not offered", 101, [...proper, "Sec-WebSocket-Extensions: permessage-deflate, foo"]],
  [
    "extension was not offered",
    101,
    [...proper, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9"],
  ],
  ["malformed extensions", 101, [...proper, "Sec-WebSocket-Extensions: a; ="]],
])("%s (status %j): %#", (message, status, lines) => {
  for (const chunks of [[bytes(lines)], chunksOf(bytes(lines), 1)]) {
    expect(() => receive(chunks, { subprotocols: ["a", "b"], deflate: [{}] })).toThrow(
      expect.objectContaining({ name: "HandshakeError", message, status, code: 1006 }),
    );
  }
});

it("what was offered may be answered", () => {
  const lines = [
    ...proper,
    "Sec-WebSocket-Protocol: b",
    "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9",
  ];
  expect(receive([bytes(lines)], { subprotocols: ["a", "b"], deflate: [{}] })).toMatchObject({
    subprotocol: "b",
    deflate: { serverMaxWindowBits: 9 },
  });
  expect(() => receive([bytes(lines)], { subprotocols: ["a", "b"] })).toThrow(
    new HandshakeError("extension was not offered", 101),
  );
  expect(() => receive([bytes(lines)], { deflate: [{}] })).toThrow("subprotocol was not offered");
});

it("a head may have 16 KiB and not more, and never holds more", () => {
  const room = 16_384 - bytes([...proper, "x: "]).length;
  const full = bytes([...proper, `x: ${"x".repeat(room)}`]);
  expect(full).toHaveLength(16_384);
  for (const size of [1 << 20, 1_000, 1]) {
    expect(receive(chunksOf(full, size))).toMatchObject({ headBytes: 16_384 });
    const longer = bytes([...proper, `x: ${"x".repeat(room + 1)}`]);
    expect(() => receive(chunksOf(longer, size))).toThrow(new HandshakeError("answer's head too long", null));
  }
  expect(() => receive([Buffer.alloc(1 << 20, "x")])).toThrow("answer's head too long");
});
