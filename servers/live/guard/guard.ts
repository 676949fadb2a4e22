// Stands before every part of the live server: refuses strangers and floods, bounds an address's connections and what waits to
// be read by it, bounds bodies, and adds security headers. Errors are one line. Knows no path.

import type { Socket } from "node:net";
import type { FastifyError, FastifyInstance } from "fastify";
import type { CreateEndpoint, Refusal } from "../../server.ts";
import { addressKey } from "./addresses.ts";
import { type Flood, tooMany } from "./flood.ts";
import { createPipelines } from "./pipelines.ts";
import type { Probation } from "./probation.ts";
import { securityHeaders } from "./security-headers.ts";
import { createStrangers, type Welcome } from "./strangers.ts";
import { pathOf } from "./target.ts";

export interface GuardOptions extends Welcome {
  /** A longer body of a request is refused with 413. */
  readonly maxBodyBytes: number;
  /** A request that has not come within this time, its body included, is answered 408. */
  readonly requestMs: number;
  /** A connection of one address beyond these is closed at once, unanswered. */
  readonly maxConnectionsPerAddress: number;
  /** An address with more than this waiting to be read, over all its connections, gets 429. */
  readonly maxUnsentBytesPerAddress: number;
  /** A connection on which nothing moves for so long is cut: nobody takes the answer. Longer than any hold. */
  readonly stalledMs: number;
}

/** The most connections of an address on probation: a page's. */
const probationConnections = 8;

/** An address that empties its bucket of `flood` gets 429. `complain` is told of errors that are bugs. */
export const guardOf =
  (options: GuardOptions, flood: Flood, probation: Probation, complain: (error: Error) => void): CreateEndpoint =>
  () => {
    const whyStrange = createStrangers(options);
    const keepsWithin = createPipelines();
    const neighbours = new Neighbours();
    return {
      // No URL leads to it.
      path: "",
      mount: (app) => {
        app.server.on("connection", (socket: Socket) => {
          const key = addressKey(socket.remoteAddress);
          const most = probation.lasts(key) ? probationConnections : options.maxConnectionsPerAddress;
          if (neighbours.of(key).size >= most) socket.destroy();
          else neighbours.add(key, socket);
        });
        app.server.timeout = options.stalledMs;
        app.server.requestTimeout = options.requestMs;
        boundBodies(app, options.maxBodyBytes);
        addSecurityHeaders(app);
        answerErrors(app, complain);
      },
      admits: (request, response) => {
        const { socket } = request;
        if (socket.destroyed) return false;
        if (keepsWithin(request, response)) return true;
        socket.destroy();
        probation.begin(addressKey(socket.remoteAddress));
        return false;
      },
      objection: (request): Refusal | null => {
        const { method = "", headers, socket } = request;
        const { localAddress } = socket;
        const reason = whyStrange({ method, upgrade: headers.upgrade !== undefined, localAddress, headers });
        // Strangers come first and cost no token: a page elsewhere must not empty the bucket of a visitor who looks at it.
        if (reason !== null) return { status: 403, reason };
        const key = addressKey(request.socket.remoteAddress);
        const waitMs = flood.take(key);
        if (waitMs > 0) return tooMany("requests", waitMs);
        return neighbours.unsentBytes(key) > options.maxUnsentBytesPerAddress ? unread : null;
      },
      close: () => {},
    };
  };

const unread: Refusal = { status: 429, reason: "too many answers are not read; read those first", retryAfterSec: 1 };

/** The open connections of each address. */
class Neighbours {
  readonly #sockets = new Map<string, Set<Socket>>();

  of(key: string): ReadonlySet<Socket> {
    return this.#sockets.get(key) ?? nobody;
  }

  add(key: string, socket: Socket): void {
    const sockets = this.#sockets.get(key) ?? new Set();
    this.#sockets.set(key, sockets.add(socket));
    socket.once("close", () => {
      sockets.delete(socket);
      if (sockets.size === 0) this.#sockets.delete(key);
    });
  }

  unsentBytes(key: string): number {
    let bytes = 0;
    for (const { writableLength } of this.of(key)) bytes += writableLength;
    return bytes;
  }
}

const nobody: ReadonlySet<Socket> = new Set();

const boundBodies = (app: FastifyInstance, maxBodyBytes: number): void => {
  app.addHook("onRoute", (route) => {
    route.bodyLimit ??= maxBodyBytes;
  });
  // JSON is all that is taken: a form of another page can send text, but JSON only after a preflight.
  app.removeContentTypeParser("text/plain");
};

const addSecurityHeaders = (app: FastifyInstance): void => {
  app.addHook("onSend", ({ headers: { host = "" } }, reply, payload, done) => {
    const type = String(reply.getHeader("content-type"));
    reply.headers(securityHeaders(type.startsWith("text/html"), host));
    done(null, payload);
  });
};

const answerErrors = (app: FastifyInstance, complain: (error: Error) => void): void => {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    // An error without a status is a bug, and its words are for the operator alone.
    const status = error.statusCode ?? 500;
    if (status >= 500) complain(error);
    return reply.code(status).send({ error: status >= 500 ? "the server failed" : error.message });
  });
  app.setNotFoundHandler((request, reply) => {
    const url = pathOf(request);
    const allowed = ["GET", "HEAD", "POST", "DELETE"].filter((method) => app.hasRoute({ method, url }));
    if (allowed.length === 0) return reply.code(404).send({ error: "there is nothing at this address" });
    const error = `this address takes ${allowed.join(", ")}`;
    return reply.code(405).header("Allow", allowed.join(", ")).send({ error });
  });
};
