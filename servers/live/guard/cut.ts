// Cuts a connection at once, with all that has been read of it.

import type { Socket } from "node:net";

/** The value at which Node's parser stops, since the bytes that follow are not HTTP. */
const notHttp = (): number => 2;

/**
 * Destroys the socket. Node would go on to read requests from what it has of a connection, up to 64 KiB, though that is
 * destroyed. Its parser has no public way to be stopped.
 */
export const cut = (socket: Socket): void => {
  const parser: unknown = Reflect.get(socket, "parser");
  if (typeof parser === "object" && parser !== null && "onIncoming" in parser) parser.onIncoming = notHttp;
  socket.destroy();
};
