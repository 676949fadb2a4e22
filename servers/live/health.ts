// /healthz, and the end of a server: while it stops, everything else is refused, and the port is kept until every WebSocket
// has had its goodbye. Knows no transport.

import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import { type CreateEndpoint, lingerMs } from "../server.ts";
import { pathOf } from "./guard/target.ts";

/** The upgraded sockets of a server, until the last one has closed. */
class Upgraded {
  readonly #sockets = new Set<Duplex>();
  readonly #drained = Promise.withResolvers<void>();
  #draining = false;

  watch(server: Server): void {
    server.on("upgrade", (_, socket) => {
      if (this.#draining) return;
      this.#sockets.add(socket);
      socket.once("close", () => {
        this.#sockets.delete(socket);
        this.#settle();
      });
    });
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** Takes no further socket; resolves once those that are open have closed. */
  drain(): Promise<void> {
    this.#draining = true;
    this.#settle();
    return this.#drained.promise;
  }

  #settle(): void {
    if (this.#draining && this.#sockets.size === 0) this.#drained.resolve();
  }
}

/** `clock` in ms. */
export const healthOf =
  (clock: () => number): CreateEndpoint =>
  () => {
    const startedAt = clock();
    const upgraded = new Upgraded();
    return {
      path: "/healthz",
      mount: (app) => {
        upgraded.watch(app.server);
        app.get("/healthz", { exposeHeadRoute: true }, (_, reply) => {
          if (upgraded.draining) return reply.code(503).header("Connection", "close").send({ status: "stopping" });
          return reply.send({ status: "ok", uptimeSec: Math.floor((clock() - startedAt) / 1000) });
        });
        cutOffOnClose(app);
      },
      objection: (request) => {
        if (!upgraded.draining || pathOf(request) === "/healthz") return null;
        return { status: 503, reason: "the server stops", retryAfterSec: 1 };
      },
      close: () => upgraded.drain(),
    };
  };

/** A connection that holds half a request, or takes its answer too slowly, is not waited for. */
const cutOffOnClose = (app: FastifyInstance): void => {
  let cutOff: NodeJS.Timeout | undefined;
  app.addHook("preClose", (done) => {
    cutOff = setTimeout(() => app.server.closeAllConnections(), lingerMs);
    done();
  });
  app.addHook("onClose", (_, done) => {
    clearTimeout(cutOff);
    done();
  });
};
