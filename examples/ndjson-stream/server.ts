// NDJSON over one HTTP answer that does not end: a message a line, which a page reads with fetch. What a subscriber has not
// taken yet stays in the log: nothing piles up here, and a late subscriber is served like a slow one.

import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { firstOf, type LogEntry } from "../../servers/log.ts";
import { historyGone } from "../../servers/protocol/message.ts";
import { Rotation } from "../../servers/rotation.ts";
import {
  type CreateEndpoint,
  endWithin,
  lingerMs,
  readSince,
  type StartServer,
  sinceError,
  startPushServer,
  type TransportDefaults,
} from "../../servers/server.ts";
import { bytesOfMessages, type Meter, TrafficCounter } from "../../servers/traffic.ts";

const path = "/ndjson-stream";
const head = {
  "Content-Type": "application/x-ndjson",
  "Cache-Control": "no-store",
  "X-Accel-Buffering": "no",
  Connection: "close",
};
/** The most of one write: the next one waits until the socket has taken it. */
const pieceBytes = 256 * 1024;
const lineEnd = Buffer.from("\n");

/** A subscriber and the last seq written to it. */
interface Member {
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly meter: Meter;
  cursor: number;
}

const isOpen = ({ response, socket }: Member): boolean => socket.writable && !response.writableEnded;

/** What Node adds to a write of so many bytes: a chunk's size in hex and two line ends (RFC 9112 section 7.1). */
const chunkOverhead = ({ response }: Member, bytes: number): number =>
  response.chunkedEncoding ? bytes.toString(16).length + 4 : 0;

const ndjsonStream: CreateEndpoint = (log, options, traffic = new TrafficCounter()) => {
  const members = new Set<Member>();
  const rotation = new Rotation();
  let stopped = false;

  const write = (member: Member, entries: readonly LogEntry[]): void => {
    const lines = Buffer.concat(entries.flatMap(({ json }) => [json, lineEnd]));
    const overhead = chunkOverhead(member, lines.length);
    member.meter.down += lines.length + overhead;
    const framing = entries.length + overhead;
    traffic.bookMessages(bytesOfMessages(entries, lines.length - entries.length, framing), 1);
    member.response.write(lines);
  };

  /** Writes the messages after the cursor, as far as the socket takes them. */
  const advance = (member: Member): void => {
    while (isOpen(member) && !member.response.writableNeedDrain) {
      const history = log.since(member.cursor);
      if (history.gone) {
        end(member);
        return;
      }
      const entries = firstOf(history.entries, pieceBytes);
      const last = entries.at(-1);
      if (last === undefined) return;
      member.cursor = last.seq;
      write(member, entries);
    }
  };

  /** The last chunk is an empty one. */
  const end = (member: Member): void => {
    members.delete(member);
    if (!isOpen(member)) return;
    const bytes = chunkOverhead(member, 0);
    member.meter.down += bytes;
    traffic.bookMessages({ messages: 0, body: 0, envelope: 0, framing: bytes }, 1);
    member.response.end();
    endWithin(member.socket, lingerMs);
  };

  const open = (response: ServerResponse, socket: Socket, cursor: number): void => {
    if (stopped) {
      response.destroy();
      return;
    }
    response.writeHead(200, head).flushHeaders();
    const member: Member = { response, socket, meter: traffic.bookAcceptance(socket, null), cursor };
    members.add(member);
    socket.once("close", () => members.delete(member));
    response.on("drain", () => advance(member));
    advance(member);
  };

  const unsubscribe = log.subscribe(() => rotation.visit(members, advance));

  const keepAlive = setInterval(() => {
    for (const member of members) {
      if (!isOpen(member) || member.response.writableNeedDrain) continue;
      const bytes = lineEnd.length + chunkOverhead(member, lineEnd.length);
      member.meter.down += bytes;
      traffic.bookKeepAlive(bytes);
      member.response.write(lineEnd);
    }
  }, options.commentEveryMs);

  return {
    path,
    mount: (app) => {
      app.get(path, (request: FastifyRequest<{ Querystring: { since?: string } }>, reply: FastifyReply) => {
        const { socket } = request.raw;
        const since = readSince(request.query.since ?? null);
        traffic.bookUpgrade(socket, 0);
        if (since === "invalid") return reply.code(400).send({ error: sinceError });
        const cursor = since ?? log.oldestSeq - 1;
        const history = log.since(cursor);
        if (history.gone) return reply.code(historyGone.httpStatus).send({ oldestSeq: history.oldestSeq });
        reply.hijack();
        // While an earlier answer on the connection is not finished, the socket belongs to that one.
        if (reply.raw.socket === null) return reply.raw.once("socket", () => open(reply.raw, socket, cursor));
        return open(reply.raw, socket, cursor);
      });
    },
    close: () => {
      stopped = true;
      unsubscribe();
      clearInterval(keepAlive);
      for (const member of members) end(member);
    },
  };
};

export const startServer: StartServer = (log, options) => startPushServer(log, options, [ndjsonStream]);

export const defaults: TransportDefaults = {
  connection: "one answer that does not end",
  batching: "a line a message, all lines that wait in one chunk and one write",
  compression: "none",
  upkeep: "an empty line every 15 s",
};
