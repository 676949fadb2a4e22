// The far side of a contest between WebSocket servers: raw connections that only count the bytes they get.

import type { ClientSocket } from "../../clients/socket.ts";
import { noTraffic } from "../../clients/subscriber.ts";
import { openInBatches } from "../machine/batches.ts";
import { answerCalls } from "../machine/child.ts";
import { Groups, sleep } from "./far-side.ts";
import { openRaw } from "./raw-web-socket.ts";

/** A group is all connections to one contestant's server. */
export interface SinkCalls {
  open(call: {
    readonly group: string;
    readonly url: string;
    readonly path: string;
    readonly count: number;
  }): Promise<null>;
  /** Resolves once the group has received so many bytes more than at the last call, handshakes apart. Sleeps first. */
  receive(call: { readonly group: string; readonly bytes: number; readonly sleepMs: number }): Promise<null>;
  /** Writes the same bytes on every connection of the group. */
  send(call: { readonly group: string; readonly bytes: Uint8Array }): Promise<null>;
  leave(call: { readonly group: string }): Promise<null>;
}

interface Group {
  readonly sockets: ClientSocket[];
  received: number;
  wanted: number;
  onWanted: (() => void) | null;
}

const groups = new Groups<Group>();

const arrived = (group: Group, bytes: number): void => {
  group.received += bytes;
  if (group.received < group.wanted) return;
  group.onWanted?.();
  group.onWanted = null;
};

const calls = {
  open: async ({ group: name, url, path, count }) => {
    const group = groups.add(name, { sockets: [], received: 0, wanted: 0, onWanted: null });
    const traffic = noTraffic();
    const opened = await openInBatches(count, () =>
      openRaw(url, path, traffic, ({ length }) => arrived(group, length)),
    );
    group.sockets.push(...opened.map(({ socket }) => socket));
    return null;
  },
  receive: ({ group: name, bytes, sleepMs }) =>
    new Promise((resolve) => {
      sleep(sleepMs);
      const group = groups.named(name);
      group.wanted += bytes;
      group.onWanted = () => resolve(null);
      arrived(group, 0);
    }),
  send: async ({ group, bytes }) => {
    const frames = Buffer.from(bytes);
    for (const socket of groups.named(group).sockets) socket.write(frames);
    return null;
  },
  leave: async ({ group }) => {
    groups.leave(group);
    return null;
  },
} satisfies SinkCalls;

await answerCalls(calls);
process.exit();
