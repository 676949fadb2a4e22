// One trial: fresh processes, every subscriber ready, rehearsal, warm-up, window, drain, stop. Knows nothing of plans and pages.

import { publishedAnswerHeaders, type ServerOptions } from "../../servers/server.ts";
import type { ServerTraffic } from "../../servers/traffic.ts";
import { Interrupted, TrialFailure } from "../failure.ts";
import { type Child, startChild } from "../machine/child.ts";
import { type Clock, hostClock, until } from "../machine/clock.ts";
import { watchMachine } from "../machine/processes.ts";
import { measure } from "../measurement/measurement.ts";
import type { Observations } from "../measurement/observations.ts";
import { assess } from "../measurement/validity.ts";
import { type Network, openNetwork } from "../network/network.ts";
import type { WireCounting } from "../network/wire.ts";
import type { PlannedTrial } from "../plan/plan.ts";
import type { LinkWay } from "../record/run.ts";
import { type TrialRecord, unmeasured } from "../record/trial.ts";
import { isBrowserArm } from "../transports.ts";
import type { ClientCalls } from "./client-process.ts";
import { rehearsingSubscribers } from "./rehearsal.ts";
import type { ServerCalls } from "./server-process.ts";
import type { Subject } from "./subject.ts";

export interface TrialSetup {
  readonly subject: Subject;
  readonly link: LinkWay;
  readonly clientProcesses: number;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly startedAt: string;
  readonly step: number;
  /** Resolves when the time has come to measure: of trials side by side, none does while another still prepares. */
  ready(): Promise<void>;
}

export interface TrialOutcome {
  readonly record: TrialRecord;
  /** What the record was made from; null of a trial that was not finished. */
  readonly seen: Observations | null;
}

interface Processes {
  readonly network: Network;
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
  const open: { close(): Promise<void> }[] = [];
  try {
    const network = await openNetwork(setup.link, conditions.oneWayMs);
    open.push(network);
    const processes = startProcesses(network, transport, setup.clientProcesses);
    open.push({
      close: async () => {
        await Promise.all([processes.server, ...processes.clients].map((child) => child.stop(graceMs)));
      },
    });
    const seen = await whileAllLive(processes, setup.signal, () => observe(planned, processes, setup, clock));
    const measurements = measure(seen);
    const { status, reasons, warnings } = assess(measurements, seen.disconnections);
    return { record: { ...identity, status, reasons, warnings, ...measurements }, seen };
  } catch (error) {
    if (!(error instanceof TrialFailure)) throw error;
    return {
      record: { ...identity, status: "failed", reasons: [error.message], warnings: [], ...unmeasured },
      seen: null,
    };
  } finally {
    for (const each of open.toReversed()) await each.close();
  }
};

const startProcesses = (network: Network, transport: string, clientProcesses: number): Processes => ({
  network,
  server: startChild<ServerCalls>(new URL("./server-process.ts", import.meta.url), "the server process", {
    nodeOptions: ["--expose-gc"],
    before: network.serverSide,
  }),
  clients: isBrowserArm(transport)
    ? [
        startChild<ClientCalls>(new URL("./browser-process.ts", import.meta.url), "the browser", {
          before: network.clientSide,
        }),
      ]
    : Array.from({ length: clientProcesses }, (_, i) =>
        startChild<ClientCalls>(new URL("./client-process.ts", import.meta.url), `client process ${i + 1}`, {
          nodeOptions: ["--expose-gc"],
          before: network.clientSide,
        }),
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
  { subject, port, ready }: TrialSetup,
  clock: Clock,
): Promise<Observations> => {
  const { transport, conditions, warmupMs, measureMs, schedule, seed } = planned;
  const { network, server, clients } = processes;
  const { holdMs, pollEveryMs, subscribers } = conditions;
  const perSubscriber = (before: number | null, idle: number | null): number | null =>
    before === null || idle === null ? null : (idle - before) / subscribers;
  // What the plan asks for, and no default of this revision: another one has its own.
  const options = {
    host: network.serverHost,
    port,
    ...(conditions.headers === "published" ? { pollHeaders: publishedAnswerHeaders } : {}),
    ...(holdMs === null ? {} : { holdMs }),
  };
  const idleMs = Math.max(holdMs ?? 0, pollEveryMs ?? 0);
  const started = await server.call("start", { subject, transport, options, idleMs, messages: schedule.length });
  const url = await network.reach(started.url);
  const serverPort = Number(new URL(url).port);
  const bytesBefore = await liveBytes(processes);
  await Promise.all(clients.map((client) => client.call("prepare", { subject, transport })));
  const joined = await Promise.all(
    clients.map((client, i) =>
      client.call("connect", {
        subject,
        transport,
        url,
        subscribers: Array.from({ length: subscribers }, (_, k) => k).filter((k) => k % clients.length === i),
        pollEveryMs: pollEveryMs ?? 0,
        connection: conditions.connection ?? "keep-alive",
        headers: conditions.headers,
        bodyBytes: conditions.bodyBytes,
        seed,
      }),
    ),
  );
  const connectMs = Math.max(...joined.map(({ to }) => to)) - Math.min(...joined.map(({ from }) => from));
  // A subscriber is ready with its request sent; the server holds it a transit later.
  await until(clock() + 2 * conditions.oneWayMs, clock);
  const bytesIdle = await liveBytes(processes);

  // Now, and not before memory was read: a full garbage collection throws away what compiled code rests on.
  await rehearseAll(planned, processes, subject, options);
  await ready();
  const startAt = clock() + leadMs;
  const windowFrom = startAt + warmupMs;
  const windowTo = windowFrom + measureMs;
  const instants = schedule.map((ms) => startAt + ms);
  const [published, around, ...windows] = await Promise.all([
    server.call("publish", {
      instants,
      bodyBytes: conditions.bodyBytes,
      seed,
      windowFrom,
      windowTo,
      countTraffic: isBrowserArm(transport),
    }),
    watchAround(network, windowFrom, windowTo, clock),
    ...clients.map((client, i) => {
      const wire = i > 0 ? null : wireCountingOn(network);
      return client.call("measure", { windowFrom, windowTo, wire, serverPort });
    }),
  ]);
  const deadline = clock() + (pollEveryMs ?? 0) + 2 * conditions.oneWayMs + drainMs;
  await Promise.all(clients.map((client) => client.call("drain", { lastSeq: schedule.length, deadline })));
  const left = await Promise.all(clients.map((client) => client.call("leave", null)));
  const serverTraffic = await settledTraffic(server, conditions.oneWayMs);
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
    serverTraffic,
    link: { kind: network.kind, cpuUtilization: around.linkCpuMs / measureMs },
    otherCores: around.otherCores,
    bytesPerIdleSubscriber: {
      server: perSubscriber(bytesBefore.server, bytesIdle.server),
      clients: perSubscriber(bytesBefore.clients, bytesIdle.clients),
    },
    connectMs,
  };
};

/** Past a delaying relay, where there is one: code is no faster for having waited. */
const rehearseAll = async (
  { transport, conditions }: PlannedTrial,
  { server, clients }: Processes,
  subject: Subject,
  options: Partial<ServerOptions>,
): Promise<void> => {
  const { url } = await server.call("rehearse", { subject, transport, options });
  const subscribers = Math.ceil(rehearsingSubscribers / clients.length);
  const { connection, headers } = conditions;
  const call = { subject, transport, url, subscribers, connection: connection ?? "keep-alive", headers } as const;
  await Promise.all(clients.map((client) => client.call("rehearse", call)));
  await server.call("endRehearsal", null);
};

/** The kernel's counters of the trial's own network, or of its sockets; a relay's sockets are not the server's. */
const wireCountingOn = ({ kind }: Network): WireCounting | null => {
  if (kind === "proxy") return null;
  return kind === "loopback" ? "tcp-info" : "namespace";
};

interface Surroundings {
  readonly linkCpuMs: number;
  readonly otherCores: number | null;
}

/** What the link's program and the rest of the machine did within the window. */
const watchAround = async (network: Network, from: number, to: number, clock: Clock): Promise<Surroundings> => {
  await until(from, clock);
  const before = await network.cpuMs();
  const others = watchMachine(process.pid);
  await until(to, clock);
  return { otherCores: others(), linkCpuMs: (await network.cpuMs()) - before };
};

/** A client's last bytes may still be on their way when it has left. */
const settledTraffic = async (server: Child<ServerCalls>, oneWayMs: number): Promise<ServerTraffic> => {
  let last = await server.call("traffic", null);
  for (let look = 0; look < 20; look++) {
    await until(hostClock() + 5 + oneWayMs);
    const next = await server.call("traffic", null);
    if (next.openSockets === 0) return next;
    last = next;
  }
  return last;
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
