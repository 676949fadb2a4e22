// How many requests one connection may have under way. Browsers send the next one once the last is answered; whoever sends
// a thousand in one piece would be served all of them before anybody else's turn comes. Knows no address.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** What careful clients pipeline (RFC 9112 section 9.3.2) is fewer. */
export const mostUnderWay = 16;

interface Pipeline {
  unanswered: number;
  /** The turn of the event loop in which the last one came, and how many came in it. */
  turn: number;
  inTurn: number;
}

/** Says of each request whether its connection keeps within bounds: so many unanswered, and so many in one turn. */
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
