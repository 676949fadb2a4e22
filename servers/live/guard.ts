// What stands before every part of the live server: strangers and floods are refused, connections of one address and bodies
// are bounded, answers carry security headers, errors are one line. Knows no path.

import type { Socket } from "node:net";
import type { FastifyError, FastifyInstance } from "fastify";
import type { CreateEndpoint, Refusal } from "../server.ts";
import { addressKey } from "./addresses.ts";
import { type Flood, tooMany } from "./flood.ts";
import { securityHeaders } from "./security-headers.ts";
import { createStrangers, type Welcome } from "./strangers.ts";

export interface GuardOptions extends Welcome {
  /** Of a request's body: 413 beyond it. */
  readonly maxBodyBytes: number;
  /** A request, its body included, that has not come within this is answered 408. */
  readonly requestMs: number;
  /** A connection of one address beyond these is closed at once, unanswered. */
  readonly maxConnectionsPerAddress: number;
}

/** Over `flood`, an address gets 429. `complain` is told of errors that are bugs. */
export const guardOf =
  (options: GuardOptions, flood: Flood, complain: (error: Error) => void): CreateEndpoint =>
  () => {
    const whyStrange = createStrangers(options);
    return {
      // Of no URL: it has no address of its own.
      path: "",
      mount: (app) => {
        boundConnections(app, options.maxConnectionsPerAddress);
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
      objection: (request): Refusal | null => {
        const { method = "", headers } = request;
        const reason = whyStrange({ method, upgrade: headers.upgrade !== undefined, headers });
        // First, and for nothing: a page elsewhere must not empty the bucket of whoever looks at it.
        if (reason !== null) return { status: 403, reason };
        const waitMs = flood.take(addressKey(request.socket.remoteAddress));
        return waitMs === 0 ? null : tooMany("requests", waitMs);
      },
      close: () => {},
    };
  };

const boundConnections = (app: FastifyInstance, most: number): void => {
  const open = new Map<string, number>();
  app.server.on("connection", (socket: Socket) => {
    const key = addressKey(socket.remoteAddress);
    const before = open.get(key) ?? 0;
    if (before >= most) {
      socket.destroy();
      return;
    }
    open.set(key, before + 1);
    socket.once("close", () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
  });
};

const answerErrors = (app: FastifyInstance, complain: (error: Error) => void): void => {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) complain(error);
    // What a bug says is for whoever runs the server alone.
    return reply.code(status).send({ error: status >= 500 ? "the server failed" : error.message });
  });
  app.setNotFoundHandler((request, reply) => {
    const url = request.url.split("?")[0] ?? "";
    const allowed = ["GET", "POST", "DELETE"].filter((method) => app.hasRoute({ method, url }));
    if (allowed.length === 0) return reply.code(404).send({ error: "there is nothing at this address" });
    const error = `this address takes ${allowed.join(", ")}`;
    return reply.code(405).header("Allow", allowed.join(", ")).send({ error });
  });
};
