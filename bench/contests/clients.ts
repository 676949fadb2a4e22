// The load client's WebSocket against the ws package's client: CPU of the client's process per message, per connection.

import { WebSocket } from "ws";
import { noTraffic } from "../../clients/subscriber.ts";
import { Connection } from "../../servers/protocol/websocket/connection.ts";
import { encodeFrame, opcode } from "../../servers/protocol/websocket/frame.ts";
import { openInBatches } from "../machine/batches.ts";
import { type Child, startChild } from "../machine/child.ts";
import { sleep } from "./far-side.ts";
import { type Closable, lineUp } from "./line-up.ts";
import { burstOf, type Contest, type Contestant, cpuOf } from "./pair.ts";
import { openRaw, randomFill } from "./raw-web-socket.ts";
import type { SourceCalls } from "./source-process.ts";

/** Resolves once open; tells each text message's length. */
type Open = (url: string, path: string, heard: (length: number) => void) => Promise<Closable>;

const traffic = noTraffic();

const openOurs: Open = async (url, path, heard) => {
  const connection = new Connection({ role: "client", randomFill });
  const { socket, closed } = await openRaw(url, path, traffic, (chunk) => {
    for (let step = connection.receive(chunk); ; step = connection.proceed()) {
      for (const event of step.events) if (event.type === "text") heard(event.text.length);
      if (!step.more) return;
    }
  });
  return {
    close: () => {
      socket.destroy();
      return closed;
    },
  };
};

const openWs: Open = (url, path, heard) =>
  new Promise((resolve, reject) => {
    const client = new WebSocket(`${url.replace("http", "ws")}${path}`, { perMessageDeflate: false });
    client.on("message", (data) => heard(data.toString().length));
    client.once("error", reject);
    client.once("open", () =>
      resolve({
        close: () =>
          new Promise<void>((done) => {
            client.once("close", () => done());
            client.terminate();
          }),
      }),
    );
  });

const startSource = async (): Promise<{ readonly source: Child<SourceCalls>; readonly url: string }> => {
  const source = startChild<SourceCalls>(new URL("./source-process.ts", import.meta.url), "the source process");
  return { source, ...(await source.call("listen", null)) };
};

/** The ws client, its twin, and ours, at one source that ends with them. */
const three = (
  source: Child<SourceCalls>,
  enter: (name: string, open: Open) => Promise<Contestant & Closable>,
): ReturnType<typeof lineUp> => lineUp(source, ["ws", openWs], [["ours", openOurs]], enter);

interface ReceiveSetup {
  readonly bodyBytes: number;
  /** How many messages one read brings. */
  readonly together: number;
  readonly targets: Readonly<Record<string, number>>;
}

const receivers = 1000;

export const receiveContest = async ({ bodyBytes, together, targets }: ReceiveSetup): Promise<Contest> => {
  const { source, url } = await startSource();
  const frame = encodeFrame(opcode.text, Buffer.alloc(bodyBytes, "x"));
  const bytes = Buffer.concat(Array.from({ length: together }, () => frame));
  const contest = await three(source, async (name, open) => {
    const group = name.replaceAll(/\W/g, "");
    let left = 0;
    let writeMs = 0;
    let done = (): void => {};
    const heard = (length: number): void => {
      if (length !== bodyBytes) throw new Error(`a message of ${length} characters`);
      if (--left === 0) done();
    };
    const connections = await openInBatches(receivers, () => open(url, `/${group}`, heard));
    const round = async (): Promise<number> => {
      left = together * receivers;
      const all = Promise.withResolvers<void>();
      done = all.resolve;
      const written = source.call("write", { group, bytes });
      // Asleep until everything has arrived: the reader, faster than the writer, would else wake for every message.
      sleep(writeMs + 1);
      writeMs = (await written).ms;
      await all.promise;
      return together * receivers;
    };
    return {
      name,
      burst: burstOf(round),
      close: async () => {
        for (const connection of connections) await connection.close();
      },
    };
  });
  return {
    title: `receiving on ${receivers} connections, ${bodyBytes} B, ${together} a read`,
    unit: "message",
    cost: "CPU",
    targets,
    ...contest,
  };
};

const connectionsAtOnce = 100;

/** Only opening counts, and not the cost of closing. */
export const connectContest = async (targets: Readonly<Record<string, number>>): Promise<Contest> => {
  const { source, url } = await startSource();
  const contest = await three(source, async (name, open) => ({
    name,
    burst: async (forMs) => {
      let [opened, costMs] = [0, 0];
      for (const end = performance.now() + forMs; performance.now() < end; ) {
        let connections: readonly Closable[] = [];
        const burst = await cpuOf(async () => {
          connections = await openInBatches(connectionsAtOnce, () => open(url, "/", () => {}));
          return connections.length;
        });
        opened += burst.work;
        costMs += burst.costMs;
        await Promise.all(connections.map((connection) => connection.close()));
      }
      return { work: opened, costMs };
    },
    close: async () => {},
  }));
  return {
    title: `opening connections, ${connectionsAtOnce} at a time`,
    unit: "connection",
    cost: "CPU",
    targets,
    ...contest,
  };
};
