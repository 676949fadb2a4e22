// The opening handshake, the server's side of it and both requests and answers as bytes (RFC 6455 section 4).
// It does not know paths, sockets, or where the nonce comes from.
import { acceptKey } from "./accept-key.ts";
import type { DeflateOffer, DeflateOptions, DeflateParameters } from "./deflate.ts";
import { formatExtension, isToken, listMembers, parseExtensions } from "./extension.ts";
import { acceptDeflate, offerDeflate } from "./negotiation.ts";

export { acceptKey } from "./accept-key.ts";
export { HandshakeError, UpgradeResponse } from "./upgrade-response.ts";

/** The parts of a request that the server reads; Node's IncomingMessage has them. Header names are in lower case. */
export interface UpgradeRequest {
  readonly method?: string | undefined;
  readonly httpVersion: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface HandshakeOptions {
  /** Origins that a browser may connect from; null or left out: any. A client that sends no origin is no browser, and passes. */
  readonly allowedOrigins?: readonly string[] | null;
  /** The subprotocols the server speaks; the first that the client offers is chosen. */
  readonly subprotocols?: readonly string[];
  /** The server's wishes for permessage-deflate; null or left out: nothing is compressed. */
  readonly deflate?: DeflateOptions | null;
}

/** `response` is the whole answer. Where it refuses, the connection has to be ended after it. */
type UpgradeAnswer =
  | {
      readonly accepted: true;
      readonly response: Buffer;
      readonly subprotocol: string | null;
      readonly deflate: DeflateParameters | null;
    }
  | { readonly accepted: false; readonly status: number; readonly response: Buffer };

const protocolVersion = "13";
/** 16 bytes of base64: the last character before the padding holds two bits. */
const keyPattern = /^[A-Za-z0-9+/]{21}[AQgw]==$/;

const reasons: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  410: "Gone",
  426: "Upgrade Required",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  503: "Service Unavailable",
};

/** Section 4.2: reads a request and answers it, 101 or 400, 403, 426. */
export const answerUpgrade = (request: UpgradeRequest, options: HandshakeOptions): UpgradeAnswer => {
  const fault = findFault(request, options);
  if (fault !== null) return refusal(...fault);
  const offers = parseExtensions(read(request, "sec-websocket-extensions"));
  if (offers === null) return refusal(400, "malformed extensions");
  const lines = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${acceptKey(read(request, "sec-websocket-key"))}`,
  ];
  const offered = listMembers(read(request, "sec-websocket-protocol"));
  const subprotocol = offered.find((name) => options.subprotocols?.includes(name)) ?? null;
  if (subprotocol !== null) lines.push(`Sec-WebSocket-Protocol: ${subprotocol}`);
  const deflate = options.deflate ? acceptDeflate(offers, options.deflate) : null;
  if (deflate !== null) lines.push(`Sec-WebSocket-Extensions: ${formatExtension(deflate.answer)}`);
  return { accepted: true, response: head(lines), subprotocol, deflate: deflate?.parameters ?? null };
};

const refusal = (status: number, reason: string): UpgradeAnswer => ({
  accepted: false,
  status,
  response: refuseUpgrade(status, reason),
});

/** Whether a request's Upgrade header names WebSocket among the protocols that its client would change to. */
export const asksForWebSocket = (request: Pick<UpgradeRequest, "headers">): boolean =>
  hasToken(read(request, "upgrade"), "websocket");

/** The headers of any refusal: nobody keeps it, and it is no page. */
export const bareHeaders = [
  ["Cache-Control", "no-store"],
  ["X-Content-Type-Options", "nosniff"],
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"],
] as const;

/** A whole refusal: status line, headers (further ones as lines), and the reason as a line of text. */
export const refuseUpgrade = (status: number, reason: string, headers: readonly string[] = []): Buffer => {
  const body = `${reason}\n`;
  const lines = [
    `HTTP/1.1 ${status} ${reasons[status] ?? "Refused"}`,
    // Whoever names protocols to change to says so here too (RFC 9110 section 7.8).
    `Connection: ${status === 426 ? "Upgrade, close" : "close"}`,
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...bareHeaders.map(([name, value]) => `${name}: ${value}`),
    ...headers,
  ];
  // Section 4.4: the answer names the version that is understood.
  if (status === 426) lines.push("Upgrade: websocket", `Sec-WebSocket-Version: ${protocolVersion}`);
  return Buffer.concat([head(lines), Buffer.from(body)]);
};

/** Section 4.1: the client's request. `key` is base64 of 16 bytes that are new and unpredictable for each connection. */
export const upgradeRequest = (request: {
  readonly host: string;
  readonly path: string;
  readonly key: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly subprotocols?: readonly string[];
  readonly deflate?: readonly DeflateOffer[];
}): Buffer => {
  const { subprotocols = [], deflate = [], headers = [] } = request;
  const lines = [
    `GET ${request.path} HTTP/1.1`,
    `Host: ${request.host}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${request.key}`,
    `Sec-WebSocket-Version: ${protocolVersion}`,
  ];
  if (subprotocols.length > 0) lines.push(`Sec-WebSocket-Protocol: ${subprotocols.join(", ")}`);
  if (deflate.length > 0) {
    lines.push(`Sec-WebSocket-Extensions: ${deflate.map((offer) => formatExtension(offerDeflate(offer))).join(", ")}`);
  }
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  return head(lines);
};

/** Section 4.2.1, in its order, but the version before the key: an older client has another kind of key. */
const findFault = (request: UpgradeRequest, { allowedOrigins }: HandshakeOptions): readonly [number, string] | null => {
  if (request.method !== "GET") return [400, "the method has to be GET"];
  if (!isHttpVersion(request.httpVersion)) return [400, "HTTP has to be 1.1 or newer"];
  if (read(request, "host") === "") return [400, "the Host header is missing"];
  if (!asksForWebSocket(request)) return [400, "the Upgrade header has to name websocket"];
  if (!hasToken(read(request, "connection"), "upgrade")) return [400, "the Connection header has to name Upgrade"];
  if (read(request, "sec-websocket-version") !== protocolVersion)
    return [426, `the version has to be ${protocolVersion}`];
  if (!keyPattern.test(read(request, "sec-websocket-key"))) return [400, "the key has to be 16 bytes in base64"];
  const protocols = listMembers(read(request, "sec-websocket-protocol"));
  if (!protocols.every(isToken) || new Set(protocols).size < protocols.length) return [400, "malformed subprotocols"];
  const origin = read(request, "origin");
  if (origin !== "" && allowedOrigins && !allowedOrigins.includes(origin)) return [403, "this origin is not allowed"];
  return null;
};

const isHttpVersion = (version: string): boolean => {
  if (version === "1.1") return true;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 1 || (major === 1 && minor >= 1);
};

const read = (request: Pick<UpgradeRequest, "headers">, name: string): string => {
  const value = request.headers[name];
  return typeof value === "string" ? value.trim() : (value ?? []).join(", ");
};

const hasToken = (header: string, token: string): boolean =>
  header.toLowerCase() === token || listMembers(header).some((member) => member.toLowerCase() === token);

const head = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
