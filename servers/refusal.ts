// How a request is refused: by Fastify's reply, past it, or raw where there is no answer of Node's. Knows no reason.

import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyReply } from "fastify";
import { leave } from "./connections.ts";
import { bareHeaders, refuseUpgrade } from "./protocol/websocket/handshake.ts";
import type { TrafficCounter } from "./traffic.ts";

/** Why a request is not served, and after how long it may be asked again, where that is known. */
export interface Refusal {
  readonly status: number;
  /** One line. */
  readonly reason: string;
  readonly retryAfterSec?: number;
}

export const refuseRequest = (reply: FastifyReply, { status, reason, retryAfterSec }: Refusal): FastifyReply => {
  if (retryAfterSec !== undefined) reply.header("Retry-After", retryAfterSec);
  return reply.code(status).send({ error: reason });
};

/** Refuses a request that reaches no route and no hook. The connection serves no other one. */
export const refuseBare = (
  response: ServerResponse<IncomingMessage>,
  refusal: Refusal,
  traffic: TrafficCounter,
): void => {
  const json = JSON.stringify({ error: refusal.reason });
  traffic.bookRefusal(response.req.socket, response.req.method === "HEAD" ? 0 : json.length);
  const { retryAfterSec } = refusal;
  response.writeHead(refusal.status, {
    Connection: "close",
    "Content-Type": "application/json",
    "Content-Length": json.length,
    ...Object.fromEntries(bareHeaders),
    ...(retryAfterSec === undefined ? {} : { "Retry-After": retryAfterSec }),
  });
  response.end(json);
};

/** Refuses an upgrade, whose connection is left to us. */
export const refuseTaken = (socket: Duplex, { status, reason, retryAfterSec }: Refusal): void => {
  socket.write(refuseUpgrade(status, reason, retryAfterSec === undefined ? [] : [`Retry-After: ${retryAfterSec}`]));
  leave(socket);
};

/** The answer to bytes that are no request. */
export const rawRefusal = ({ status, reason }: Refusal): Buffer => {
  const json = JSON.stringify({ error: reason });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${json.length}`,
    ...bareHeaders.map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${json}`);
};
