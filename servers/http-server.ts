// Node's HTTP server as every transport uses it: which requests are for it, which of them are to become WebSockets, and what
// is said to those that cannot be read. Knows no transport.

import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { type Connections, hasBody } from "./connections.ts";
import { isAuthority, readAbsolute } from "./protocol/request-target.ts";
import { asksForWebSocket } from "./protocol/websocket/handshake.ts";
import { type Refusal, rawRefusal } from "./refusal.ts";

export interface HttpOptions {
  /** How long an idle connection is kept for its next request; longer than the hold and any poll interval. */
  readonly keepAliveMs: number;
  /** A connection beyond these is closed at once, unanswered. */
  readonly maxConnections: number;
  /** The longest head of a request, upgrades included: 431 beyond it. */
  readonly maxHeaderBytes: number;
  /** A connection that has not sent its request's head, upgrades included, within this is answered 408. */
  readonly handshakeMs: number;
}

/** Takes over a connection whose request is to become a WebSocket or, by CONNECT, a tunnel; `head` is what came behind it. */
type HandOver = (request: IncomingMessage, head: Buffer) => void;

/** `hasWebSocket` tells whether WebSockets are to be had at a target in origin form. */
export const createHttpServer = (
  options: HttpOptions,
  connections: Connections,
  hasWebSocket: (target: string) => boolean,
  serve: RequestListener,
  handOver: HandOver,
): Server => {
  const server = createServer(
    {
      keepAliveTimeout: options.keepAliveMs,
      requestTimeout: 0,
      maxHeaderSize: options.maxHeaderBytes,
      headersTimeout: options.handshakeMs,
      connectionsCheckingInterval: Math.ceil(options.handshakeMs / 4),
      // A poll has no body, and needs no stream to read one from.
      optimizeEmptyRequests: true,
      // Node would drop a second Host line. Joined, two of them name no host, and faultOf refuses that.
      joinDuplicateHeaders: true,
      requireHostHeader: false,
      // A body would come in the midst of the new protocol.
      shouldUpgradeCallback: (request) => !hasBody(request),
    },
    (request, response) => {
      connections.note(request, response);
      // Node would send chunks to a client of HTTP/1.0 that knows them (TE); RFC 9112 section 6.1 forbids it.
      if (isOld(request)) response.useChunkedEncodingByDefault = false;
      // Node loses what comes behind such a request.
      if (request.headers.upgrade !== undefined && hasBody(request)) response.shouldKeepAlive = false;
      serve(request, response);
    },
  );
  const again = readAgain(server, connections);
  server.on("upgrade", (request, _, head) => {
    const isHandshake = request.headers["sec-websocket-key"] !== undefined;
    // Elsewhere, too, a whole handshake gets its refusal (RFC 6455 section 4.2.2): its client can make nothing of a resource.
    if (isUpgrade(request) && (isHandshake || hasWebSocket(request.url ?? ""))) handOver(request, head);
    else again(request, head);
  });
  server.on("connect", (request, _, head) => handOver(request, head));
  server.maxConnections = options.maxConnections;
  // Expectations other than to go on may be passed over (RFC 9110 section 10.1.1); a refusal by Node would not be counted.
  return server.on("checkExpectation", (request, response) => server.emit("request", request, response));
};

/**
 * Whether a request asks for a WebSocket. Any other wish to upgrade is passed over, and the resource served (RFC 9110 section 7.8):
 * for another protocol, of an older client, by another method.
 */
export const isUpgrade = (request: IncomingMessage): boolean =>
  request.method === "GET" && !isOld(request) && asksForWebSocket(request) && faultOf(request) === null;

/** Has Node read a request once more, without its wish to upgrade: where that is passed over, Node loses what came behind it. */
const readAgain = (server: Server, connections: Connections): HandOver => {
  // Node's own listener, the only one so far.
  const [listen] = server.listeners("connection");
  const ignore = (): void => {};
  return (request, head) => {
    const { socket } = request;
    socket.on("error", ignore);
    connections.handOver(socket, Buffer.concat([headWithoutUpgrade(request), head]), (unread) => {
      socket.off("error", ignore);
      if (unread.length > 0) socket.unshift(unread);
      listen?.call(server, socket);
    });
  };
};

/** The request's head, which faultOf may have changed. */
const headWithoutUpgrade = ({ method, url, httpVersion, rawHeaders, headers }: IncomingMessage): Buffer => {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = "", value = ""] = rawHeaders.slice(i, i + 2);
    if (/^host$/i.test(name)) lines.push(`${name}: ${headers.host}`);
    else if (!/^upgrade$/i.test(name)) lines.push(`${name}: ${value}`);
  }
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
};

const isOld = ({ httpVersionMajor, httpVersionMinor }: IncomingMessage): boolean =>
  httpVersionMajor < 1 || (httpVersionMajor === 1 && httpVersionMinor < 1);

/**
 * Why a request is for no server (RFC 9112 section 3.2); null where it may be for this one. A target in absolute form is put into
 * origin form, and what it names takes the place of Host's value.
 */
export const faultOf = (request: IncomingMessage): Refusal | null => {
  const { headers, url = "" } = request;
  if (headers.host === undefined ? !isOld(request) : !isAuthority(headers.host)) return wrongHost;
  if (url.startsWith("/") || url === "*") return null;
  const target = readAbsolute(url);
  if (target === null) return wrongTarget;
  request.url = target.path;
  headers.host = target.authority;
  return null;
};

const wrongHost: Refusal = { status: 400, reason: "the Host header has to be there once, and name one host" };
const wrongTarget: Refusal = { status: 400, reason: "the request's target is no path and no address of HTTP" };

const notHttp: Refusal = { status: 400, reason: "this is not an HTTP/1.1 request" };

/** The answers to heads that Node did not read to their ends, by Node's code for why. */
const unread: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: "the request's head is too large" },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: "the request took too long" },
};

/** Refuses what is no request of HTTP, or came too slowly or too large to be one: no route sees it. */
export const refuseUnread =
  (connections: Connections) =>
  ({ code = "" }: Error & { readonly code?: string }, socket: Duplex): void => {
    // Bytes behind a request that says it is the last are not looked at (RFC 9112 section 9.6).
    if (code === "ECONNRESET" || code === "HPE_CLOSED_CONNECTION") return;
    connections.refuse(socket, rawRefusal(unread[code] ?? notHttp), code === "HPE_INVALID_EOF_STATE");
  };
