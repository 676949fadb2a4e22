// One trial: fresh processes, every subscriber ready, rehearsal, warm-up, window, drain, leave, stop. Does not know how trials
// are planned or shown.

import { fetchHeaderBytes } from "../../clients/browser-headers.ts";
import { type Patience, patienceFor } from "../../clients/subscriber.ts";
import { publishedAnswerHeaders, type ServerOptions } from "../../servers/server.ts";
import { TrialFailure } from "../failure.ts";
import { usualPatienceMs } from "../machine/child.ts";
import { type Clock, hostClock, until } from "../machine/clock.ts";
import { whileAllLive } from "../machine/parts.ts";
import { probeMs } from "../machine/probe.ts";
import { type Pulse, startPulse } from "../machine/pulse.ts";
import { measure } from "../measurement/measurement.ts";
import type { ClientWindow, Observations } from "../measurement/observations.ts";
import { assess } from "../measurement/validity.ts";
import type { PlannedTrial } from "../plan/plan.ts";
import { type TrialRecord, unmeasured } from "../record/trial.ts";
import { valueAt } from "../statistics/value-at.ts";
import { isBrowserArm } from "../transports.ts";
import { type Begun, begin, type Rig } from "./begun.ts";
import {
  type LiveBytes,
  liveBytes,
  type Surroundings,
  settledTraffic,
  watchAround,
  wireCountingOn,
} from "./readings.ts";
import { rehearsingSubscribers } from "./rehearsal.ts";
import type { Published } from "./server-process.ts";

export interface TrialSetup extends Rig {
  /** The trial where it was begun ahead; null where it is still to begin. */
  readonly begun: Promise<Begun> | null;
  readonly port: number;
  readonly startedAt: string;
  readonly step: number;
  /** Whether trials beside other work of the machine count. */
  readonly acceptBusy: boolean;
  /** Whether no other trial runs beside it, whose work would make the speed probe slow. */
  readonly alone: boolean;
  /** Work that may run beside the rehearsal, of which nothing is measured. It is over before the trial goes on. */
  besideRehearsal(): Promise<void>;
  /** Resolves when the time has come to measure: no trial measures while another beside it still prepares. */
  ready(): Promise<void>;
}

interface TrialOutcome {
  readonly record: TrialRecord;
  /** The observations that the record was made from; null where the trial was not finished. */
  readonly seen: Observations | null;
}

/** A trial under way: what its phases need. */
interface Underway extends Begun {
  readonly planned: PlannedTrial;
  readonly setup: TrialSetup;
  readonly clock: Clock;
}

/** From the call of publish to the first instant that may be due: every process has its call by then. */
const leadMs = 25;
/** How long a delivery is still waited for after the last poll. */
const drainMs = 5_000;
/** How long a saturated server may take to send what has gathered, beyond that. */
const backlogMs = 30_000;
/** How long a subscriber may take to join, of which many do so at once; the link's delay comes on top. A page has to open. */
const joiningMs = { client: 20, page: 30_000 } as const;

/** Rejects with Interrupted where the signal says so. Every other failure is an outcome. */
export const runTrial = async (
  planned: PlannedTrial,
  setup: TrialSetup,
  clock: Clock = hostClock,
): Promise<TrialOutcome> => {
  const { transport, scenario, repetition, conditions, warmupMs, measureMs } = planned;
  const { step, startedAt } = setup;
  const identity = { transport, scenario, repetition, step, conditions, startedAt, warmupMs, measureMs };
  let begun: Begun | null = null;
  try {
    begun = await (setup.begun ?? begin(planned, setup));
    const underway = { ...begun, planned, setup, clock };
    const seen = await whileAllLive(begun.parts, setup.signal, () => observe(underway));
    const measurements = measure(seen);
    const { status, reasons, warnings } = assess(measurements, seen.disconnections, setup.acceptBusy);
    return { record: { ...identity, status, reasons, warnings, ...measurements }, seen };
  } catch (error) {
    if (!(error instanceof TrialFailure)) throw error;
    return {
      record: {
        ...identity,
        status: "failed",
        reasons: [{ code: "failure", why: error.message }],
        warnings: [],
        ...unmeasured,
      },
      seen: null,
    };
  } finally {
    await begun?.close();
  }
};

/** The phases of a trial, one after another. */
const observe = async (trial: Underway): Promise<Observations> => {
  const pulse = startPulse(hostClock);
  try {
    return await observeWith(trial, pulse);
  } finally {
    pulse.stop();
  }
};

const observeWith = async (trial: Underway, pulse: Pulse): Promise<Observations> => {
  const { planned, setup, network, server } = trial;
  const { conditions, measureMs } = planned;
  const url = await startServer(trial);
  // With everything loaded, so that none of it counts as a subscriber's.
  const bytesBefore = await liveBytes(trial);
  const connectMs = await join(trial, url);
  const bytesIdle = await liveBytes(trial);
  // Rehearsed after the memory reading: its full garbage collection throws away data that compiled code rests on.
  await Promise.all([rehearse(trial), setup.besideRehearsal()]);
  await setup.ready();
  const probeBefore = setup.alone ? probeMs() : null;
  const { windowFrom, windowTo, published, around, windows } = await publishAndWatch(trial, url);
  await drain(trial);
  const probe = probeBefore === null ? null : { before: probeBefore, after: probeMs() };
  const gaps = { server: await server.call("gaps", null), link: await network.gaps(), leader: pulse.gaps() };
  const left = await leave(trial);
  const serverTraffic = await settledTraffic(server, conditions.oneWayMs);
  const perSubscriber = (side: keyof LiveBytes): number | null => {
    const [before, idle] = [bytesBefore[side], bytesIdle[side]];
    return before === null || idle === null ? null : (idle - before) / conditions.subscribers;
  };
  return {
    conditions,
    windowFrom,
    windowTo,
    publications: published.publications,
    disconnections: published.disconnections,
    clients: left.map((client, i) => ({ ...client, window: valueAt(windows, i) })),
    server: published.window,
    serverTraffic,
    link: { kind: network.kind, cpuUtilization: around.linkCpuMs / measureMs },
    gaps,
    otherCores: around.otherCores,
    browserHeaderBytes:
      conditions.headers === "minimal" && !isBrowserArm(planned.transport)
        ? fetchHeaderBytes(new URL(url).origin)
        : null,
    bytesPerIdleSubscriber: { server: perSubscriber("server"), clients: perSubscriber("clients") },
    connectMs,
    probeMs: probe,
  };
};

/** Only what the plan asks of the server, and no default of this revision: another one has its own. */
const serverOptions = ({ planned: { conditions }, setup, network }: Underway): Partial<ServerOptions> => ({
  host: network.serverHost,
  port: setup.port,
  ...(conditions.headers === "published" ? { pollHeaders: publishedAnswerHeaders } : {}),
  ...(conditions.holdMs === null ? {} : { holdMs: conditions.holdMs }),
});

/** Resolves to the server's address, as the clients reach it. */
const startServer = async (trial: Underway): Promise<string> => {
  const { planned, setup, network, server } = trial;
  const { transport, conditions, schedule } = planned;
  const { url } = await server.call("start", {
    subject: setup.subject,
    transport,
    options: serverOptions(trial),
    idleMs: Math.max(conditions.holdMs ?? 0, conditions.pollEveryMs ?? 0),
    messages: schedule.length,
  });
  return await network.reach(url);
};

/** A server that nothing is asked of holds no request. */
const patienceWith = ({ holdMs, oneWayMs }: PlannedTrial["conditions"]): Patience => patienceFor(holdMs ?? 0, oneWayMs);

/** Resolves to the time from the first connect to the last subscriber's being ready, once the server has every request. */
const join = async ({ planned, setup, clients, clock }: Underway, url: string): Promise<number> => {
  const { transport, conditions, seed } = planned;
  const { subject } = setup;
  const everySubscriber = Array.from({ length: conditions.subscribers }, (_, k) => k);
  const patienceMs =
    usualPatienceMs +
    conditions.subscribers * (joiningMs[isBrowserArm(transport) ? "page" : "client"] + conditions.oneWayMs);
  const joined = await Promise.all(
    clients.map((client, i) => {
      const call = {
        subject,
        transport,
        url,
        subscribers: everySubscriber.filter((k) => k % clients.length === i),
        pollEveryMs: conditions.pollEveryMs ?? 0,
        connection: conditions.connection ?? "keep-alive",
        headers: conditions.headers,
        patience: patienceWith(conditions),
        bodyBytes: conditions.bodyBytes,
        seed,
      };
      return client.call("connect", call, patienceMs);
    }),
  );
  // A subscriber is ready with its request sent; the server holds it a transit later.
  await until(clock() + 2 * conditions.oneWayMs, clock);
  return Math.max(...joined.map(({ to }) => to)) - Math.min(...joined.map(({ from }) => from));
};

/** Goes past a delaying relay, where there is one: code is no faster for having waited. */
const rehearse = async (trial: Underway): Promise<void> => {
  const { planned, setup, server, clients } = trial;
  const { transport, conditions } = planned;
  const { subject } = setup;
  const { url } = await server.call("rehearse", { subject, transport, options: serverOptions(trial) });
  const subscribers = Math.ceil(rehearsingSubscribers / clients.length);
  const { connection, headers } = conditions;
  const patience = patienceWith(conditions);
  const call = {
    subject,
    transport,
    url,
    subscribers,
    connection: connection ?? "keep-alive",
    headers,
    patience,
  } as const;
  await Promise.all(clients.map((client) => client.call("rehearse", call)));
  await server.call("endRehearsal", null);
};

interface Watched {
  readonly windowFrom: number;
  readonly windowTo: number;
  readonly published: Published;
  readonly around: Surroundings;
  readonly windows: readonly ClientWindow[];
}

/** Publishes the whole schedule, warm-up and window, while all processes read the window's cost. */
const publishAndWatch = async (trial: Underway, url: string): Promise<Watched> => {
  const { planned, network, server, clients, clock } = trial;
  const { transport, conditions, warmupMs, measureMs, schedule, seed } = planned;
  const startAt = clock() + leadMs;
  const windowFrom = startAt + warmupMs;
  const windowTo = windowFrom + measureMs;
  const serverPort = Number(new URL(url).port);
  const patienceMs = usualPatienceMs + leadMs + warmupMs + measureMs;
  const [published, around, ...windows] = await Promise.all([
    server.call(
      "publish",
      {
        instants: schedule.map((ms) => startAt + ms),
        bodyBytes: conditions.bodyBytes,
        seed,
        windowFrom,
        windowTo,
        countTraffic: isBrowserArm(transport),
      },
      patienceMs,
    ),
    watchAround(network, windowFrom, windowTo, clock),
    ...clients.map((client, i) => {
      const wire = i > 0 ? null : wireCountingOn(network);
      return client.call("measure", { windowFrom, windowTo, wire, serverPort }, patienceMs);
    }),
  ]);
  return { windowFrom, windowTo, published, around, windows };
};

/** Waits until everybody has the last message, or nothing more comes. */
const drain = async ({ planned, clients, clock }: Underway): Promise<void> => {
  const { pollEveryMs, oneWayMs } = planned.conditions;
  const quietMs = (pollEveryMs ?? 0) + 2 * oneWayMs + drainMs;
  const call = { lastSeq: planned.schedule.length, quietMs, deadline: clock() + quietMs + backlogMs };
  await Promise.all(clients.map((client) => client.call("drain", call, usualPatienceMs + quietMs + backlogMs)));
};

/** Resolves to the deliveries and counts of each client process. */
const leave = ({ clients }: Underway) => Promise.all(clients.map((client) => client.call("leave", null)));
