// A cursor means something in one log alone: who asks with another log's name is told that its history is gone, however
// far this log has come meanwhile. Knows no transport.

import type { IncomingMessage } from "node:http";
import type { MessageLog } from "../log.ts";
import { refuseUpgrade } from "../protocol/handshake.ts";
import { historyGone } from "../protocol/message.ts";
import { type CreateEndpoint, type Endpoint, leave } from "../server.ts";

/**
 * The endpoint, for whom `epoch` names the log, and for who names none (`&epoch=ID` in the address): others get 410, with
 * what a poll is told whose history is gone.
 */
export const ofEpoch =
  (create: CreateEndpoint, epoch: string): CreateEndpoint =>
  (log, options, traffic) => {
    const endpoint = create(log, options, traffic);
    const isOther = ({ url }: IncomingMessage): boolean => {
      const asked = URL.parse(url ?? "", "http://any")?.searchParams.get("epoch") ?? epoch;
      return asked !== epoch;
    };
    return { ...endpoint, ...guardedRequests(endpoint, isOther, log), ...guardedUpgrades(endpoint, isOther, log) };
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

const guardedUpgrades = (endpoint: Endpoint, isOther: IsOther, log: MessageLog): Pick<Endpoint, "upgrade"> => {
  if (endpoint.upgrade === undefined) return {};
  return {
    upgrade: (request, socket, head, since) => {
      if (!isOther(request)) {
        endpoint.upgrade?.(request, socket, head, since);
        return;
      }
      socket.write(refuseUpgrade(historyGone.httpStatus, `history starts at seq ${log.oldestSeq}`));
      leave(socket);
    },
  };
};
