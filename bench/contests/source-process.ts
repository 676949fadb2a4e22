// The far side of a contest between WebSocket clients: a server that accepts them and writes what it is told to.

import { createServer, type Socket } from "node:net";
import { acceptKey } from "../../servers/protocol/websocket/handshake.ts";
import { answerCalls } from "../machine/child.ts";
import { listenOn } from "../machine/listening.ts";

export interface SourceCalls {
  listen(call: null): Promise<{ readonly url: string }>;
  /** Writes the bytes to every connection of the group, in one write each; resolves to how long that took. */
  write(call: { readonly group: string; readonly bytes: Uint8Array }): Promise<{ readonly ms: number }>;
}

const groups = new Map<string, Set<Socket>>();

/** The path names the group. The request arrives whole: it is small, and comes from this host. */
const accept = (socket: Socket, request: string): void => {
  const [, group, key] = /^GET \/(\S*).*\r\nsec-websocket-key: *(\S+)/is.exec(request) ?? [];
  if (group === undefined || key === undefined) throw new Error("no WebSocket's request");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptKey(key)}\r\n\r\n`,
  );
  const members = groups.get(group) ?? new Set();
  groups.set(group, members.add(socket));
  socket.once("close", () => members.delete(socket));
};

const server = createServer({ noDelay: true }, (socket) => {
  socket.on("error", () => socket.destroy());
  socket.once("data", (request: Buffer) => {
    accept(socket, request.toString("latin1"));
    socket.resume();
  });
});

const calls = {
  listen: async () => ({ url: await listenOn(server, "127.0.0.1") }),
  write: async ({ group, bytes }) => {
    const from = performance.now();
    const frames = Buffer.from(bytes);
    for (const socket of groups.get(group) ?? []) socket.write(frames);
    return { ms: performance.now() - from };
  },
} satisfies SourceCalls;

await answerCalls(calls);
process.exit();
