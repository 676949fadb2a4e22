// RFC 6455 section 4 and the sections it refers to: one test for each demand on the opening handshake, by role.
import { expect, it } from "vitest";
import { chunksOf } from "../fuzz/wire.ts";
import {
  acceptKey,
  answerUpgrade,
  refuseUpgrade,
  type UpgradeRequest,
  UpgradeResponse,
  upgradeRequest,
} from "./handshake.ts";

const key = "dGhlIHNhbXBsZSBub25jZQ==";
const headers = {
  host: "example.com",
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-key": key,
  "sec-websocket-version": "13",
};

const statusOf = (changes: Partial<UpgradeRequest>, allowedOrigins: readonly string[] | null = null): number => {
  const request = { method: "GET", httpVersion: "1.1", ...changes, headers: { ...headers, ...changes.headers } };
  const answer = answerUpgrade(request, { allowedOrigins });
  return answer.accepted ? 101 : answer.status;
};

const acceptance = [
  "HTTP/1.1 101 Switching Protocols",
  "Upgrade: websocket",
  "Connection: Upgrade",
  `Sec-WebSocket-Accept: ${acceptKey(key)}`,
];

const clientTakes = (lines: readonly string[], offered: { subprotocols?: readonly string[] } = {}): boolean => {
  try {
    return new UpgradeResponse({ key, ...offered }).receive(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`)) !== null;
  } catch {
    return false;
  }
};

it("4.2.1 server: anything but GET is 400", () => {
  for (const method of ["POST", "HEAD", "CONNECT", "get"]) expect(statusOf({ method })).toBe(400);
});

it("4.2.1 server: HTTP below 1.1 is 400", () => {
  expect(["0.9", "1.0", "1.1", "2.0"].map((httpVersion) => statusOf({ httpVersion }))).toEqual([400, 400, 101, 101]);
});

it("4.2.1 server: no Host is 400", () => {
  expect(statusOf({ headers: { host: undefined } })).toBe(400);
});

it("4.2.1 server: Upgrade has to name websocket, in any case", () => {
  expect(["websocket", "WebSocket", "WEBSOCKET"].map((upgrade) => statusOf({ headers: { upgrade } }))).toEqual([
    101, 101, 101,
  ]);
  expect([undefined, "h2c", "web socket"].map((upgrade) => statusOf({ headers: { upgrade } }))).toEqual([
    400, 400, 400,
  ]);
});

it("4.2.1 server: Connection has to hold the token Upgrade, in any case, also in a list", () => {
  expect(["upgrade", "keep-alive, UPGRADE"].map((connection) => statusOf({ headers: { connection } }))).toEqual([
    101, 101,
  ]);
  expect([undefined, "close", "Upgraded"].map((connection) => statusOf({ headers: { connection } }))).toEqual([
    400, 400, 400,
  ]);
});

it("4.2.1 server: a key that is not 16 bytes of base64 is 400", () => {
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

it("4.4 server: a version that is not 13 is 426, and says 13", () => {
  for (const version of [undefined, "0", "8", "14", "013"])
    expect(statusOf({ headers: { "sec-websocket-version": version } })).toBe(426);
  expect(refuseUpgrade(426, "").toString()).toContain("\r\nSec-WebSocket-Version: 13\r\n");
});

it("4.2.2 server: an unknown path is 404", () => {
  expect(refuseUpgrade(404, "nothing here").toString()).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
});

it("4.2.2, 10.2 server: a refused origin is 403", () => {
  expect(statusOf({ headers: { origin: "https://evil.example" } }, ["https://example.com"])).toBe(403);
  expect(statusOf({ headers: { origin: "https://example.com" } }, ["https://example.com"])).toBe(101);
});

it("4.2.2 server: accept is base64 of the SHA-1 of key and GUID", () => {
  expect(acceptKey(key)).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
});

it("4.2.2 server: a subprotocol only if it was offered", () => {
  const choose = (offered: string | undefined): string =>
    answerUpgrade(
      { method: "GET", httpVersion: "1.1", headers: { ...headers, "sec-websocket-protocol": offered } },
      { subprotocols: ["chat"] },
    ).response.toString();
  expect(choose("superchat, chat")).toContain("\r\nSec-WebSocket-Protocol: chat\r\n");
  expect(choose("superchat")).not.toMatch(/Sec-WebSocket-Protocol/i);
  expect(choose(undefined)).not.toMatch(/Sec-WebSocket-Protocol/i);
});

it("9.1 server: never an extension that was not offered", () => {
  const answer = answerUpgrade({ method: "GET", httpVersion: "1.1", headers }, { deflate: {} });
  expect(answer.response.toString()).not.toMatch(/Sec-WebSocket-Extensions/i);
});

it("4.1 client: the request carries its nonce and version 13", () => {
  const request = upgradeRequest({ host: "example.com", path: "/", key }).toString();
  expect(request).toContain(`\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n`);
  expect(Buffer.from(key, "base64")).toHaveLength(16);
});

it("4.1 client: fails on missing or wrong Upgrade, Connection, Accept", () => {
  expect(clientTakes(acceptance)).toBe(true);
  for (const index of [1, 2, 3]) {
    expect(clientTakes(acceptance.filter((_, at) => at !== index))).toBe(false);
    expect(clientTakes(acceptance.map((line, at) => (at === index ? `${line}x` : line)))).toBe(false);
  }
});

it("4.1 client: nothing counts as open before the answer is checked", () => {
  const response = new UpgradeResponse({ key });
  const bytes = Buffer.from(`${acceptance.join("\r\n")}\r\n\r\n`);
  for (const chunk of chunksOf(bytes.subarray(0, -1), 1)) expect(response.receive(chunk)).toBe(null);
  expect(response.receive(bytes.subarray(-1))).toMatchObject({ headBytes: bytes.length });
});

it("4.1 client: fails on an extension or a subprotocol that it did not offer", () => {
  expect(clientTakes([...acceptance, "Sec-WebSocket-Extensions: permessage-deflate"])).toBe(false);
  expect(clientTakes([...acceptance, "Sec-WebSocket-Protocol: chat"])).toBe(false);
  expect(clientTakes([...acceptance, "Sec-WebSocket-Protocol: chat"], { subprotocols: ["chat"] })).toBe(true);
});
