// What HTTP asks of every server, over raw connections: whom a request is for, which wishes to upgrade count, in what order answers
// come, and how connections end.

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { echo } from "./echo.ts";
import { MessageLog } from "./log.ts";
import { longPolling } from "./long-polling.ts";
import { encodeFrame, opcode } from "./protocol/websocket/frame.ts";
import {
  type CreateEndpoint,
  defaultServerOptions,
  type PushServer,
  publishedAnswerHeaders,
  type ServerOptions,
  startPushServer,
} from "./server.ts";
import { serverSentEvents } from "./server-sent-events.ts";
import { shortPolling } from "./short-polling.ts";
import { webSocket } from "./websocket.ts";
import { webSocketDeflate } from "./websocket-deflate.ts";
import { wsLibrary } from "./ws-library.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const all = [shortPolling, longPolling, serverSentEvents, webSocket, webSocketDeflate, wsLibrary, echo];

const start = async (options: Partial<ServerOptions> = {}, endpoints: readonly CreateEndpoint[] = all) => {
  const log = new MessageLog();
  const server = await startPushServer(log, { ...defaultServerOptions, ...options }, endpoints);
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closed ??= server.close();
    return closed;
  };
  cleanups.push(close);
  const publish = (): void => log.append({ seq: log.lastSeq + 1, body: "x" });
  return { server, publish, close };
};

interface Peer {
  readonly socket: Socket;
  /** All bytes that have come, as Latin-1. */
  readonly heard: () => string;
  /** The server has closed the connection. */
  readonly closed: Promise<unknown>;
}

/** Sends the bytes, and keeps its side of the connection open whatever comes. */
const dial = ({ url }: PushServer, ...sent: readonly (string | Buffer)[]): Peer => {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1", allowHalfOpen: true });
  cleanups.push(() => socket.destroy());
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  socket.on("error", () => {});
  socket.write(Buffer.concat(sent.map((piece) => Buffer.from(piece))));
  return { socket, heard: () => text, closed: Promise.race([once(socket, "end"), once(socket, "close")]) };
};

const statusesIn = (text: string): readonly number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => Number(code));

/** Until the expectation holds. */
const soon = (expectation: () => void): Promise<void> => vi.waitFor(expectation, { interval: 2, timeout: 20_000 });

const hears = (peer: Peer, ...statuses: readonly number[]): Promise<void> =>
  soon(() => expect(statusesIn(peer.heard())).toEqual(statuses));

/** Until the server has read so many bytes on all its connections. */
const reads = ({ traffic }: PushServer, bytes: number): Promise<void> =>
  soon(() => expect(traffic().bytes.up).toBe(bytes));

const host = "Host: localhost\r\n";
const handshake =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

const request = (path: string, more = host, version = "1.1", method = "GET"): string =>
  `${method} ${path} HTTP/${version}\r\n${more}\r\n`;
const poll = request("/short-polling");
const held = request("/long-polling");
const stream = request("/server-sent-events");
const upgrade = request("/echo", host + handshake);

const sentText = encodeFrame(opcode.text, Buffer.from("hi"), { mask: Buffer.of(1, 2, 3, 4) });
const echoed = "\x81\x02hi";

describe("whom a request is for", () => {
  it.each([
    ["none", ""],
    ["an empty one", "Host:\r\n"],
    ["two lines", host + host],
    ["two lines, ours first", `${host}Host: evil.example\r\n`],
    ["two lines in other spellings", `${host}hOST: evil.example\r\n`],
    ["a list", "Host: localhost, localhost\r\n"],
    ["a list without spaces", "Host: localhost,localhost\r\n"],
    ["a port that is none", "Host: localhost:99999\r\n"],
    ["a user", "Host: a@localhost\r\n"],
    ["a path", "Host: localhost/x\r\n"],
    ["a space", "Host: local host\r\n"],
    ["an address that is none", "Host: [::g]\r\n"],
  ])("has to be said by one Host header: %s gets 400, also to an upgrade", async (_, lines) => {
    const { server } = await start();
    for (const path of ["/short-polling", "/server-sent-events", "/nowhere", "http://localhost/short-polling"]) {
      const peer = dial(server, request(path, lines));
      await peer.closed;
      expect(peer.heard(), path).toMatch(
        /^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application\/json\r\n[\s\S]*\r\n\r\n\{"error":"the Host header has to be there once, and name one host"\}$/,
      );
    }
    for (const path of ["/websocket", "/ws-library", "/echo"]) {
      const peer = dial(server, request(path, lines + handshake), sentText);
      await peer.closed;
      expect(statusesIn(peer.heard()), path).toEqual([400]);
    }
  });

  it.each(["localhost", "localhost:", "LOCALHOST.:80", "[::1]:8080", "evil.example", "x~y"])(
    "may be anybody here: %s",
    async (name) => {
      const { server } = await start();
      const peer = dial(
        server,
        request("/short-polling", `Host: ${name}\r\n`),
        request("/echo", `Host: ${name}\r\n${handshake}`),
      );
      await hears(peer, 204, 101);
    },
  );

  it("need not be said in HTTP/1.0, has to be in any later one, and is said once in each", async () => {
    const { server } = await start();
    const status = async (...[lines, version]: readonly [string, string]): Promise<readonly number[]> => {
      const peer = dial(server, request("/short-polling", lines, version));
      await peer.closed;
      return statusesIn(peer.heard());
    };
    expect(await status("", "1.0")).toEqual([204]);
    expect(await status("", "2.0")).toEqual([400]);
    expect(await status(host + host, "1.0")).toEqual([400]);
    expect(await status("Host: a b\r\n", "1.0")).toEqual([400]);
  });

  it("is said by a target in absolute form", async () => {
    const { server } = await start();
    await hears(dial(server, request("http://localhost/short-polling?since=0")), 204);
    await hears(dial(server, request("http://localhost:80/echo?x", host + handshake)), 101);
    await hears(dial(server, request("http://localhost")), 404);
    for (const target of [
      "http://a@localhost/short-polling",
      "http:///short-polling",
      "ftp://localhost/short-polling",
    ]) {
      const peer = dial(server, request(target));
      await peer.closed;
      expect(statusesIn(peer.heard()), target).toEqual([400]);
    }
    await hears(dial(server, request("//evil.example/echo", host + handshake)), 404);
  });
});

describe("a wish to upgrade", () => {
  it.each([
    ["TLS/1.3", "Connection: Upgrade\r\nUpgrade: TLS/1.3\r\n"],
    ["h2c", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"],
    ["h2c,h2", "Connection: Upgrade\r\nUpgrade: h2c,h2\r\n"],
    ["foo/1, bar", "connection: keep-alive, upgrade\r\nUPGRADE: foo/1, bar\r\n"],
    ["websockets", "Connection: Upgrade\r\nUpgrade: websockets\r\n"],
    ["websocket, without a key", "Connection: Upgrade\r\nUpgrade: websocket\r\n"],
    ["nothing", "Connection: Upgrade\r\n"],
    ["nothing by Connection", "Upgrade: websocket\r\n"],
  ])("to %s is passed over: the resource is served, and what comes behind it too", async (_, lines) => {
    const { server, publish } = await start();
    const peer = dial(server, request("/short-polling", host + lines), poll, request("/nowhere", host + lines), poll);
    await hears(peer, 204, 204, 404, 204);
    expect(peer.heard()).not.toMatch(/^upgrade:/im);
    peer.socket.write(request("/long-polling", host + lines) + poll);
    peer.socket.write(Buffer.concat([Buffer.from(upgrade), sentText]));
    await nextTurn();
    publish();
    // The poll behind the held one is served when that is answered, and finds the news too.
    await hears(peer, 204, 204, 404, 204, 200, 200, 101);
    await soon(() => expect(peer.heard().endsWith(echoed)).toBe(true));
  });

  it("of another method, of HTTP/1.0 or with a body is passed over", async () => {
    const { server } = await start();
    await hears(dial(server, request("/short-polling", host + handshake, "1.1", "POST"), poll), 404, 204);
    const old = dial(server, request("/echo", host + handshake, "1.0"));
    await old.closed;
    expect(statusesIn(old.heard())).toEqual([426]);
    for (const body of ["Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n"]) {
      const peer = dial(server, request("/echo", host + handshake + body), "3\r\nabc\r\n0\r\n\r\n", sentText);
      await peer.closed;
      expect(statusesIn(peer.heard()), body).toEqual([426]);
    }
    const empty = dial(server, request("/echo", `${host}${handshake}Content-Length: 0\r\n`), sentText);
    await hears(empty, 101);
    await soon(() => expect(empty.heard().endsWith(echoed)).toBe(true));
  });

  it("to WebSocket among others is one, and refused where there is none, or with words that HTTP wants", async () => {
    const { server } = await start();
    const among = handshake.replace("websocket", "h2c, WebSocket");
    await hears(dial(server, request("/echo", host + among)), 101);
    await hears(dial(server, request("/short-polling", host + among)), 404);
    const old = dial(server, request("/echo", host + handshake.replace("13", "8")));
    await hears(old, 426);
    expect(old.heard()).toMatch(
      /\r\nConnection: Upgrade, close\r\n[\s\S]*\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n/,
    );
  });

  it.each(["/websocket", "/websocket-deflate", "/ws-library", "/echo"])(
    "is what %s invites to, where it is asked for without one",
    async (path) => {
      const { server } = await start();
      const kept = dial(server, request(path), poll);
      await hears(kept, 426, 204);
      const [head = ""] = kept.heard().split("\r\n\r\n");
      expect(head.toLowerCase().split("\r\n")).toEqual(
        expect.arrayContaining(["upgrade: websocket", "connection: upgrade", "sec-websocket-version: 13"]),
      );
      expect(kept.heard()).toContain('{"error":"this address takes WebSockets: ask to upgrade"}');
      const last = dial(server, request(path, `${host}Connection: close\r\n`, "1.1", "HEAD"));
      await last.closed;
      expect(last.heard()).toMatch(/^HTTP\/1\.1 426 [\s\S]*connection: Upgrade, close\r\n[\s\S]*\r\n\r\n$/i);
    },
  );

  it("to a tunnel gets 501", async () => {
    const { server, publish } = await start();
    const sent = [held, request("localhost:80", host, "1.1", "CONNECT")];
    const peer = dial(server, ...sent);
    await reads(server, sent.join("").length);
    publish();
    await hears(peer, 200, 501);
  });
});

describe("answers", () => {
  it.each([
    { behind: "a held poll", sent: [held], before: [200] },
    { behind: "several", sent: [poll, held, held], before: [204, 200, 200] },
  ])("to upgrades come after those to what came before: $behind", async ({ sent, before }) => {
    const { server, publish } = await start();
    const refused: readonly (readonly [string, number])[] = [
      [request("/websocket?since=x", host + handshake), 400],
      [request("/echo", host + handshake.replace("13", "12")), 426],
      [request("/ws-library", host + handshake.replace("Key: d", "Key: ")), 400],
      [request("/nowhere", host + handshake), 404],
    ];
    const upgrades = ["/echo", "/ws-library"].map((path) =>
      dial(server, ...sent, request(path, host + handshake), sentText),
    );
    const others = refused.map(([last]) => dial(server, ...sent, last));
    const peers = [...upgrades, ...others];
    await soon(() => expect(server.traffic().opened).toBe(peers.length));
    const bytes = [
      ...upgrades.map((_, i) => request(["/echo", "/ws-library"][i] ?? "", host + handshake).length + sentText.length),
    ]
      .concat(refused.map(([last]) => last.length))
      .reduce((sum, length) => sum + length + sent.join("").length, 0);
    await reads(server, bytes);
    await nextTurn();
    for (const peer of peers) expect(statusesIn(peer.heard()).slice(0, before.length)).not.toContain(200);
    publish();
    for (const [i, [, status]] of refused.entries()) {
      const peer = peers[upgrades.length + i];
      if (peer !== undefined) await hears(peer, ...before, status);
    }
    for (const peer of upgrades) await hears(peer, ...before, 101);
    const [eager] = upgrades;
    await soon(() => expect(eager?.heard().endsWith(`\r\n\r\n${echoed}`)).toBe(true));
    eager?.socket.write(sentText);
    await soon(() => expect(eager?.heard().endsWith(`\r\n\r\n${echoed}${echoed}`)).toBe(true));
  });

  it("to an upgrade of a client that has ended since come, and end the connection", async () => {
    const { server, publish } = await start();
    const peer = dial(server, held, upgrade);
    peer.socket.end();
    await reads(server, held.length + upgrade.length);
    await nextTurn();
    publish();
    await peer.closed;
    expect(statusesIn(peer.heard())).toEqual([200, 101]);
    await soon(() => expect(server.traffic().openSockets).toBe(0));
  });

  it("never come inside an event stream: what is behind it waits for its end", async () => {
    const { server, publish, close } = await start();
    const peers = [upgrade, poll, request("/nowhere", host + handshake)].map((last) => dial(server, stream, last));
    for (const peer of peers) await hears(peer, 200);
    publish();
    for (const peer of peers) await soon(() => expect(peer.heard()).toContain('"seq":1'));
    await close();
    for (const peer of peers) {
      await peer.closed;
      expect(peer.heard().endsWith("0\r\n\r\n")).toBe(true);
      expect(statusesIn(peer.heard())).toEqual([200]);
    }
  });

  const long = `X: ${"x".repeat(20_000)}\r\n`;
  it.each([
    { what: "what is no request", fault: "BLA\r\n\r\n", status: 400 },
    { what: "a head that is too long", fault: request("/nowhere", host + long), status: 431 },
    { what: "half a head", fault: "GET /nowhere HT", status: 408 },
    {
      what: "a body that is none",
      fault: `${request("/long-polling", `${host}Transfer-Encoding: chunked\r\n`)}zz\r\n`,
      status: 400,
    },
    {
      what: "half a body to a post",
      fault: `${request("/nowhere", `${host}Content-Type: application/json\r\nContent-Length: 9\r\n`, "1.1", "POST")}{}`,
      status: null,
    },
  ])("to $what come in their turn too, and not inside a stream", async ({ what, fault, status }) => {
    const { server, publish } = await start({ handshakeMs: 200 });
    const behindPoll = dial(server, held, fault);
    const behindStream = dial(server, stream, fault);
    await hears(behindStream, 200);
    if (status === null) {
      // It has no answer before its body has come, and is not waited for.
      behindPoll.socket.end();
      behindStream.socket.end();
      await behindPoll.closed;
      await behindStream.closed;
      expect(behindPoll.heard()).toBe("");
      expect(statusesIn(behindStream.heard())).toEqual([200]);
      return;
    }
    await behindStream.closed;
    expect(statusesIn(behindStream.heard()), what).toEqual([200]);
    expect(behindPoll.heard()).toBe("");
    publish();
    await behindPoll.closed;
    // A poll whose body is broken is held behind the other, and answered with it.
    expect(statusesIn(behindPoll.heard())).toEqual([200, fault.startsWith("GET /long") ? 200 : status]);
  });

  it.each([
    ["ends", "Content-Length: 10\r\n", "abc"],
    ["is broken", "Transfer-Encoding: chunked\r\n", "zz\r\n"],
  ])("are one to each request, also where its body %s too early", async (_, lines, body) => {
    const { server } = await start();
    const answers: [string, readonly number[]][] = [];
    for (const path of ["/server-sent-events", "/short-polling", "/long-polling"]) {
      const peer = dial(server, request(path, host + lines), body);
      if (path !== "/long-polling") await hears(peer, path === "/short-polling" ? 204 : 200);
      peer.socket.end();
      await peer.closed;
      answers.push([path, statusesIn(peer.heard())]);
    }
    expect(answers).toEqual([
      ["/server-sent-events", [200]],
      ["/short-polling", [204]],
      ["/long-polling", [400]],
    ]);
  });

  it("end with the one to a request that says it is the last", async () => {
    const { server } = await start();
    for (const last of [poll, upgrade, "BLA\r\n\r\n"]) {
      const peer = dial(server, request("/short-polling", `${host}Connection: close\r\n`), last);
      await peer.closed;
      expect(statusesIn(peer.heard())).toEqual([204]);
    }
  });

  it("under way are told where their connection ends, also before an upgrade, and those behind them are never asked for", async () => {
    let [asked, closed] = [0, 0];
    const waiting: CreateEndpoint = () => ({
      path: "/waiting",
      mount: (app) =>
        app.get("/waiting", (_, reply) => {
          asked++;
          reply.hijack();
          reply.raw.once("close", () => closed++);
        }),
      close: () => {},
    });
    const { server } = await start({}, [waiting, echo]);
    for (const last of ["", upgrade]) {
      const peer = dial(server, request("/waiting").repeat(3), last);
      await soon(() => expect(asked).toBe(1));
      peer.socket.resetAndDestroy();
      await soon(() => expect(closed).toBe(1));
      await nextTurn();
      expect(asked).toBe(1);
      [asked, closed] = [0, 0];
    }
  });

  it("to clients of HTTP/1.0 have no chunks, and say whether the connection stays", async () => {
    const { server, publish } = await start({ pollHeaders: publishedAnswerHeaders });
    publish();
    const streaming = dial(
      server,
      request("/server-sent-events?since=0", "TE: chunked\r\nConnection: keep-alive\r\n", "1.0"),
    );
    await soon(() => expect(streaming.heard()).toContain('"seq":1'));
    expect(streaming.heard()).toMatch(/\r\nConnection: close\r\n/);
    expect(streaming.heard()).not.toMatch(/chunked|\r\n[\da-f]+\r\n/);
    const once = dial(server, request("/short-polling?since=0", "", "1.0"));
    await once.closed;
    expect(once.heard()).toMatch(/\r\nConnection: close\r\n/);
    const kept = dial(server, request("/short-polling?since=0", "Connection: keep-alive\r\n", "1.0").repeat(2));
    await hears(kept, 200, 200);
    expect(kept.heard().match(/\r\nConnection: keep-alive\r\n/g)).toHaveLength(2);
  });
});

describe("the end of a server", () => {
  const json = "Content-Type: application/json\r\n";
  const withBody = `${host}Content-Length: 9\r\n`;
  it("waits for no peer but those that were told goodbye", { timeout: 60_000 }, async () => {
    const { server, close } = await start();
    const sent: readonly (readonly [string, readonly number[]])[] = [
      ["", []],
      ["GET /short-poll", []],
      ["GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websock", []],
      [poll, [204]],
      [held, [204]],
      [`${held}GET /short`, [204]],
      [held + upgrade, [204, 503]],
      [stream, [200]],
      [stream + upgrade, [200]],
      [`${request("/server-sent-events", withBody)}abc`, [200]],
      [`${request("/long-polling", withBody)}abc`, [204]],
      [`${request("/nowhere", withBody + json, "1.1", "POST")}abc`, []],
      [request("/nowhere", host + handshake), [404]],
      [request("/short-polling", `${host}Connection: Upgrade\r\nUpgrade: h2c\r\n`), [204]],
    ];
    const peers = sent.map(([bytes]) => dial(server, bytes));
    await reads(
      server,
      sent.reduce((sum, [bytes]) => sum + bytes.length, 0),
    );
    await nextTurn();
    // No timer is needed: those that would cut off what is left never fire.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await close();
    vi.useRealTimers();
    for (const { closed } of peers) await closed;
    expect(peers.map(({ heard }) => statusesIn(heard()))).toEqual(sent.map(([, statuses]) => statuses));
  });

  it("cuts off WebSockets that do not take their goodbye", async () => {
    const { server, close } = await start();
    const mute = ["/echo", "/websocket", "/ws-library"].map((path) => dial(server, request(path, host + handshake)));
    for (const peer of mute) await hears(peer, 101);
    await close();
    for (const peer of mute) await peer.closed;
    for (const peer of mute) expect(peer.heard().endsWith("\x88\x0e\x03\xe9server stops")).toBe(true);
  });
});
