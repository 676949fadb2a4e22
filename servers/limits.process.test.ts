// Every limit of the servers, reached over real sockets.

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket as WebSocketOfWs } from "ws";
import { echo } from "./echo.ts";
import { MessageLog } from "./log.ts";
import { createPollAnswers } from "./poll-answer.ts";
import { decodeMessages } from "./protocol/message.ts";
import { encodeFrame, opcode } from "./protocol/websocket/frame.ts";
import { defaultServerOptions, type PushServer, type ServerOptions, startPushServer } from "./server.ts";
import { shortPolling } from "./short-polling.ts";
import { webSocket, webSocketAt } from "./websocket.ts";
import { webSocketDeflate } from "./websocket-deflate.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const start = async (
  options: Partial<ServerOptions>,
): Promise<{ log: MessageLog; server: PushServer; port: number }> => {
  const log = new MessageLog();
  const endpoints = [shortPolling, webSocket, webSocketDeflate];
  const server = await startPushServer(log, { ...defaultServerOptions, ...options }, endpoints);
  cleanups.push(() => server.close());
  return { log, server, port: Number(new URL(server.url).port) };
};

/** A raw connection, and all bytes that have come back on it, as Latin-1. */
const dial = async (port: number): Promise<{ socket: Socket; heard: () => string; closed: Promise<void> }> => {
  const socket = connect(port, "127.0.0.1");
  cleanups.push(() => socket.destroy());
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  socket.on("error", () => {});
  const closed = once(socket, "close").then(() => undefined);
  await once(socket, "connect");
  return { socket, heard: () => text, closed };
};

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

const masked = (code: number, payload: Buffer): Buffer => encodeFrame(code, payload, { mask: Buffer.of(1, 2, 3, 4) });

const closeCodeOf = (client: WebSocketOfWs): Promise<number> => new Promise((resolve) => client.once("close", resolve));

describe("limits", () => {
  it("cuts off a WebSocket that answers no ping, counts it, and keeps those that do", async () => {
    const { server, port } = await start({ pingEveryMs: 300, pongWithinMs: 300 });
    const silent = await dial(port);
    silent.socket.write(upgrade("/websocket"));
    const lively = new WebSocketOfWs(`ws://127.0.0.1:${port}/websocket`);
    cleanups.push(() => lively.terminate());
    let pings = 0;
    lively.on("ping", () => pings++);
    await silent.closed;
    expect(silent.heard().endsWith("\x89\x00")).toBe(true);
    expect(server.disconnections()).toEqual({ tooSlow: 0, silent: 1 });
    await vi.waitFor(() => expect(pings).toBeGreaterThan(3), { timeout: 20_000 });
    expect(lively.readyState).toBe(WebSocketOfWs.OPEN);
  });

  it("disconnects and counts who reads too slowly", async () => {
    const { log, server, port } = await start({ maxBufferedBytes: 64 * 1024 });
    const slow = await dial(port);
    slow.socket.write(upgrade("/websocket"));
    await vi.waitFor(() => expect(slow.heard()).toContain("101 Switching"), { timeout: 20_000 });
    slow.socket.pause();
    for (let i = 1; server.disconnections().tooSlow === 0; i++) {
      expect(i).toBeLessThan(2000);
      log.append({ seq: i, body: "x".repeat(65_536) });
      await new Promise(setImmediate);
    }
    slow.socket.resume();
    await slow.closed;
    expect(server.disconnections()).toEqual({ tooSlow: 1, silent: 0 });
  });

  it("answers 431 to a head that is too long, and 408 to one that does not come", async () => {
    const { port } = await start({ maxHeaderBytes: 2048, handshakeMs: 100 });
    const long = await dial(port);
    long.socket.write(`GET /websocket HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(4096)}\r\n\r\n`);
    await long.closed;
    expect(long.heard()).toMatch(
      /^HTTP\/1.1 431 [\s\S]*\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n/,
    );
    expect(long.heard()).toMatch(/\r\n\r\n\{"error":"the request's head is too large"\}$/);
    const dawdling = await dial(port);
    dawdling.socket.write("GET /websocket HTTP/1.1\r\nHost: x\r\n");
    await dawdling.closed;
    expect(dawdling.heard()).toMatch(/^HTTP\/1.1 408 /);
    const babbling = await dial(port);
    babbling.socket.write("\x16\x03\x01\r\n\r\n");
    await babbling.closed;
    expect(babbling.heard()).toMatch(/^HTTP\/1.1 400 [\s\S]*\{"error":"this is not an HTTP\/1.1 request"\}$/);
  });

  it("closes a connection beyond the most it takes, and serves the others", async () => {
    const { port } = await start({ maxConnections: 2 });
    const [one, two] = [await dial(port), await dial(port)];
    for (const { socket } of [one, two]) socket.write(upgrade("/websocket"));
    await vi.waitFor(() => expect(one.heard() + two.heard()).toMatch(/101 [\s\S]*101 /), { timeout: 20_000 });
    const three = await dial(port);
    await three.closed;
    expect(three.heard()).toBe("");
  });

  it.each([
    ["a message that is too big", 1009, [masked(opcode.text, Buffer.alloc(2000, "x"))]],
    [
      "a message in too many fragments",
      1008,
      Array.from({ length: 6 }, (_, i) =>
        encodeFrame(i === 0 ? opcode.text : opcode.continuation, Buffer.of(120), { fin: false, mask: Buffer.alloc(4) }),
      ),
    ],
    ["text that is not UTF-8", 1007, [masked(opcode.text, Buffer.of(0xc0))]],
    ["a frame without a mask", 1002, [encodeFrame(opcode.text, Buffer.from("x"))]],
  ])("closes over %s with %i, and goes on serving", async (_, code, frames) => {
    const { log, port } = await start({ maxMessageBytes: 1000, maxFragments: 5 });
    const bad = await dial(port);
    bad.socket.write(upgrade("/websocket"));
    bad.socket.write(Buffer.concat(frames));
    await bad.closed;
    const [, rest = ""] = bad.heard().split("\r\n\r\n");
    expect([rest.charCodeAt(0), rest.charCodeAt(2) * 256 + rest.charCodeAt(3)]).toEqual([0x88, code]);
    const good = new WebSocketOfWs(`ws://127.0.0.1:${port}/websocket`);
    cleanups.push(() => good.terminate());
    const message = once(good, "message");
    await once(good, "open");
    log.append({ seq: 1, body: "still here" });
    expect(String(await message)).toContain("still here");
  });

  it("closes over a message that inflates too far with 1009", async () => {
    const { port } = await start({ maxMessageBytes: 10_000 });
    const client = new WebSocketOfWs(`ws://127.0.0.1:${port}/websocket-deflate`, {
      perMessageDeflate: { threshold: 0 },
    });
    await once(client, "open");
    expect(client.extensions).toContain("permessage-deflate");
    const code = closeCodeOf(client);
    client.send("x".repeat(1_000_000));
    expect(await code).toBe(1009);
  });

  it("takes frames that came together with the upgrade request", async () => {
    const { port } = await start({});
    const eager = await dial(port);
    eager.socket.write(Buffer.concat([Buffer.from(upgrade("/websocket")), masked(opcode.ping, Buffer.from("hi"))]));
    await vi.waitFor(() => expect(eager.heard().endsWith("\x8a\x02hi")).toBe(true), { timeout: 20_000 });
  });
});

describe("compression", () => {
  const bodies = ["", "ü 世界 🌍", "x".repeat(100_000), "line\nbreak"];
  const publish = (log: MessageLog): void => {
    for (const body of bodies) log.append({ seq: log.lastSeq + 1, body });
  };
  const receive = async (client: WebSocketOfWs): Promise<readonly string[]> => {
    const got: string[] = [];
    client.on("message", (data) => got.push(JSON.parse(data.toString()).body));
    cleanups.push(() => client.terminate());
    await vi.waitFor(() => expect(got.length).toBe(bodies.length), { timeout: 20_000 });
    return got;
  };

  it.each([
    ["as browsers offer it", {}],
    ["with small windows", { serverMaxWindowBits: 9, clientMaxWindowBits: 8 }],
    ["with no context taken over", { serverNoContextTakeover: true, clientNoContextTakeover: true }],
    ["not at all", false],
  ])("pushes to the ws package's client, offered %s", async (_, perMessageDeflate) => {
    const { log, port } = await start({});
    publish(log);
    const client = new WebSocketOfWs(`ws://127.0.0.1:${port}/websocket-deflate`, { perMessageDeflate });
    expect(await receive(client)).toEqual(bodies);
    expect(client.extensions === "").toBe(perMessageDeflate === false);
  });

  it("shares what it compressed among all who take the same, live as from the log", async () => {
    const { log, port } = await start({});
    const clients = Array.from({ length: 3 }, (_, i) => {
      const options = i === 2 ? { serverMaxWindowBits: 10 } : {};
      return new WebSocketOfWs(`ws://127.0.0.1:${port}/websocket-deflate`, { perMessageDeflate: options });
    });
    await Promise.all(clients.map((client) => once(client, "open")));
    const all = Promise.all(clients.map(receive));
    publish(log);
    expect(await all).toEqual([bodies, bodies, bodies]);
  });

  it("pushes to Node's own client, which offers it", async () => {
    const { log, port } = await start({});
    publish(log);
    const client = new WebSocket(`ws://127.0.0.1:${port}/websocket-deflate`);
    const got: string[] = [];
    client.addEventListener("message", ({ data }) => got.push(JSON.parse(String(data)).body));
    await vi.waitFor(() => expect(got).toEqual(bodies), { timeout: 20_000 });
    expect(client.extensions).toContain("permessage-deflate");
    client.close();
  });
});

describe("peers that misbehave", () => {
  it("survives a request target that is no URL", async () => {
    const { port } = await start({});
    const odd = await dial(port);
    odd.socket.write(upgrade("//"));
    await odd.closed;
    expect(odd.heard()).toMatch(/^HTTP\/1.1 404 /);
    expect((await fetch(`http://127.0.0.1:${port}/short-polling`)).status).toBe(204);
  });

  it("stops though a peer answers neither a refusal nor a goodbye", async () => {
    const log = new MessageLog();
    const server = await startPushServer(log, defaultServerOptions, [webSocket, echo]);
    const port = Number(new URL(server.url).port);
    for (const path of ["/nowhere", "/websocket?since=x", "/websocket", "/echo"]) {
      const mute = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
      cleanups.push(() => mute.destroy());
      mute.on("error", () => {});
      mute.write(upgrade(path));
      await once(mute, "data");
    }
    await server.close();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  it.each(["/echo", "/websocket"])("reads no more from who reads no answers at %s", async (path) => {
    const server = await startPushServer(new MessageLog(), defaultServerOptions, [webSocket, echo]);
    cleanups.push(() => server.close());
    const deaf = connect(Number(new URL(server.url).port), "127.0.0.1");
    cleanups.push(() => deaf.destroy());
    deaf.on("error", () => {});
    deaf.write(upgrade(path));
    await once(deaf, "data");
    deaf.pause();
    const ping = masked(opcode.ping, Buffer.alloc(125, "x"));
    const flood = Buffer.concat(Array.from({ length: 8000 }, () => ping));
    let written = 0;
    while (deaf.write(flood) || (await drained(deaf))) {
      written += flood.length;
      expect(written, "the server goes on reading").toBeLessThan(200_000_000);
    }
    expect(deaf.writableLength).toBeGreaterThan(0);
  });

  it("repeats nothing to one who joins between a message and its announcement, with compression that leans on the past", async () => {
    const log = new MessageLog();
    const server = await startPushServer(log, defaultServerOptions, [webSocketAt("/leaning", {})]);
    cleanups.push(() => server.close());
    const seqs: number[] = [];
    const client = new WebSocketOfWs(`${server.url.replace("http", "ws")}/leaning`, { perMessageDeflate: {} });
    cleanups.push(() => client.terminate());
    client.on("message", (data) => seqs.push(JSON.parse(data.toString()).seq));
    for (let seq = 1; seq <= 300; seq++) {
      log.append({ seq, body: `message ${seq}` });
      if (seq % 3 === 0) await new Promise(setImmediate);
    }
    await vi.waitFor(() => expect(seqs.at(-1)).toBe(300), { timeout: 20_000 });
    expect(seqs).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  });

  it("keeps few prepared answers, however many cursors are asked for, and long ones come in parts", async () => {
    const log = new MessageLog();
    for (let seq = 1; seq <= 100; seq++) log.append({ seq, body: "x".repeat(100_000) });
    const { since: answerSince } = createPollAnswers(log, []);
    const first = answerSince(0);
    expect(answerSince(0)).toBe(first);
    for (let since = 1; since < 20; since++) answerSince(since);
    expect(answerSince(0), "16 MiB of later answers have taken its place").not.toBe(first);
    const seqs: number[] = [];
    for (let answer = answerSince(0); !answer.empty; answer = answerSince(seqs.at(-1) ?? 0)) {
      expect(answer.body?.length).toBeLessThan(5 * 1024 * 1024);
      seqs.push(...decodeMessages(answer.body?.toString() ?? "").map(({ seq }) => seq));
    }
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(answerSince(5)).toBe(answerSince(5));
  });
});

/** Whether the socket took all that was written within half a second; false means that the peer has stopped reading. */
const drained = (socket: Socket): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), 500);
    socket.once("drain", () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
