// The live server over real sockets: addresses, strangers, floods, meters, its end and its restart.

import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket as WebSocketOfWs } from "ws";
import { decodeMessages, isStamped } from "../protocol/message.ts";
import { fieldOf } from "./chat/text.ts";
import { defaultLiveOptions, type LiveOptions, type LiveServer, startLiveServer } from "./live-server.ts";

const folder = mkdtempSync(join(tmpdir(), "push-transport-live-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const start = async (options: Partial<LiveOptions> = {}): Promise<LiveServer> => {
  const complain = (text: string): void => expect.fail(text);
  const server = await startLiveServer({ ...defaultLiveOptions, port: 0, ratePerSec: 0, ...options }, complain);
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closed ??= server.close();
    return closed;
  };
  cleanups.push(close);
  return { ...server, close };
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The loopback address to come from. */
  readonly from?: string;
  readonly agent?: Agent;
}

/** A request as it is written: unlike fetch, with any Host and any path. */
const ask = ({ url }: LiveServer, path: string, { method = "GET", headers = {}, body, from, agent }: Ask = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const { hostname: name, port } = new URL(url);
    const hostname = name.replace(/^\[|\]$/g, "");
    const local = from === undefined ? {} : { localAddress: from };
    const asking = request({ hostname, port, path, method, headers, agent: agent ?? false, ...local }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.once("error", reject);
    });
    asking.once("error", reject);
    asking.end(body);
  });

const json = { "Content-Type": "application/json" };

const post = (server: LiveServer, path: string, body: unknown): Promise<Answer> =>
  ask(server, path, { method: "POST", headers: json, body: JSON.stringify(body) });

const read = async (server: LiveServer, path: string): Promise<unknown> => JSON.parse((await ask(server, path)).text);

/** The number at that path of the answer; NaN where there is none. */
const numberIn = (answer: unknown, ...path: readonly string[]): number => Number(path.reduce(fieldOf, answer));

const socketUrl = ({ url }: LiveServer, path: string): string => `${url.replace("http", "ws")}${path}`;

const open = async (url: string): Promise<WebSocketOfWs> => {
  const socket = new WebSocketOfWs(url);
  cleanups.push(() => socket.terminate());
  await once(socket, "open");
  return socket;
};

const closeOf = async (socket: WebSocketOfWs): Promise<string> => {
  const [code, reason] = await once(socket, "close");
  return `${code} ${reason}`;
};

/** A raw connection, and all bytes that have come back on it. */
const dial = async ({ url }: LiveServer, localAddress: string): Promise<{ socket: Socket; heard: () => string }> => {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port), localAddress });
  cleanups.push(() => socket.destroy());
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  socket.on("error", () => {});
  await once(socket, "connect");
  return { socket, heard: () => text };
};

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

describe("its addresses", () => {
  it("tell the clock, set the publisher, publish one message, and one log stands behind all transports", async () => {
    const server = await start();
    const hostNow = Number(process.hrtime.bigint()) / 1e6;
    const clock = await read(server, "/clock");
    expect(clock).toEqual({ now: expect.any(Number), epoch: server.epoch, lastSeq: 0, holdMs: 30_000 });
    expect(numberIn(clock, "now")).toBeGreaterThanOrEqual(hostNow);
    expect(await read(server, "/publisher")).toEqual({ ratePerSec: 0, bodyBytes: 256 });
    expect(await post(server, "/messages", { bodyBytes: 12 })).toMatchObject({ status: 201, text: '{"seq":1}' });
    expect(await post(server, "/publisher", { bodyBytes: 5 })).toMatchObject({
      status: 200,
      text: '{"ratePerSec":0,"bodyBytes":5}',
    });
    expect(await ask(server, "/messages", { method: "POST" })).toMatchObject({ status: 201, text: '{"seq":2}' });
    const polled = await Promise.all(["short", "long"].map((kind) => read(server, `/${kind}-polling?since=0`)));
    for (const messages of polled)
      expect(messages).toMatchObject([
        { seq: 1, body: "#1: Polling " },
        { seq: 2, body: "#2: P" },
      ]);
    const socket = new WebSocketOfWs(socketUrl(server, "/websocket?since=1"));
    cleanups.push(() => socket.terminate());
    const [frame] = await once(socket, "message");
    expect(JSON.parse(String(frame))).toMatchObject({ seq: 2 });
    const events = await fetch(`${server.url}/server-sent-events?since=1`);
    let streamed = "";
    for await (const chunk of events.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      streamed += chunk;
      if (streamed.includes('"seq":2')) break;
    }
    expect(streamed).not.toContain('"seq":1');
    expect(await ask(server, "/short-polling?since=3")).toMatchObject({ status: 410, text: '{"oldestSeq":1}' });
  });

  it("publishes at a pace: each instant follows the one before, not when that came about, by half of the mean or up to as much more", async () => {
    const server = await start();
    await post(server, "/publisher", { ratePerSec: 50, bodyBytes: 1 });
    const lastSeq = async (): Promise<number> => numberIn(await read(server, "/clock"), "lastSeq");
    await vi.waitFor(async () => expect(await lastSeq()).toBeGreaterThanOrEqual(6));
    await post(server, "/publisher", { ratePerSec: 0 });
    const published = await lastSeq();
    const messages = decodeMessages((await ask(server, "/short-polling?since=0")).text).filter(isStamped);
    const instants = messages.map(({ intendedAt }) => intendedAt);
    for (const [i, at] of instants.slice(1).entries())
      expect(Math.abs(at - (instants[i] ?? 0) - 20)).toBeLessThanOrEqual(10.000_001);
    for (const { intendedAt, sentAt } of messages) expect(sentAt).toBeGreaterThanOrEqual(intendedAt);
    expect(messages.length).toBe(published);
  });

  it("answer 410, or 4410, to whoever asks for another log, however far this one has come", async () => {
    const server = await start();
    await post(server, "/messages", {});
    for (const transport of ["short-polling", "long-polling", "server-sent-events"]) {
      const answer = await ask(server, `/${transport}?since=0&epoch=another`);
      expect(answer, transport).toMatchObject({ status: 410, text: '{"oldestSeq":1}' });
    }
    const socket = new WebSocketOfWs(socketUrl(server, "/websocket?since=0&epoch=another"));
    cleanups.push(() => socket.terminate());
    expect(await closeOf(socket)).toBe("4410 history starts at seq 1");
    expect(await ask(server, `/short-polling?since=0&epoch=${server.epoch}`)).toMatchObject({ status: 200 });
    await open(socketUrl(server, `/websocket?since=0&epoch=${server.epoch}`));
  });

  it("serve the page and its modules with their types stripped, nothing else, under a strict policy", async () => {
    const server = await start();
    const { host } = new URL(server.url);
    expect(await ask(server, "/")).toMatchObject({
      status: 200,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy":
          `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://${host} wss://${host}; ` +
          "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
      },
      text: expect.stringMatching(/^<!doctype html>/),
    });
    const module = await ask(server, "/servers/protocol/message.ts?v=1");
    expect(module).toMatchObject({ status: 200, headers: { "content-type": "text/javascript; charset=utf-8" } });
    expect(module.text).toContain("export const decodeMessages");
    expect(module.text).not.toMatch(/interface|: unknown/);
    for (const path of [
      "/clients/live/nothing.ts",
      "/servers/protocol/message.test.ts",
      "/servers/server.ts",
      "/clients/live/../../package.json",
      "/clients/live/%2e%2e/%2e%2e/package.json",
      "/clients/live/..%2f..%2fpackage.json",
      "/package.json",
    ]) {
      expect(await ask(server, path), path).toMatchObject({
        status: 404,
        text: '{"error":"there is nothing at this address"}',
      });
    }
  });

  it.each([
    { what: "a path that cannot be decoded", path: "/%zz", status: 400, error: "the address cannot be read" },
    { what: "a cursor that is none", path: "/short-polling?since=x", status: 400, error: /^since must be/ },
    {
      what: "settings out of range",
      method: "POST",
      path: "/publisher",
      headers: json,
      body: '{"ratePerSec":51}',
      status: 400,
      error: /^ratePerSec must/,
    },
    { what: "half JSON", method: "POST", path: "/messages", headers: json, body: "{", status: 400, error: /JSON/ },
    {
      what: "no JSON",
      method: "POST",
      path: "/messages",
      headers: { "Content-Type": "text/plain" },
      body: "{}",
      status: 415,
      error: /Media Type/,
    },
    {
      what: "too long a body",
      method: "POST",
      path: "/messages",
      headers: json,
      body: `"${"x".repeat(2000)}"`,
      status: 413,
      error: /too large/,
    },
    {
      what: "a wrong method",
      method: "DELETE",
      path: "/publisher",
      status: 405,
      error: "this address takes GET, HEAD, POST",
    },
    { what: "what cannot be decoded", path: "/%zz", status: 400, error: "the address cannot be read" },
    { what: "a page key that is none", path: "/meters?page=a.b", status: 400, error: /^page must be/ },
    { what: "an unknown address", path: "/nowhere", status: 404, error: "there is nothing at this address" },
  ])(
    "answer $what with $status and one line",
    async ({ path, status, error, method = "GET", headers = {}, body = "" }) => {
      const server = await start({ maxBodyBytes: 1024 });
      const answer = await ask(server, path, { method, headers, body });
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
      expect(answer.headers["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(JSON.parse(answer.text)).toEqual({
        error: typeof error === "string" ? error : expect.stringMatching(error),
      });
    },
  );
});

describe("what HTTP leaves open", () => {
  it("is that HEAD is answered as GET without its body, and what asks for another protocol in this one", async () => {
    const server = await start();
    for (const path of ["/", "/clock", "/healthz", "/publisher", "/meters?page=a", "/clients/live/main.ts"]) {
      const [head, get] = [await ask(server, path, { method: "HEAD" }), await ask(server, path)];
      expect([head.status, head.text, head.headers["content-type"]], path).toEqual([
        200,
        "",
        get.headers["content-type"],
      ]);
    }
    expect((await ask(server, "/server-sent-events", { method: "HEAD" })).headers.allow).toBe("GET");
    const headers = { Connection: "Upgrade, HTTP2-Settings", Upgrade: "h2c", "HTTP2-Settings": "AAMAAABk" };
    expect((await ask(server, "/clock", { headers })).status).toBe(200);
    expect((await ask(server, "/short-polling?page=a", { headers })).status).toBe(204);
    expect((await ask(server, "/websocket?page=a", { headers })).status).toBe(426);
    expect(await read(server, "/meters?page=a")).toMatchObject({
      "short-polling": { requests: 1 },
      websocket: { requests: 1 },
    });
  });

  it("is that a client of HTTP/1.0 names no host, as health checkers do", async () => {
    const server = await start();
    for (const path of ["/healthz", "/clock", "/"]) {
      const { socket, heard } = await dial(server, "127.0.0.1");
      socket.write(`GET ${path} HTTP/1.0\r\n\r\n`);
      await once(socket, "close");
      expect(heard(), path).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\nConnection: close\r\n/);
      if (path === "/") expect(heard()).toContain("; connect-src 'self'; ");
    }
  });

  it("is that a body which is not needed comes late or never: nothing is said of it inside a stream", async () => {
    const server = await start({ handshakeMs: 100 });
    const { socket, heard } = await dial(server, "127.0.0.1");
    socket.write("GET /server-sent-events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc");
    await once(socket, "close");
    expect(heard().match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200"]);
    expect(heard()).toMatch(/\r\nX-Accel-Buffering: no\r\n/);
  });
});

describe("strangers", () => {
  it("are refused by Host, by Origin, and by what their browser says of them", async () => {
    const server = await start({ origins: ["https://live.example"] });
    const { host } = new URL(server.url);
    const statusOf = async (path: string, headers: Record<string, string>, method = "POST"): Promise<number> =>
      (await ask(server, path, { method, headers: { Host: host, ...headers } })).status;
    expect(await statusOf("/messages", { Origin: `http://${host}` })).toBe(201);
    expect(await statusOf("/messages", { Origin: "https://live.example" })).toBe(201);
    expect(await statusOf("/messages", { Origin: "http://evil.example" })).toBe(403);
    expect(await statusOf("/messages", { Origin: "null" })).toBe(403);
    expect(await statusOf("/clock", { Host: "evil.example" }, "GET")).toBe(403);
    expect(await statusOf("/%zz", { Host: "evil.example" }, "GET")).toBe(403);
    expect(
      await statusOf("/long-polling", { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" }, "GET"),
    ).toBe(403);
    const link = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" };
    expect(await statusOf("/", link, "GET")).toBe(200);
    expect(await statusOf("/long-polling", { ...link, "Sec-Fetch-Dest": "iframe" }, "GET")).toBe(403);
  });

  it("are known by the target where that names a host, and by Host where it does not", async () => {
    const server = await start();
    const { host } = new URL(server.url);
    const statusOf = async (target: string, name: string): Promise<number> =>
      (await ask(server, target, { headers: { Host: name } })).status;
    expect(await statusOf(`http://${host}/clock`, "evil.example")).toBe(200);
    expect(await statusOf("http://evil.example/clock", host)).toBe(403);
    const statuses: string[] = [];
    for (const [target, name] of [
      [`http://${host}/echo`, "evil.example"],
      ["http://evil.example/echo", host],
      ["/echo", "evil.example"],
    ]) {
      const { socket, heard } = await dial(server, "127.0.0.1");
      socket.write(upgrade(`${target}`).replace("localhost", `${name}`));
      await vi.waitFor(() => expect(heard()).toContain("\r\n\r\n"), { timeout: 20_000 });
      statuses.push(heard().slice(9, 12));
    }
    expect(statuses).toEqual(["101", "403", "403"]);
  });

  const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === "IPv6"));
  it.each(["127.1", "0x7f000001", "LOCALHOST.", "0", ...(hasIpv6 ? ["::ffff:127.0.0.1", "[::1]", "::0"] : [])])(
    "are not who ask at the address that the server prints, where it listens on %s",
    async (name) => {
      const server = await start({ host: name });
      const printed = server.url.replace("http://", "");
      const { host } = new URL(server.url);
      const at = { ...server, url: server.url.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]") };
      const statuses: number[] = [];
      for (const Host of [printed, host, "localhost", "evil.example"])
        statuses.push((await ask(at, "/clock", { headers: { Host } })).status);
      expect(statuses).toEqual([200, 200, 200, 403]);
    },
  );

  it("take nothing from the bucket of the address that they are refused at", async () => {
    const server = await start({ maxPerSec: 0.001, maxBurst: 1 });
    const foreign = { Host: new URL(server.url).host, Origin: "http://evil.example" };
    for (let i = 0; i < 3; i++) {
      expect((await ask(server, "/messages", { method: "POST", headers: foreign })).status).toBe(403);
    }
    expect((await ask(server, "/clock")).status).toBe(200);
  });

  it.each([
    { origin: "http://evil.example", status: 403 },
    { origin: "https://live.example", status: 101 },
  ])("from $origin get $status to an upgrade, at every path", async ({ origin, status }) => {
    const server = await start({ origins: ["https://live.example"] });
    for (const path of ["/websocket", "/echo"]) {
      const socket = new WebSocketOfWs(socketUrl(server, path), { origin });
      cleanups.push(() => socket.terminate());
      socket.on("error", () => {});
      const answer = new Promise((resolve) => {
        socket.once("unexpected-response", (_, response) => resolve(response.statusCode));
        socket.once("open", () => resolve(101));
      });
      expect(await answer).toBe(status);
    }
  });
});

describe("a flood", () => {
  it("from one address gets 429, over requests and upgrades alike, and others are served", async () => {
    // A token every 1000 s, so that none comes back during the test. flood.test.ts tests the times.
    const server = await start({ maxPerSec: 0.001, maxBurst: 3 });
    const answers: Answer[] = [];
    for (let i = 0; i < 5; i++) answers.push(await ask(server, "/short-polling"));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 429, 429]);
    expect(answers[4]?.headers["retry-after"]).toMatch(/^\d+$/);
    expect(answers[4]?.text).toMatch(/^\{"error":"too many requests; try again in \d+ s"\}$/);
    const { socket, heard } = await dial(server, "127.0.0.1");
    socket.write(upgrade("/websocket"));
    await once(socket, "close");
    expect(heard()).toMatch(/^HTTP\/1.1 429 Too Many Requests\r\n[\s\S]*Retry-After: \d+\r\n/);
    expect((await ask(server, "/short-polling", { from: "127.0.0.2" })).status).toBe(204);
  });

  it.each([
    ["at once", "/short-polling"],
    ["while as many are held", "/long-polling"],
  ])("of a connection's requests, a seventeenth %s, cuts that; of its address few more are let in", async (_, path) => {
    const server = await start();
    const others = await Promise.all(Array.from({ length: 8 }, () => dial(server, "127.0.0.1")));
    const { socket } = await dial(server, "127.0.0.1");
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(17));
    await once(socket, "close");
    others[0]?.socket.write("GET /clock HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await vi.waitFor(() => expect(others[0]?.heard()).toMatch(/^HTTP\/1.1 200 /));
    const ninth = await dial(server, "127.0.0.1");
    await once(ninth.socket, "close");
    expect((await ask(server, "/clock", { from: "127.0.0.2" })).status).toBe(200);
  });

  it("of answers that nobody reads is answered 429, and others are served", async () => {
    const server = await start({ maxBufferedBytes: 1024 });
    for (let i = 0; i < 64; i++) await post(server, "/messages", { bodyBytes: 65_536 });
    const slow = await Promise.all(Array.from({ length: 4 }, () => dial(server, "127.0.0.1")));
    for (const { socket } of slow) socket.pause().write("GET /short-polling HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await vi.waitFor(async () => expect((await ask(server, "/clock")).status).toBe(429));
    expect(JSON.parse((await ask(server, "/clock")).text)).toEqual({
      error: "too many answers are not read, or bodies not sent; end those first",
    });
    expect((await ask(server, "/clock", { from: "127.0.0.2" })).status).toBe(200);
  });

  it("is over when the bucket fills again", async () => {
    const server = await start({ maxPerSec: 100, maxBurst: 1 });
    await vi.waitFor(async () => {
      const statuses = await Promise.all(Array.from({ length: 20 }, () => ask(server, "/short-polling")));
      expect(statuses.some(({ status }) => status === 429)).toBe(true);
    });
    await vi.waitFor(async () => expect((await ask(server, "/short-polling")).status).toBe(204));
  });

  it.each([
    ["messages", (socket: WebSocketOfWs) => socket.send("x")],
    ["pings", (socket: WebSocketOfWs) => socket.ping()],
    ["pongs", (socket: WebSocketOfWs) => socket.pong()],
  ])("of %s up a WebSocket that takes none closes it with 1013, and others' stay open", async (_, send) => {
    const server = await start({ maxPerSec: 0.001, maxBurst: 3 });
    const socket = await open(socketUrl(server, "/websocket"));
    const other = new WebSocketOfWs(socketUrl(server, "/websocket"), { localAddress: "127.0.0.2" });
    cleanups.push(() => other.terminate());
    await once(other, "open");
    for (let i = 0; i < 100; i++) send(socket);
    expect(await closeOf(socket)).toBe("1013 too many messages; try again later");
    other.ping();
    await once(other, "pong");
  });

  it("of messages to echo closes with 1013 after those that were let through", async () => {
    const server = await start({ maxPerSec: 0.001, maxBurst: 3 });
    const socket = await open(socketUrl(server, "/echo"));
    const echoed: string[] = [];
    socket.on("message", (data) => echoed.push(String(data)));
    for (const text of ["1", "2", "3", "4"]) {
      socket.send(text);
      if (text !== "4") await once(socket, "message");
    }
    expect(await closeOf(socket)).toBe("1013 too many messages; try again later");
    expect(echoed).toEqual(["1", "2", "3"]);
  });

  it("of connections is closed unanswered, and others are served", async () => {
    const server = await start({ maxConnectionsPerAddress: 2 });
    const [one] = [await dial(server, "127.0.0.1"), await dial(server, "127.0.0.1")];
    const three = await dial(server, "127.0.0.1");
    await once(three.socket, "close");
    expect((await ask(server, "/healthz", { from: "127.0.0.2" })).status).toBe(200);
    one.socket.destroy();
    await vi.waitFor(async () => expect((await ask(server, "/healthz")).status).toBe(200));
  });
});

describe("its meters", () => {
  it("tell what the sockets saw of one page's requests, by transport, what is open included", async () => {
    const server = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    cleanups.push(() => agent.destroy());
    await ask(server, "/short-polling?since=0&page=a", { agent });
    const meterOf = async (transport: string) => fieldOf(await read(server, "/meters?page=a"), transport);
    const request = `GET /short-polling?since=0&page=a HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nConnection: keep-alive\r\n\r\n`;
    const first = await meterOf("short-polling");
    expect(first).toMatchObject({ requests: 1, empty: 1, bytesUp: request.length });
    // A request with a body comes between two polls on the same connection, and counts for neither.
    await ask(server, "/messages", { agent, method: "POST", headers: json, body: '{"bodyBytes":1000}' });
    await ask(server, "/short-polling?since=0&page=a", { agent });
    const second = await meterOf("short-polling");
    expect(second).toMatchObject({ requests: 2, empty: 1, bytesUp: 2 * request.length });
    expect(numberIn(second, "bytesDown") - numberIn(first, "bytesDown")).toBeGreaterThan(1000);
    const { socket, heard } = await dial(server, "127.0.0.1");
    socket.write(upgrade("/websocket?page=a"));
    await vi.waitFor(() => expect(heard()).toContain('"seq":1'));
    expect(await meterOf("websocket")).toEqual({
      requests: 1,
      empty: 0,
      bytesUp: upgrade("/websocket?page=a").length,
      bytesDown: heard().length,
    });
    const none = { requests: 0, empty: 0, bytesUp: 0, bytesDown: 0 };
    expect(await read(server, "/meters?page=b")).toEqual({
      "short-polling": none,
      "long-polling": none,
      "server-sent-events": none,
      websocket: none,
    });
  });

  it("forget, of an address with half of all, the page that has asked nothing for the longest time", async () => {
    const server = await start({ maxPages: 4 });
    await ask(server, "/short-polling?page=other", { from: "127.0.0.2" });
    for (const page of ["a", "b", "a", "c"]) await ask(server, `/short-polling?page=${page}`);
    const requests: number[] = [];
    for (const page of ["a", "b", "c", "other"]) {
      requests.push(numberIn(await read(server, `/meters?page=${page}`), "short-polling", "requests"));
    }
    expect(requests).toEqual([2, 0, 1, 1]);
  });
});

describe("its end", () => {
  it("answers held polls, ends streams and sockets, and says 503 meanwhile", async () => {
    const server = await start({ ratePerSec: 50 });
    await post(server, "/publisher", { ratePerSec: 0 });
    const lastSeq = numberIn(await read(server, "/clock"), "lastSeq");
    const held = ask(server, `/long-polling?since=${lastSeq}&page=a`);
    const streaming = await fetch(`${server.url}/server-sent-events?since=${lastSeq}`);
    const stream = streaming.text();
    const socket = await open(socketUrl(server, `/websocket?since=${lastSeq}`));
    const goodbye = closeOf(socket);
    // A client that does not answer the goodbye keeps the server from ending for a while.
    const mute = await dial(server, "127.0.0.1");
    mute.socket.write(upgrade("/websocket"));
    await vi.waitFor(() => expect(mute.heard()).toContain("101 Switching"));
    await vi.waitFor(async () =>
      expect(await read(server, "/meters?page=a")).toMatchObject({ "long-polling": { requests: 1 } }),
    );
    const closed = server.close();
    expect((await held).status).toBe(204);
    expect(await goodbye).toBe("1001 server stops");
    expect(await stream).not.toContain("data:");
    expect(await ask(server, "/healthz")).toMatchObject({ status: 503, text: '{"status":"stopping"}' });
    expect(await ask(server, "/long-polling")).toMatchObject({
      status: 503,
      headers: { "retry-after": "1" },
      text: '{"error":"the server stops"}',
    });
    mute.socket.destroy();
    await closed;
    await expect(ask(server, "/healthz")).rejects.toThrow("ECONNREFUSED");
  });

  it("waits for nobody who holds half a request, or nothing at all", { timeout: 60_000 }, async () => {
    const server = await start();
    const sent = [
      "",
      "GET /clo",
      "GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: web",
      "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
      upgrade("/nowhere"),
    ];
    const peers = await Promise.all(sent.map(() => dial(server, "127.0.0.1")));
    for (const [i, text] of sent.entries()) peers[i]?.socket.write(text);
    await vi.waitFor(() => expect(peers.at(-1)?.heard()).toContain("404"), { timeout: 20_000 });
    await read(server, "/clock");
    // No timer is needed: those that would cut off what is left never fire.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      await server.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it("is followed by a start that goes on with the same epoch, seqs and history", async () => {
    const logFile = join(folder, "restart.jsonl");
    const first = await start({ logFile });
    await post(first, "/messages", { bodyBytes: 9 });
    await post(first, "/messages", { bodyBytes: 9 });
    await first.close();
    const second = await start({ logFile });
    expect(await read(second, "/clock")).toMatchObject({ epoch: first.epoch, lastSeq: 2 });
    await post(second, "/messages", { bodyBytes: 9 });
    expect(await read(second, "/short-polling?since=1")).toMatchObject([{ seq: 2 }, { seq: 3, body: "#3: Polli" }]);
  });
});

describe("echo alone", () => {
  it("serves /echo to anybody, as much as is asked, and neither page nor log", async () => {
    const server = await start({ echoAlone: true, deflate: true, maxPerSec: 0.001, maxBurst: 1 });
    const socket = new WebSocketOfWs(socketUrl(server, "/echo"), { origin: "http://evil.example" });
    cleanups.push(() => socket.terminate());
    await once(socket, "open");
    expect(socket.extensions).toContain("permessage-deflate");
    for (const text of ["1", "2", "3"]) {
      socket.send(text);
      expect(String((await once(socket, "message"))[0])).toBe(text);
    }
    for (const path of ["/", "/clock", "/short-polling"]) expect((await ask(server, path)).status).toBe(404);
    expect((await ask(server, "/healthz", { headers: { Host: "suite" } })).status).toBe(200);
  });
});
