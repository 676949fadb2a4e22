// One trial: fresh processes, every subscriber ready, warm-up, window, drain, stop. Knows nothing of plans and pages.

import { defaultServerOptions } from "../servers/server.ts";
import { type Child, startChild } from "./child.ts";
import type { ClientCalls } from "./client-process.ts";
import { type Clock, hostClock } from "./clock.ts";
import { Interrupted, TrialFailure } from "./failure.ts";
import { measure, type Observations, unmeasured } from "./measurement.ts";
import type { PlannedTrial } from "./plan.ts";
import type { TrialRecord } from "./record.ts";
import type { ServerCalls } from "./server-process.ts";
import { judge } from "./validity.ts";

export interface TrialSetup {
  readonly clientProcesses: number;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly startedAt: string;
  readonly step: number;
}

export interface TrialOutcome {
  readonly record: TrialRecord;
  /** What the record was made from; null of a trial that was not finished. */
  readonly seen: Observations | null;
}

interface Processes {
  readonly server: Child<ServerCalls>;
  readonly clients: readonly Child<ClientCalls>[];
}

/** From the call of publish to the first instant that may be due: the time to start the pacing thread. */
const leadMs = 150;
/** How long after the last poll a delivery is still waited for. */
const drainMs = 5_000;
const graceMs = 3_000;

/** Rejects with Interrupted where the signal says so; every other failure is an outcome. */
export const runTrial = async (
  planned: PlannedTrial,
  setup: TrialSetup,
  clock: Clock = hostClock,
): Promise<TrialOutcome> => {
  const { transport, scenario, repetition, conditions, warmupMs, measureMs } = planned;
  const { step, startedAt } = setup;
  const identity = { transport, scenario, repetition, step, conditions, startedAt, warmupMs, measureMs };
  const processes = startProcesses(setup.clientProcesses);
  try {
    const seen = await whileAllLive(processes, setup.signal, () => observe(planned, processes, setup.port, clock));
    const measurements = measure(seen);
    const { status, reasons, warnings } = judge(measurements, seen.disconnections);
    return { record: { ...identity, status, reasons, warnings, ...measurements }, seen };
  } catch (error) {
    if (!(error instanceof TrialFailure)) throw error;
    return {
      record: { ...identity, status: "failed", reasons: [error.message], warnings: [], ...unmeasured },
      seen: null,
    };
  } finally {
    await Promise.all([processes.server, ...processes.clients].map((child) => child.stop(graceMs)));
  }
};

const startProcesses = (clientProcesses: number): Processes => ({
  server: startChild<ServerCalls>(new URL("./server-process.ts", import.meta.url), "the server process", [
    "--expose-gc",
  ]),
  clients: Array.from({ length: clientProcesses }, (_, i) =>
    startChild<ClientCalls>(new URL("./client-process.ts", import.meta.url), `client process ${i + 1}`, [
      "--expose-gc",
    ]),
  ),
});

/** Gives up as soon as a process ends or the run is interrupted. */
const whileAllLive = async <T>(
  { server, clients }: Processes,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> => {
  const giveUp = Promise.withResolvers<never>();
  const interrupt = (): void => giveUp.reject(new Interrupted("interrupted"));
  if (signal.aborted) interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  for (const child of [server, ...clients]) child.ended.then((reason) => giveUp.reject(new TrialFailure(reason)));
  try {
    return await Promise.race([work(), giveUp.promise]);
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
};

const observe = async (
  planned: PlannedTrial,
  processes: Processes,
  port: number,
  clock: Clock,
): Promise<Observations> => {
  const { transport, conditions, warmupMs, measureMs, schedule, seed } = planned;
  const { server, clients } = processes;
  const { holdMs, pollEveryMs, subscribers } = conditions;
  const perSubscriber = (before: number | null, idle: number | null): number | null =>
    before === null || idle === null ? null : (idle - before) / subscribers;
  const defaults = defaultServerOptions;
  const options = {
    ...defaults,
    port,
    holdMs: holdMs ?? defaults.holdMs,
    keepAliveMs: defaults.keepAliveMs + Math.max(holdMs ?? 0, pollEveryMs ?? 0),
  };
  const { url } = await server.call("start", { transport, options, messages: schedule.length });
  const bytesBefore = await liveBytes(processes);
  await Promise.all(clients.map((client) => client.call("prepare", { transport })));
  const joined = await Promise.all(
    clients.map((client, i) =>
      client.call("connect", {
        transport,
        url,
        subscribers: Array.from({ length: subscribers }, (_, k) => k).filter((k) => k % clients.length === i),
        pollEveryMs: pollEveryMs ?? 0,
        connection: conditions.connection ?? "keep-alive",
        headers: conditions.headers,
        seed,
      }),
    ),
  );
  const connectMs = Math.max(...joined.map(({ to }) => to)) - Math.min(...joined.map(({ from }) => from));
  const bytesIdle = await liveBytes(processes);

  const startAt = clock() + leadMs;
  const windowFrom = startAt + warmupMs;
  const windowTo = windowFrom + measureMs;
  const instants = schedule.map((ms) => startAt + ms);
  const [published, ...windows] = await Promise.all([
    server.call("publish", { instants, bodyBytes: conditions.bodyBytes, seed, windowFrom, windowTo }),
    ...clients.map((client) => client.call("measure", { windowFrom, windowTo })),
  ]);
  const deadline = clock() + (pollEveryMs ?? 0) + drainMs;
  await Promise.all(clients.map((client) => client.call("drain", { lastSeq: schedule.length, deadline })));
  const left = await Promise.all(clients.map((client) => client.call("leave", null)));
  return {
    conditions,
    windowFrom,
    windowTo,
    publications: published.publications,
    disconnections: published.disconnections,
    clients: left.flatMap((client, i) => {
      const window = windows[i];
      return window === undefined ? [] : [{ ...client, window }];
    }),
    server: published.window,
    bytesPerIdleSubscriber: {
      server: perSubscriber(bytesBefore.server, bytesIdle.server),
      clients: perSubscriber(bytesBefore.clients, bytesIdle.clients),
    },
    connectMs,
  };
};

interface LiveBytes {
  readonly server: number | null;
  readonly clients: number | null;
}

const liveBytes = async ({ server, clients }: Processes): Promise<LiveBytes> => {
  const [ofServer, ofClients] = await Promise.all([
    server.call("liveBytes", null),
    Promise.all(clients.map((client) => client.call("liveBytes", null))),
  ]);
  const known = ofClients.filter((bytes) => bytes !== null);
  const ofAll = known.length < ofClients.length ? null : known.reduce((sum, bytes) => sum + bytes, 0);
  return { server: ofServer, clients: ofAll };
};
