// The one piece of glue between a socket and protocol/websocket/connection.ts on the server: accepts an upgrade,
// performs Steps. Knows nothing of what is sent.

import { randomFillSync } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { closeCode } from "./protocol/websocket/close-codes.ts";
import { Connection, type ConnectionEvent, type Step } from "./protocol/websocket/connection.ts";
import type { DeflateOptions, DeflateParameters } from "./protocol/websocket/deflate.ts";
import { answerUpgrade } from "./protocol/websocket/handshake.ts";
import { endWithin, leave, lingerMs, type ServerOptions } from "./server.ts";
import { type Meter, TrafficCounter } from "./traffic.ts";

export interface Peer {
  readonly socket: Duplex;
  readonly connection: Connection;
  readonly deflate: DeflateParameters | null;
  readonly meter: Meter;
}

/** Writes the output of a Step whose events nobody has to act on, and ends TCP where the Step says so. */
export const perform = (socket: Duplex, { output, end }: Pick<Step, "output" | "end">): void => {
  if (output.length > 0) writeTogether(socket, output);
  if (end) leave(socket);
};

/** Up to this size, copying frames into one buffer costs less than handing each of them to the system. */
const joinedBytes = 65_536;

/** Writes frames in one system call, and as one buffer where they are small. */
export const writeTogether = (socket: Duplex, frames: readonly Buffer[]): void => {
  const [only] = frames;
  if (frames.length === 1 && only !== undefined) {
    socket.write(only);
    return;
  }
  if (frames.reduce((bytes, frame) => bytes + frame.length, 0) <= joinedBytes) {
    socket.write(Buffer.concat(frames));
    return;
  }
  socket.cork();
  for (const frame of frames) socket.write(frame);
  socket.uncork();
};

/** Says goodbye with a close frame; a peer that does not answer it is cut off. */
export const dismiss = ({ socket, connection }: Peer, code: number, reason: string): void => {
  perform(socket, connection.close(code, reason));
  if (!socket.destroyed) endWithin(socket, lingerMs);
};

/** The answer to a message, for its sender alone: a text, a goodbye, or nothing. */
export type Reply = { readonly text: string } | { readonly closeCode: number; readonly reason: string } | null;

/** A message, a ping or a pong: pings are answered already, and are heard because some listeners count what comes. */
type Heard = Exclude<ConnectionEvent, { readonly type: "close" }>;

/** Called once for each connection, with the request that began it; returns what hears each message, ping and pong. */
export type Hear = (request: IncomingMessage) => (message: Heard) => Reply;

/** Lets go of a peer for what it sent; nothing further is read from it. */
export const fail = ({ socket, connection }: Peer, code: number, reason: string): void =>
  perform(socket, connection.fail(code, reason));

/** Hands over all that came before our own goodbye, but for the peer's goodbye. */
export const replyTo = (peer: Peer, events: readonly ConnectionEvent[], hear: ReturnType<Hear>): void => {
  for (const event of events) {
    // Nothing is heard after our goodbye; what the peer said before its own still is.
    if (peer.connection.state === "closing") return;
    if (event.type === "close") continue;
    const reply = hear(event);
    if (reply === null) continue;
    if ("text" in reply) {
      perform(peer.socket, peer.connection.sendText(reply.text));
    } else {
      fail(peer, reply.closeCode, reply.reason);
      return;
    }
  }
};

type HearAll = (peer: Peer, events: readonly ConnectionEvent[]) => void;

/**
 * Acts on a Step and on those that are left in its chunk. A peer that does not read its answers gets no more of them: until it
 * does, nothing further is read from it, nor made of what has been read.
 */
const work = (peer: Peer, first: Step, hear: HearAll): void => {
  const { socket, connection } = peer;
  // The output of several Steps leaves in one system call.
  if (first.more) socket.cork();
  let step = first;
  act(peer, step, hear);
  while (step.more && !socket.writableNeedDrain && !socket.destroyed) {
    step = connection.proceed();
    act(peer, step, hear);
  }
  if (first.more) socket.uncork();
  if (!socket.writableNeedDrain) return;
  socket.pause();
  socket.once("drain", () => {
    if (step.more) work(peer, connection.proceed(), hear);
    if (!socket.writableNeedDrain) socket.resume();
  });
};

const act = (peer: Peer, { output, events, end }: Step, hear: HearAll): void => {
  perform(peer.socket, { output, end: false });
  hear(peer, events);
  if (end) leave(peer.socket);
};

/**
 * Fails the peer where `mayKeep` says so. A function apart, since a listener would keep a request that another one in its
 * function names: 1.4 KB of each idle connection.
 */
const keptBound = (
  peer: Peer,
  request: IncomingMessage,
  mayKeep: NonNullable<ServerOptions["mayKeep"]>,
): (() => void) => {
  let unfinishedBytes = 0;
  return () => {
    const before = unfinishedBytes;
    unfinishedBytes = peer.connection.unfinishedBytes;
    if (before + unfinishedBytes + peer.socket.writableLength === 0 || mayKeep(request, unfinishedBytes)) return;
    fail(peer, closeCode.tryAgainLater, "too many bytes of messages that do not end, or of answers that are not read");
  };
};

/**
 * Answers the upgrade; null where it was refused. `hear` is called with what each arrival of bytes brings. Without
 * `traffic`, the connection's bytes are counted nowhere but in the connection.
 */
export const acceptPeer = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  options: ServerOptions,
  deflate: DeflateOptions | null,
  hear: HearAll,
  traffic = new TrafficCounter(),
): Peer | null => {
  const answer = answerUpgrade(request, { allowedOrigins: options.allowedOrigins, deflate });
  socket.write(answer.response);
  if (!answer.accepted) {
    leave(socket);
    return null;
  }
  if (socket instanceof Socket) socket.setNoDelay(true).setTimeout(0);
  const connection = new Connection({
    role: "server",
    maxMessageBytes: options.maxMessageBytes,
    maxFragments: options.maxFragments,
    deflate: answer.deflate,
    randomFill: randomFillSync,
  });
  const meter = traffic.bookAcceptance(socket, connection.counts);
  const peer = { socket, connection, deflate: answer.deflate, meter };
  const boundKept = options.mayKeep === null ? null : keptBound(peer, request, options.mayKeep);
  socket.on("data", (chunk: Buffer) => {
    work(peer, connection.receive(chunk), hear);
    boundKept?.();
  });
  socket.on("end", () => perform(socket, connection.receiveEnd()));
  // A connection that breaks has no end; what the core holds for it is let go all the same.
  socket.once("close", () => connection.receiveEnd());
  if (head.length > 0) socket.unshift(head);
  return peer;
};
