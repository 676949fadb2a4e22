// The server's process in a trial: the transport's server, the log, and the publisher. Started by trial.ts.

import type { MessageLog } from "../../servers/log.ts";
import type { Disconnections, PushServer, ServerOptions } from "../../servers/server.ts";
import type { ServerTraffic } from "../../servers/traffic.ts";
import { answerCalls } from "../machine/child.ts";
import { hostClock } from "../machine/clock.ts";
import { liveBytes, type ProcessLoad, watchLoad } from "../machine/load.ts";
import type { PublicationColumns, ServerWindow } from "../measurement/observations.ts";
import { type PublishPlan, publish } from "./publisher.ts";
import type { Rehearsal, RehearsedServer } from "./rehearsal.ts";
import { loadSubject, type Subject } from "./subject.ts";

export interface Published {
  readonly publications: PublicationColumns;
  readonly disconnections: Disconnections;
  readonly window: ServerWindow;
}

interface PublishCall extends PublishPlan {
  readonly windowFrom: number;
  readonly windowTo: number;
  /** Where the clients do not tell what passes at their sockets. */
  readonly countTraffic?: boolean;
}

interface StartCall {
  readonly subject: Subject;
  readonly transport: string;
  /** The subject's own defaults stand for the rest. */
  readonly options: Partial<ServerOptions>;
  /** How long a connection may rest between two requests of a plan; it is kept for longer than that. */
  readonly idleMs: number;
  /** All that the plan publishes: the log keeps it, so that no poller can fall behind what is kept. */
  readonly messages: number;
}

/** Two of them tell a share of CPU that no delay of their calls can spoil. */
export interface CpuReading {
  /** ms, host clock. */
  readonly at: number;
  /** Of the process so far. */
  readonly cpuMs: number;
}

/** Calls in this order: start, rehearse and endRehearsal or neither, publish, traffic; liveBytes whenever idle, cpu at any time. */
export interface ServerCalls {
  rehearse(call: RehearsedServer): Promise<{ readonly url: string }>;
  endRehearsal(call: null): Promise<null>;
  start(call: StartCall): Promise<{ readonly url: string }>;
  liveBytes(call: null): Promise<number | null>;
  cpu(call: null): Promise<CpuReading>;
  publish(call: PublishCall): Promise<Published>;
  /** What has passed at the server's sockets so far. */
  traffic(call: null): Promise<ServerTraffic>;
}

let log: MessageLog | null = null;
let server: PushServer | null = null;
let rehearsal: Rehearsal | null = null;
let stopPublisher = (): Promise<void> => Promise.resolve();

const calls = {
  rehearse: async (call: RehearsedServer) => {
    // Loaded once memory was read, of which it is to be no part.
    const { openRehearsal } = await import("./rehearsal.ts");
    rehearsal = await openRehearsal(call);
    return { url: rehearsal.url };
  },
  endRehearsal: async () => {
    await rehearsal?.close();
    rehearsal = null;
    return null;
  },
  start: async ({ subject, transport, options, idleMs, messages }: StartCall) => {
    const { MessageLog, defaultServerOptions, transportNamed } = await loadSubject(subject);
    log = new MessageLog({ maxMessages: Math.max(1, messages), maxBytes: Number.POSITIVE_INFINITY });
    const { startServer } = await transportNamed(transport).server();
    const keepAliveMs = defaultServerOptions.keepAliveMs + idleMs;
    server = await startServer(log, { ...defaultServerOptions, keepAliveMs, ...options });
    return { url: server.url };
  },
  liveBytes: async () => liveBytes(),
  cpu: async () => {
    const { user, system } = process.cpuUsage();
    return { at: hostClock(), cpuMs: (user + system) / 1000 };
  },
  publish: async ({ windowFrom, windowTo, countTraffic = false, ...plan }: PublishCall) => {
    if (log === null) throw new Error("the server was not started");
    let pacerCpuMs = 0;
    let tell: (() => ProcessLoad) | null = null;
    let load: ProcessLoad | null = null;
    const counted: ServerTraffic[] = [];
    const count = (): void => {
      if (countTraffic && server !== null) counted.push(server.traffic());
    };
    const marks = [
      {
        at: windowFrom,
        run: (cpuMs: number) => {
          pacerCpuMs = -cpuMs;
          tell = watchLoad();
          count();
        },
      },
      {
        at: windowTo,
        run: (cpuMs: number) => {
          count();
          pacerCpuMs += cpuMs;
          load = tell?.() ?? null;
        },
      },
    ];
    const publisher = publish(log, plan, marks, hostClock);
    stopPublisher = publisher.stop;
    const publications = await publisher.done;
    if (load === null) throw new Error("the window's marks were not reached");
    const disconnections = server?.disconnections() ?? { tooSlow: 0, silent: 0 };
    const [before, after] = counted;
    const traffic = before === undefined || after === undefined ? null : { before, after };
    return { publications, disconnections, window: { load, pacerCpuMs, traffic } };
  },
  traffic: async () => {
    if (server === null) throw new Error("the server was not started");
    return server.traffic();
  },
} satisfies ServerCalls;

await answerCalls(calls, async () => {
  await rehearsal?.close();
  await stopPublisher();
  await server?.close();
});
process.exit();
