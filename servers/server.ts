// The Fastify app that every transport stands on: one log, one port, one way to start and stop. Knows no transport: each
// is an endpoint that mounts itself.

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { MessageLog } from "./log.ts";
import { bareHeaders, refuseUpgrade } from "./protocol/websocket/handshake.ts";
import { type ServerTraffic, TrafficCounter } from "./traffic.ts";

export { publishedAnswerHeaders } from "./published-headers.ts";
export type { ServerTraffic } from "./traffic.ts";

/** Every limit and time of the servers, resolved. */
export interface ServerOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** How long a long poll without news is held. */
  readonly holdMs: number;
  /** How long an idle connection is kept for its next request; longer than the hold and any poll interval. */
  readonly keepAliveMs: number;
  /** A connection beyond these is closed at once, unanswered. */
  readonly maxConnections: number;
  /** The longest head of a request, upgrades included: 431 beyond it. */
  readonly maxHeaderBytes: number;
  /** A connection that has not sent its request's head, upgrades included, within this is answered 408. */
  readonly handshakeMs: number;
  /** A subscriber with more than this still unsent is disconnected (1013); it can resume from its cursor. */
  readonly maxBufferedBytes: number;
  /** The longest message that a subscriber may send, inflated where it is compressed: 1009 beyond it. */
  readonly maxMessageBytes: number;
  /** The most frames that one message may come in: 1008 beyond it. */
  readonly maxFragments: number;
  /** A WebSocket is pinged this often, and cut off if nothing has come from it within `pongWithinMs` after that. */
  readonly pingEveryMs: number;
  readonly pongWithinMs: number;
  /** An event stream gets a comment this often, so that no proxy takes it for dead. */
  readonly commentEveryMs: number;
  /** Upgrades from pages of other origins are refused (403); null allows any. */
  readonly allowedOrigins: readonly string[] | null;
  /**
   * Asked about a WebSocket after each arrival of bytes that leaves a message without its end or answers unread, with the bytes of
   * that message: false ends the connection (1013). null: each connection has its own bounds alone.
   */
  readonly mayKeep: ((request: IncomingMessage, unfinishedBytes: number) => boolean) | null;
  /**
   * Headers, names and values in turn, that a poll's answer has instead of its own and of Node's for a kept connection;
   * Content-Length and Date stay. Empty: its own.
   */
  readonly pollHeaders: readonly string[];
}

export const defaultServerOptions: ServerOptions = {
  host: "127.0.0.1",
  port: 0,
  holdMs: 30_000,
  keepAliveMs: 75_000,
  maxConnections: 100_000,
  maxHeaderBytes: 16 * 1024,
  handshakeMs: 10_000,
  maxBufferedBytes: 1024 * 1024,
  maxMessageBytes: 1024 * 1024,
  maxFragments: 1024,
  pingEveryMs: 30_000,
  pongWithinMs: 10_000,
  commentEveryMs: 15_000,
  allowedOrigins: null,
  mayKeep: null,
  pollHeaders: [],
};

/** How many subscribers the server let go, by reason. */
export interface Disconnections {
  /** More than `maxBufferedBytes` was waiting to be sent. */
  readonly tooSlow: number;
  /** A WebSocket did not answer a ping, or an event stream took nothing of what it missed. */
  readonly silent: number;
}

export interface PushServer {
  /** http://host:port, without a path. */
  readonly url: string;
  disconnections(): Disconnections;
  /** The traffic of its whole life so far, sockets that have closed included. */
  traffic(): ServerTraffic;
  /** Answers the requests that are held, says goodbye to all that are connected, and frees the port. */
  close(): Promise<void>;
}

/** A transport's habits unless it is told otherwise, in words for a reader who compares two. */
export interface TransportDefaults {
  readonly connection: string;
  /** How messages go that come in one turn of the event loop, or while a subscriber has no way open. */
  readonly batching: string;
  readonly compression: string;
  /** The bytes sent when there is nothing to tell. */
  readonly upkeep: string;
}

export type StartServer = (log: MessageLog, options: ServerOptions) => Promise<PushServer>;

/** Why a request is not served, and after how long it may be asked again, where that is known. */
export interface Refusal {
  readonly status: number;
  /** One line. */
  readonly reason: string;
  readonly retryAfterSec?: number;
}

/** One transport's side of the server. */
export interface Endpoint {
  readonly path: string;
  /** Adds the routes of a transport that answers requests. */
  mount?(app: FastifyInstance): void;
  /** Takes over a connection at its upgrade; `head` is what came behind the request. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer, since: number | null): void;
  /** Asked about every request as it comes, before its turn; false means that it is answered, or its connection cut. */
  admits?(request: IncomingMessage, response: ServerResponse): boolean;
  /** Asked about every request and upgrade, whatever its path, before it is served; null lets it through. */
  objection?(request: IncomingMessage): Refusal | null;
  disconnections?(): Disconnections;
  /** Lets every subscriber go; the port is kept until what it returns has resolved. */
  close(): void | Promise<void>;
}

/** The endpoint's bytes are counted nowhere without `traffic`. */
export type CreateEndpoint = (log: MessageLog, options: ServerOptions, traffic?: TrafficCounter) => Endpoint;

/** Rejects with the system's error where the port cannot be had. */
export const startPushServer = async (
  log: MessageLog,
  options: ServerOptions,
  create: readonly CreateEndpoint[],
): Promise<PushServer> => {
  const traffic = new TrafficCounter();
  const endpoints = create.map((f) => f(log, options, traffic));
  const app = appOf(endpoints, options, traffic);
  const stop = async (): Promise<void> => {
    await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    await app.close();
  };
  try {
    await app.listen({ host: options.host, port: options.port, backlog: 4096 });
  } catch (error) {
    // The endpoints' timers would keep the process.
    await stop();
    throw error;
  }
  return {
    url: app.listeningOrigin,
    disconnections: () => endpoints.map((endpoint) => endpoint.disconnections?.() ?? none).reduce(add, none),
    traffic: () => traffic.traffic(),
    close: stop,
  };
};

const appOf = (endpoints: readonly Endpoint[], options: ServerOptions, traffic: TrafficCounter): FastifyInstance => {
  const objection = objectionOf(endpoints);
  const app = Fastify({
    serverFactory: (serve) => httpServer(options, admitted(endpoints, serve)),
    exposeHeadRoutes: false,
    // A path that cannot be decoded reaches no route, and no hook before one.
    frameworkErrors: (_error, request, reply) => {
      const refusal = objection?.(request.raw) ?? { status: 400, reason: "the address cannot be read" };
      reply.hijack();
      reply.raw.writeHead(refusal.status, { "Content-Type": "application/json", ...Object.fromEntries(bareHeaders) });
      reply.raw.end(JSON.stringify({ error: refusal.reason }));
    },
    clientErrorHandler: refuseUnread,
  });
  app.server.maxConnections = options.maxConnections;
  app.server.on("connection", (socket) => traffic.watch(socket));
  // Answers of ours go past Fastify's reply: these are refusals.
  app.addHook("onSend", (request, _reply, payload, done) => {
    if (typeof payload === "string") traffic.bookRefusal(request.raw.socket, Buffer.byteLength(payload));
    done();
  });
  if (objection !== null) {
    app.addHook("onRequest", (request, reply, done) => {
      const refusal = objection(request.raw);
      if (refusal === null) done();
      else refuseRequest(reply, refusal);
    });
  }
  for (const endpoint of endpoints) endpoint.mount?.(app);
  app.server.on("upgrade", (request, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    traffic.bookUpgrade(socket, head.length);
    const refusal = objection?.(request) ?? upgradeAt(endpoints, request, socket, head);
    if (refusal !== null) refuse(socket, refusal);
  });
  return app;
};

/** Hands the connection to the endpoint at the request's path; returns why not where there is none. */
const upgradeAt = (
  endpoints: readonly Endpoint[],
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Refusal | null => {
  const target = URL.parse(request.url ?? "", "http://any");
  const endpoint = endpoints.find(({ path }) => path === target?.pathname);
  const since = readSince(target?.searchParams.get("since") ?? null);
  if (endpoint?.upgrade === undefined) return { status: 404, reason: "there is no WebSocket at this path" };
  if (since === "invalid") return { status: 400, reason: sinceError };
  endpoint.upgrade(request, socket, head, since);
  return null;
};

const httpServer = (options: ServerOptions, serve: RequestListener): Server => {
  const server = createServer(
    {
      keepAliveTimeout: options.keepAliveMs,
      requestTimeout: 0,
      maxHeaderSize: options.maxHeaderBytes,
      headersTimeout: options.handshakeMs,
      connectionsCheckingInterval: Math.ceil(options.handshakeMs / 4),
      // A poll has no body, and needs no stream to read one from.
      optimizeEmptyRequests: true,
      // A request for another protocol (curl --http2) may be answered in this one (RFC 9110 section 7.8).
      shouldUpgradeCallback: ({ headers }) => !/^h2c$/i.test(headers.upgrade ?? ""),
    },
    serve,
  );
  // Expectations other than to go on may be passed over (RFC 9110 section 10.1.1); a refusal by Node would not be counted.
  return server.on("checkExpectation", (request, response) => server.emit("request", request, response));
};

/** `serve` for those requests that all endpoints admit, each in its turn. */
const admitted = (endpoints: readonly Endpoint[], serve: RequestListener): RequestListener => {
  const serveInTurn = inTurn(serve);
  const askable = endpoints.filter((endpoint) => endpoint.admits !== undefined);
  if (askable.length === 0) return serveInTurn;
  return (request, response) => {
    if (askable.every((endpoint) => endpoint.admits?.(request, response))) serveInTurn(request, response);
  };
};

/**
 * `serve` for each request once those before it on its connection are answered (RFC 9112 section 9.3.2). A connection so holds
 * one answer at most, however many it asked for, and the socket is the answer's own.
 */
const inTurn =
  (serve: RequestListener): RequestListener =>
  (request, response) => {
    if (response.socket !== null) serve(request, response);
    else response.once("socket", ({ destroyed }) => destroyed || serve(request, response));
  };

/** The answers to heads that Node did not read to their ends, by Node's code for why. */
const unread: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "the request's head is too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "the request took too long"],
};

/** Refuses what is no request of HTTP, or came too slowly or too large to be one: no route sees it. */
const refuseUnread = (error: Error & { readonly code?: string }, socket: Duplex): void => {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const [status, reason] = unread[error.code ?? ""] ?? [400, "this is not an HTTP/1.1 request"];
  const json = JSON.stringify({ error: reason });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${json.length}`,
    ...bareHeaders.map(([name, value]) => `${name}: ${value}`),
  ];
  if (socket.writable) socket.write(`${lines.join("\r\n")}\r\n\r\n${json}`);
  socket.destroy(error);
};

/** Returns the first objection of any endpoint to a request; null if no endpoint ever objects. */
const objectionOf = (endpoints: readonly Endpoint[]): ((request: IncomingMessage) => Refusal | null) | null => {
  const askable = endpoints.filter((endpoint) => endpoint.objection !== undefined);
  if (askable.length === 0) return null;
  return (request) => {
    for (const endpoint of askable) {
      const refusal = endpoint.objection?.(request) ?? null;
      if (refusal !== null) return refusal;
    }
    return null;
  };
};

export const refuseRequest = (reply: FastifyReply, { status, reason, retryAfterSec }: Refusal): FastifyReply => {
  if (retryAfterSec !== undefined) reply.header("Retry-After", retryAfterSec);
  return reply.code(status).send({ error: reason });
};

const refuse = (socket: Duplex, { status, reason, retryAfterSec }: Refusal): void => {
  socket.write(refuseUpgrade(status, reason, retryAfterSec === undefined ? [] : [`Retry-After: ${retryAfterSec}`]));
  leave(socket);
};

/** How long a peer may take to end TCP after it was told to go. */
export const lingerMs = 2_000;

/** Ends TCP, and does not wait for the peer's end for ever. */
export const leave = (socket: Duplex): void => {
  if (socket.writableEnded || socket.destroyed) return;
  socket.end();
  endWithin(socket, lingerMs);
};

/** Destroys the socket if it has not closed by then. */
export const endWithin = (socket: Duplex, ms: number): void => {
  const timer = setTimeout(() => socket.destroy(), ms);
  socket.once("close", () => clearTimeout(timer));
};

const none: Disconnections = { tooSlow: 0, silent: 0 };
const add = (x: Disconnections, y: Disconnections): Disconnections => ({
  tooSlow: x.tooSlow + y.tooSlow,
  silent: x.silent + y.silent,
});

export const sinceError = "since must be the seq of a message: a whole number from 0";

/** The cursor of a request: null where it has none. */
export const readSince = (text: string | null): number | null | "invalid" => {
  if (text === null) return null;
  const seq = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(seq) ? seq : "invalid";
};
