// WebSocket: the log is pushed down one upgraded connection. A turn's messages are framed once, and go to every socket
// in one write.

import { type Frames, framesForAll, framesOf, isShareable } from "./fan-out.ts";
import type { LogEntry } from "./log.ts";
import { acceptPeer, dismiss, type Hear, type Peer, perform, replyTo } from "./peer.ts";
import type { ConnectionEvent } from "./protocol/websocket/connection.ts";
import type { DeflateOptions } from "./protocol/websocket/deflate.ts";
import {
  type CreateEndpoint,
  type ServerOptions,
  type StartServer,
  startPushServer,
  type TransportDefaults,
} from "./server.ts";
import { type Subscriber, Subscribers } from "./subscribers.ts";
import { bytesOfMessages, TrafficCounter } from "./traffic.ts";

interface Member extends Peer, Subscriber {
  /** Nothing has come from it since it was pinged. */
  silent: boolean;
}

/** Frames that other members get too are written past the connection, which counts nothing of them. */
const sharedFrames = ({ meter }: Member, frames: Frames): Buffer => {
  meter.down += frames.bytes.length;
  frames.sockets++;
  return frames.bytes;
};

/** Frames for a member whose compression leans on what it got before; its connection counts all of their payload as body. */
const ownFrames = ({ connection }: Member, entries: readonly LogEntry[], traffic: TrafficCounter): Buffer => {
  const before = connection.counts.sent.payloadBytes;
  const bytes = Buffer.concat(entries.flatMap(({ json }) => connection.sendText(json.toString()).output));
  const { envelope } = bytesOfMessages(entries, connection.counts.sent.payloadBytes - before, 0);
  traffic.bookMessages({ messages: entries.length, body: -envelope, envelope, framing: 0 }, 1);
  return bytes;
};

const catchUpFrames = (member: Member, entries: readonly LogEntry[], traffic: TrafficCounter): Buffer => {
  if (!isShareable(member.deflate)) return ownFrames(member, entries, traffic);
  const frames = framesOf(entries, member.deflate);
  traffic.bookMessages(frames.kinds, 1);
  return sharedFrames(member, frames);
};

/** Pings all members, and cuts off those of which nothing is heard by the deadline; returns how to stop that. */
const keepPinging = (members: Subscribers<Member>, { pingEveryMs, pongWithinMs }: ServerOptions): (() => void) => {
  let deadline: NodeJS.Timeout | undefined;
  const cutSilent = (): void =>
    members.visit((member) => {
      if (member.silent) members.cutSilent(member);
    });
  const pinger = setInterval(() => {
    members.visit((member) => {
      member.silent = true;
      perform(member.socket, member.connection.ping());
    });
    clearTimeout(deadline);
    deadline = setTimeout(cutSilent, Math.min(pongWithinMs, pingEveryMs));
  }, pingEveryMs);
  return () => {
    clearInterval(pinger);
    clearTimeout(deadline);
  };
};

/**
 * The endpoint at `path`; with `deflate`, messages are compressed for whoever offers to take them so. Without `listener`,
 * what subscribers say is read and dropped.
 */
export const webSocketAt =
  (path: string, deflate: DeflateOptions | null, listener: Hear | null = null): CreateEndpoint =>
  (log, options, traffic = new TrafficCounter()) => {
    const members = new Subscribers<Member>(log, options, {
      isOpen: ({ socket, connection }) => connection.state === "open" && !socket.destroyed,
      write: (member, entries) => member.socket.write(catchUpFrames(member, entries, traffic)),
      letGo: dismiss,
    });

    const unsubscribe = log.subscribe((news) => {
      const frames = framesForAll(news);
      members.push(news, (member) => {
        const { socket, deflate } = member;
        if (isShareable(deflate)) socket.write(sharedFrames(member, frames.framesFor(deflate)));
        else socket.write(ownFrames(member, news, traffic));
      });
      for (const { kinds, sockets } of frames.all()) traffic.bookMessages(kinds, sockets);
    });

    const stopPinging = keepPinging(members, options);

    return {
      path,
      disconnections: () => members.disconnections,
      upgrade: (request, socket, head, since) => {
        let member: Member | null = null;
        const listen = listener === null ? null : listener(request);
        const hear = (peer: Peer, events: readonly ConnectionEvent[]): void => {
          if (member !== null) member.silent = false;
          if (listen !== null) replyTo(peer, events, listen);
        };
        const peer = acceptPeer(request, socket, head, options, deflate, hear, traffic);
        if (peer === null) return;
        member = { ...peer, cursor: since ?? log.oldestSeq - 1, behind: true, silent: false };
        members.join(member);
      },
      close: () => {
        unsubscribe();
        stopPinging();
        members.close();
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
