// /echo: every WebSocket message comes back as it is. Where conformance suites are pointed at, and where a round trip
// is timed. Knows no log.

import { acceptPeer, type Peer, perform } from "./peer.ts";
import type { ConnectionEvent } from "./protocol/connection.ts";
import type { DeflateOptions } from "./protocol/deflate.ts";
import type { CreateEndpoint } from "./server.ts";

const answer = ({ socket, connection }: Peer, events: readonly ConnectionEvent[]): void => {
  if (events.length > 1) socket.cork();
  for (const event of events) {
    if (event.type === "text") perform(socket, connection.sendText(event.text));
    else if (event.type === "binary") perform(socket, connection.sendBinary(event.data));
  }
  if (events.length > 1) socket.uncork();
};

export const echoAt =
  (deflate: DeflateOptions | null): CreateEndpoint =>
  (_, options) => {
    const peers = new Set<Peer>();
    return {
      path: "/echo",
      upgrade: (request, socket, head) => {
        const peer = acceptPeer(request, socket, head, options, deflate, answer);
        if (peer === null) return;
        peers.add(peer);
        socket.once("close", () => peers.delete(peer));
      },
      close: () => {
        for (const { socket, connection } of peers) perform(socket, connection.close(1001, "server stops"));
      },
    };
  };

export const echo = echoAt(null);
