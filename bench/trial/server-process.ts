// The server's process in a trial: the transport's server, the log, and the publisher. Started by trial.ts.

import type { MessageLog } from "../../servers/log.ts";
import type { Disconnections, PushServer, ServerOptions } from "../../servers/server.ts";
import type { ServerTraffic } from "../../servers/traffic.ts";
import { answerCalls } from "../machine/child.ts";
import { hostClock } from "../machine/clock.ts";
import { liveBytes, type ProcessLoad, watchLoad } from "../machine/load.ts";
import type { Gap } from "../machine/pulse.ts";
import type { PublicationColumns, ServerWindow } from "../measurement/observations.ts";
import { type Publisher, type PublishPlan, startPublisher } from "./publisher.ts";
import { openRehearsal, type Rehearsal, type RehearsedServer } from "./rehearsal.ts";
import { loadSubject, type PrepareCall, type Subject } from "./subject.ts";

export interface Published {
  readonly publications: PublicationColumns;
  readonly disconnections: Disconnections;
  readonly window: ServerWindow;
}

interface PublishCall extends PublishPlan {
  readonly windowFrom: number;
  readonly windowTo: number;
  /** Whether to count the traffic at the window's ends, since the clients do not tell what passes at their sockets. */
  readonly countTraffic?: boolean;
}

interface StartCall {
  readonly subject: Subject;
  readonly transport: string;
  /** The subject's own defaults stand for the rest. */
  readonly options: Partial<ServerOptions>;
  /** How long a plan may leave a connection without a request. The server keeps it for longer than that. */
  readonly idleMs: number;
  /** How many messages the plan publishes. The log keeps all of them, so that no poller can fall behind it. */
  readonly messages: number;
}

/** Two of these tell a share of CPU that no delay of their calls can spoil. */
interface CpuReading {
  /** ms, host clock. */
  readonly at: number;
  /** CPU of the process so far. */
  readonly cpuMs: number;
}

/**
 * The order of calls is prepare, start, rehearse and endRehearsal or neither, publish, gaps, traffic. liveBytes comes whenever
 * all is idle.
 */
export interface ServerCalls {
  /** Loads the servers of these transports, and starts the publisher's thread. */
  prepare(call: PrepareCall): Promise<null>;
  rehearse(call: RehearsedServer): Promise<{ readonly url: string }>;
  endRehearsal(call: null): Promise<null>;
  start(call: StartCall): Promise<{ readonly url: string }>;
  liveBytes(call: null): Promise<number | null>;
  /** Answers at any time. */
  cpu(call: null): Promise<CpuReading>;
  publish(call: PublishCall): Promise<Published>;
  /** The stretches since the call of publish in which this process did not run, whatever its own work held up. */
  gaps(call: null): Promise<readonly Gap[]>;
  /** The traffic at the server's sockets so far. */
  traffic(call: null): Promise<ServerTraffic>;
}

let publisher: Publisher | null = null;
let log: MessageLog | null = null;
let server: PushServer | null = null;
let rehearsal: Rehearsal | null = null;

const start = async ({ subject, transport, options, idleMs, messages }: StartCall): Promise<{ url: string }> => {
  const { MessageLog, defaultServerOptions, transportNamed } = await loadSubject(subject);
  log = new MessageLog({ maxMessages: Math.max(1, messages), maxBytes: Number.POSITIVE_INFINITY });
  const { startServer } = await transportNamed(transport).server();
  const keepAliveMs = defaultServerOptions.keepAliveMs + idleMs;
  server = await startServer(log, { ...defaultServerOptions, keepAliveMs, ...options });
  return { url: server.url };
};

const prepare = async ({ subject, transports }: PrepareCall): Promise<null> => {
  const { transportNamed } = await loadSubject(subject);
  const loaded = transports.map((name) => transportNamed(name).server());
  [publisher] = await Promise.all([startPublisher(hostClock), ...loaded]);
  return null;
};

const prepared = (): Publisher => {
  if (publisher === null) throw new Error("the server was not prepared");
  return publisher;
};

const started = (): { readonly log: MessageLog; readonly server: PushServer } => {
  if (log === null || server === null) throw new Error("the server was not started");
  return { log, server };
};

const publishPlan = async ({
  windowFrom,
  windowTo,
  countTraffic = false,
  ...plan
}: PublishCall): Promise<Published> => {
  const { log, server } = started();
  let pacerCpuMs = 0;
  let [from, to] = [windowFrom, windowTo];
  let tell: (() => ProcessLoad) | null = null;
  let load: ProcessLoad | null = null;
  const counted: ServerTraffic[] = [];
  const count = (): void => {
    if (countTraffic) counted.push(server.traffic());
  };
  const begin = (cpuMs: number): void => {
    from = hostClock();
    pacerCpuMs = -cpuMs;
    tell = watchLoad();
    count();
  };
  const end = (cpuMs: number): void => {
    count();
    to = hostClock();
    pacerCpuMs += cpuMs;
    load = tell?.() ?? null;
  };
  const marks = [
    { at: windowFrom, run: begin },
    { at: windowTo, run: end },
  ];
  const publications = await prepared().publish(log, plan, marks);
  if (load === null) throw new Error("the window's marks were not reached");
  const [before, after] = counted;
  const traffic = before === undefined || after === undefined ? null : { before, after };
  return { publications, disconnections: server.disconnections(), window: { from, to, load, pacerCpuMs, traffic } };
};

const calls = {
  prepare,
  start,
  rehearse: async (call: RehearsedServer) => {
    rehearsal = await openRehearsal(call, prepared());
    return { url: rehearsal.url };
  },
  endRehearsal: async () => {
    await rehearsal?.close();
    rehearsal = null;
    return null;
  },
  liveBytes: async () => liveBytes(),
  cpu: async () => {
    const { user, system } = process.cpuUsage();
    return { at: hostClock(), cpuMs: (user + system) / 1000 };
  },
  publish: publishPlan,
  gaps: async () => prepared().gaps(),
  traffic: async () => started().server.traffic(),
} satisfies ServerCalls;

await answerCalls(calls, async () => {
  await publisher?.stop();
  await rehearsal?.close();
  await server?.close();
});
process.exit();
