// Fan-out: one log to a thousand WebSockets, by our server and by the ws package, CPU of the server per delivery.

import type { Duplex } from "node:stream";
import { MessageLog } from "../../servers/log.ts";
import { encodeMessage } from "../../servers/protocol/message.ts";
import { headerBytes } from "../../servers/protocol/websocket/frame.ts";
import { type CreateEndpoint, defaultServerOptions, startPushServer } from "../../servers/server.ts";
import { webSocket } from "../../servers/websocket.ts";
import { wsLibrary } from "../../servers/ws-library.ts";
import { type Child, startChild } from "../machine/child.ts";
import { bodies } from "../plan/bodies.ts";
import { seededRandom } from "../statistics/random.ts";
import { burstOf, type Contest, type Contestant } from "./pair.ts";
import type { SinkCalls } from "./sink-process.ts";

export interface FanOut {
  readonly bodyBytes: number;
  /** Messages published in one turn. */
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

const contestant = async (
  name: string,
  path: string,
  create: CreateEndpoint,
  sink: Child<SinkCalls>,
  { bodyBytes, pending }: FanOut,
): Promise<Contestant & { close(): Promise<void> }> => {
  const log = new MessageLog({ maxMessages: 64 });
  const server = await startPushServer(log, { ...defaultServerOptions, maxBufferedBytes: 64 * 1024 * 1024 }, [create]);
  await sink.call("open", { group: name, url: server.url, path, count: connections });
  const bodyOf = bodies(bodyBytes, seededRandom(1));
  let turnMs = 10;
  const turn = async (): Promise<number> => {
    const messages = Array.from({ length: pending }, (_, i) => {
      const seq = log.lastSeq + 1 + i;
      return { seq, intendedAt: 0, sentAt: 0, body: bodyOf(seq) };
    });
    const bytes = messages.reduce((sum, message) => sum + frameBytes(encodeMessage(message).length), 0) * connections;
    const received = sink.call("receive", { group: name, bytes, sleepMs: turnMs });
    const from = performance.now();
    for (const message of messages) log.append(message);
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
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
  const baseline = await contestant("ws", "/ws-library", wsLibrary, sink, setup);
  const twin = await contestant("ws, again", "/ws-library", wsLibrary, sink, setup);
  const ours = await contestant("ours", "/websocket", webSocket, sink, setup);
  const corked = setup.pending > 1 ? [await contestant("ws, corked", "/ws-library", wsCorked, sink, setup)] : [];
  const all = [baseline, twin, ours, ...corked];
  return {
    title: `fan-out to ${connections}, ${setup.bodyBytes} B, ${setup.pending} a turn`,
    unit: "delivery",
    cost: "CPU",
    baseline,
    twin,
    contestants: [ours, ...corked],
    targets: setup.targets,
    close: async () => {
      for (const each of all) await each.close();
      await sink.stop(2000);
    },
  };
};
