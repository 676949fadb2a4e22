// Fan-out: one log to a thousand WebSockets, by our server and by the ws package; CPU of the server per delivery.

import type { Duplex } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { MessageLog } from "../../servers/log.ts";
import { encodeMessage } from "../../servers/protocol/message.ts";
import { headerBytes } from "../../servers/protocol/websocket/frame.ts";
import { type CreateEndpoint, defaultServerOptions, startPushServer } from "../../servers/server.ts";
import { webSocket } from "../../servers/websocket.ts";
import { wsLibrary } from "../../servers/ws-library.ts";
import { type Child, startChild } from "../machine/child.ts";
import { bodies } from "../plan/bodies.ts";
import { seededRandom } from "../statistics/random.ts";
import { type Closable, lineUp, type Named } from "./line-up.ts";
import { burstOf, type Contest, type Contestant } from "./pair.ts";
import type { SinkCalls } from "./sink-process.ts";

interface FanOut {
  readonly bodyBytes: number;
  /** How many messages one turn of the loop publishes. */
  readonly pending: number;
  readonly targets: Readonly<Record<string, number>>;
}

const connections = 1000;

/** The ws package with its sockets corked around a turn's messages, which its documentation does not show. */
const wsCorked: CreateEndpoint = (log, options) => {
  const sockets = new Set<Duplex>();
  log.subscribe(() => {
    for (const socket of sockets) socket.cork();
  });
  const endpoint = wsLibrary(log, options);
  log.subscribe(() => {
    for (const socket of sockets) socket.uncork();
  });
  return {
    ...endpoint,
    upgrade: (request, socket, head, since) => {
      sockets.add(socket);
      endpoint.upgrade?.(request, socket, head, since);
    },
  };
};

const frameBytes = (payloadBytes: number): number => headerBytes(payloadBytes, false) + payloadBytes;

interface Served {
  readonly path: string;
  readonly create: CreateEndpoint;
}

const contestant = async (
  name: string,
  { path, create }: Served,
  sink: Child<SinkCalls>,
  { bodyBytes, pending }: FanOut,
): Promise<Contestant & Closable> => {
  const log = new MessageLog({ maxMessages: 64 });
  const server = await startPushServer(log, { ...defaultServerOptions, maxBufferedBytes: 64 * 1024 * 1024 }, [create]);
  await sink.call("open", { group: name, url: server.url, path, count: connections });
  const bodyOf = bodies(bodyBytes, seededRandom(1));
  let turnMs = 10;
  const turn = async (): Promise<number> => {
    const messages = Array.from({ length: pending }, (_, i) => {
      const seq = log.lastSeq + 1 + i;
      return { seq, body: bodyOf(seq) };
    });
    const bytes = messages.reduce((sum, message) => sum + frameBytes(encodeMessage(message).length), 0) * connections;
    const received = sink.call("receive", { group: name, bytes, sleepMs: turnMs });
    const from = performance.now();
    for (const message of messages) log.append(message);
    await nextTurn();
    turnMs = performance.now() - from;
    await received;
    return pending * connections;
  };
  return {
    name,
    burst: burstOf(turn),
    close: async () => {
      await sink.call("leave", { group: name });
      await server.close();
    },
  };
};

export const fanOut = async (setup: FanOut): Promise<Contest> => {
  const sink = startChild<SinkCalls>(new URL("./sink-process.ts", import.meta.url), "the sink process");
  const library: Served = { path: "/ws-library", create: wsLibrary };
  const ours: Named<Served> = ["ours", { path: "/websocket", create: webSocket }];
  const corked: Named<Served> = ["ws, corked", { ...library, create: wsCorked }];
  const others = setup.pending > 1 ? [ours, corked] : [ours];
  const lined = await lineUp(sink, ["ws", library], others, (name, served) => contestant(name, served, sink, setup));
  return {
    title: `fan-out to ${connections}, ${setup.bodyBytes} B, ${setup.pending} a turn`,
    unit: "delivery",
    cost: "CPU",
    targets: setup.targets,
    ...lined,
  };
};
