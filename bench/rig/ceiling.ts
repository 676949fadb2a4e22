// How many answers the server's polling endpoints give at most: a fresh server under an unpaced flood, one kind of answer
// at a time. Only counts and CPU are taken from the flood, and no latencies (docs/method.md, traps).

import { setTimeout as delay } from "node:timers/promises";
import { defaultServerOptions } from "../../servers/server.ts";
import { Interrupted } from "../failure.ts";
import { type Child, startChild } from "../machine/child.ts";
import { hostClock } from "../machine/clock.ts";
import { whileAllLive } from "../machine/parts.ts";
import { stallOf } from "../measurement/stalls.ts";
import type { Ceiling } from "../record/run.ts";
import type { ServerCalls } from "../trial/server-process.ts";
import { ownSubject } from "../trial/subject.ts";
import type { CeilingCalls } from "./ceiling-process.ts";
import { steadily } from "./steady.ts";

interface CeilingSetup {
  /** Each window, after the warm-up. */
  readonly durationMs: number;
  readonly warmupMs: number;
  readonly connections: number;
  /** As for the trials' processes: a folder that Node fills with compiled code, or null. */
  readonly codeCache: string | null;
  readonly signal: AbortSignal;
}

interface Flood {
  readonly transport: string;
  readonly since: number;
  readonly answer: Ceiling["answer"];
  readonly status: number;
}

/** The log holds one message, and no poll is ever held: after it there is no news, before it there is that message. */
const floods: readonly Flood[] = [
  { transport: "short-polling", since: 1, answer: "empty", status: 204 },
  { transport: "short-polling", since: 0, answer: "full", status: 200 },
  { transport: "long-polling", since: 0, answer: "full", status: 200 },
];

/** The body of the default scenario. */
const bodyBytes = 256;
const seed = 1;
/** From a call to its first instant: time enough to start the flood. */
const leadMs = 150;
const graceMs = 3_000;

/** One after another. Rejects with TrialFailure where a process fails, with Interrupted where the signal says so. */
export const measureCeilings = async (setup: CeilingSetup): Promise<readonly Ceiling[]> => {
  const ceilings: Ceiling[] = [];
  for (const flood of floods) ceilings.push(await steadily(() => measureCeiling(flood, setup)));
  return ceilings;
};

interface Measured {
  readonly measured: Ceiling;
  readonly stallMaxMs: number;
}

const measureCeiling = async (flood: Flood, setup: CeilingSetup): Promise<Measured> => {
  const { signal, codeCache } = setup;
  if (signal.aborted) throw new Interrupted("interrupted");
  const server = startChild<ServerCalls>(new URL("../trial/server-process.ts", import.meta.url), "the server process", {
    codeCache,
  });
  const flooder = startChild<CeilingCalls>(new URL("./ceiling-process.ts", import.meta.url), "the flooding process", {
    codeCache,
  });
  const over = new AbortController();
  try {
    return await whileAllLive([server, flooder], signal, () =>
      countAnswers(flood, setup, server, flooder, over.signal),
    );
  } finally {
    // A timer of the window that is still to come would keep this process alive.
    over.abort();
    // The flood first, so that the server has nobody to wait for.
    await flooder.stop(graceMs);
    await server.stop(graceMs);
  }
};

const countAnswers = async (
  { transport, since, answer, status }: Flood,
  { durationMs, warmupMs, connections }: CeilingSetup,
  server: Child<ServerCalls>,
  flooder: Child<CeilingCalls>,
  over: AbortSignal,
): Promise<Measured> => {
  const prepared = server.call("prepare", { subject: ownSubject, transports: [transport] });
  await Promise.all([prepared, flooder.call("ready", null)]);
  const { url } = await server.call("start", {
    subject: ownSubject,
    transport,
    options: defaultServerOptions,
    idleMs: 0,
    messages: 1,
  });
  await publishOne(server);
  const path = `/${transport}?since=${since}`;
  const windowFrom = hostClock() + leadMs + warmupMs;
  const [serverCpuUtilization, flooded] = await Promise.all([
    cpuShareOf(server, windowFrom, durationMs, over),
    flooder.call("flood", { url: `${url}${path}`, connections, status, windowFrom, durationMs }),
  ]);
  const windowTo = windowFrom + durationMs;
  const gaps = [await server.call("gaps", null), flooded.gaps];
  const { stallMaxMs } = stallOf(gaps, { windowFrom, windowTo, until: windowTo });
  const measured: Ceiling = {
    path,
    answer,
    connections,
    durationMs,
    requestsPerSec: flooded.answers / (flooded.load.elapsedMs / 1000),
    serverCpuUtilization,
    floodCpuUtilization: flooded.load.cpuMs / flooded.load.elapsedMs,
    errors: flooded.errors,
  };
  return { measured, stallMaxMs };
};

/** The second reading is asked for once the first has arrived: the server is flooded, and answers either late. */
const cpuShareOf = async (
  server: Child<ServerCalls>,
  from: number,
  durationMs: number,
  signal: AbortSignal,
): Promise<number> => {
  const until = (at: number): Promise<void> => delay(Math.max(0, at - hostClock()), undefined, { signal });
  await until(from);
  const before = await server.call("cpu", null);
  await until(before.at + durationMs);
  const after = await server.call("cpu", null);
  return (after.cpuMs - before.cpuMs) / (after.at - before.at);
};

/** Publishes before the flood, so that even its first answer has the message. */
const publishOne = async (server: Child<ServerCalls>): Promise<void> => {
  const at = hostClock();
  await server.call("publish", { instants: Float64Array.of(at), bodyBytes, seed, windowFrom: at, windowTo: at });
};
