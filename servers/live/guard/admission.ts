// Who is let in: bounds the connections of an address, cuts those that flood, and counts what was refused, of whatever kind.
// Knows no path and no reason to refuse a request.

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { isUpgrade } from "../../server.ts";
import { addressKey } from "./addresses.ts";
import type { Callers } from "./callers.ts";
import { cut } from "./cut.ts";
import type { Neighbours } from "./neighbours.ts";
import { createPipelines } from "./pipelines.ts";
import type { Probation } from "./probation.ts";
import { isOfPageElsewhere } from "./strangers.ts";

/** The records that the guard goes by, and other parts too. */
export interface Watch {
  readonly callers: Callers;
  readonly neighbours: Neighbours;
  readonly probation: Probation;
}

/** A connection of one address beyond `most` is closed at once; a trusted proxy's is not, since it stands for many. */
export const boundConnections = (server: Server, most: number, { callers, neighbours, probation }: Watch): void => {
  server.on("connection", (socket: Socket) => {
    if (callers.isProxy(socket.remoteAddress)) return;
    const key = addressKey(socket.remoteAddress);
    const open = neighbours.count(key);
    if (open >= most || !probation.allowsOneMore(key, open)) cut(socket);
    else socket.once("close", neighbours.enter(key, socket));
  });
};

/**
 * Counts refusals that end their connection: of what is no request, and of upgrades. Who opens a connection for each of them
 * gets to open fewer.
 */
export const countRefusedConnections = (
  server: Server,
  { callers, neighbours, probation }: Watch,
  hasAccepted: (socket: Socket) => boolean,
): void => {
  const keys = new WeakMap<Socket, string>();
  server.on("connection", (socket: Socket) => {
    if (!callers.isProxy(socket.remoteAddress)) keys.set(socket, addressKey(socket.remoteAddress));
  });
  server.on("clientError", ({ code }: NodeJS.ErrnoException, socket) => {
    const key = socket instanceof Socket ? keys.get(socket) : undefined;
    if (code !== "ECONNRESET" && key !== undefined && !probation.bearsRefusal(key)) probation.begin(key);
  });
  // Before the upgrade is served, which asks how much is open.
  server.prependListener("upgrade", (request) => {
    // A wish to upgrade that is passed over is a request like others.
    if (!isUpgrade(request)) return;
    const { socket } = request;
    const key = callers.keyOf(request);
    if (callers.isProxy(socket.remoteAddress)) socket.once("close", neighbours.enter(key, socket));
    // Before the counter's own listener, which forgets the socket.
    socket.prependOnceListener("close", () => {
      if (!hasAccepted(socket)) isBorne(probation, request, key);
    });
  });
};

/** A visitor's browser may hold a page elsewhere that is refused without end. It has a probation of its own, not the visitor's. */
const pageElsewhere = (key: string): string => `page elsewhere ${key}`;

/** Counts the refusal of a request; too many begin a probation. */
const isBorne = (probation: Probation, { headers }: IncomingMessage, key: string): boolean => {
  const refused = isOfPageElsewhere(headers) ? pageElsewhere(key) : key;
  if (probation.bearsRefusal(refused)) return true;
  probation.begin(refused);
  return false;
};

/**
 * Returns whether a request may be served in its turn; where it may not, its connection is cut, or it has been answered.
 * `isStrange` is asked about requests of pages elsewhere, once there were too many of them.
 */
export const admission = (
  { callers, neighbours, probation }: Watch,
  isStrange: (request: IncomingMessage) => boolean,
): ((request: IncomingMessage, response: ServerResponse) => boolean) => {
  const keepsWithin = createPipelines();
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { socket } = request;
    if (socket.destroyed) return false;
    const key = callers.keyOf(request);
    const proxied = callers.isProxy(socket.remoteAddress);
    if (!proxied && probation.lasts(pageElsewhere(key)) && isOfPageElsewhere(request.headers) && isStrange(request)) {
      cut(socket);
      return false;
    }
    if (!keepsWithin(request, response)) {
      cut(socket);
      probation.begin(key);
      return false;
    }
    // The connection is a proxy's, and others' requests come over it: it is not cut, but answered in few words.
    if (proxied && !probation.allowsOneMore(key, neighbours.count(key))) {
      response.writeHead(429, ["Retry-After", "10", "Content-Length", "0"]).end();
      return false;
    }
    if (proxied) inTurn(response, () => response.once("close", neighbours.enter(key, socket)));
    response.once("close", () => {
      neighbours.note(key, socket, 0);
      if (response.statusCode >= 400 && !isBorne(probation, request, key) && !proxied) cut(socket);
    });
    return true;
  };
};

/** Calls `f` once the socket is this response's. One that never has its turn is told of no end either. */
const inTurn = (response: ServerResponse, f: () => void): void => {
  if (response.socket === null) response.once("socket", f);
  else f();
};
