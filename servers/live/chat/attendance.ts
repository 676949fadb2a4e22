// The same for all four transports: whoever listens to the chat is a visitor, and is there as long as it listens.
// Knows no transport.

import type { IncomingMessage } from "node:http";
import { refuseUpgrade } from "../../protocol/websocket/handshake.ts";
import { type CreateEndpoint, type Endpoint, leave } from "../../server.ts";
import type { Via } from "./entry.ts";
import { type ChatRoom, unknownVisitor } from "./room.ts";
import type { Visitor } from "./visitors.ts";

/** RFC 9110 section 11.6.1 asks for it in every 401. */
export const challenge = ["WWW-Authenticate", "Bearer"] as const;

/** Long enough for the longest text, every character of it escaped. */
export const maxSaidBytes = 32 * 1024;

/** Who asks, by the token in the address: an EventSource and a WebSocket of a browser can send no header of their own. */
export const visitorOf = (room: ChatRoom, { url }: IncomingMessage): Visitor | null =>
  room.visitorWith(URL.parse(url ?? "", "http://any")?.searchParams.get("visitor") ?? null);

/** The endpoint, on the chat's log, for visitors alone (401); each is there while its request or connection lasts. */
export const attended =
  (create: CreateEndpoint, via: Via, room: ChatRoom): CreateEndpoint =>
  (_, options, traffic) => {
    const maxMessageBytes = Math.min(options.maxMessageBytes, maxSaidBytes);
    const endpoint = create(room.log, { ...options, maxMessageBytes }, traffic);
    return { ...endpoint, ...attendedRequests(endpoint, via, room), ...attendedUpgrades(endpoint, via, room) };
  };

const attendedRequests = (endpoint: Endpoint, via: Via, room: ChatRoom): Pick<Endpoint, "mount"> => {
  if (endpoint.mount === undefined) return {};
  return {
    // Registered, so that the hook is of these routes alone.
    mount: (app) =>
      void app.register((scope, _, done) => {
        scope.addHook("onRequest", ({ raw }, reply, next) => {
          const visitor = visitorOf(room, raw);
          if (visitor === null) {
            reply
              .code(unknownVisitor.status)
              .header(...challenge)
              .send({ error: unknownVisitor.reason });
            return;
          }
          reply.raw.once(
            "close",
            room.arrive(visitor, via, () => raw.socket.destroy()),
          );
          next();
        });
        endpoint.mount?.(scope);
        done();
      }),
  };
};

const attendedUpgrades = (endpoint: Endpoint, via: Via, room: ChatRoom): Pick<Endpoint, "upgrade"> => {
  if (endpoint.upgrade === undefined) return {};
  return {
    upgrade: (request, socket, head, since) => {
      const visitor = visitorOf(room, request);
      if (visitor === null) {
        socket.write(refuseUpgrade(unknownVisitor.status, unknownVisitor.reason, [challenge.join(": ")]));
        leave(socket);
        return;
      }
      socket.once(
        "close",
        room.arrive(visitor, via, () => socket.destroy()),
      );
      endpoint.upgrade?.(request, socket, head, since);
    },
  };
};
