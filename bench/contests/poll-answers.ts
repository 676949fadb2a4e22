// The answers of both polling endpoints against Fastify's, used as its documentation shows it: CPU of the server per answer.

import { setImmediate as nextTurn } from "node:timers/promises";
import Fastify, { type FastifyInstance } from "fastify";
import { MessageLog } from "../../servers/log.ts";
import { longPolling } from "../../servers/long-polling.ts";
import { joinMessages } from "../../servers/protocol/joined-messages.ts";
import { encodeMessage } from "../../servers/protocol/message.ts";
import { type CreateEndpoint, defaultServerOptions, startPushServer } from "../../servers/server.ts";
import { shortPolling } from "../../servers/short-polling.ts";
import { type Child, startChild } from "../machine/child.ts";
import { bodies } from "../plan/bodies.ts";
import { seededRandom } from "../statistics/random.ts";
import { sleep } from "./far-side.ts";
import { type Closable, lineUp, type Named } from "./line-up.ts";
import { burstOf, type Contest, type Contestant, cpuOf } from "./pair.ts";
import type { PollLoadCalls } from "./poll-load-process.ts";

const bodyBytes = 64;

interface Server extends Closable {
  readonly url: string;
}

/** A server that answers polls at `path`. */
interface PollServer {
  readonly path: string;
  /** The status of every answer. */
  readonly status: number;
  readonly start: (log: MessageLog) => Promise<Server>;
}

/** Fastify with every option at its default. */
const startFastify = async (mount: (app: FastifyInstance) => void): Promise<Server> => {
  const app = Fastify();
  mount(app);
  await app.listen({ port: 0, host: "127.0.0.1", backlog: 4096 });
  return { url: app.listeningOrigin, close: () => app.close() };
};

/** Answers an object, serialised each time. */
const startDefaultRoute = (): Promise<Server> =>
  startFastify((app) => app.get("/default-route", async () => ({ messages: [] })));

/** Each held poll is a promise with a timer of its own; its answer is made of the log's ready JSON, as ours is. */
const startPromiseAndTimer = async (log: MessageLog): Promise<Server> => {
  const waiters = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of waiters) wake();
  };
  log.subscribe(wakeAll);
  const news = (): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        waiters.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, defaultServerOptions.holdMs);
      waiters.add(wake);
    });
  const { url, close } = await startFastify((app) =>
    app.get<{ Querystring: { since: string } }>("/promise-and-timer", async ({ query }, reply) => {
      const since = Number(query.since);
      if (since >= log.lastSeq) await news();
      const history = log.since(since);
      const jsons = history.gone ? [] : history.entries.map(({ json }) => json);
      return reply.header("cache-control", "no-store").type("application/json").send(joinMessages(jsons));
    }),
  );
  return {
    url,
    close: () => {
      wakeAll();
      return close();
    },
  };
};

const startOurs =
  (create: CreateEndpoint): PollServer["start"] =>
  (log) =>
    startPushServer(log, defaultServerOptions, [create]);

/** One contestant's server as its own process has it, and the far side that asks it. */
interface Asked {
  readonly name: string;
  readonly path: string;
  readonly log: MessageLog;
  readonly load: Child<PollLoadCalls>;
  readonly connections: number;
}

/** Every connection asks again after each answer, with a cursor that there is no news after. */
const flood =
  ({ name, path, log, load }: Asked): Contestant["burst"] =>
  (forMs) =>
    cpuOf(async () => {
      const { answers } = await load.call("flood", { group: name, path: `${path}?since=${log.lastSeq}`, forMs });
      return answers;
    });

/** Every connection asks, and is held; resolves, with the time that the asking took, once the server has read it all. */
const askToBeHeld = async ({ name, path, log, load }: Asked, lastMs: number): Promise<number> => {
  const asked = load.call("ask", { group: name, path: `${path}?since=${log.lastSeq}` });
  // Asleep until all have asked: the kernel's waking of this process is not to be compared.
  sleep(lastMs + 1);
  const { ms } = await asked;
  // The requests were in the kernel before the call's reply was: two turns of the loop read them all.
  await nextTurn();
  await nextTurn();
  return ms;
};

/** One message releases every held request, and each connection asks again from behind it. */
const releases = async (server: Asked): Promise<Contestant["burst"]> => {
  const { name, log, load, connections } = server;
  const bodyOf = bodies(bodyBytes, seededRandom(1));
  let askMs = await askToBeHeld(server, 0);
  let releaseMs = 0;
  return burstOf(async () => {
    const seq = log.lastSeq + 1;
    const message = { seq, body: bodyOf(seq) };
    const answered = load.call("answers", { group: name, sleepMs: releaseMs });
    const from = performance.now();
    log.append(message);
    await nextTurn();
    releaseMs = performance.now() - from;
    const answerBytes = joinMessages([Buffer.from(encodeMessage(message))]).length;
    if ((await answered).bodyBytes !== connections * answerBytes) throw new Error(`${name}: not message ${seq} to all`);
    askMs = await askToBeHeld(server, askMs);
    return connections;
  });
};

interface Race {
  readonly baseline: Named<PollServer>;
  readonly ours: PollServer;
  readonly connections: number;
  readonly prepare: (asked: Asked) => Promise<Contestant["burst"]>;
}

const lineUpServers = ({ baseline, ours, connections, prepare }: Race): ReturnType<typeof lineUp> => {
  const load = startChild<PollLoadCalls>(new URL("./poll-load-process.ts", import.meta.url), "the poll load");
  return lineUp(load, baseline, [["ours", ours]], async (name, { path, status, start }) => {
    const log = new MessageLog({ maxMessages: 64 });
    const server = await start(log);
    await load.call("open", { group: name, url: server.url, count: connections, status });
    return {
      name,
      burst: await prepare({ name, path, log, load, connections }),
      close: async () => {
        await load.call("leave", { group: name });
        await server.close();
      },
    };
  });
};

/** Few connections: an answer costs the server more than the asking costs, so it is never idle and nothing has to wake it. */
export const emptyAnswerContest = async (targets: Readonly<Record<string, number>>): Promise<Contest> => {
  const connections = 50;
  return {
    title: `empty polls on ${connections} keep-alive connections, answered 204 or 200 with {"messages":[]}`,
    unit: "request",
    cost: "CPU",
    targets,
    ...(await lineUpServers({
      baseline: ["Fastify's default", { path: "/default-route", status: 200, start: startDefaultRoute }],
      ours: { path: "/short-polling", status: 204, start: startOurs(shortPolling) },
      connections,
      prepare: async (server) => flood(server),
    })),
  };
};

export const releaseContest = async (targets: Readonly<Record<string, number>>): Promise<Contest> => {
  const connections = 500;
  return {
    title: `releasing ${connections} held polls with a message of ${bodyBytes} B, and holding the next`,
    unit: "delivery",
    cost: "CPU",
    targets,
    ...(await lineUpServers({
      baseline: ["promise and timer", { path: "/promise-and-timer", status: 200, start: startPromiseAndTimer }],
      ours: { path: "/long-polling", status: 200, start: startOurs(longPolling) },
      connections,
      prepare: releases,
    })),
  };
};
