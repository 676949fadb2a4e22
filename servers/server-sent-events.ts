// Server-sent events (WHATWG HTML section 9.2): the log is pushed down one answer that does not end. A turn's messages are
// written out once, and go to every stream in one write past Node's response.

import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Batch, endOfStream, eventsOf, framingOf, type Piece } from "./event-batch.ts";
import { comment, encodeRetry } from "./protocol/event-stream.ts";
import { historyGone } from "./protocol/message.ts";
import {
  type CreateEndpoint,
  leave,
  readSince,
  type StartServer,
  sinceError,
  startPushServer,
  type TransportDefaults,
} from "./server.ts";
import { type Subscriber, Subscribers } from "./subscribers.ts";
import { type Meter, TrafficCounter } from "./traffic.ts";

/** The connection serves no other request: the stream's end is its end. nginx holds events back unless it is told not to. */
const streamHead = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-store",
  "X-Accel-Buffering": "no",
  Connection: "close",
};

/** Browsers' own ideas of when to come back differ (Chromium 3 s, Firefox 5 s). */
const opening = framingOf(encodeRetry(1000));

const keepAlive = framingOf(comment);

interface Member extends Subscriber {
  readonly socket: Socket;
  readonly meter: Meter;
  /** False where the client speaks HTTP/1.0. */
  readonly chunked: boolean;
  /** The cursor when it was last found behind. */
  behindAt: number | null;
}

/** Writes the batch in the form that the member takes, and returns what was written. */
const send = ({ socket, meter, chunked }: Member, batch: Batch): Piece => {
  const piece = chunked ? batch.chunked : batch.plain;
  meter.down += piece.bytes.length;
  socket.write(piece.bytes);
  return piece;
};

/** Sends comments to all members, and cuts off those that stall; the timer stops that. */
const keepCommenting = (members: Subscribers<Member>, traffic: TrafficCounter, everyMs: number): NodeJS.Timeout => {
  /** A member that has taken nothing of what it missed since the last look would hold that for ever: no comment goes out to it. */
  const cutStalled = (member: Member): void => {
    if (member.behindAt === member.cursor) members.cutSilent(member);
    member.behindAt = member.cursor;
  };
  // A peer that is gone is found out by TCP, whose retransmissions of these run out.
  return setInterval(() => {
    members.visit((member) => {
      if (!member.socket.writable) return;
      if (member.behind) cutStalled(member);
      else traffic.bookKeepAlive(send(member, keepAlive).bytes.length);
    });
  }, everyMs);
};

/** The endpoint at `path`. */
export const serverSentEventsAt =
  (path: string): CreateEndpoint =>
  (log, options, traffic = new TrafficCounter()) => {
    let stopped = false;
    const write = (member: Member, batch: Batch): void => traffic.bookMessages(send(member, batch).kinds, 1);

    const members = new Subscribers<Member>(log, options, {
      isOpen: ({ socket }) => socket.writable,
      write: (member, entries) => write(member, eventsOf(entries)),
      // The client comes back by itself, with the id of the last event that it got.
      letGo: (member) => {
        if (!member.socket.writable) return;
        write(member, endOfStream);
        leave(member.socket);
      },
    });

    const unsubscribe = log.subscribe((news) => {
      let batch: Batch | null = null;
      members.push(news, (member) => {
        batch ??= eventsOf(news);
        write(member, batch);
      });
    });

    const commenter = keepCommenting(members, traffic, options.commentEveryMs);

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
        write(member, opening);
        members.join(member);
        socket.uncork();
      }
    };

    return {
      path,
      disconnections: () => members.disconnections,
      mount: (app) => mountStream(app, path, traffic, open),
      close: () => {
        stopped = true;
        unsubscribe();
        clearInterval(commenter);
        members.close();
      },
    };
  };

/** A GET route whose answer is taken over by `open`, past Fastify's reply. */
const mountStream = (
  app: FastifyInstance,
  path: string,
  traffic: TrafficCounter,
  open: (response: ServerResponse, socket: Socket, since: number | null) => void,
): void => {
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
};

/** Opens once it is this response's turn: until the earlier ones on the connection are answered, the socket is theirs. */
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
