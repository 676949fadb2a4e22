// The load client's WebSocket against the ws package's client: CPU of the client's process per message, per connection.

import { randomFillSync } from "node:crypto";
import { WebSocket } from "ws";
import { dial, hostOf } from "../../clients/socket.ts";
import { noTraffic } from "../../clients/subscriber.ts";
import { Connection } from "../../servers/protocol/websocket/connection.ts";
import { encodeFrame, opcode } from "../../servers/protocol/websocket/frame.ts";
import { UpgradeResponse, upgradeRequest } from "../../servers/protocol/websocket/handshake.ts";
import { pooledRandom } from "../../servers/protocol/websocket/random-pool.ts";
import { type Child, startChild } from "../machine/child.ts";
import { burstOf, type Contest, type Contestant, cpuOf } from "./pair.ts";
import type { SourceCalls } from "./source-process.ts";

/** Resolves once open; tells each text message's length. */
type Open = (url: string, path: string, heard: (length: number) => void) => Promise<{ close(): Promise<void> }>;

const traffic = noTraffic();
const randomFill = pooledRandom(randomFillSync);
const nonce = Buffer.alloc(16);

const openOurs: Open = (url, path, heard) =>
  new Promise((resolve, reject) => {
    randomFill(nonce);
    const key = nonce.toString("base64");
    const closed = Promise.withResolvers<void>();
    let upgrade: UpgradeResponse | null = new UpgradeResponse({ key });
    const connection = new Connection({ role: "client", randomFill });
    const take = (chunk: Buffer): void => {
      for (const event of connection.receive(chunk).events) if (event.type === "text") heard(event.text.length);
    };
    const socket = dial(url, traffic, {
      open: () => socket.write(upgradeRequest({ host: hostOf(url).authority, path, key })),
      data: (chunk) => {
        if (upgrade === null) {
          take(chunk);
          return;
        }
        const answer = upgrade.receive(chunk);
        if (answer === null) return;
        upgrade = null;
        resolve({
          close: () => {
            socket.destroy();
            return closed.promise;
          },
        });
        if (answer.rest.length > 0) take(answer.rest);
      },
      closed: (reason) => {
        reject(new Error(reason ?? "closed"));
        closed.resolve();
      },
    });
  });

const openWs: Open = (url, path, heard) =>
  new Promise((resolve, reject) => {
    const client = new WebSocket(`${url.replace("http", "ws")}${path}`, { perMessageDeflate: false });
    client.on("message", (data) => heard(data.toString().length));
    client.once("error", reject);
    client.once("open", () =>
      resolve({
        close: () =>
          new Promise((done) => {
            client.once("close", () => done());
            client.terminate();
          }),
      }),
    );
  });

interface Closable {
  close(): Promise<void>;
}

const startSource = async (): Promise<{ readonly source: Child<SourceCalls>; readonly url: string }> => {
  const source = startChild<SourceCalls>(new URL("./source-process.ts", import.meta.url), "the source process");
  return { source, ...(await source.call("listen", null)) };
};

const openMany = async (
  open: Open,
  url: string,
  path: string,
  count: number,
  heard: (length: number) => void,
): Promise<Closable[]> => {
  const all: Closable[] = [];
  const atOnce = 100;
  for (let i = 0; i < count; i += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - i) }, () => open(url, path, heard));
    all.push(...(await Promise.all(batch)));
  }
  return all;
};

/** The ws client, its twin, and ours, at one source that ends with them. */
const three = async (
  source: Child<SourceCalls>,
  make: (name: string, open: Open) => Promise<Contestant & Closable>,
): Promise<Pick<Contest, "baseline" | "twin" | "contestants" | "close">> => {
  const baseline = await make("ws", openWs);
  const twin = await make("ws, again", openWs);
  const ours = await make("ours", openOurs);
  const close = async (): Promise<void> => {
    for (const each of [baseline, twin, ours]) await each.close();
    await source.stop(2000);
  };
  return { baseline, twin, contestants: [ours], close };
};

export interface ReceiveSetup {
  readonly bodyBytes: number;
  /** Messages in one read. */
  readonly together: number;
  readonly targets: Readonly<Record<string, number>>;
}

const receivers = 1000;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

export const receiveContest = async ({ bodyBytes, together, targets }: ReceiveSetup): Promise<Contest> => {
  const { source, url } = await startSource();
  const frame = encodeFrame(opcode.text, Buffer.alloc(bodyBytes, "x"));
  const bytes = Buffer.concat(Array.from({ length: together }, () => frame));
  const contest = await three(source, async (name, open) => {
    const group = name.replaceAll(/\W/g, "");
    let left = 0;
    let writeMs = 0;
    let done = (): void => {};
    const connections = await openMany(open, url, `/${group}`, receivers, (length) => {
      if (length !== bodyBytes) throw new Error(`a message of ${length} characters`);
      if (--left === 0) done();
    });
    const round = async (): Promise<number> => {
      left = together * receivers;
      const all = new Promise<void>((resolve) => {
        done = resolve;
      });
      const written = source.call("write", { group, bytes });
      // Asleep until all is there: otherwise the reader, being faster than the writer, wakes for every message, and the
      // kernel's waking is what would be compared.
      Atomics.wait(sleeper, 0, 0, writeMs + 1);
      writeMs = (await written).ms;
      await all;
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

/** Opening, 100 at a time; what closing costs is not counted. */
export const connectContest = async (targets: Readonly<Record<string, number>>): Promise<Contest> => {
  const { source, url } = await startSource();
  const contest = await three(source, async (name, open) => ({
    name,
    burst: async (forMs) => {
      let [opened, costMs] = [0, 0];
      for (const end = performance.now() + forMs; performance.now() < end; ) {
        let connections: Closable[] = [];
        const burst = await cpuOf(async () => {
          connections = await openMany(open, url, "/", 100, () => {});
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
    title: "opening connections, 100 at a time",
    unit: "connection",
    cost: "CPU",
    targets,
    ...contest,
  };
};
