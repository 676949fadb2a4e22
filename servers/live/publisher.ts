// /publisher and /messages: what is published, for all visitors alike, at an even pace or one by one. Knows no transport.

import type { FastifyInstance, FastifyReply } from "fastify";
import type { MessageLog } from "../log.ts";
import type { CreateEndpoint } from "../server.ts";
import { bodyOf } from "./body.ts";
import { type PublisherSettings, readMessageWish, readSettings } from "./publisher-settings.ts";

/** Who is further behind than this starts anew: a host that slept owes no messages. */
const forgivenMs = 1_000;

interface Pace {
  set(ratePerSec: number): void;
  stop(): void;
}

/** Calls `publish` with each instant that is due; an instant follows the one before, not when that came about. */
const createPace = (publish: (intendedAt: number) => void, clock: () => number): Pace => {
  let everyMs = Number.POSITIVE_INFINITY;
  let lastAt = Number.NEGATIVE_INFINITY;
  let dueAt = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    const now = clock();
    if (now - dueAt > forgivenMs) dueAt = now;
    for (; dueAt <= now; dueAt += everyMs) {
      lastAt = dueAt;
      publish(dueAt);
    }
    timer = setTimeout(run, Math.max(0, Math.ceil(dueAt - clock())));
  };
  return {
    set: (ratePerSec) => {
      clearTimeout(timer);
      everyMs = 1000 / ratePerSec;
      dueAt = Math.max(clock(), lastAt + everyMs);
      if (ratePerSec > 0) run();
    },
    stop: () => clearTimeout(timer),
  };
};

/** `clock`: ms, the one that messages are stamped with. */
export const publisherOf =
  ({ ratePerSec, bodyBytes }: PublisherSettings, clock: () => number): CreateEndpoint =>
  (log) => {
    let settings: PublisherSettings = { ratePerSec, bodyBytes };
    const pace = createPace((intendedAt) => publish(log, settings.bodyBytes, intendedAt, clock()), clock);
    pace.set(ratePerSec);
    return {
      path: "/publisher",
      mount: (app) => {
        app.get("/publisher", () => settings);
        app.post("/publisher", (request, reply) => {
          const wish = readSettings(request.body);
          if (typeof wish === "string") return refuse(reply, wish);
          settings = { ...settings, ...wish };
          if (wish.ratePerSec !== undefined) pace.set(wish.ratePerSec);
          return reply.send(settings);
        });
        mountMessages(app, log, () => settings.bodyBytes, clock);
      },
      close: pace.stop,
    };
  };

const mountMessages = (app: FastifyInstance, log: MessageLog, usualBytes: () => number, clock: () => number): void => {
  app.post("/messages", (request, reply) => {
    const wish = readMessageWish(request.body);
    if (typeof wish === "string") return refuse(reply, wish);
    const now = clock();
    return reply.code(201).send({ seq: publish(log, wish.bodyBytes ?? usualBytes(), now, now) });
  });
};

const publish = (log: MessageLog, bodyBytes: number, intendedAt: number, sentAt: number): number => {
  const seq = log.lastSeq + 1;
  log.append({ seq, intendedAt, sentAt, body: bodyOf(seq, bodyBytes) });
  return seq;
};

const refuse = (reply: FastifyReply, error: string): FastifyReply => reply.code(400).send({ error });
