// What the server's polling endpoints answer at most: a fresh server under an unpaced flood, one kind of answer at a time.
// Only counts and CPU are taken from the flood; its latencies are not (METHOD, traps).

import { defaultServerOptions } from "../servers/server.ts";
import type { CeilingCalls } from "./ceiling-process.ts";
import { type Child, startChild } from "./child.ts";
import { hostClock } from "./clock.ts";
import { Interrupted } from "./failure.ts";
import type { Ceiling } from "./record.ts";
import type { ServerCalls } from "./server-process.ts";

export interface CeilingSetup {
  /** Of each window, after the warm-up. */
  readonly durationMs: number;
  readonly warmupMs: number;
  readonly connections: number;
  readonly signal: AbortSignal;
}

interface Asked {
  readonly transport: string;
  readonly since: number;
  readonly answer: Ceiling["answer"];
  readonly status: number;
}

/** The log holds one message: behind it there is no news, before it there is all of it, so that no poll is ever held. */
const asked: readonly Asked[] = [
  { transport: "short-polling", since: 1, answer: "empty", status: 204 },
  { transport: "short-polling", since: 0, answer: "full", status: 200 },
  { transport: "long-polling", since: 0, answer: "full", status: 200 },
];

/** The default scenario's. */
const bodyBytes = 256;
const seed = 1;
/** From a call of publish to its first instant: the time to start the pacing thread. */
const leadMs = 150;
const graceMs = 3_000;

/** One after another. Rejects with Interrupted where the signal says so, with TrialFailure where a process fails. */
export const measureCeilings = async (setup: CeilingSetup): Promise<readonly Ceiling[]> => {
  const ceilings: Ceiling[] = [];
  for (const each of asked) ceilings.push(await measureCeiling(each, setup));
  return ceilings;
};

const measureCeiling = async (each: Asked, setup: CeilingSetup): Promise<Ceiling> => {
  const { signal } = setup;
  if (signal.aborted) throw new Interrupted("interrupted");
  const server = startChild<ServerCalls>(new URL("./server-process.ts", import.meta.url), "the server process");
  const flood = startChild<CeilingCalls>(new URL("./ceiling-process.ts", import.meta.url), "the flooding process");
  /** The flood first, so that the server has nobody to wait for. */
  const stop = async (): Promise<void> => {
    await flood.stop(graceMs);
    await server.stop(graceMs);
  };
  const interrupt = (): void => void stop();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    return await observe(each, setup, server, flood);
  } catch (error) {
    throw signal.aborted ? new Interrupted("interrupted", { cause: error }) : error;
  } finally {
    signal.removeEventListener("abort", interrupt);
    await stop();
  }
};

const observe = async (
  { transport, since, answer, status }: Asked,
  { durationMs, warmupMs, connections }: CeilingSetup,
  server: Child<ServerCalls>,
  flood: Child<CeilingCalls>,
): Promise<Ceiling> => {
  const { url } = await server.call("start", { transport, options: defaultServerOptions, messages: 1 });
  await publishOne(server);
  await flood.call("ready", null);
  const path = `/${transport}?since=${since}`;
  const windowFrom = hostClock() + leadMs + warmupMs;
  const windowTo = windowFrom + durationMs;
  const [served, flooded] = await Promise.all([
    server.call("publish", { instants: new Float64Array(0), bodyBytes, seed, windowFrom, windowTo }),
    flood.call("flood", { url: `${url}${path}`, connections, status, windowFrom, windowTo }),
  ]);
  const { load, pacerCpuMs } = served.window;
  return {
    path,
    answer,
    connections,
    durationMs,
    requestsPerSec: flooded.answers / (flooded.load.elapsedMs / 1000),
    serverCpuUtilization: (load.cpuMs - pacerCpuMs) / load.elapsedMs,
    floodCpuUtilization: flooded.load.cpuMs / flooded.load.elapsedMs,
    errors: flooded.errors,
  };
};

/** Before the flood, so that not even its first answer is another than asked for. */
const publishOne = async (server: Child<ServerCalls>): Promise<void> => {
  const at = hostClock() + leadMs;
  await server.call("publish", { instants: Float64Array.of(at), bodyBytes, seed, windowFrom: at, windowTo: at });
};
