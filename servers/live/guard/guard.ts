// Stands before every part of the live server: refuses strangers and floods, bounds an address's connections and what is
// kept for it, bounds bodies, and adds security headers. Errors are one line. Knows no path.

import type { IncomingMessage } from "node:http";
import type { FastifyError, FastifyInstance } from "fastify";
import type { CreateEndpoint, Refusal } from "../../server.ts";
import { admission, boundConnections, countRefusedConnections, type Watch } from "./admission.ts";
import { type Flood, tooMany } from "./flood.ts";
import { securityHeaders } from "./security-headers.ts";
import { createStrangers, type Welcome } from "./strangers.ts";
import { pathOf } from "./target.ts";

export interface GuardOptions extends Welcome {
  /** A longer body of a request is refused with 413. */
  readonly maxBodyBytes: number;
  /** A request that has not come within this time, its body included, is answered 408. */
  readonly requestMs: number;
  /** A connection of one address beyond these is closed at once, unanswered; a request beyond as many that a proxy brings gets 429. */
  readonly maxConnectionsPerAddress: number;
  /** An address with more than this waiting to be read, or of messages without their ends, over all its connections, gets 429. */
  readonly maxKeptBytesPerAddress: number;
  /** A connection on which nothing moves for so long is cut: nobody takes the answer. Longer than any hold. */
  readonly stalledMs: number;
}

/** An address that empties its bucket of `flood` gets 429. `complain` is told of errors that are bugs. */
export const guardOf =
  (options: GuardOptions, flood: Flood, watch: Watch, complain: (error: Error) => void): CreateEndpoint =>
  (_log, _options, traffic) => {
    const { callers, neighbours } = watch;
    const whyStrange = createStrangers(options);
    const strangeness = (request: IncomingMessage): string | null => {
      const { method = "", headers, socket } = request;
      const { localAddress } = socket;
      return whyStrange({ method, upgrade: headers.upgrade !== undefined, localAddress, headers });
    };
    const admits = admission(watch, (request) => strangeness(request) !== null);
    return {
      // No URL leads to it.
      path: "",
      mount: (app) => {
        boundConnections(app.server, options.maxConnectionsPerAddress, watch);
        countRefusedConnections(app.server, watch, (socket) => traffic?.hasAccepted(socket) ?? true);
        app.server.timeout = options.stalledMs;
        app.server.requestTimeout = options.requestMs;
        boundBodies(app, options.maxBodyBytes);
        addSecurityHeaders(app);
        answerErrors(app, complain);
      },
      admits,
      objection: (request): Refusal | null => {
        const reason = strangeness(request);
        // Strangers come first and cost no token: a page elsewhere must not empty the bucket of a visitor who looks at it.
        if (reason !== null) return { status: 403, reason };
        const key = callers.keyOf(request);
        const waitMs = flood.take(key);
        if (waitMs > 0) return tooMany("requests", waitMs);
        // A proxy's connections count for nobody: here its clients' requests do.
        if (neighbours.count(key) > options.maxConnectionsPerAddress) return crowded;
        neighbours.note(key, request.socket, Math.min(bodyBytes(request), options.maxBodyBytes));
        return neighbours.keptBytes(key) > options.maxKeptBytesPerAddress ? unread : null;
      },
      close: () => {},
    };
  };

/** The longest that the request's body may be, which is kept until it is whole. */
const bodyBytes = ({ headers }: IncomingMessage): number =>
  headers["transfer-encoding"] === undefined ? Number(headers["content-length"] ?? 0) : Number.POSITIVE_INFINITY;

const unread: Refusal = {
  status: 429,
  reason: "too many answers are not read, or bodies not sent; end those first",
  retryAfterSec: 1,
};
const crowded: Refusal = { status: 429, reason: "too many requests are under way; end some first", retryAfterSec: 1 };

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
