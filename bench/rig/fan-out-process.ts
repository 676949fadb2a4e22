// The two ends of the floor of a fan-out: bare writes to many sockets, and the load clients' sockets that hear them. Started by
// fan-out.ts.

import { createServer, type Server, type Socket } from "node:net";
import { dial } from "../../clients/socket.ts";
import { noTraffic, patienceFor } from "../../clients/subscriber.ts";
import { answerCalls } from "../machine/child.ts";
import { hostClock, until } from "../machine/clock.ts";
import { listenOn } from "../machine/listening.ts";
import { type Gap, startPulse } from "../machine/pulse.ts";
import { poisson } from "../plan/pacer.ts";
import { seededRandom } from "../statistics/random.ts";

interface HearCall {
  readonly url: string;
  /** The link's delay, which dialling takes twice. */
  readonly oneWayMs: number;
  readonly bytes: number;
  readonly sockets: number;
}

interface WriteCall {
  readonly sockets: number;
  readonly bytes: number;
  /** The messages, on a Poisson timetable: how many a second, and in all. */
  readonly perSec: number;
  readonly messages: number;
  readonly seed: number;
}

/** `listen` and `write` are called on the server's side, `hear` and `heard` on the clients'. */
export interface FanOutCalls {
  listen(call: { readonly host: string }): Promise<{ readonly url: string }>;
  hear(call: HearCall): Promise<null>;
  /** Writes each message to every socket once so many have come; resolves to the instants just before the first writes. */
  write(call: WriteCall): Promise<Float64Array<ArrayBuffer>>;
  /** Resolves, once all have come, to the instants at which messages came, one row a socket. */
  heard(call: { readonly messages: number }): Promise<readonly Float64Array<ArrayBuffer>[]>;
  /** The stretches so far in which this process's event loop did not turn. */
  gaps(call: null): Promise<readonly Gap[]>;
}

let server: Server | null = null;
const pulse = startPulse(hostClock);
const sockets = new Set<Socket>();
let joined = (): void => {};

/** One connection that tells when each message came. */
const openEar = async ({ url, oneWayMs, bytes }: HearCall) => {
  const opened = Promise.withResolvers<void>();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {}); // Whoever waits for messages hears of it.
  const cameAt: number[] = [];
  let [arrived, heard] = [0, (): void => {}];
  const owner = {
    open: opened.resolve,
    data: (chunk: Buffer) => {
      const now = hostClock();
      arrived += chunk.length;
      while (cameAt.length < Math.floor(arrived / bytes)) cameAt.push(now);
      heard();
    },
    closed: (reason: string | null) => {
      const error = new Error(reason ?? "the writer closed the connection");
      opened.reject(error);
      broken.reject(error);
    },
  };
  const socket = dial(url, noTraffic(), owner, patienceFor(0, oneWayMs));
  await opened.promise;
  return {
    /** Resolves to the instants of the messages, once so many have come. */
    all: (messages: number): Promise<Float64Array<ArrayBuffer>> => {
      const complete = new Promise<void>((resolve) => {
        heard = () => {
          if (cameAt.length >= messages) resolve();
        };
        heard();
      });
      return Promise.race([complete.then(() => Float64Array.from(cameAt)), broken.promise]);
    },
    close: (): void => {
      socket.destroy();
    },
  };
};

let ears: readonly Awaited<ReturnType<typeof openEar>>[] = [];

/** Resolves once so many sockets have come: past a relay, the client's end of one is open earlier. */
const allJoined = (count: number): Promise<void> =>
  new Promise((resolve) => {
    joined = () => {
      if (sockets.size >= count) resolve();
    };
    joined();
  });

/** As a server pushes: one turn writes the message to all. */
const write = async ({
  sockets: count,
  bytes,
  perSec,
  messages,
  seed,
}: WriteCall): Promise<Float64Array<ArrayBuffer>> => {
  await allJoined(count);
  const message = Buffer.alloc(bytes, "x");
  const dueMs = poisson(perSec, seededRandom(seed, 0xf200));
  const start = hostClock();
  const sentAt = new Float64Array(messages);
  for (let i = 0; i < messages; i++) {
    await until(start + dueMs(i));
    sentAt[i] = hostClock();
    for (const socket of sockets) socket.write(message);
  }
  return sentAt;
};

const calls = {
  listen: async ({ host }) => {
    const writer = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      joined();
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
    });
    server = writer;
    return { url: await listenOn(writer, host) };
  },
  hear: async (call) => {
    ears = await Promise.all(Array.from({ length: call.sockets }, () => openEar(call)));
    return null;
  },
  write,
  heard: ({ messages }) => Promise.all(ears.map((ear) => ear.all(messages))),
  gaps: async () => pulse.gaps(),
} satisfies FanOutCalls;

await answerCalls(calls, async () => {
  for (const ear of ears) ear.close();
  for (const socket of sockets) socket.destroy();
  server?.close();
});
process.exit();
