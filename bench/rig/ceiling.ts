// What the server's polling endpoints answer at most: a fresh server under an unpaced flood, one kind of answer at a time.
// Only counts and CPU are taken from the flood; its latencies are not (METHOD, traps).

import { defaultServerOptions } from "../../servers/server.ts";
import { Interrupted } from "../failure.ts";
import { type Child, startChild } from "../machine/child.ts";
import { hostClock, until } from "../machine/clock.ts";
import type { Ceiling } from "../record/run.ts";
import type { ServerCalls } from "../trial/server-process.ts";
import { ownSubject } from "../trial/subject.ts";
import type { CeilingCalls } from "./ceiling-process.ts";

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
/** From a call to its first instant: the time to start the pacing thread, or the flood. */
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
  const server = startChild<ServerCalls>(new URL("../trial/server-process.ts", import.meta.url), "the server process");
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
  const { url } = await server.call("start", {
    subject: ownSubject,
    transport,
    options: defaultServerOptions,
    idleMs: 0,
    messages: 1,
  });
  await publishOne(server);
  await flood.call("ready", null);
  const path = `/${transport}?since=${since}`;
  const windowFrom = hostClock() + leadMs + warmupMs;
  const [serverCpuUtilization, flooded] = await Promise.all([
    cpuShareOf(server, windowFrom, durationMs),
    flood.call("flood", { url: `${url}${path}`, connections, status, windowFrom, durationMs }),
  ]);
  return {
    path,
    answer,
    connections,
    durationMs,
    requestsPerSec: flooded.answers / (flooded.load.elapsedMs / 1000),
    serverCpuUtilization,
    floodCpuUtilization: flooded.load.cpuMs / flooded.load.elapsedMs,
    errors: flooded.errors,
  };
};

/** The second reading is asked for only once the first has come: the server is flooded, and answers either late. */
const cpuShareOf = async (server: Child<ServerCalls>, from: number, durationMs: number): Promise<number> => {
  await until(from);
  const before = await server.call("cpu", null);
  await until(before.at + durationMs);
  const after = await server.call("cpu", null);
  return (after.cpuMs - before.cpuMs) / (after.at - before.at);
};

/** Before the flood, so that not even its first answer is another than asked for. */
const publishOne = async (server: Child<ServerCalls>): Promise<void> => {
  const at = hostClock() + leadMs;
  await server.call("publish", { instants: Float64Array.of(at), bodyBytes, seed, windowFrom: at, windowTo: at });
};
