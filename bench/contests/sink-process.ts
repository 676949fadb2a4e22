// The far side of a contest: raw WebSocket connections that only count the bytes they get. Cheap, so that it is never
// the limit, and in a process of its own, so that its CPU is not the server's.

import { randomBytes } from "node:crypto";
import { type ClientSocket, dial, hostOf } from "../../clients/socket.ts";
import { noTraffic, type Traffic } from "../../clients/subscriber.ts";
import { UpgradeResponse, upgradeRequest } from "../../servers/protocol/websocket/handshake.ts";
import { answerCalls } from "../machine/child.ts";

/** A group is all connections to one contestant's server. */
export interface SinkCalls {
  open(call: {
    readonly group: string;
    readonly url: string;
    readonly path: string;
    readonly count: number;
  }): Promise<null>;
  /**
   * Resolves once the group has received so many bytes more than at the last call, handshakes apart. Sleeps first, so that
   * the server's writes find nobody to wake: in use, the far side is another machine, and waking a process of this one
   * would be much of what is compared.
   */
  receive(call: { readonly group: string; readonly bytes: number; readonly sleepMs: number }): Promise<null>;
  /** Writes the same bytes on every connection of the group. */
  send(call: { readonly group: string; readonly bytes: Uint8Array }): Promise<null>;
  leave(call: { readonly group: string }): Promise<null>;
}

interface Group {
  readonly sockets: ClientSocket[];
  readonly traffic: Traffic;
  received: number;
  wanted: number;
  onWanted: (() => void) | null;
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));
const sleep = (ms: number): void => {
  Atomics.wait(sleeper, 0, 0, ms);
};

const groups = new Map<string, Group>();

const groupOf = (name: string): Group => {
  const group = groups.get(name) ?? { sockets: [], traffic: noTraffic(), received: 0, wanted: 0, onWanted: null };
  groups.set(name, group);
  return group;
};

const arrived = (group: Group, bytes: number): void => {
  group.received += bytes;
  if (group.received < group.wanted) return;
  group.onWanted?.();
  group.onWanted = null;
};

const join = (group: Group, url: string, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const key = randomBytes(16).toString("base64");
    let upgrade: UpgradeResponse | null = new UpgradeResponse({ key });
    const socket = dial(url, group.traffic, {
      open: () => socket.write(upgradeRequest({ host: hostOf(url).authority, path, key })),
      data: (chunk) => {
        if (upgrade === null) {
          arrived(group, chunk.length);
          return;
        }
        const answer = upgrade.receive(chunk);
        if (answer === null) return;
        upgrade = null;
        group.sockets.push(socket);
        resolve();
        arrived(group, answer.rest.length);
      },
      closed: (reason) => reject(new Error(reason ?? "closed")),
    });
  });

const calls = {
  open: async ({ group, url, path, count }) => {
    const connectingAtOnce = 100;
    for (let i = 0; i < count; i += connectingAtOnce) {
      const batch = Array.from({ length: Math.min(connectingAtOnce, count - i) }, () =>
        join(groupOf(group), url, path),
      );
      await Promise.all(batch);
    }
    return null;
  },
  receive: ({ group: name, bytes, sleepMs }) =>
    new Promise((resolve) => {
      sleep(sleepMs);
      const group = groupOf(name);
      group.wanted += bytes;
      group.onWanted = () => resolve(null);
      arrived(group, 0);
    }),
  send: async ({ group, bytes }) => {
    const frames = Buffer.from(bytes);
    for (const socket of groupOf(group).sockets) socket.write(frames);
    return null;
  },
  leave: async ({ group }) => {
    for (const socket of groupOf(group).sockets) socket.destroy();
    groups.delete(group);
    return null;
  },
} satisfies SinkCalls;

await answerCalls(calls, async () => {});
process.exit();
