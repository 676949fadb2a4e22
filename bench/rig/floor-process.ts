// The two ends of the harness's own noise floor: a bare echo, and the load clients' socket against it. Started by floor.ts.

import { createServer, type Server, type Socket } from "node:net";
import { dial } from "../../clients/socket.ts";
import { noTraffic, patienceFor } from "../../clients/subscriber.ts";
import { answerCalls } from "../machine/child.ts";
import { hostClock, until } from "../machine/clock.ts";
import { listenOn } from "../machine/listening.ts";
import { type Gap, startPulse } from "../machine/pulse.ts";
import { poisson } from "../plan/pacer.ts";
import { seededRandom } from "../statistics/random.ts";
import { valueAt } from "../statistics/value-at.ts";

interface PingCall {
  readonly url: string;
  /** The link's delay, which dialling takes twice. */
  readonly oneWayMs: number;
  readonly bytes: number;
  readonly connections: number;
  /** How long the pings sent one after another go on. */
  readonly closedMs: number;
  /** The pings on a Poisson timetable, which waits for no echo: how many a second, and in all. */
  readonly pacedPerSec: number;
  readonly paced: number;
  readonly seed: number;
}

/** Times in ms: from dialling to the connection's being open, and from each write to its echo. */
interface Pings {
  readonly connectMs: Float64Array<ArrayBuffer>;
  readonly closedMs: Float64Array<ArrayBuffer>;
  readonly pacedMs: Float64Array<ArrayBuffer>;
}

/** `listen` is called on the server's side, `ping` on the clients'. */
export interface FloorCalls {
  listen(call: { readonly host: string }): Promise<{ readonly url: string }>;
  ping(call: PingCall): Promise<Pings>;
  /** The stretches so far in which this process's event loop did not turn. */
  gaps(call: null): Promise<readonly Gap[]>;
}

let server: Server | null = null;
const pulse = startPulse(hostClock);
const sockets = new Set<Socket>();

/** One connection that tells how long each echo took, in the order in which the pings were sent. */
const openPinger = async ({ url, bytes, oneWayMs }: PingCall) => {
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  let lost: Error | null = null;
  const ping = Buffer.alloc(bytes, "x");
  const sentAt: number[] = [];
  const roundTrips: number[] = [];
  let [arrived, heard] = [0, (): void => {}];
  const from = hostClock();
  const owner = {
    open: opened.resolve,
    data: (chunk: Buffer) => {
      arrived += chunk.length;
      const now = hostClock();
      while (roundTrips.length < Math.floor(arrived / bytes)) {
        roundTrips.push(now - valueAt(sentAt, roundTrips.length));
      }
      heard();
    },
    closed: (reason: string | null) => {
      lost = new Error(reason ?? "the echo closed the connection");
      opened.reject(lost);
      heard();
      closed.resolve();
    },
  };
  const socket = dial(url, noTraffic(), owner, patienceFor(0, oneWayMs));
  await opened.promise;
  return {
    connectMs: hostClock() - from,
    roundTrips,
    send: (): void => {
      sentAt.push(hostClock());
      socket.write(ping);
    },
    /** Resolves once every ping that was sent has come back; rejects where the connection breaks. */
    allBack: (): Promise<void> =>
      new Promise((resolve, reject) => {
        heard = () => {
          if (roundTrips.length === sentAt.length) resolve();
          else if (lost !== null) reject(lost);
        };
        heard();
      }),
    close: (): Promise<void> => {
      socket.destroy();
      return closed.promise;
    },
  };
};

type Pinger = Awaited<ReturnType<typeof openPinger>>;

/** Sends one after another. The first half of the time warms up code and caches, and is left out. */
const pingInTurn = async (pinger: Pinger, forMs: number): Promise<readonly number[]> => {
  let warming = 0;
  const [from, half] = [hostClock(), forMs / 2];
  for (let now = from; now < from + forMs; now = hostClock()) {
    if (now < from + half) warming++;
    pinger.send();
    await pinger.allBack();
  }
  return pinger.roundTrips.slice(warming);
};

/** Sends on a Poisson timetable, spread over the connections: so few are on their way on each that TCP holds none back. */
const pingPaced = async (
  pingers: readonly Pinger[],
  count: number,
  perSec: number,
  seed: number,
): Promise<number[]> => {
  const before = pingers.map(({ roundTrips }) => roundTrips.length);
  const dueMs = poisson(perSec, seededRandom(seed, 0xf100));
  const start = hostClock();
  for (let i = 0; i < count; i++) {
    await until(start + dueMs(i));
    valueAt(pingers, i % pingers.length).send();
  }
  await Promise.all(pingers.map((pinger) => pinger.allBack()));
  return pingers.flatMap(({ roundTrips }, i) => roundTrips.slice(before[i]));
};

const calls = {
  listen: async ({ host }) => {
    const echo = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.on("data", (chunk) => socket.write(chunk));
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
    });
    server = echo;
    return { url: await listenOn(echo, host) };
  },
  ping: async (call) => {
    const { connections, closedMs, pacedPerSec, paced, seed } = call;
    const pingers = await Promise.all(Array.from({ length: connections }, () => openPinger(call)));
    const closed = await pingInTurn(valueAt(pingers, 0), closedMs);
    const onTime = await pingPaced(pingers, paced, pacedPerSec, seed);
    await Promise.all(pingers.map((pinger) => pinger.close()));
    return {
      connectMs: Float64Array.from(pingers, ({ connectMs }) => connectMs),
      closedMs: Float64Array.from(closed),
      pacedMs: Float64Array.from(onTime),
    };
  },
  gaps: async () => pulse.gaps(),
} satisfies FloorCalls;

await answerCalls(calls, async () => {
  for (const socket of sockets) socket.destroy();
  server?.close();
});
process.exit();
