// A gate before one endpoint, unlike the guard, which stands before all of them. Knows no reason to refuse.

import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Endpoint } from "../../server.ts";

type Upgrade = Parameters<NonNullable<Endpoint["upgrade"]>>;

/** Each returns whether the endpoint may go on; where it may not, the gate itself has answered. */
interface Gate {
  passes(request: IncomingMessage, reply: FastifyReply): boolean;
  passesUpgrade(...[request, socket, head]: Upgrade): boolean;
}

/** The endpoint behind the gate. */
export const gated = (endpoint: Endpoint, gate: Gate): Endpoint => {
  const upgrade = (...asked: Upgrade): void => {
    if (gate.passesUpgrade(...asked)) endpoint.upgrade?.(...asked);
  };
  const mount = (app: FastifyInstance): void => mountBehind(gate, endpoint, app);
  return { ...endpoint, mount, ...(endpoint.upgrade === undefined ? {} : { upgrade }) };
};

/** Mounts the endpoint in a scope of its own, so that the hook concerns its routes alone. */
const mountBehind = (gate: Gate, endpoint: Endpoint, app: FastifyInstance): void => {
  app.register((scope, _, done) => {
    scope.addHook("onRequest", ({ raw }, reply, next) => {
      if (gate.passes(raw, reply)) next();
    });
    endpoint.mount?.(scope);
    done();
  });
};
