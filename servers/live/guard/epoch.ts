// Keeps cursors to the log that they come from. A client that names another log is told that its history is gone, however far
// this log has come meanwhile. Knows no transport.

import type { IncomingMessage } from "node:http";
import { acceptPeer, dismiss } from "../../peer.ts";
import { historyGone } from "../../protocol/message.ts";
import type { CreateEndpoint } from "../../server.ts";
import { gated } from "./gate.ts";
import { parameterOf } from "./target.ts";

/**
 * The endpoint for clients that name this log (`&epoch=ID` in the address), or none. To others, history is gone. A WebSocket
 * is opened to say so (4410), because a browser does not tell a page the status of a refused one.
 */
export const ofEpoch =
  (create: CreateEndpoint, epoch: string): CreateEndpoint =>
  (log, options, traffic) => {
    const isOther = (request: IncomingMessage): boolean => (parameterOf(request, "epoch") ?? epoch) !== epoch;
    return gated(create(log, options, traffic), {
      passes: (request, reply) => {
        if (!isOther(request)) return true;
        reply.code(historyGone.httpStatus).send({ oldestSeq: log.oldestSeq });
        return false;
      },
      passesUpgrade: (request, socket, head) => {
        if (!isOther(request)) return true;
        const peer = acceptPeer(request, socket, head, options, null, () => {}, traffic);
        if (peer !== null) dismiss(peer, historyGone.closeCode, historyGone.reason(log.oldestSeq));
        return false;
      },
    });
  };
