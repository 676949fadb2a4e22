// Bounds how many requests one connection may have under way. Browsers send the next one once the last is answered; a client
// that sends a thousand in one piece would be served all of them before anybody else. Knows no address.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Careful clients pipeline fewer (RFC 9112 section 9.3.2). */
const mostUnderWay = 16;

interface Pipeline {
  unanswered: number;
  /** The turn of the event loop in which the last request came, and how many came in that turn. */
  turn: number;
  inTurn: number;
}

/** Tells for each request whether its connection keeps within both bounds: requests unanswered, and requests in one turn. */
export const createPipelines = (): ((request: IncomingMessage, response: ServerResponse) => boolean) => {
  const pipelines = new WeakMap<Socket, Pipeline>();
  let turn = 0;
  let turning = false;
  const thisTurn = (): number => {
    if (!turning) {
      turning = true;
      setImmediate(() => {
        turn++;
        turning = false;
      });
    }
    return turn;
  };
  return ({ socket }, response) => {
    const pipeline = pipelines.get(socket) ?? { unanswered: 0, turn: 0, inTurn: 0 };
    pipelines.set(socket, pipeline);
    const now = thisTurn();
    if (pipeline.turn !== now) [pipeline.turn, pipeline.inTurn] = [now, 0];
    pipeline.inTurn++;
    pipeline.unanswered++;
    response.once("close", () => pipeline.unanswered--);
    return pipeline.inTurn <= mostUnderWay && pipeline.unanswered <= mostUnderWay;
  };
};
