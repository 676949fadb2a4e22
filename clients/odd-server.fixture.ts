// A server that errs as it is told, and a subscriber at it. Only tests use it.

import { createServer, type Socket } from "node:net";
import { expect } from "vitest";
import { byteKinds, type Directions } from "../servers/protocol/byte-kinds.ts";
import { acceptKey } from "../servers/protocol/websocket/accept-key.ts";
import { encodeFrame, opcode } from "../servers/protocol/websocket/frame.ts";
import { subscribe as longPolling } from "./long-polling.ts";
import type { Patience } from "./patience.ts";
import { subscribe as serverSentEvents } from "./server-sent-events.ts";
import { subscribe as shortPolling } from "./short-polling.ts";
import { type End, noTraffic, type SubscribeOptions, type Traffic } from "./subscriber.ts";
import { subscribe as webSocket } from "./websocket.ts";

const clients = {
  "short-polling": shortPolling,
  "long-polling": longPolling,
  "server-sent-events": serverSentEvents,
  websocket: webSocket,
};

export type TransportName = keyof typeof clients;

export const everyTransport = ["short-polling", "long-polling", "server-sent-events", "websocket"] as const;
export const polls = ["short-polling", "long-polling"] as const;

/** Short enough for a test that waits for them to run out, and long enough for what is not to. */
export const impatient: Patience = { dialMs: 1_200, answerMs: 1_200, holdMs: 50, lingerMs: 300 };
/** On a busy machine, answers that come take long. */
const patient: Patience = { ...impatient, dialMs: 20_000, answerMs: 20_000 };

/** Called with each chunk that a connection sends; connections are counted from 0. */
export type Answering = (socket: Socket, request: string, connection: number) => void;

export interface Visit {
  readonly seqs: readonly number[];
  /** null where it had what it came for and left; a text where the subscription did not come about. */
  readonly end: End | string | null;
  readonly traffic: Traffic;
  readonly requests: readonly string[];
  /** How many connections the server has seen. */
  readonly connections: number;
}

/**
 * Subscribes at such a server until the message of that seq has come, or the subscription has ended; leaves. A server that
 * `keepsTcp` does not end TCP where the subscriber has.
 */
export const visit = async (
  transport: TransportName,
  untilSeq: number,
  answer: Answering,
  options: Partial<SubscribeOptions> = {},
  keepsTcp = false,
): Promise<Visit> => {
  const sockets: Socket[] = [];
  const left: Promise<unknown>[] = [];
  const requests: string[] = [];
  const server = createServer({ allowHalfOpen: keepsTcp }, (socket) => {
    const connection = sockets.push(socket) - 1;
    socket.on("error", () => {});
    left.push(new Promise((resolve) => socket.once("end", resolve).once("close", resolve)));
    socket.on("data", (data: Buffer) => {
      requests.push(data.toString("latin1"));
      answer(socket, data.toString("latin1"), connection);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : null;
  const arrived = Promise.withResolvers<null>();
  const traffic = noTraffic();
  const seqs: number[] = [];
  const deliver = ({ seq }: { readonly seq: number }): void => {
    if (seqs.push(seq) > 0 && seq === untilSeq) arrived.resolve(null);
  };
  const end = await clients[transport](`http://127.0.0.1:${port}`, deliver, {
    since: 0,
    pollEveryMs: 20,
    firstPollMs: 20,
    connection: "keep-alive",
    headers: "minimal",
    patience: patient,
    ...options,
    traffic,
  }).then(
    async (subscription) => {
      const end = await Promise.race([subscription.ended, arrived.promise]);
      await subscription.close();
      return end;
    },
    (error: Error) => error.message,
  );
  // A subscription that has failed is just closing its connections.
  await Promise.all(left);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  return { seqs, end, traffic, requests, connections: sockets.length };
};

/** The reason of a failure, whether the subscription had come about or not; the server's port aside. */
export const reasonOf = ({ end }: Visit): string | null => {
  const reason = typeof end === "string" ? end : end?.kind === "failed" ? end.reason : null;
  return reason === null ? null : reason.replace(/127\.0\.0\.1:\d+/, "host");
};

/** Every byte of a visit is booked under one kind. */
export const unbookedBytes = ({ traffic: { bytes, kinds } }: Visit): Directions => {
  const sum = (way: "up" | "down"): number => byteKinds.reduce((bytes, kind) => bytes + kinds[way][kind], 0);
  return { up: bytes.up - sum("up"), down: bytes.down - sum("down") };
};

export const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
const json = (seq: number): string => `{"seq":${seq},"body":"x"}`;

/** What comes before the messages. */
export const headFor = (transport: TransportName, request: string): string => {
  if (transport === "server-sent-events") {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  }
  if (transport !== "websocket") return `HTTP/1.1 200 OK\r\nContent-Length: ${json(1).length + 2}\r\n\r\n`;
  const key = /Sec-WebSocket-Key: (\S+)/i.exec(request)?.[1];
  const accept = acceptKey(key === undefined ? "" : key);
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
};

/** One message of a seq with one digit, as it follows the head. */
export const messageFor = (transport: TransportName, seq: number): string => {
  if (transport === "server-sent-events") return chunk(`id: ${seq}\ndata: ${json(seq)}\n\n`);
  if (transport !== "websocket") return `[${json(seq)}]`;
  return encodeFrame(opcode.text, Buffer.from(json(seq))).toString("latin1");
};

/** An answer as it should be, with the message of that seq. */
export const answerFor = (transport: TransportName, request: string, seq: number): string =>
  headFor(transport, request) + messageFor(transport, seq);

/** The first connection errs, and each later one brings the next message. */
export const mended =
  (transport: TransportName, err: Answering, firstSeq = 1): Answering =>
  (socket, request, connection) => {
    if (connection === 0) err(socket, request, connection);
    else socket.write(answerFor(transport, request, firstSeq + connection - 1), "latin1");
  };

export const latin1 = (socket: Socket, text: string): void => {
  socket.write(text, "latin1");
};

export const described = (visit: Visit): object => ({
  seqs: visit.seqs,
  connections: visit.connections,
  reason: reasonOf(visit),
});

/** All at once, since each waits for a limit to run out. All bytes are to be booked. */
export const visitAll = async <Case extends readonly [TransportName, string, ...unknown[]]>(
  cases: readonly Case[],
  visitOf: (one: Case) => Promise<Visit>,
  expected: (one: Case) => object,
): Promise<void> => {
  const seen = await Promise.all(cases.map(visitOf));
  expect(seen.map((visit, i) => ({ visit: cases[i]?.slice(0, 2).join(": "), ...described(visit) }))).toEqual(
    cases.map((one) => ({ visit: one.slice(0, 2).join(": "), ...expected(one) })),
  );
  for (const visit of seen) expect(unbookedBytes(visit)).toEqual({ up: 0, down: 0 });
};
