// The server's process in a trial: the transport's server, the log, and the publisher. Started by trial.ts.

import { MessageLog } from "../servers/log.ts";
import type { Disconnections, PushServer, ServerOptions } from "../servers/server.ts";
import type { ServerTraffic } from "../servers/traffic.ts";
import { answerCalls } from "./child.ts";
import { hostClock } from "./clock.ts";
import type { PublicationColumns } from "./deliveries.ts";
import { liveBytes, type ProcessLoad, watchLoad } from "./load.ts";
import { type PublishPlan, publish } from "./publisher.ts";
import { transportNamed } from "./transports.ts";

/** Load within the window; the pacing thread's CPU is apart from the server's. */
export interface ServerWindow {
  readonly load: ProcessLoad;
  readonly pacerCpuMs: number;
}

export interface Published {
  readonly publications: PublicationColumns;
  readonly disconnections: Disconnections;
  readonly window: ServerWindow;
}

interface PublishCall extends PublishPlan {
  readonly windowFrom: number;
  readonly windowTo: number;
}

interface StartCall {
  readonly transport: string;
  readonly options: ServerOptions;
  /** All that the plan publishes: the log keeps it, so that no poller can fall behind what is kept. */
  readonly messages: number;
}

/** Calls in this order: start, publish, traffic; liveBytes whenever idle. */
export interface ServerCalls {
  start(call: StartCall): Promise<{ readonly url: string }>;
  liveBytes(call: null): Promise<number | null>;
  publish(call: PublishCall): Promise<Published>;
  /** What has passed at the server's sockets so far. */
  traffic(call: null): Promise<ServerTraffic>;
}

let log = new MessageLog();
let server: PushServer | null = null;
let stopPublisher = (): Promise<void> => Promise.resolve();

const calls = {
  start: async ({ transport, options, messages }: StartCall) => {
    log = new MessageLog({ maxMessages: Math.max(1, messages), maxBytes: Number.POSITIVE_INFINITY });
    const { startServer } = await transportNamed(transport).server();
    server = await startServer(log, options);
    return { url: server.url };
  },
  liveBytes: async () => liveBytes(),
  publish: async ({ windowFrom, windowTo, ...plan }: PublishCall) => {
    let pacerCpuMs = 0;
    let tell: (() => ProcessLoad) | null = null;
    let load: ProcessLoad | null = null;
    const marks = [
      {
        at: windowFrom,
        run: (cpuMs: number) => {
          pacerCpuMs = -cpuMs;
          tell = watchLoad();
        },
      },
      {
        at: windowTo,
        run: (cpuMs: number) => {
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
    return { publications, disconnections, window: { load, pacerCpuMs } };
  },
  traffic: async () => {
    if (server === null) throw new Error("the server was not started");
    return server.traffic();
  },
} satisfies ServerCalls;

await answerCalls(calls, async () => {
  await stopPublisher();
  await server?.close();
});
process.exit();
