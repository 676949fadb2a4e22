// The chat's requests: join, say something, leave. The guard has already refused a body that is no JSON. Knows no transport.

import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { maxSaidBytes, refuse } from "./attendance.ts";
import { type ChatRoom, isRefusal, unknownVisitor } from "./room.ts";
import type { Visitor } from "./visitors.ts";

/** The token of the request (RFC 6750 section 2.1); null where it has none. */
const bearer = ({ headers: { authorization = "" } }: FastifyRequest): string | null =>
  /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1] ?? null;

/** `epoch` names the chat's log; visitors are told it on joining. `keyOf` gives the key of the address that a request comes from. */
export const mountChatRoutes = (
  app: FastifyInstance,
  room: ChatRoom,
  epoch: string,
  keyOf: (request: IncomingMessage) => string,
): void => {
  const { textCharacters, messagesPerTenSeconds } = room.limits;
  const asVisitor =
    (answer: (visitor: Visitor, request: FastifyRequest, reply: FastifyReply) => FastifyReply) =>
    (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
      const visitor = room.visitorWith(bearer(request));
      return visitor === null ? refuse(reply, unknownVisitor) : answer(visitor, request, reply);
    };

  app.post("/chat/visitors", { bodyLimit: maxSaidBytes }, (request, reply) => {
    const visitor = room.join(request.body, keyOf(request.raw));
    if (isRefusal(visitor)) return refuse(reply, visitor);
    const { id, token, name } = visitor;
    return reply.code(201).send({ id, token, name, epoch, limits: { textCharacters, messagesPerTenSeconds } });
  });

  app.delete(
    "/chat/visitors",
    asVisitor((visitor, _, reply) => {
      room.leave(visitor);
      return reply.code(204).send();
    }),
  );

  app.post(
    "/chat/messages",
    { bodyLimit: maxSaidBytes },
    asVisitor((visitor, request, reply) => {
      const outcome = room.say(visitor, request.body);
      return isRefusal(outcome) ? refuse(reply, outcome) : reply.code(201).send(outcome);
    }),
  );
};
