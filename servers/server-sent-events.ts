// Server-sent events (WHATWG HTML section 9.2): the log is pushed down one answer that does not end. A turn's messages are
// written out once, and go to every stream in one write past Node's response.

import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Batch, endOfStream, eventsOf, framingOf } from "./event-batch.ts";
import { firstOf } from "./log.ts";
import { comment, encodeRetry } from "./protocol/event-stream.ts";
import { historyGone } from "./protocol/message.ts";
import { Rotation } from "./rotation.ts";
import {
  type CreateEndpoint,
  leave,
  readSince,
  type StartServer,
  sinceError,
  startPushServer,
  type TransportDefaults,
} from "./server.ts";
import { type Meter, TrafficCounter } from "./traffic.ts";

/** The connection serves no other request: the stream's end is its end. */
const streamHead = ["Content-Type", "text/event-stream", "Cache-Control", "no-store", "Connection", "close"];

/** A joiner gets what it missed in writes of about this size, each after the one before has left. */
const catchUpBytes = 256 * 1024;

/** Browsers' own ideas of when to come back differ (Chromium 3 s, Firefox 5 s). */
const opening = framingOf(encodeRetry(1000));

const keepAlive = framingOf(comment);

/** A subscriber and the last seq written to it. */
interface Member {
  readonly socket: Socket;
  readonly meter: Meter;
  /** Not where the client speaks HTTP/1.0. */
  readonly chunked: boolean;
  cursor: number;
  /** Still getting what it missed: takes no live messages yet. */
  behind: boolean;
  /** The cursor when it was last found behind. */
  behindAt: number | null;
}

const pieceFor = ({ chunked }: Member, batch: Batch): Batch["chunked"] => (chunked ? batch.chunked : batch.plain);

/** The endpoint at `path`. */
export const serverSentEventsAt =
  (path: string): CreateEndpoint =>
  (log, options, traffic = new TrafficCounter()) => {
    const members = new Rotation<Member>();
    const disconnected = { tooSlow: 0, silent: 0 };
    let stopped = false;

    const write = (member: Member, batch: Batch): void => {
      const { bytes, kinds } = pieceFor(member, batch);
      member.meter.down += bytes.length;
      traffic.bookMessages(kinds, 1);
      member.socket.write(bytes);
    };

    /** The client comes back by itself, with the id of the last event that it got. */
    const end = (member: Member): void => {
      members.delete(member);
      if (!member.socket.writable) return;
      write(member, endOfStream);
      leave(member.socket);
    };

    const unsubscribe = log.subscribe((news) => {
      const firstSeq = news[0]?.seq ?? 0;
      const lastSeq = news.at(-1)?.seq ?? 0;
      let batch: Batch | null = null;
      members.visit((member) => {
        const { socket } = member;
        if (member.behind || !socket.writable) return;
        if (member.cursor !== firstSeq - 1) {
          catchUp(member);
          return;
        }
        batch ??= eventsOf(news);
        member.cursor = lastSeq;
        write(member, batch);
        if (socket.writableLength <= options.maxBufferedBytes) return;
        disconnected.tooSlow++;
        end(member);
      });
    });

    /** From the log, until there is nothing left; what the log has dropped meanwhile ends the stream. */
    const catchUp = (member: Member): void => {
      const { socket } = member;
      member.behind = true;
      while (socket.writable) {
        if (socket.writableNeedDrain) {
          socket.once("drain", () => catchUp(member));
          return;
        }
        const history = log.since(member.cursor);
        if (history.gone) {
          end(member);
          return;
        }
        const entries = firstOf(history.entries, catchUpBytes);
        const last = entries.at(-1);
        if (last === undefined) break;
        member.cursor = last.seq;
        write(member, eventsOf(entries));
      }
      member.behind = false;
    };

    const open = (response: ServerResponse, socket: Socket, since: number | null): void => {
      const cursor = since ?? log.oldestSeq - 1;
      const history = log.since(cursor);
      if (stopped) response.destroy();
      else if (history.gone) refuse(response, { oldestSeq: history.oldestSeq });
      else {
        socket.cork();
        response.writeHead(200, streamHead).flushHeaders();
        const meter = traffic.bookAcceptance(socket, null);
        const { chunkedEncoding: chunked } = response;
        const member: Member = { socket, meter, chunked, cursor, behind: true, behindAt: null };
        members.add(member);
        socket.once("close", () => members.delete(member));
        write(member, opening);
        catchUp(member);
        socket.uncork();
      }
    };

    /** Who has taken nothing of what it missed since the last look would hold that for ever: no comment goes out to it. */
    const cutStalled = (member: Member): void => {
      if (member.behindAt === member.cursor) {
        disconnected.silent++;
        member.socket.destroy();
      }
      member.behindAt = member.cursor;
    };

    // A peer that is gone is found out by TCP, whose retransmissions of these run out.
    const commenter = setInterval(() => {
      members.visit((member) => {
        if (!member.socket.writable) return;
        if (member.behind) {
          cutStalled(member);
          return;
        }
        const { bytes } = pieceFor(member, keepAlive);
        member.meter.down += bytes.length;
        traffic.bookKeepAlive(bytes.length);
        member.socket.write(bytes);
      });
    }, options.commentEveryMs);

    return {
      path,
      disconnections: () => disconnected,
      mount: (app) => {
        app.get(path, (request: FastifyRequest<{ Querystring: { since?: string } }>, reply: FastifyReply) => {
          const { socket } = request.raw;
          // On a reconnect the address still has the cursor of the first time. An empty id is none (section 9.2.2).
          const lastEventId = request.headers["last-event-id"] ?? "";
          const since = readSince(lastEventId === "" ? (request.query.since ?? null) : String(lastEventId));
          if (since === "invalid") {
            traffic.bookRequest(socket);
            return reply.code(400).send({ error: sinceError });
          }
          traffic.bookUpgrade(socket, 0);
          reply.hijack();
          return inTurn(reply.raw, () => open(reply.raw, socket, since));
        });
      },
      close: () => {
        stopped = true;
        unsubscribe();
        clearInterval(commenter);
        members.visit(end);
      },
    };
  };

/** Once nothing on the connection is still to be answered before this: until then the socket is another response's. */
const inTurn = (response: ServerResponse, open: () => void): void => {
  if (response.socket === null) response.once("socket", open);
  else open();
};

/** Any status but 200 tells a browser not to come back (section 9.2.3). */
const refuse = (response: ServerResponse, body: { readonly oldestSeq: number }): void => {
  const json = JSON.stringify(body);
  const head = ["Content-Type", "application/json", "Cache-Control", "no-store", "Connection", "close"];
  response.writeHead(historyGone.httpStatus, [...head, "Content-Length", String(json.length)]).end(json);
};

export const serverSentEvents = serverSentEventsAt("/server-sent-events");

export const startServer: StartServer = (log, options) => startPushServer(log, options, [serverSentEvents]);

export const defaults: TransportDefaults = {
  connection: "one answer that does not end",
  batching: "an event a message, a turn's events in one chunk and one write",
  compression: "none",
  upkeep: "a comment every 15 s",
};
