// /healthz, and the end of a server: while it stops, everything else is refused. Knows no transport.

import type { CreateEndpoint } from "../server.ts";
import { pathOf } from "./guard/target.ts";

/** `clock` in ms. */
export const healthOf =
  (clock: () => number): CreateEndpoint =>
  () => {
    const startedAt = clock();
    let stopping = false;
    return {
      path: "/healthz",
      mount: (app) =>
        app.get("/healthz", { exposeHeadRoute: true }, (_, reply) => {
          if (stopping) return reply.code(503).header("Connection", "close").send({ status: "stopping" });
          return reply.send({ status: "ok", uptimeSec: Math.floor((clock() - startedAt) / 1000) });
        }),
      objection: (request) => {
        if (!stopping || pathOf(request) === "/healthz") return null;
        return { status: 503, reason: "the server stops", retryAfterSec: 1 };
      },
      close: () => {
        stopping = true;
      },
    };
  };
