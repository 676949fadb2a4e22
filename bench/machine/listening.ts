// A server on a port that is free, and its address.

import { once } from "node:events";
import type { Server } from "node:net";

/** More than Node's default, since a trial's subscribers dial all at once. */
const backlog = 4096;

/** Resolves to the address once connections are accepted. */
export const listenOn = async (server: Server, host: string): Promise<string> => {
  server.listen({ host, port: 0, backlog });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`the server at ${host} has no port`);
  return `http://${host}:${address.port}`;
};
