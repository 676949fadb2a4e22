// The Fastify app that every transport stands on: one log, one port, one way to start and stop. Knows no transport: each
// is an endpoint that mounts itself.

import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { Connections } from "./connections.ts";
import { createHttpServer, faultOf, type HttpOptions, refuseUnread } from "./http-server.ts";
import type { MessageLog } from "./log.ts";
import { parseTarget } from "./protocol/request-target.ts";
import { type Refusal, refuseBare, refuseRequest, refuseTaken } from "./refusal.ts";
import { type ServerTraffic, TrafficCounter } from "./traffic.ts";

export { endWithin, leave, lingerMs } from "./connections.ts";
export { isUpgrade } from "./http-server.ts";
export { publishedAnswerHeaders } from "./published-headers.ts";
export { type Refusal, refuseRequest } from "./refusal.ts";
export type { ServerTraffic } from "./traffic.ts";

/** Every limit and time of the servers, resolved. */
export interface ServerOptions extends HttpOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** How long a long poll without news is held. */
  readonly holdMs: number;
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
  const connections = new Connections();
  const endpoints = create.map((f) => f(log, options, traffic));
  const app = appOf(endpoints, options, connections, traffic);
  const stop = async (): Promise<void> => {
    await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    const forgoCutOff = await connections.stop();
    await app.close();
    forgoCutOff();
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

const appOf = (
  endpoints: readonly Endpoint[],
  options: ServerOptions,
  connections: Connections,
  traffic: TrafficCounter,
): FastifyInstance => {
  const objection = objectionOf(endpoints);
  const handOver = (request: IncomingMessage, head: Buffer): void => {
    const { socket } = request;
    socket.on("error", destroy);
    traffic.bookUpgrade(socket, head.length);
    connections.handOver(socket, head, (unread) => {
      const refusal = connections.stopping ? stops : (objection?.(request) ?? upgradeAt(endpoints, request, unread));
      if (refusal === null) connections.take(socket);
      else refuseTaken(socket, refusal);
    });
  };
  const app = Fastify({
    serverFactory: (serve) => {
      const hasWebSocket = (target: string): boolean => webSocketAt(endpoints, target) !== undefined;
      const serveFit = admitted(endpoints, fitting(traffic, serve));
      return createHttpServer(options, connections, hasWebSocket, serveFit, handOver);
    },
    exposeHeadRoutes: false,
    // A path that cannot be decoded reaches no route, and no hook before one.
    frameworkErrors: (_error, request, reply) => {
      reply.hijack();
      refuseBare(reply.raw, objection?.(request.raw) ?? unreadable, traffic);
    },
    clientErrorHandler: refuseUnread(connections),
  });
  app.server.on("connection", (socket) => {
    connections.watch(socket);
    traffic.watch(socket);
  });
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
  inviteToUpgrade(app, endpoints);
  return app;
};

/** One listener for all sockets: one of handOver's own would keep the request for as long as the connection lasts. */
const destroy = function (this: Duplex): void {
  this.destroy();
};

const unreadable: Refusal = { status: 400, reason: "the address cannot be read" };
const stops: Refusal = { status: 503, reason: "the server stops", retryAfterSec: 1 };

/** `serve` for requests that may be for this server. */
const fitting =
  (traffic: TrafficCounter, serve: RequestListener): RequestListener =>
  (request, response) => {
    const fault = faultOf(request);
    if (fault === null) serve(request, response);
    else refuseBare(response, fault, traffic);
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

/** The endpoint that takes WebSockets at the target of a request. */
const webSocketAt = (endpoints: readonly Endpoint[], target: string): Endpoint | undefined => {
  const path = parseTarget(target)?.pathname;
  return endpoints.find((endpoint) => endpoint.upgrade !== undefined && endpoint.path === path);
};

/** Hands the connection to the endpoint at the request's target; returns why not where that cannot be. */
const upgradeAt = (endpoints: readonly Endpoint[], request: IncomingMessage, head: Buffer): Refusal | null => {
  const { method, url = "", socket } = request;
  if (method === "CONNECT") return { status: 501, reason: "this server is no proxy" };
  const endpoint = webSocketAt(endpoints, url);
  if (endpoint?.upgrade === undefined) return { status: 404, reason: "there is no WebSocket at this path" };
  const since = readSince(parseTarget(url)?.searchParams.get("since") ?? null);
  if (since === "invalid") return { status: 400, reason: sinceError };
  endpoint.upgrade(request, socket, head, since);
  return null;
};

/** A request to an address that has WebSockets alone is told to ask for one (RFC 9110 section 15.5.22). */
const inviteToUpgrade = (app: FastifyInstance, endpoints: readonly Endpoint[]): void => {
  const invite = (_: FastifyRequest, reply: FastifyReply): FastifyReply => {
    // What Upgrade says is said in Connection too (section 7.8). There it takes the place of what Node says of the connection.
    reply.header("Connection", reply.raw.shouldKeepAlive ? "Upgrade" : "Upgrade, close");
    reply.headers({ Upgrade: "websocket", "Sec-WebSocket-Version": "13" });
    return refuseRequest(reply, { status: 426, reason: "this address takes WebSockets: ask to upgrade" });
  };
  // In a scope, which comes after those that the endpoints have mounted.
  app.register((scope, _, done) => {
    for (const { path, upgrade } of endpoints) {
      if (upgrade === undefined || app.hasRoute({ method: "GET", url: path })) continue;
      scope.get(path, { exposeHeadRoute: true }, invite);
    }
    done();
  });
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
