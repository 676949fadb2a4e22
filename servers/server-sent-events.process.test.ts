// Event streams byte for byte, over real sockets, and how they end. The contract of bench/transports.process.test.ts tests
// the rest.

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MessageLog } from "./log.ts";
import { longPolling } from "./long-polling.ts";
import { defaultServerOptions, type PushServer, type ServerOptions, startPushServer } from "./server.ts";
import { serverSentEvents } from "./server-sent-events.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const start = async (options: Partial<ServerOptions> = {}, log = new MessageLog()) => {
  const server = await startPushServer(log, { ...defaultServerOptions, ...options }, [serverSentEvents, longPolling]);
  cleanups.push(() => server.close());
  return { log, server };
};

const publish = (log: MessageLog, ...bodies: readonly string[]): void => {
  for (const body of bodies) log.append({ seq: log.lastSeq + 1, body });
};

const request = (query = "", more = "", version = "1.1"): string =>
  `GET /server-sent-events${query} HTTP/${version}\r\nHost: x\r\n${more}\r\n`;

interface Peer {
  readonly socket: Socket;
  /** All bytes that have come, as Latin-1. */
  readonly heard: () => string;
  readonly closed: Promise<unknown>;
}

const dial = ({ url }: PushServer, sent: string): Peer => {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  cleanups.push(() => socket.destroy());
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => {});
  socket.write(sent);
  return { socket, heard: () => Buffer.concat(chunks).toString("latin1"), closed: once(socket, "close") };
};

const hears = (peer: Peer, end: string): Promise<void> =>
  vi.waitFor(() => expect(peer.heard().slice(-end.length)).toBe(end), { interval: 2 });

const bodyOf = (answer: string): string => answer.slice(answer.indexOf("\r\n\r\n") + 4);

const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
const retry = "retry: 1000\n\n";
const event = (seq: number, body: string): string => `id: ${seq}\ndata: {"seq":${seq},"body":"${body}"}\n\n`;
const lastChunk = "0\r\n\r\n";

describe("an event stream", () => {
  it("opens with its head and the wait before a reconnect, then has the log, then each turn's messages in a chunk", async () => {
    const { log, server } = await start();
    publish(log, "one", "two");
    const peer = dial(server, request());
    await hears(peer, chunk(event(1, "one") + event(2, "two")));
    publish(log, "three", "four");
    await hears(peer, chunk(event(3, "three") + event(4, "four")));
    const [head = ""] = peer.heard().split("\r\n\r\n");
    expect(head.replace(/\r\nDate: [^\r]+/, "").split("\r\n")).toEqual([
      "HTTP/1.1 200 OK",
      "Content-Type: text/event-stream",
      "Cache-Control: no-store",
      "X-Accel-Buffering: no",
      "Connection: close",
      "Transfer-Encoding: chunked",
    ]);
    expect(bodyOf(peer.heard())).toBe(
      chunk(retry) + chunk(event(1, "one") + event(2, "two")) + chunk(event(3, "three") + event(4, "four")),
    );
  });

  it.each([
    ["since", request("?since=1"), [2, 3]],
    ["Last-Event-ID", request("", "Last-Event-ID: 2\r\n"), [3]],
    ["both: Last-Event-ID is the later", request("?since=1", "Last-Event-ID: 2\r\n"), [3]],
    ["since, where Last-Event-ID is empty", request("?since=1", "Last-Event-ID:\r\n"), [2, 3]],
    ["a cursor at the end", request("?since=3"), []],
  ])("goes on from %s", async (_, sent, seqs) => {
    const { log, server } = await start();
    publish(log, "x", "x", "x");
    const peer = dial(server, sent);
    const history = seqs.map((seq) => event(seq, "x")).join("");
    await hears(peer, chunk(history === "" ? retry : history));
    publish(log, "live");
    await hears(peer, chunk(event(4, "live")));
    expect(bodyOf(peer.heard())).toBe(chunk(retry) + (history === "" ? "" : chunk(history)) + chunk(event(4, "live")));
  });

  it.each([request("?since=x"), request("?since=1", "Last-Event-ID: nonsense\r\n")])(
    "answers 400 to a cursor that is none: %j",
    async (sent) => {
      const { server } = await start();
      const peer = dial(server, sent);
      await vi.waitFor(() => expect(bodyOf(peer.heard())).toContain("since must be the seq of a message"));
      expect(peer.heard()).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  it("answers 410 where the log no longer keeps what follows the cursor, as polls are answered", async () => {
    const { log, server } = await start({}, new MessageLog({ maxMessages: 2 }));
    publish(log, "1", "2", "3", "4");
    const peer = dial(server, request("?since=1"));
    await peer.closed;
    expect(peer.heard()).toMatch(
      /^HTTP\/1\.1 410 Gone\r\nContent-Type: application\/json\r\nCache-Control: no-store\r\n/,
    );
    expect(bodyOf(peer.heard())).toBe('{"oldestSeq":3}');
  });

  it("ends a stream where the log drops what it has not caught up with", async () => {
    const { log, server } = await start({}, new MessageLog({ maxMessages: 20 }));
    const large = "x".repeat(1024 * 1024);
    for (let i = 0; i < 20; i++) publish(log, large);
    const peer = dial(server, request("?since=0"));
    // It stops reading from the start: between two looks it could read all that there is.
    peer.socket.pause();
    await vi.waitFor(() => expect(server.traffic().accepted).toBe(1));
    for (let i = 0; i < 40; i++) publish(log, "y");
    peer.socket.resume();
    await peer.closed;
    expect(peer.heard().endsWith(`\n\n\r\n${lastChunk}`)).toBe(true);
    expect(peer.heard()).not.toContain('"y"');
  });

  it("is cut, and counted, for who takes nothing of what it missed", async () => {
    const { log, server } = await start({ commentEveryMs: 10 }, new MessageLog({ maxMessages: 20 }));
    const large = "x".repeat(1024 * 1024);
    for (let i = 0; i < 20; i++) publish(log, large);
    const stalled = dial(server, request("?since=0"));
    stalled.socket.pause();
    await vi.waitFor(() => expect(server.disconnections()).toEqual({ tooSlow: 0, silent: 1 }));
    await vi.waitFor(() => expect(server.traffic().openSockets).toBe(0));
  });

  it("has comments, however long nothing is said", async () => {
    const { log, server } = await start({ commentEveryMs: 10 });
    const peer = dial(server, request());
    const comment = chunk(":\n");
    await hears(peer, chunk(retry) + comment + comment);
    publish(log, "x");
    await hears(peer, chunk(event(1, "x")) + comment);
  });

  it("is no chunks for a client of HTTP/1.0, and every byte of it is counted", async () => {
    const { log, server } = await start({ commentEveryMs: 10 });
    const sent = request("", "", "1.0");
    const peer = dial(server, sent);
    await hears(peer, `${retry}:\n`);
    publish(log, "x");
    await hears(peer, `${event(1, "x")}:\n`);
    await server.close();
    await peer.closed;
    await vi.waitFor(() => expect(server.traffic().openSockets).toBe(0));
    const body = bodyOf(peer.heard());
    expect(body.replaceAll(/^:\n/gm, "")).toBe(retry + event(1, "x"));
    expect(server.traffic().kinds).toMatchObject({
      up: { handshake: sent.length },
      down: {
        body: 1,
        envelope: event(1, "x").length - "id: 1\ndata: \n\n".length - 1,
        framing: retry.length + "id: 1\ndata: \n\n".length,
        keepAlive: body.length - retry.length - event(1, "x").length,
        handshake: peer.heard().length - body.length,
        httpHeaders: 0,
      },
    });
  });

  it("waits for its turn on a connection that still awaits another answer", async () => {
    const { log, server } = await start();
    const sent = `GET /long-polling HTTP/1.1\r\nHost: x\r\n\r\n${request("?since=0")}`;
    const peer = dial(server, sent);
    await vi.waitFor(() => expect(server.traffic().bytes.up).toBe(sent.length));
    publish(log, "x");
    await hears(peer, chunk(retry) + chunk(event(1, "x")));
    expect(peer.heard()).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Type: application\/json\r\n/);
  });

  it("ends for who reads too slowly, who is counted", async () => {
    const { log, server } = await start({ maxBufferedBytes: 64 * 1024 });
    const slow = dial(server, request());
    await hears(slow, chunk(retry));
    slow.socket.pause();
    for (let i = 1; server.disconnections().tooSlow === 0; i++) {
      expect(i).toBeLessThan(2000);
      publish(log, "x".repeat(65_536));
      await new Promise(setImmediate);
    }
    const sent = log.lastSeq;
    publish(log, "too late");
    slow.socket.resume();
    await slow.closed;
    expect(slow.heard().endsWith(`\n\n\r\n${lastChunk}`)).toBe(true);
    expect(slow.heard().lastIndexOf("id: ")).toBe(slow.heard().indexOf(`id: ${sent}\n`));
    expect(server.disconnections()).toEqual({ tooSlow: 1, silent: 0 });
  });

  it("ends with the server", async () => {
    const { server } = await start();
    const peer = dial(server, request());
    await hears(peer, chunk(retry));
    await server.close();
    await peer.closed;
    expect(bodyOf(peer.heard())).toBe(chunk(retry) + lastChunk);
  });
});
