// Echo: many WebSockets get back what they send; CPU of the server per message.

import { WebSocketServer } from "ws";
import { echo } from "../../servers/echo.ts";
import { MessageLog } from "../../servers/log.ts";
import { encodeFrame, headerBytes, opcode } from "../../servers/protocol/websocket/frame.ts";
import { type CreateEndpoint, defaultServerOptions, startPushServer } from "../../servers/server.ts";
import { type Child, startChild } from "../machine/child.ts";
import { type Closable, lineUp } from "./line-up.ts";
import { burstOf, type Contest, type Contestant } from "./pair.ts";
import type { SinkCalls } from "./sink-process.ts";

interface EchoSetup {
  readonly bodyBytes: number;
  /** How many messages a connection sends at once. */
  readonly pipelined: number;
  readonly targets: Readonly<Record<string, number>>;
}

const connections = 500;

/** An echo as the ws package's documentation shows it. */
const wsEcho: CreateEndpoint = () => {
  const server = new WebSocketServer({ noServer: true });
  return {
    path: "/echo",
    upgrade: (request, socket, head) => {
      server.handleUpgrade(request, socket, head, (client) => {
        client.on("error", () => client.terminate());
        client.on("message", (data, binary) => client.send(data, { binary }));
      });
    },
    close: () => {
      for (const client of server.clients) client.close();
    },
  };
};

const contestant = async (
  name: string,
  create: CreateEndpoint,
  sink: Child<SinkCalls>,
  { bodyBytes, pipelined }: EchoSetup,
): Promise<Contestant & Closable> => {
  const server = await startPushServer(new MessageLog(), defaultServerOptions, [create]);
  await sink.call("open", { group: name, url: server.url, path: "/echo", count: connections });
  const frame = encodeFrame(opcode.text, Buffer.alloc(bodyBytes, "x"), { mask: Buffer.of(1, 2, 3, 4) });
  const bytes = Buffer.concat(Array.from({ length: pipelined }, () => frame));
  const answerBytes = pipelined * (headerBytes(bodyBytes, false) + bodyBytes) * connections;
  let roundMs = 5;
  const round = async (): Promise<number> => {
    const before = process.cpuUsage();
    await Promise.all([
      sink.call("send", { group: name, bytes }),
      sink.call("receive", { group: name, bytes: answerBytes, sleepMs: roundMs }),
    ]);
    const { user, system } = process.cpuUsage(before);
    roundMs = (user + system) / 1000;
    return pipelined * connections;
  };
  return {
    name,
    burst: burstOf(round),
    close: async () => {
      await sink.call("leave", { group: name });
      await server.close();
    },
  };
};

export const echoContest = async (setup: EchoSetup): Promise<Contest> => {
  const sink = startChild<SinkCalls>(new URL("./sink-process.ts", import.meta.url), "the sink process");
  const lined = await lineUp(sink, ["ws", wsEcho], [["ours", echo]], (name, create) =>
    contestant(name, create, sink, setup),
  );
  return {
    title: `echo on ${connections} connections, ${setup.bodyBytes} B, ${setup.pipelined} pipelined`,
    unit: "message",
    cost: "CPU",
    targets: setup.targets,
    ...lined,
  };
};
