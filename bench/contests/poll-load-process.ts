// The far side of a contest between polling servers: keep-alive connections that ask and read when told to.

import { HttpResponseReader } from "../../clients/http-response.ts";
import { type ClientSocket, dial, hostOf } from "../../clients/socket.ts";
import { noTraffic } from "../../clients/subscriber.ts";
import { openInBatches } from "../machine/batches.ts";
import { answerCalls } from "../machine/child.ts";
import { Groups, sleep } from "./far-side.ts";

/** A group is all connections to one contestant's server; every answer must have its `status`. */
export interface PollLoadCalls {
  open(call: {
    readonly group: string;
    readonly url: string;
    readonly count: number;
    readonly status: number;
  }): Promise<null>;
  /** Asks on every connection, and again after each answer, for so long; resolves to how many answers were read. */
  flood(call: { readonly group: string; readonly path: string; readonly forMs: number }): Promise<{
    readonly answers: number;
  }>;
  /** Writes a request on every connection; resolves to the time that took. */
  ask(call: { readonly group: string; readonly path: string }): Promise<{ readonly ms: number }>;
  /** Resolves once every connection has its answer, to the bytes of all bodies. Sleeps first. */
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

const groups = new Groups<Group>();

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
        if (response.last) throw new Error("an answer that ends its connection");
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
    const group = groups.add(name, { authority, status, sockets: [], answers: 0, bodyBytes: 0, onAnswer: ignore });
    await openInBatches(count, () => join(group, url));
    return null;
  },
  flood: ({ group: name, path, forMs }) =>
    new Promise((resolve) => {
      const group = groups.named(name);
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
    const group = groups.named(name);
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
      sleep(sleepMs);
      const group = groups.named(name);
      const look = (): void => {
        if (group.answers === group.sockets.length) resolve({ bodyBytes: group.bodyBytes });
      };
      group.onAnswer = look;
      look();
    }),
  leave: async ({ group }) => {
    groups.leave(group);
    return null;
  },
} satisfies PollLoadCalls;

await answerCalls(calls);
process.exit();
