// The JavaScript share of fan-out: the same endpoints on a thousand sockets that swallow what is written, which keeps the
// kernel out of the figure; one message a turn.

import { setImmediate as nextTurn } from "node:timers/promises";
import { MessageLog } from "../../servers/log.ts";
import { type CreateEndpoint, defaultServerOptions } from "../../servers/server.ts";
import { webSocket } from "../../servers/websocket.ts";
import { wsLibrary } from "../../servers/ws-library.ts";
import { bodies } from "../plan/bodies.ts";
import { seededRandom } from "../statistics/random.ts";
import { type Closable, lineUp } from "./line-up.ts";
import { burstOf, type Contest, type Contestant } from "./pair.ts";
import { requestUpgrade, Swallower } from "./swallower.ts";

const connections = 1000;

const contestant = async (name: string, create: CreateEndpoint, bodyBytes: number): Promise<Contestant & Closable> => {
  const log = new MessageLog({ maxMessages: 64 });
  const endpoint = create(log, defaultServerOptions);
  for (let i = 0; i < connections; i++) {
    endpoint.upgrade?.(requestUpgrade(endpoint.path), new Swallower(), Buffer.alloc(0), null);
  }
  const bodyOf = bodies(bodyBytes, seededRandom(1));
  return {
    name,
    burst: burstOf(async () => {
      log.append({ seq: log.lastSeq + 1, body: bodyOf(log.lastSeq) });
      await nextTurn();
      return connections;
    }),
    close: async () => endpoint.close(),
  };
};

export const fanOutScript = async (bodyBytes: number, targets: Readonly<Record<string, number>>): Promise<Contest> => {
  const lined = await lineUp(null, ["ws", wsLibrary], [["ours", webSocket]], (name, create) =>
    contestant(name, create, bodyBytes),
  );
  return {
    title: `fan-out to ${connections} sockets that swallow everything, ${bodyBytes} B, one a turn`,
    unit: "delivery",
    cost: "CPU",
    targets,
    ...lined,
  };
};
