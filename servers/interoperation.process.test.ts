// The servers against independent clients, and the load clients' WebSocket against an independent server.

import { connect, type Socket } from "node:net";
import autocannon from "autocannon";
import type { FastifyInstance } from "fastify";
import { afterEach, describe, expect, it, vi } from "vitest";
import WebSocketOfWs, { WebSocketServer } from "ws";
import { noTraffic } from "../clients/subscriber.ts";
import { subscribe } from "../clients/websocket.ts";
import { MessageLog } from "./log.ts";
import { longPolling } from "./long-polling.ts";
import { encodeMessage } from "./protocol/message.ts";
import {
  type CreateEndpoint,
  defaultServerOptions,
  type PushServer,
  type ServerOptions,
  startPushServer,
} from "./server.ts";
import { shortPolling } from "./short-polling.ts";
import { webSocket } from "./websocket.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const start = async (
  options: Partial<ServerOptions> = {},
): Promise<{ log: MessageLog; server: PushServer; webSocketUrl: string }> => {
  const log = new MessageLog();
  const endpoints = [shortPolling, longPolling, webSocket];
  const server = await startPushServer(log, { ...defaultServerOptions, ...options }, endpoints);
  cleanups.push(() => server.close());
  return { log, server, webSocketUrl: server.url.replace("http", "ws") };
};

const publish = (log: MessageLog, ...bodies: readonly string[]): void => {
  for (const body of bodies) log.append({ seq: log.lastSeq + 1, body });
};

const bodies = ["", "ü 世界 🌍", "x".repeat(125), "y".repeat(126), "z".repeat(65_536), "line\nbreak"];

describe("the WebSocket server", () => {
  it("pushes to the ws package's client, answers its ping, and closes as asked", async () => {
    const { log, webSocketUrl } = await start();
    const client = new WebSocketOfWs(`${webSocketUrl}/websocket?since=0`);
    cleanups.push(() => client.terminate());
    const got: string[] = [];
    client.on("message", (data, isBinary) => got.push(`${isBinary}:${JSON.parse(data.toString()).body}`));
    await new Promise((resolve) => client.once("open", resolve));
    const pong = new Promise<string>((resolve) => client.once("pong", (data) => resolve(data.toString())));
    client.ping("are you there");
    publish(log, ...bodies);
    await vi.waitFor(() => expect(got).toEqual(bodies.map((body) => `false:${body}`)), { timeout: 20_000 });
    expect(await pong).toBe("are you there");
    const closed = new Promise<number>((resolve) => client.once("close", (code) => resolve(code)));
    client.close(1000);
    expect(await closed).toBe(1000);
  });

  it("pushes to Node's own client, from its cursor, and says goodbye when it stops", async () => {
    const { log, server, webSocketUrl } = await start();
    publish(log, "1", "2");
    const client = new WebSocket(`${webSocketUrl}/websocket?since=1`);
    const got: string[] = [];
    client.addEventListener("message", ({ data }) => got.push(JSON.parse(String(data)).body));
    await vi.waitFor(() => expect(got).toEqual(["2"]), { timeout: 20_000 });
    publish(log, "3", "4");
    await vi.waitFor(() => expect(got).toEqual(["2", "3", "4"]), { timeout: 20_000 });
    const closed = new Promise<string>((resolve) =>
      client.addEventListener("close", ({ code, reason }) => resolve(`${code} ${reason}`)),
    );
    await server.close();
    expect(await closed).toBe("1001 server stops");
  });

  it("tells a cursor older than the log with a close code that a page can read", async () => {
    const log = new MessageLog({ maxMessages: 2 });
    const server = await startPushServer(log, defaultServerOptions, [webSocket]);
    cleanups.push(() => server.close());
    publish(log, "1", "2", "3", "4");
    const client = new WebSocket(`${server.url.replace("http", "ws")}/websocket?since=1`);
    const closed = new Promise<string>((resolve) =>
      client.addEventListener("close", ({ code, reason }) => resolve(`${code} ${reason}`)),
    );
    expect(await closed).toBe("4410 history starts at seq 3");
  });

  it("disconnects a subscriber that reads nothing once its buffer is full, and lets it resume", async () => {
    const { log, server, webSocketUrl } = await start({ maxBufferedBytes: 64 * 1024 });
    const slow: Socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    cleanups.push(() => slow.destroy());
    slow.on("error", () => {});
    slow.pause();
    slow.write(
      "GET /websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    await vi.waitFor(() => expect(slow.bytesWritten).toBeGreaterThan(0), { timeout: 20_000 });
    for (let i = 0; i < 400; i++) {
      publish(log, "x".repeat(65_536));
      await new Promise(setImmediate);
    }
    const ended = new Promise<void>((resolve) => slow.once("close", () => resolve()));
    slow.resume();
    await ended;
    expect(slow.bytesRead).toBeLessThan(400 * 65_536);
    const last = log.lastSeq;
    const client = new WebSocketOfWs(`${webSocketUrl}/websocket?since=${last - 1}`);
    cleanups.push(() => client.terminate());
    const message = await new Promise<string>((resolve) => client.once("message", (data) => resolve(data.toString())));
    expect(JSON.parse(message).seq).toBe(last);
  });

  it.each([
    ["/nowhere", 404],
    ["/short-polling", 404],
    ["/websocket?since=-1", 400],
    ["/websocket?since=x", 400],
  ])("refuses an upgrade at %s with %i", async (path, status) => {
    const { webSocketUrl } = await start();
    const client = new WebSocketOfWs(`${webSocketUrl}${path}`);
    const refused = new Promise<number | undefined>((resolve) =>
      client.once("unexpected-response", (_, response) => resolve(response.statusCode)),
    );
    client.once("error", () => {});
    expect(await refused).toBe(status);
    client.terminate();
  });

  it("refuses the origins that are not allowed with 403", async () => {
    const { webSocketUrl } = await start({ allowedOrigins: ["https://good.example"] });
    const statusFor = (origin: string): Promise<number | undefined> =>
      new Promise((resolve) => {
        const client = new WebSocketOfWs(`${webSocketUrl}/websocket`, { origin });
        client.once("unexpected-response", (_, response) => resolve(response.statusCode));
        client.once("open", () => resolve(101));
        client.once("error", () => {});
        cleanups.push(() => client.terminate());
      });
    expect(await statusFor("https://evil.example")).toBe(403);
    expect(await statusFor("https://good.example")).toBe(101);
  });
});

describe("the load clients' WebSocket", () => {
  it("takes messages, fragments and pings from the ws package's server, and closes with it", async () => {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    cleanups.push(() => server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") return expect.fail();
    const seen: string[] = [];
    server.on("connection", (socket) => {
      socket.on("pong", (data) => seen.push(`pong ${data}`));
      socket.on("close", (code) => seen.push(`close ${code}`));
      for (const [i, body] of bodies.entries()) socket.send(encodeMessage({ seq: i + 1, body }));
      const split = encodeMessage({ seq: 7, body: "in three parts" });
      socket.send(split.slice(0, 5), { fin: false });
      socket.ping("in between");
      socket.send(split.slice(5, 9), { fin: false });
      socket.send(split.slice(9), { fin: true });
    });
    const got: string[] = [];
    const subscription = await subscribe(`http://127.0.0.1:${address.port}`, ({ body }) => got.push(body), {
      since: 0,
      pollEveryMs: 0,
      firstPollMs: 0,
      connection: "keep-alive",
      headers: "browser",
      traffic: noTraffic(),
    });
    await vi.waitFor(() => expect(got).toEqual([...bodies, "in three parts"]), { timeout: 20_000 });
    await subscription.close();
    await vi.waitFor(() => expect(seen).toEqual(["pong in between", "close 1000"]), { timeout: 20_000 });
  });
});

describe("the polling servers", () => {
  it.each(["short-polling", "long-polling"])(
    "answer fetch at /%s: news, nothing, bad cursors, history that is gone",
    async (path) => {
      const log = new MessageLog({ maxMessages: 2 });
      const server = await startPushServer(log, { ...defaultServerOptions, holdMs: 10 }, [shortPolling, longPolling]);
      cleanups.push(() => server.close());
      const get = async (query: string): Promise<readonly [number, string, string | null]> => {
        const response = await fetch(`${server.url}/${path}${query}`);
        return [response.status, await response.text(), response.headers.get("cache-control")];
      };
      expect(await get("?since=0")).toEqual([204, "", "no-store"]);
      publish(log, "1", "2", "3");
      const last = encodeMessage({ seq: 3, body: "3" });
      const both = `[${encodeMessage({ seq: 2, body: "2" })},${last}]`;
      expect(await get("?since=2")).toEqual([200, `[${last}]`, "no-store"]);
      expect(await get("")).toEqual([200, both, "no-store"]);
      expect(await get("?since=1")).toEqual([200, both, "no-store"]);
      expect(await get("?since=3")).toEqual([204, "", "no-store"]);
      expect(await get("?since=0")).toEqual([410, '{"oldestSeq":2}', "no-store"]);
      for (const bad of ["-1", "x", "1.5", "", "99999999999999999999"])
        expect((await get(`?since=${bad}`))[0]).toBe(400);
    },
  );

  /** A long-polling server that tells how many requests have reached it. */
  const startCounting = async (): Promise<{
    log: MessageLog;
    server: PushServer;
    arrived: (count: number) => Promise<void>;
  }> => {
    const log = new MessageLog();
    let requests = 0;
    const counting: CreateEndpoint = (log, options) => {
      const endpoint = longPolling(log, options);
      const mount = (app: FastifyInstance): void => {
        app.addHook("onRequest", async () => {
          requests++;
        });
        endpoint.mount?.(app);
      };
      return { ...endpoint, mount };
    };
    const server = await startPushServer(log, defaultServerOptions, [counting]);
    cleanups.push(() => server.close());
    return {
      log,
      server,
      arrived: (count) => vi.waitFor(() => expect(requests).toBe(count), { timeout: 20_000, interval: 5 }),
    };
  };

  it("hold a long poll no longer than its client stays", async () => {
    const { log, server, arrived } = await startCounting();
    const leaving = new AbortController();
    const left = fetch(`${server.url}/long-polling?since=0`, { signal: leaving.signal });
    const stayed = fetch(`${server.url}/long-polling?since=0`);
    await arrived(2);
    leaving.abort();
    await expect(left).rejects.toThrow(/abort/i);
    publish(log, "1");
    expect((await stayed).status).toBe(200);
  });

  it("answer held polls when they stop", async () => {
    const { server, arrived } = await startCounting();
    const answer = fetch(`${server.url}/long-polling?since=0`);
    await arrived(1);
    await server.close();
    expect((await answer).status).toBe(204);
  });

  it.each(["/short-polling?since=0", "/long-polling?since=0"])(
    "answer a flood of %s by autocannon without a failure",
    async (path) => {
      const { log, server } = await start({ holdMs: 5 });
      publish(log, "1");
      const flood = await autocannon({ url: `${server.url}${path}`, connections: 10, amount: 1000 });
      expect({ ok: flood["2xx"], other: flood.non2xx, errors: flood.errors }).toEqual({
        ok: 1000,
        other: 0,
        errors: 0,
      });
    },
  );
});
