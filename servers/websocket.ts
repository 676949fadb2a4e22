// WebSocket: the log is pushed down one upgraded connection; the glue between sockets and protocol/connection.ts.
// A turn's messages are framed once and go to every socket in one write.

import { randomFillSync } from "node:crypto";
import type { Duplex } from "node:stream";
import type { Entry } from "./log.ts";
import { Connection, type Step } from "./protocol/connection.ts";
import { encodeFrame } from "./protocol/frame.ts";
import { answerUpgrade } from "./protocol/handshake.ts";
import { historyGone } from "./protocol/message.ts";
import { type CreateEndpoint, type StartServer, startPushServer } from "./server.ts";

const path = "/websocket";
const textOpcode = 1;

/** How long a peer may take to end TCP after it was told to go. */
const lingerMs = 2_000;

/** A subscriber: its socket, its protocol state, and the last seq written to it. */
interface Member {
  readonly socket: Duplex;
  readonly connection: Connection;
  cursor: number;
}

const frame = (entry: Entry): Buffer => encodeFrame(textOpcode, entry.json);

const perform = (socket: Duplex, step: Step): void => {
  for (const bytes of step.output) socket.write(bytes);
  if (step.end) leave(socket);
};

/** Ends TCP, and does not wait for ever for the peer's end. */
const leave = (socket: Duplex): void => {
  if (socket.destroyed || socket.writableEnded) return;
  socket.end();
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once("close", () => clearTimeout(timer));
};

export const webSocket: CreateEndpoint = (log, options) => {
  const members = new Set<Member>();

  const write = (member: Member, frames: Buffer, count: number, payloadBytes: number): void => {
    member.socket.write(frames);
    member.connection.noteSent(count, payloadBytes, frames.length - payloadBytes);
    if (member.socket.writableLength > options.maxBufferedBytes) {
      members.delete(member);
      perform(member.socket, member.connection.close(1013, "too slow: resume from the cursor"));
      leave(member.socket);
    }
  };

  const send = (member: Member, entries: readonly Entry[]): void => {
    const last = entries.at(-1);
    if (last === undefined || member.connection.state !== "open") return;
    member.cursor = last.seq;
    const payloadBytes = entries.reduce((sum, entry) => sum + entry.json.length, 0);
    write(member, Buffer.concat(entries.map(frame)), entries.length, payloadBytes);
  };

  const unsubscribe = log.subscribe((news) => {
    const [first, last] = [news[0], news.at(-1)];
    if (first === undefined || last === undefined) return;
    const frames = Buffer.concat(news.map(frame));
    const payloadBytes = news.reduce((sum, entry) => sum + entry.json.length, 0);
    for (const member of members) {
      if (member.connection.state !== "open") continue;
      if (member.cursor === first.seq - 1) {
        member.cursor = last.seq;
        write(member, frames, news.length, payloadBytes);
      } else {
        send(
          member,
          news.filter((entry) => entry.seq > member.cursor),
        );
      }
    }
  });

  const join = (socket: Duplex, connection: Connection, since: number | null): void => {
    const history = log.since(since);
    if (history.gone) {
      perform(socket, connection.close(historyGone.closeCode, `history starts at seq ${history.oldestSeq}`));
      return;
    }
    const member = { socket, connection, cursor: log.lastSeq };
    members.add(member);
    socket.once("close", () => members.delete(member));
    send(member, history.entries);
  };

  return {
    path,
    upgrade: (request, socket, since) => {
      const answer = answerUpgrade(request, { allowedOrigins: options.allowedOrigins });
      if (!answer.accepted) {
        socket.end(answer.response);
        return;
      }
      const connection = new Connection({
        role: "server",
        maxMessageBytes: options.maxMessageBytes,
        deflate: answer.deflate,
        randomFill: randomFillSync,
      });
      socket.on("data", (chunk: Buffer) => perform(socket, connection.receive(chunk)));
      socket.on("end", () => perform(socket, connection.receiveEnd()));
      socket.write(answer.response);
      join(socket, connection, since);
    },
    close: () => {
      unsubscribe();
      for (const { socket, connection } of members) perform(socket, connection.close(1001, "server stops"));
      members.clear();
    },
  };
};

export const startServer: StartServer = (log, options) => startPushServer(log, options, [webSocket]);
