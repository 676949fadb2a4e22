// /echo: every WebSocket message comes back as it is. Conformance suites run against it, and round trips are timed on it.
// Knows no log.

import type { IncomingMessage } from "node:http";
import { acceptPeer, dismiss, fail, type Peer, writeTogether } from "./peer.ts";
import { closeCode } from "./protocol/websocket/close-codes.ts";
import type { ConnectionEvent } from "./protocol/websocket/connection.ts";
import type { DeflateOptions } from "./protocol/websocket/deflate.ts";
import type { CreateEndpoint } from "./server.ts";
import { TrafficCounter } from "./traffic.ts";

type Allows = (request: IncomingMessage) => boolean;

/** Answers all that came up to what is not allowed, which ends the connection. */
const answer = (peer: Peer, events: readonly ConnectionEvent[], allows: Allows, request: IncomingMessage): void => {
  const { socket, connection } = peer;
  const frames: Buffer[] = [];
  let allowed = true;
  for (const event of events) {
    allowed = event.type === "close" || allows(request);
    if (!allowed) break;
    if (event.type === "text") frames.push(...connection.sendText(event.text).output);
    else if (event.type === "binary") frames.push(...connection.sendBinary(event.data).output);
  }
  if (frames.length > 0) writeTogether(socket, frames);
  if (!allowed) fail(peer, closeCode.tryAgainLater, "too many messages; try again later");
};

/** `allows` is asked about each message, pings and pongs included, with the request that its connection began with; false ends that (1013). */
export const echoAt =
  (deflate: DeflateOptions | null, allows: Allows = () => true): CreateEndpoint =>
  (_, options, traffic = new TrafficCounter()) => {
    const peers = new Set<Peer>();
    return {
      path: "/echo",
      upgrade: (request, socket, head) => {
        const hear = (peer: Peer, events: readonly ConnectionEvent[]): void => {
          if (peer.connection.state === "open") answer(peer, events, allows, request);
        };
        const peer = acceptPeer(request, socket, head, options, deflate, hear, traffic);
        if (peer === null) return;
        peers.add(peer);
        socket.once("close", () => peers.delete(peer));
      },
      close: () => {
        for (const peer of peers) dismiss(peer, closeCode.goingAway, "server stops");
      },
    };
  };

export const echo = echoAt(null);
