// What a load client makes of everything that one packet of a server brings together.

import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { encodeMessage } from "../servers/protocol/message.ts";
import { type ConnectionEvent, Connection as Core, stepsOf } from "../servers/protocol/websocket/connection.ts";
import { encodeFrame, opcode } from "../servers/protocol/websocket/frame.ts";
import { answerUpgrade } from "../servers/protocol/websocket/handshake.ts";
import { noTraffic } from "./subscriber.ts";
import { subscribe } from "./websocket.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const text = (seq: number): Buffer => encodeFrame(opcode.text, Buffer.from(encodeMessage({ seq, body: `b${seq}` })));

/** Answers the upgrade and sends `frames` with it in one packet; resolves with what the client then says. */
const serve = async (
  frames: readonly Buffer[],
): Promise<{ url: string; said: Promise<readonly ConnectionEvent[]> }> => {
  const said = Promise.withResolvers<readonly ConnectionEvent[]>();
  const server = createServer((socket: Socket) => {
    const core = new Core({ role: "server", randomFill: () => {} });
    const events: ConnectionEvent[] = [];
    socket.once("data", (request: Buffer) => {
      const key = /Sec-WebSocket-Key: (\S+)/.exec(request.toString())?.[1];
      const headers = {
        host: "x",
        upgrade: "websocket",
        connection: "Upgrade",
        "sec-websocket-version": "13",
        "sec-websocket-key": key,
      };
      socket.write(
        Buffer.concat([answerUpgrade({ method: "GET", httpVersion: "1.1", headers }, {}).response, ...frames]),
      );
      socket.on("data", (chunk: Buffer) => {
        for (const step of stepsOf(core, chunk)) {
          events.push(...step.events);
          if (!step.end) continue;
          said.resolve(events);
          socket.end();
        }
      });
    });
    socket.on("error", () => {});
    cleanups.push(() => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => server.close());
  const address: AddressInfo | string | null = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    said: said.promise,
  };
};

it("messages, pings and a goodbye in the packet of the handshake are delivered and answered in their order", async () => {
  const ping = encodeFrame(opcode.ping, Buffer.from("p"));
  const goodbye = encodeFrame(
    opcode.close,
    Buffer.concat([Buffer.of(0x11, 0x3a), Buffer.from("history starts at seq 7")]),
  );
  const { url, said } = await serve([text(1), ping, text(2), goodbye]);
  const delivered: number[] = [];
  const subscription = await subscribe(url, ({ seq }) => delivered.push(seq), {
    since: 0,
    pollEveryMs: 1_000,
    firstPollMs: 0,
    headers: "minimal",
    connection: "keep-alive",
    traffic: noTraffic(),
  });
  cleanups.push(() => subscription.close());
  expect(await said).toEqual([
    { type: "pong", data: Buffer.from("p") },
    { type: "close", code: 4410, reason: "" },
  ]);
  expect(delivered).toEqual([1, 2]);
  expect(await subscription.ended).toEqual({ kind: "history-gone", oldestSeq: 7 });
});
