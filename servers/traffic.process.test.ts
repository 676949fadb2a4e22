// The server's counts of connections that go wrong; the contract of bench/transports.process.test.ts has those that do not.

import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket as WebSocketOfWs } from "ws";
import { echo } from "./echo.ts";
import { MessageLog } from "./log.ts";
import { longPolling } from "./long-polling.ts";
import { type KindCounter, noKinds } from "./protocol/byte-kinds.ts";
import { encodeFrame, opcode } from "./protocol/websocket/frame.ts";
import { defaultServerOptions, type PushServer, type ServerOptions, startPushServer } from "./server.ts";
import { shortPolling } from "./short-polling.ts";
import type { ServerTraffic } from "./traffic.ts";
import { webSocket, webSocketAt } from "./websocket.ts";
import { wsLibrary } from "./ws-library.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const start = async (options: Partial<ServerOptions> = {}): Promise<{ log: MessageLog; server: PushServer }> => {
  const log = new MessageLog();
  const endpoints = [shortPolling, longPolling, webSocket, webSocketAt("/leaning", {}), wsLibrary, echo];
  const server = await startPushServer(log, { ...defaultServerOptions, ...options }, endpoints);
  cleanups.push(() => server.close());
  return { log, server };
};

const publish = (log: MessageLog, body: string): void => {
  log.append({ seq: log.lastSeq + 1, body });
};

/** Sends the bytes and a FIN, and reads until the server ends the connection. */
const exchange = async ({ url }: PushServer, bytes: string | Buffer): Promise<string> => {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk: Buffer) => {
    heard += chunk.toString("latin1");
  });
  socket.end(bytes);
  await once(socket, "close");
  return heard;
};

const none = noKinds();
const sum = (kinds: KindCounter): number => Object.values(kinds).reduce((x, y) => x + y, 0);

/** The server's traffic once all its connections have closed; every byte has a kind. */
const settled = async (server: PushServer): Promise<ServerTraffic> => {
  await vi.waitFor(() => expect(server.traffic().openSockets).toBe(0), { timeout: 20_000 });
  const traffic = server.traffic();
  expect({ up: sum(traffic.kinds.up), down: sum(traffic.kinds.down) }).toEqual(traffic.bytes);
  return traffic;
};

const upgrade = (path: string, more = ""): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
  `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`;

const bodyOf = (answer: string): string => answer.slice(answer.indexOf("\r\n\r\n") + 4);

describe("bytes by kind", () => {
  it.each([
    ["a cursor that is none", "GET /short-polling?since=x HTTP/1.1\r\nHost: x\r\n\r\n", 400],
    ["a path that is none", "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 404],
  ])("of the answer to %s, the body is envelope", async (_, request, status) => {
    const { server } = await start();
    const answer = await exchange(server, request);
    expect(answer).toContain(` ${status} `);
    expect((await settled(server)).kinds).toEqual({
      up: { ...none, httpHeaders: request.length },
      down: {
        ...none,
        httpHeaders: answer.length - bodyOf(answer).length,
        envelope: bodyOf(answer).length,
      },
    });
  });

  it.each([
    ["a path without a WebSocket", upgrade("/nowhere"), 404],
    ["a cursor that is none", upgrade("/websocket?since=x"), 400],
    ["another origin", upgrade("/websocket", "Origin: http://elsewhere\r\n"), 403],
    ["a key that is none, by the ws package", upgrade("/ws-library").replace("Key: d", "Key: "), 400],
  ])("of an upgrade refused over %s, all is handshake", async (_, request, status) => {
    const { server } = await start({ allowedOrigins: ["http://here"] });
    const answer = await exchange(server, request);
    expect(answer).toContain(` ${status} `);
    expect((await settled(server)).kinds).toEqual({
      up: { ...none, handshake: request.length },
      down: { ...none, handshake: answer.length },
    });
  });

  it("of a request that is broken off, what came is head", async () => {
    const { server } = await start();
    const answer = await exchange(server, "GET /short-poll");
    expect((await settled(server)).kinds).toEqual({
      up: { ...none, httpHeaders: 15 },
      down: { ...none, httpHeaders: answer.length },
    });
  });

  it("are told while connections last", async () => {
    const { log, server } = await start();
    publish(log, "ü");
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    cleanups.push(() => socket.destroy());
    const request = "GET /short-polling?since=0 HTTP/1.1\r\nHost: x\r\n\r\n";
    for (const times of [1, 2]) {
      socket.write(request);
      const [answer] = await once(socket, "data");
      const head = String(answer).indexOf("\r\n\r\n") + 4;
      expect(server.traffic()).toEqual({
        openSockets: 1,
        opened: 1,
        accepted: 0,
        messages: times,
        requests: {
          total: times,
          empty: 0,
          emptyAnswerHeadBytes: 0,
          fullAnswers: times,
          fullAnswerHeadBytes: times * head,
        },
        bytes: { up: times * request.length, down: times * answer.length },
        kinds: {
          up: { ...none, httpHeaders: times * request.length },
          down: { ...none, httpHeaders: times * head, body: times * 2, envelope: times * (answer.length - head - 2) },
        },
      });
    }
  });

  it("of what a WebSocket's client sends: its messages, control frames, and what comes too late", async () => {
    const { server } = await start();
    const mask = Buffer.alloc(4);
    const request = upgrade("/echo");
    const answer = await exchange(
      server,
      Buffer.concat([
        Buffer.from(request),
        encodeFrame(opcode.binary, Buffer.from("Hello"), { mask }),
        encodeFrame(opcode.ping, Buffer.from("hi"), { mask }),
        encodeFrame(opcode.close, Buffer.alloc(0), { mask }),
        Buffer.from("more"),
      ]),
    );
    const head = answer.indexOf("\r\n\r\n") + 4;
    expect((await settled(server)).kinds).toEqual({
      up: { ...none, handshake: request.length, body: 5, framing: 6 + 4, keepAlive: 8 + 6 },
      down: { ...none, handshake: head, body: 5, framing: 2, keepAlive: 4 + 2 },
    });
  });

  it("of messages compressed for one alone are its body and envelope", async () => {
    const { log, server } = await start();
    const client = new WebSocketOfWs(`${server.url.replace("http", "ws")}/leaning`, { perMessageDeflate: {} });
    let heard = 0;
    client.on("message", () => heard++);
    for (let i = 0; i < 3; i++) publish(log, "Grüße, 世界 ".repeat(20));
    await vi.waitFor(() => expect(heard).toBe(3), { timeout: 20_000 });
    publish(log, "live");
    await vi.waitFor(() => expect(heard).toBe(4), { timeout: 20_000 });
    client.close();
    const { kinds } = await settled(server);
    expect(kinds.down.framing).toBe(4 * 2);
    expect(kinds.down.body).toBeGreaterThan(kinds.down.envelope);
    expect(kinds.down.envelope).toBeGreaterThan(0);
  });

  it.each(["/websocket", "/ws-library"])(
    "of a connection that breaks under load add up to what left (%s)",
    async (path) => {
      const { log, server } = await start({ maxBufferedBytes: 64 * 1024 * 1024 });
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      socket.on("error", () => {});
      socket.write(upgrade(path));
      await once(socket, "data");
      socket.pause();
      for (let i = 0; i < 200; i++) {
        publish(log, "x".repeat(65_536));
        await new Promise(setImmediate);
      }
      socket.resetAndDestroy();
      const { bytes } = await settled(server);
      expect(bytes.down).toBeLessThan(200 * 65_536);
    },
  );
});
