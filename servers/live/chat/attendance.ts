// Visitors of the chat over any of the four transports: a visitor is there as long as it listens. Knows no transport.

import type { IncomingMessage } from "node:http";
import type { FastifyReply } from "fastify";
import { refuseUpgrade } from "../../protocol/websocket/handshake.ts";
import { type CreateEndpoint, leave, type Refusal, refuseRequest } from "../../server.ts";
import { gated } from "../guard/gate.ts";
import { parameterOf } from "../guard/target.ts";
import type { Via } from "./entry.ts";
import { type ChatRoom, unknownVisitor } from "./room.ts";
import type { Visitor } from "./visitors.ts";

/** RFC 9110 section 11.6.1 asks for it in every 401. */
const challenge = ["WWW-Authenticate", "Bearer"] as const;

/** Long enough for the longest text with every character escaped. */
export const maxSaidBytes = 32 * 1024;

export const refuse = (reply: FastifyReply, refusal: Refusal): FastifyReply => {
  if (refusal.status === unknownVisitor.status) reply.header(...challenge);
  return refuseRequest(reply, refusal);
};

/** The visitor by the token in the address: a browser's EventSource and WebSocket can send no header of their own. */
export const visitorOf = (room: ChatRoom, request: IncomingMessage): Visitor | null =>
  room.visitorWith(parameterOf(request, "visitor"));

/** The endpoint on the chat's log, for visitors alone (401). Each is there while its request or connection lasts. */
export const attended =
  (create: CreateEndpoint, via: Via, room: ChatRoom): CreateEndpoint =>
  (_, options, traffic) => {
    const maxMessageBytes = Math.min(options.maxMessageBytes, maxSaidBytes);
    return gated(create(room.log, { ...options, maxMessageBytes }, traffic), {
      passes: (request, reply) => {
        const visitor = visitorOf(room, request);
        if (visitor === null) {
          refuse(reply, unknownVisitor);
          return false;
        }
        const depart = room.arrive(visitor, via, () => request.socket.destroy());
        reply.raw.once("close", depart);
        return true;
      },
      passesUpgrade: (request, socket) => {
        const visitor = visitorOf(room, request);
        if (visitor === null) {
          socket.write(refuseUpgrade(unknownVisitor.status, unknownVisitor.reason, [challenge.join(": ")]));
          leave(socket);
          return false;
        }
        const depart = room.arrive(visitor, via, () => socket.destroy());
        socket.once("close", depart);
        return true;
      },
    });
  };
