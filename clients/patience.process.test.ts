// No wait of a load client is without an end: servers that do not answer, or answer in part.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import {
  type Answering,
  answerFor,
  chunk,
  described,
  everyTransport,
  headFor,
  impatient,
  latin1,
  mended,
  polls,
  type TransportName,
  type Visit,
  visit,
  visitAll,
} from "./odd-server.fixture.ts";
import { subscribe as shortPolling } from "./short-polling.ts";
import { noTraffic, type SubscribeOptions } from "./subscriber.ts";

/** A byte now and then, for as long as anybody listens. */
const drip = (socket: Socket, text: string): void => {
  let at = 0;
  const timer = setInterval(() => {
    if (!socket.writable || at === text.length) clearInterval(timer);
    else latin1(socket, text[at++] ?? "");
  }, 30);
  socket.once("close", () => clearInterval(timer));
};

afterAll(async () => {
  const left = (): readonly string[] =>
    process.getActiveResourcesInfo().filter((kind) => kind.startsWith("TCP") || kind.startsWith("ProcessWrap"));
  for (let turn = 0; turn < 300_000 && left().length > 0; turn++) await nextTurn();
  expect(left()).toEqual([]);
});

const visitImpatiently = (
  transport: TransportName,
  untilSeq: number,
  answer: Answering,
  options: Partial<SubscribeOptions> = {},
): Promise<Visit> => visit(transport, untilSeq, answer, { patience: impatient, ...options });

const refusedUpgrade = "the upgrade failed: server refused the upgrade";

describe.concurrent("a server that does not answer", () => {
  const faults: Readonly<Record<string, Answering>> = {
    "says nothing": () => {},
    "stops in a head": (socket) => latin1(socket, "HTTP/1.1 200 OK\r\nContent-Le"),
    "stops behind an interim answer": (socket) => latin1(socket, "HTTP/1.1 103 Early Hints\r\n\r\n"),
    "stops in the body of a refusal": (socket) => latin1(socket, "HTTP/1.1 503 No\r\nContent-Length: 10\r\n\r\nbu"),
  };
  const dripping = (transport: TransportName): Answering => {
    const long = `\r\nX-Long: ${"x".repeat(1000)}\r\n`;
    return (socket, request) => drip(socket, answerFor(transport, request, 1).replace("\r\n", long));
  };
  const halfBody = (transport: TransportName): Answering => {
    return (socket, request) => latin1(socket, answerFor(transport, request, 1).slice(0, -5));
  };

  it("is left for another connection", async () => {
    const cases = [
      ...everyTransport.flatMap((transport) => [
        ...Object.entries(faults).map(([how, err]) => [transport, how, err] as const),
        [transport, "sends a byte now and then", dripping(transport)] as const,
      ]),
      ...polls.map((transport) => [transport, "stops in the body of an answer", halfBody(transport)] as const),
    ];
    await visitAll(
      cases,
      ([transport, , err]) => visitImpatiently(transport, 1, mended(transport, err)),
      ([transport, how]) =>
        transport === "websocket" && how.includes("refusal")
          ? { seqs: [], connections: 1, reason: refusedUpgrade }
          : { seqs: [1], connections: 2, reason: null },
    );
  });

  it("ends the subscription where it is silent on the next connection too", async () => {
    await visitAll(
      everyTransport.map((transport) => [transport, transport === "long-polling" ? "1.25 s" : "1.2 s"] as const),
      ([transport]) => visitImpatiently(transport, 1, () => {}),
      ([, limit]) => ({
        seqs: [],
        connections: 2,
        reason: `lost the connection to http://host: no answer within ${limit}`,
      }),
    );
  });

  it("is left for another connection where it stops within a frame or a chunk of an open stream", async () => {
    const cases = [
      ["server-sent-events", "a size", "1"],
      ["server-sent-events", "a chunk", "64\r\nid: 1\n"],
      ["server-sent-events", "a chunk's end", "1\r\n:"],
      ["websocket", "a header", "\x81"],
      ["websocket", "a long header", "\x81\x7e\0"],
      ["websocket", "a message", "\x81\x7d{"],
      ["websocket", "a message in frames", "\x01\x01{\x80\x05x"],
      ["websocket", "a ping", "\x89\x05x"],
    ] as const;
    const stopping = (transport: TransportName, part: string, firstSeq: number): Answering =>
      mended(transport, (socket, request) => latin1(socket, answerFor(transport, request, 1) + part), firstSeq);
    await visitAll(
      cases,
      ([transport, , part]) => visitImpatiently(transport, 2, stopping(transport, part, 2)),
      () => ({ seqs: [1, 2], connections: 2, reason: null }),
    );
    await visitAll(
      cases,
      ([transport, , part]) =>
        visitImpatiently(transport, 1, (socket, request) => latin1(socket, headFor(transport, request) + part)),
      ([transport]) => ({
        seqs: [],
        connections: 2,
        reason: `lost the connection to http://host: no end of a ${transport === "websocket" ? "frame" : "chunk"} within 1.2 s`,
      }),
    );
  });

  it("is waited for where its stream is silent between its parts", async () => {
    const rest = '"seq":1,"body":"x"}';
    const halves = {
      websocket: ["\x01\x01{", `\x80${String.fromCharCode(rest.length)}${rest}`],
      "server-sent-events": [chunk("id: 1\nda"), chunk(`ta: {${rest}\n\n`)],
    } as const;
    await visitAll(
      [["websocket", "fragments"] as const, ["server-sent-events", "chunks"] as const],
      ([transport]) =>
        visitImpatiently(transport, 1, (socket, request) => {
          if (!request.startsWith("GET")) return;
          const [first, second] = halves[transport];
          latin1(socket, headFor(transport, request) + first);
          setTimeout(() => latin1(socket, second), 2 * impatient.answerMs);
        }),
      () => ({ seqs: [1], connections: 1, reason: null }),
    );
  });

  it("is waited for where its answer is slow for its size alone", async () => {
    const big = `[{"seq":1,"body":"${"x".repeat(60_000)}"}]`;
    const parts = [`HTTP/1.1 200 OK\r\nContent-Length: ${big.length}\r\n\r\n`, ...(big.match(/.{1,3000}/g) ?? [])];
    const seen = await visitImpatiently("short-polling", 1, (socket) => {
      const timer = setInterval(() => {
        const part = parts.shift();
        if (part === undefined) clearInterval(timer);
        else latin1(socket, part);
      }, 60);
      socket.once("close", () => clearInterval(timer));
    });
    expect(described(seen)).toEqual({ seqs: [1], connections: 1, reason: null });
  });
});

it("a listener whose queue is full", async () => {
  const blocked =
    'require("net").createServer().listen({port: 0, backlog: 1, host: "127.0.0.1"}, function () {' +
    'require("fs").writeSync(1, String(this.address().port)); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); })';
  const child = spawn(process.execPath, ["-e", blocked], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(child.stdout, "data");
  const filling = Array.from({ length: 8 }, () => connect(Number(port), "127.0.0.1").on("error", () => {}));
  // The first two of them fill the queue.
  await once(filling[0] ?? child, "connect");
  await once(filling[1] ?? child, "connect");
  const traffic = noTraffic();
  const patience = { ...impatient, dialMs: 200 };
  const options = { since: 0, pollEveryMs: 1, firstPollMs: 1, connection: "keep-alive", headers: "minimal" } as const;
  await expect(shortPolling(`http://127.0.0.1:${port}`, () => {}, { ...options, traffic, patience })).rejects.toThrow(
    `lost the connection to http://127.0.0.1:${port}: no connection within 0.2 s`,
  );
  expect(traffic.connections).toEqual({ opened: 0, failed: 2, closedByServer: 0 });
  for (const socket of filling) socket.destroy();
  child.kill("SIGKILL");
  await once(child, "exit");
});
