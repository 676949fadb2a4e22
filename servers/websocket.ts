// WebSocket: the log is pushed down one upgraded connection. A turn's messages are framed once, and go to every socket
// in one write.

import { framesForAll, framesOf, isShareable } from "./fan-out.ts";
import type { Entry } from "./log.ts";
import { acceptPeer, leave, type Peer, perform } from "./peer.ts";
import type { DeflateOptions } from "./protocol/deflate.ts";
import { historyGone } from "./protocol/message.ts";
import { type CreateEndpoint, type StartServer, startPushServer } from "./server.ts";

/** RFC 6455 section 7.4 and its registry: try again later. */
const tryAgainLater = 1013;

/** A subscriber and the last seq written to it. */
interface Member extends Peer {
  cursor: number;
  /** Nothing has come from it since it was pinged. */
  silent: boolean;
}

/** The endpoint at `path`; with `deflate`, messages are compressed for whoever offers to take them so. */
export const webSocketAt =
  (path: string, deflate: DeflateOptions | null): CreateEndpoint =>
  (log, options) => {
    const members = new Set<Member>();
    const disconnected = { tooSlow: 0, silent: 0 };

    const checkBuffer = (member: Member): void => {
      if (member.socket.writableLength <= options.maxBufferedBytes) return;
      disconnected.tooSlow++;
      members.delete(member);
      perform(member.socket, member.connection.close(tryAgainLater, "too slow: resume from the cursor"));
      leave(member.socket);
    };

    /** Messages for one member alone: on joining, or where its compression leans on what it got before. */
    const send = (member: Member, entries: readonly Entry[]): void => {
      const last = entries.at(-1);
      if (last === undefined) return;
      member.cursor = last.seq;
      member.socket.cork();
      if (isShareable(member.deflate)) {
        const { bytes, messages, payloadBytes } = framesOf(entries, member.deflate);
        member.connection.noteSent(messages, payloadBytes, bytes.length - payloadBytes);
        member.socket.write(bytes);
      } else {
        for (const { json } of entries) perform(member.socket, member.connection.sendText(json.toString()));
      }
      member.socket.uncork();
      checkBuffer(member);
    };

    const unsubscribe = log.subscribe((news) => {
      const firstSeq = news[0]?.seq ?? 0;
      const lastSeq = news.at(-1)?.seq ?? 0;
      const framesFor = framesForAll(news);
      for (const member of members) {
        if (member.connection.state !== "open") continue;
        if (member.cursor !== firstSeq - 1 || !isShareable(member.deflate)) {
          send(
            member,
            news.filter(({ seq }) => seq > member.cursor),
          );
          continue;
        }
        const { bytes, messages, payloadBytes } = framesFor(member.deflate);
        member.cursor = lastSeq;
        member.connection.noteSent(messages, payloadBytes, bytes.length - payloadBytes);
        member.socket.write(bytes);
        checkBuffer(member);
      }
    });

    const join = (peer: Peer, since: number | null): Member | null => {
      const history = log.since(since);
      if (history.gone) {
        perform(
          peer.socket,
          peer.connection.close(historyGone.closeCode, `history starts at seq ${history.oldestSeq}`),
        );
        return null;
      }
      const member = { ...peer, cursor: log.lastSeq, silent: false };
      members.add(member);
      peer.socket.once("close", () => members.delete(member));
      send(member, history.entries);
      return member;
    };

    const ping = (): void => {
      for (const member of members) {
        member.silent = true;
        perform(member.socket, member.connection.ping());
      }
      deadline = setTimeout(cutSilent, options.pongWithinMs);
    };

    const cutSilent = (): void => {
      for (const member of members) {
        if (!member.silent) continue;
        disconnected.silent++;
        member.socket.destroy();
      }
    };

    const pinger = setInterval(ping, options.pingEveryMs);
    let deadline: NodeJS.Timeout | undefined;

    return {
      path,
      disconnections: () => disconnected,
      upgrade: (request, socket, head, since) => {
        let member: Member | null = null;
        const peer = acceptPeer(request, socket, head, options, deflate, () => {
          if (member !== null) member.silent = false;
        });
        if (peer !== null) member = join(peer, since);
      },
      close: () => {
        unsubscribe();
        clearInterval(pinger);
        clearTimeout(deadline);
        for (const { socket, connection } of members) perform(socket, connection.close(1001, "server stops"));
        members.clear();
      },
    };
  };

export const webSocket = webSocketAt("/websocket", null);

export const startServer: StartServer = (log, options) => startPushServer(log, options, [webSocket]);
