// The server of a contest between clients: accepts WebSockets and writes what it is told to, in a process of its own.

import { createServer, type Socket } from "node:net";
import { acceptKey } from "../../servers/protocol/websocket/handshake.ts";
import { answerCalls } from "../machine/child.ts";

export interface SourceCalls {
  listen(call: null): Promise<{ readonly url: string }>;
  /** Writes the bytes to every connection of the group, in one write each; resolves to the time that took. */
  write(call: { readonly group: string; readonly bytes: Uint8Array }): Promise<{ readonly ms: number }>;
}

const groups = new Map<string, Set<Socket>>();

/** The path names the group; the request arrives whole, since it is small and comes from this host. */
const accept = (socket: Socket, request: string): void => {
  const group = /^GET \/(\S*)/.exec(request)?.[1] ?? "";
  const key = /\r\nsec-websocket-key: *(\S+)/i.exec(request)?.[1] ?? "";
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
  listen: () =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
        const address = server.address();
        if (typeof address === "object" && address !== null) resolve({ url: `http://127.0.0.1:${address.port}` });
      });
    }),
  write: async ({ group, bytes }) => {
    const from = performance.now();
    const frames = Buffer.from(bytes);
    for (const socket of groups.get(group) ?? []) socket.write(frames);
    return { ms: performance.now() - from };
  },
} satisfies SourceCalls;

await answerCalls(calls, async () => {});
process.exit();
