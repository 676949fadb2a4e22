// /healthz, and the end of a server: while it stops, everything else is refused, and the port is kept until every WebSocket
// has had its goodbye. Knows no transport.

import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import { type CreateEndpoint, lingerMs } from "../server.ts";
import { pathOf } from "./guard/target.ts";

/** `clock` in ms. */
export const healthOf =
  (clock: () => number): CreateEndpoint =>
  () => {
    const startedAt = clock();
    const upgraded = new Set<Duplex>();
    const drained = Promise.withResolvers<void>();
    let stopping = false;
    const settle = (): void => {
      if (stopping && upgraded.size === 0) drained.resolve();
    };
    const watch = (server: Server): void => {
      server.on("upgrade", (_, socket) => {
        if (stopping) return;
        upgraded.add(socket);
        socket.once("close", () => {
          upgraded.delete(socket);
          settle();
        });
      });
    };
    return {
      path: "/healthz",
      mount: (app) => {
        watch(app.server);
        app.get("/healthz", { exposeHeadRoute: true }, (_, reply) => {
          if (stopping) return reply.code(503).header("Connection", "close").send({ status: "stopping" });
          return reply.send({ status: "ok", uptimeSec: Math.floor((clock() - startedAt) / 1000) });
        });
        cutOffOnClose(app);
      },
      objection: (request) => {
        if (!stopping || pathOf(request) === "/healthz") return null;
        return { status: 503, reason: "the server stops", retryAfterSec: 1 };
      },
      close: () => {
        stopping = true;
        settle();
        return drained.promise;
      },
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
