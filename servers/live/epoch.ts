// A cursor means something in one log alone: who asks with another log's name is told that its history is gone, however
// far this log has come meanwhile. Knows no transport.

import type { IncomingMessage } from "node:http";
import type { MessageLog } from "../log.ts";
import { acceptPeer, dismiss } from "../peer.ts";
import { historyGone } from "../protocol/message.ts";
import type { CreateEndpoint, Endpoint, ServerOptions } from "../server.ts";
import type { TrafficCounter } from "../traffic.ts";

/**
 * The endpoint, for whom `epoch` names the log, and for who names none (`&epoch=ID` in the address): others are told what
 * those are whose history is gone. A WebSocket is opened for that (4410): of one that is refused, a browser tells no status.
 */
export const ofEpoch =
  (create: CreateEndpoint, epoch: string): CreateEndpoint =>
  (log, options, traffic) => {
    const endpoint = create(log, options, traffic);
    const isOther = ({ url }: IncomingMessage): boolean => {
      const asked = URL.parse(url ?? "", "http://any")?.searchParams.get("epoch") ?? epoch;
      return asked !== epoch;
    };
    return {
      ...endpoint,
      ...guardedRequests(endpoint, isOther, log),
      ...guardedUpgrades(endpoint, isOther, log, options, traffic),
    };
  };

type IsOther = (request: IncomingMessage) => boolean;

const guardedRequests = (endpoint: Endpoint, isOther: IsOther, log: MessageLog): Pick<Endpoint, "mount"> => {
  if (endpoint.mount === undefined) return {};
  return {
    // Registered, so that the hook is of these routes alone.
    mount: (app) =>
      void app.register((scope, _, done) => {
        scope.addHook("onRequest", ({ raw }, reply, next) => {
          if (isOther(raw)) reply.code(historyGone.httpStatus).send({ oldestSeq: log.oldestSeq });
          else next();
        });
        endpoint.mount?.(scope);
        done();
      }),
  };
};

const guardedUpgrades = (
  endpoint: Endpoint,
  isOther: IsOther,
  log: MessageLog,
  options: ServerOptions,
  traffic: TrafficCounter | undefined,
): Pick<Endpoint, "upgrade"> => {
  if (endpoint.upgrade === undefined) return {};
  return {
    upgrade: (request, socket, head, since) => {
      if (!isOther(request)) {
        endpoint.upgrade?.(request, socket, head, since);
        return;
      }
      const peer = acceptPeer(request, socket, head, options, null, () => {}, traffic);
      if (peer !== null) dismiss(peer, historyGone.closeCode, historyGone.reason(log.oldestSeq));
    },
  };
};
