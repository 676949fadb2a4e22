import { expect, it } from "vitest";
import {
  answerUpgrade,
  type HandshakeOptions,
  refuseUpgrade,
  type UpgradeRequest,
  upgradeRequest,
} from "./handshake.ts";

const headers = {
  host: "example.com",
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version": "13",
};

const answer = (
  changes: Partial<UpgradeRequest> = {},
  options: HandshakeOptions = {},
): ReturnType<typeof answerUpgrade> =>
  answerUpgrade(
    { method: "GET", httpVersion: "1.1", ...changes, headers: { ...headers, ...changes.headers } },
    options,
  );

const lines = (bytes: Buffer): readonly string[] => bytes.toString("latin1").split("\r\n");

it("the whole answer to a proper request", () => {
  const { response, ...rest } = answer();
  expect(rest).toEqual({ accepted: true, subprotocol: null, deflate: null });
  expect(lines(response)).toEqual([
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    "",
    "",
  ]);
});

it.each<[string, Partial<UpgradeRequest>]>([
  ["names in any case", { headers: { upgrade: "WebSocket", connection: "upgrade" } }],
  ["a list of connection options", { headers: { connection: "keep-alive, Upgrade" } }],
  ["a list of protocols to upgrade to", { headers: { upgrade: "h2c, websocket" } }],
  ["headers that came more than once", { headers: { connection: ["keep-alive", "Upgrade"] } }],
  ["a newer HTTP/1", { httpVersion: "1.2" }],
  ["a newer HTTP", { httpVersion: "2.0" }],
])("%s are accepted", (_, request) => {
  expect(answer(request).accepted).toBe(true);
});

it.each<[number, string, Partial<UpgradeRequest>]>([
  [400, "the method has to be GET", { method: "POST" }],
  [400, "the method has to be GET", { method: undefined }],
  [400, "HTTP has to be 1.1 or newer", { httpVersion: "1.0" }],
  [400, "HTTP has to be 1.1 or newer", { httpVersion: "" }],
  [400, "the Host header is missing", { headers: { host: undefined } }],
  [400, "the Upgrade header has to name websocket", { headers: { upgrade: undefined } }],
  [400, "the Upgrade header has to name websocket", { headers: { upgrade: "websockets" } }],
  [400, "the Connection header has to name Upgrade", { headers: { connection: undefined } }],
  [400, "the Connection header has to name Upgrade", { headers: { connection: "keep-alive" } }],
  [426, "the version has to be 13", { headers: { "sec-websocket-version": undefined } }],
  [426, "the version has to be 13", { headers: { "sec-websocket-version": "8" } }],
  [426, "the version has to be 13", { headers: { "sec-websocket-version": "13, 8" } }],
  [400, "the key has to be 16 bytes in base64", { headers: { "sec-websocket-key": undefined } }],
  [400, "the key has to be 16 bytes in base64", { headers: { "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ" } }],
  [400, "the key has to be 16 bytes in base64", { headers: { "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZR==" } }],
  [
    400,
    "the key has to be 16 bytes in base64",
    { headers: { "sec-websocket-key": Buffer.alloc(17).toString("base64") } },
  ],
  [400, "malformed subprotocols", { headers: { "sec-websocket-protocol": "a b" } }],
  [400, "malformed subprotocols", { headers: { "sec-websocket-protocol": "a, a" } }],
  [400, "malformed extensions", { headers: { "sec-websocket-extensions": "a; =" } }],
])("%i: %s", (status, reason, request) => {
  const refused = answer(request);
  expect(refused).toMatchObject({ accepted: false, status });
  expect(lines(refused.response)[0]).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(refused.response.toString()).toMatch(new RegExp(`\r\n\r\n${reason}\n$`));
});

it("an origin that is not on the list is refused with 403, a client without one is no browser", () => {
  const allowedOrigins = ["https://example.com"];
  for (const origin of ["https://example.com.evil", "http://example.com", "null"]) {
    expect(answer({ headers: { origin } }, { allowedOrigins })).toMatchObject({ accepted: false, status: 403 });
    expect(answer({ headers: { origin } }, { allowedOrigins: null }).accepted).toBe(true);
    expect(answer({ headers: { origin } }).accepted).toBe(true);
  }
  expect(answer({ headers: { origin: "https://example.com" } }, { allowedOrigins }).accepted).toBe(true);
  expect(answer({}, { allowedOrigins: [] }).accepted).toBe(true);
});

it("the first subprotocol that both know, in the client's order", () => {
  const options = { subprotocols: ["a", "b"] };
  expect(answer({ headers: { "sec-websocket-protocol": "c, b, a" } }, options)).toMatchObject({ subprotocol: "b" });
  expect(lines(answer({ headers: { "sec-websocket-protocol": "c, b" } }, options).response)).toContain(
    "Sec-WebSocket-Protocol: b",
  );
  const none = answer({ headers: { "sec-websocket-protocol": "c" } }, options);
  expect(none).toMatchObject({ accepted: true, subprotocol: null });
  expect(none.response.toString()).not.toMatch(/protocol:/i);
  expect(answer({ headers: { "sec-websocket-protocol": "a" } })).toMatchObject({ subprotocol: null });
});

it("compression is off unless the server wants it and the client offers it", () => {
  const offered = { headers: { "sec-websocket-extensions": "foo, permessage-deflate; server_max_window_bits=10" } };
  for (const off of [answer(offered), answer(offered, { deflate: null }), answer({}, { deflate: {} })]) {
    expect(off).toMatchObject({ accepted: true, deflate: null });
    expect(off.response.toString()).not.toMatch(/extensions/i);
  }
  const on = answer(offered, { deflate: { clientNoContextTakeover: true } });
  expect(on).toMatchObject({ deflate: { serverMaxWindowBits: 10, clientNoContextTakeover: true } });
  expect(lines(on.response)).toContain(
    "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; server_max_window_bits=10",
  );
});

it("a refusal is a whole answer that ends the connection", () => {
  expect(lines(refuseUpgrade(404, "nothing here"))).toEqual([
    "HTTP/1.1 404 Not Found",
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Length: 13",
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    "",
    "nothing here\n",
  ]);
  expect(lines(refuseUpgrade(426, "old"))).toContain("Sec-WebSocket-Version: 13");
  expect(lines(refuseUpgrade(503, "full"))[0]).toBe("HTTP/1.1 503 Service Unavailable");
  expect(lines(refuseUpgrade(418, "tea"))[0]).toBe("HTTP/1.1 418 Refused");
});

it("a client's request, as short as it can be and with everything", () => {
  const request = { host: "example.com:80", path: "/chat?since=3", key: "dGhlIHNhbXBsZSBub25jZQ==" };
  const start = [
    "GET /chat?since=3 HTTP/1.1",
    "Host: example.com:80",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
  ];
  expect(lines(upgradeRequest(request))).toEqual([...start, "", ""]);
  expect(
    lines(
      upgradeRequest({
        ...request,
        headers: [["User-Agent", "x"]],
        subprotocols: ["a", "b"],
        deflate: [{ clientMaxWindowBits: true }, {}],
      }),
    ),
  ).toEqual([
    ...start,
    "Sec-WebSocket-Protocol: a, b",
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, permessage-deflate",
    "User-Agent: x",
    "",
    "",
  ]);
});
