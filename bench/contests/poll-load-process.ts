// The far side of a contest between poll answers: keep-alive connections that ask and read when told to. Cheap, so that
// it is never the limit, and in a process of its own, so that its CPU is not the server's.

import { HttpResponseReader } from "../../clients/http-response.ts";
import { type ClientSocket, dial, hostOf } from "../../clients/socket.ts";
import { noTraffic } from "../../clients/subscriber.ts";
import { answerCalls } from "../machine/child.ts";

/** A group is all connections to one contestant's server; `status` is what every answer must have. */
export interface PollLoadCalls {
  open(call: {
    readonly group: string;
    readonly url: string;
    readonly count: number;
    readonly status: number;
  }): Promise<null>;
  /** Asks on every connection, and again after each answer, for so long; resolves to how many answers came, all read. */
  flood(call: { readonly group: string; readonly path: string; readonly forMs: number }): Promise<{
    readonly answers: number;
  }>;
  /** Writes a request on every connection; resolves to the time that took. */
  ask(call: { readonly group: string; readonly path: string }): Promise<{ readonly ms: number }>;
  /**
   * Resolves once every connection has its answer, with the bytes of all bodies. Sleeps first, so that the server's
   * writes find nobody to wake: waking a process is what a far machine would not cost.
   */
  answers(call: { readonly group: string; readonly sleepMs: number }): Promise<{ readonly bodyBytes: number }>;
  leave(call: { readonly group: string }): Promise<null>;
}

interface Group {
  readonly authority: string;
  readonly status: number;
  readonly sockets: ClientSocket[];
  answers: number;
  bodyBytes: number;
  onAnswer: (socket: ClientSocket) => void;
}

const groups = new Map<string, Group>();
const sleeper = new Int32Array(new SharedArrayBuffer(4));

const groupOf = (name: string): Group => {
  const group = groups.get(name);
  if (group === undefined) throw new RangeError(`no group is called ${name}`);
  return group;
};

const join = (group: Group, url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const reader = new HttpResponseReader();
    const socket = dial(url, noTraffic(), {
      open: () => {
        group.sockets.push(socket);
        resolve();
      },
      data: (chunk) => {
        const response = reader.receive(chunk);
        if (response === null) return;
        if (response.status !== group.status) throw new Error(`an answer of status ${response.status}`);
        group.answers++;
        group.bodyBytes += response.body.length;
        group.onAnswer(socket);
      },
      closed: (reason) => reject(new Error(reason ?? "closed")),
    });
  });

const requestFor = ({ authority }: Group, path: string): Buffer =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${authority}\r\nConnection: keep-alive\r\n\r\n`);

const ignore = (): void => {};

const calls = {
  open: async ({ group: name, url, count, status }) => {
    const { authority } = hostOf(url);
    const group: Group = { authority, status, sockets: [], answers: 0, bodyBytes: 0, onAnswer: ignore };
    groups.set(name, group);
    await Promise.all(Array.from({ length: count }, () => join(group, url)));
    return null;
  },
  flood: ({ group: name, path, forMs }) =>
    new Promise((resolve) => {
      const group = groupOf(name);
      const request = requestFor(group, path);
      const end = performance.now() + forMs;
      let inFlight = group.sockets.length;
      group.answers = 0;
      group.onAnswer = (socket) => {
        if (performance.now() < end) socket.write(request);
        else if (--inFlight === 0) resolve({ answers: group.answers });
      };
      for (const socket of group.sockets) socket.write(request);
    }),
  ask: async ({ group: name, path }) => {
    const group = groupOf(name);
    const request = requestFor(group, path);
    group.answers = 0;
    group.bodyBytes = 0;
    group.onAnswer = ignore;
    const from = performance.now();
    for (const socket of group.sockets) socket.write(request);
    return { ms: performance.now() - from };
  },
  answers: ({ group: name, sleepMs }) =>
    new Promise((resolve) => {
      Atomics.wait(sleeper, 0, 0, sleepMs);
      const group = groupOf(name);
      const look = (): void => {
        if (group.answers === group.sockets.length) resolve({ bodyBytes: group.bodyBytes });
      };
      group.onAnswer = look;
      look();
    }),
  leave: async ({ group }) => {
    for (const socket of groupOf(group).sockets) socket.destroy();
    groups.delete(group);
    return null;
  },
} satisfies PollLoadCalls;

await answerCalls(calls, async () => {});
process.exit();
