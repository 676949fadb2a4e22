// WebSocket: the log is pushed down one upgraded connection. A turn's messages are framed once, and go to every socket
// in one write.

import { type Frames, framesForAll, framesOf, isShareable } from "./fan-out.ts";
import { firstOf, type LogEntry } from "./log.ts";
import { acceptPeer, dismiss, type Hear, type Peer, perform, replyTo } from "./peer.ts";
import { historyGone } from "./protocol/message.ts";
import { closeCode } from "./protocol/websocket/close-codes.ts";
import type { ConnectionEvent } from "./protocol/websocket/connection.ts";
import type { DeflateOptions } from "./protocol/websocket/deflate.ts";
import { Rotation } from "./rotation.ts";
import { type CreateEndpoint, type StartServer, startPushServer, type TransportDefaults } from "./server.ts";
import { bytesOfMessages, TrafficCounter } from "./traffic.ts";

/** A joiner gets what it missed in writes of about this size, each after the one before has left. */
const catchUpBytes = 256 * 1024;

/** A subscriber and the last seq written to it. */
interface Member extends Peer {
  cursor: number;
  /** Still getting what it missed: takes no live messages yet. */
  behind: boolean;
  /** Nothing has come from it since it was pinged. */
  silent: boolean;
}

/**
 * The endpoint at `path`; with `deflate`, messages are compressed for whoever offers to take them so. Without `listener`,
 * what subscribers say is read and dropped.
 */
export const webSocketAt =
  (path: string, deflate: DeflateOptions | null, listener: Hear | null = null): CreateEndpoint =>
  (log, options, traffic = new TrafficCounter()) => {
    const members = new Rotation<Member>();
    const disconnected = { tooSlow: 0, silent: 0 };

    const write = (member: Member, bytes: Buffer, lastSeq: number): void => {
      member.cursor = lastSeq;
      member.socket.write(bytes);
      if (member.socket.writableLength <= options.maxBufferedBytes) return;
      disconnected.tooSlow++;
      members.delete(member);
      dismiss(member, closeCode.tryAgainLater, "too slow: resume from the cursor");
    };

    /** What others may get too is written past the connection, which counts nothing of it. */
    const sharedFrames = ({ meter }: Member, frames: Frames): Buffer => {
      meter.down += frames.bytes.length;
      frames.sockets++;
      return frames.bytes;
    };

    const catchUpFrames = (member: Member, entries: readonly LogEntry[]): Buffer => {
      const frames = framesOf(entries, member.deflate);
      traffic.bookMessages(frames.kinds, 1);
      return sharedFrames(member, frames);
    };

    /** For one member alone, where its compression leans on what it got before; its connection counts all of it as body. */
    const ownFrames = ({ connection }: Member, entries: readonly LogEntry[]): Buffer => {
      const before = connection.counts.sent.payloadBytes;
      const bytes = Buffer.concat(entries.flatMap(({ json }) => connection.sendText(json.toString()).output));
      const { envelope } = bytesOfMessages(entries, connection.counts.sent.payloadBytes - before, 0);
      traffic.bookMessages({ body: -envelope, envelope, framing: 0 }, 1);
      return bytes;
    };

    const unsubscribe = log.subscribe((news) => {
      const firstSeq = news[0]?.seq ?? 0;
      const lastSeq = news.at(-1)?.seq ?? 0;
      const frames = framesForAll(news);
      members.visit((member) => {
        if (member.behind || member.connection.state !== "open") return;
        if (member.cursor !== firstSeq - 1) catchUp(member);
        else if (!isShareable(member.deflate)) write(member, ownFrames(member, news), lastSeq);
        else write(member, sharedFrames(member, frames.framesFor(member.deflate)), lastSeq);
      });
      for (const { kinds, sockets } of frames.all()) traffic.bookMessages(kinds, sockets);
    });

    /** From the log, until there is nothing left; what the log has dropped meanwhile ends the connection. */
    const catchUp = (member: Member): void => {
      const { socket, connection } = member;
      member.behind = true;
      while (connection.state === "open" && !socket.destroyed) {
        if (socket.writableNeedDrain) {
          socket.once("drain", () => catchUp(member));
          return;
        }
        const history = log.since(member.cursor);
        if (history.gone) {
          dismiss(member, historyGone.closeCode, historyGone.reason(history.oldestSeq));
          return;
        }
        const batch = firstOf(history.entries, catchUpBytes);
        const last = batch.at(-1);
        if (last === undefined) break;
        member.cursor = last.seq;
        socket.write(isShareable(member.deflate) ? catchUpFrames(member, batch) : ownFrames(member, batch));
      }
      member.behind = false;
    };

    const ping = (): void => {
      members.visit((member) => {
        member.silent = true;
        perform(member.socket, member.connection.ping());
      });
      clearTimeout(deadline);
      deadline = setTimeout(cutSilent, Math.min(options.pongWithinMs, options.pingEveryMs));
    };

    const cutSilent = (): void => {
      members.visit((member) => {
        if (!member.silent) return;
        disconnected.silent++;
        member.socket.destroy();
      });
    };

    const pinger = setInterval(ping, options.pingEveryMs);
    let deadline: NodeJS.Timeout | undefined;

    return {
      path,
      disconnections: () => disconnected,
      upgrade: (request, socket, head, since) => {
        let member: Member | null = null;
        const listen = listener === null ? null : listener(request);
        const hear = (peer: Peer, events: readonly ConnectionEvent[]): void => {
          if (member !== null) member.silent = false;
          if (listen !== null) replyTo(peer, events, listen);
        };
        const peer = acceptPeer(request, socket, head, options, deflate, hear, traffic);
        if (peer === null) return;
        const joined = { ...peer, cursor: since ?? log.oldestSeq - 1, behind: true, silent: false };
        member = joined;
        members.add(joined);
        socket.once("close", () => members.delete(joined));
        catchUp(joined);
      },
      close: () => {
        unsubscribe();
        clearInterval(pinger);
        clearTimeout(deadline);
        members.visit((member) => dismiss(member, closeCode.goingAway, "server stops"));
      },
    };
  };

export const webSocket = webSocketAt("/websocket", null);

export const startServer: StartServer = (log, options) => startPushServer(log, options, [webSocket]);

export const defaults: TransportDefaults = {
  connection: "upgraded once",
  batching: "a frame a message, a turn's frames in one write",
  compression: "none",
  upkeep: "a ping every 30 s",
};
