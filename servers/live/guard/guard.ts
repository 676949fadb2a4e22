// What stands before every part of the live server: strangers and floods are refused; of one address connections are
// bounded, and what waits to be read by it; bodies are; answers carry security headers, errors are one line. Knows no path.

import type { Socket } from "node:net";
import type { FastifyError, FastifyInstance } from "fastify";
import type { CreateEndpoint, Refusal } from "../../server.ts";
import { addressKey } from "./addresses.ts";
import { type Flood, tooMany } from "./flood.ts";
import { createPipelines } from "./pipelines.ts";
import type { Probation } from "./probation.ts";
import { securityHeaders } from "./security-headers.ts";
import { createStrangers, type Welcome } from "./strangers.ts";

export interface GuardOptions extends Welcome {
  /** Of a request's body: 413 beyond it. */
  readonly maxBodyBytes: number;
  /** A request, its body included, that has not come within this is answered 408. */
  readonly requestMs: number;
  /** A connection of one address beyond these is closed at once, unanswered. */
  readonly maxConnectionsPerAddress: number;
  /** Waiting to be read by one address, over all its connections: 429 beyond it. */
  readonly maxUnsentBytesPerAddress: number;
  /** A connection on which nothing moves for so long is cut: nobody takes the answer. Longer than any hold. */
  readonly stalledMs: number;
}

/** Of an address on probation: a page's. */
const probationConnections = 8;

/** Over `flood`, an address gets 429. `complain` is told of errors that are bugs. */
export const guardOf =
  (options: GuardOptions, flood: Flood, probation: Probation, complain: (error: Error) => void): CreateEndpoint =>
  () => {
    const whyStrange = createStrangers(options);
    const keepsWithin = createPipelines();
    const neighbours = new Neighbours();
    return {
      // Of no URL: it has no address of its own.
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
        app.addHook("onRoute", (route) => {
          route.bodyLimit ??= options.maxBodyBytes;
        });
        app.addHook("onSend", (request, reply, payload, done) => {
          const type = String(reply.getHeader("content-type") ?? "");
          reply.headers(securityHeaders(type.startsWith("text/html"), request.headers.host ?? ""));
          done(null, payload);
        });
        // JSON is all that is taken: a form of another page could send text, but never JSON without being asked first.
        app.removeContentTypeParser("text/plain");
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
        const { method = "", headers } = request;
        const reason = whyStrange({ method, upgrade: headers.upgrade !== undefined, headers });
        // First, and for nothing: a page elsewhere must not empty the bucket of whoever looks at it.
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

/** The connections of each address, as long as they are open. */
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

const answerErrors = (app: FastifyInstance, complain: (error: Error) => void): void => {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) complain(error);
    // What a bug says is for whoever runs the server alone.
    return reply.code(status).send({ error: status >= 500 ? "the server failed" : error.message });
  });
  app.setNotFoundHandler((request, reply) => {
    const url = request.url.split("?")[0] ?? "";
    const allowed = ["GET", "HEAD", "POST", "DELETE"].filter((method) => app.hasRoute({ method, url }));
    if (allowed.length === 0) return reply.code(404).send({ error: "there is nothing at this address" });
    const error = `this address takes ${allowed.join(", ")}`;
    return reply.code(405).header("Allow", allowed.join(", ")).send({ error });
  });
};
