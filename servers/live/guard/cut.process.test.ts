// A connection that is cut, and what Node still makes of the requests that have come on it.

import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import { cut } from "./cut.ts";

it.each([
  ["cut: none", cut, 3],
  ["only destroyed: all, which is what Node does without that", (socket: Socket) => socket.destroy(), 900],
])("of 900 requests in one piece, the third of which has its connection %s is read further", async (_, end, read) => {
  let requests = 0;
  const server = createServer(({ socket }) => {
    requests++;
    if (requests === 3) end(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const client = connect(typeof address === "object" && address !== null ? address.port : 0, "127.0.0.1");
  client.on("error", () => {}).resume();
  client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(900));
  await once(client, "close");
  expect(requests).toBe(read);
  server.close();
  await once(server, "close");
});
