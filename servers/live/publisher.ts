// /publisher and /messages: publish for all visitors alike, at a pace or one by one. Knows no transport.

import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { MessageLog } from "../log.ts";
import { type CreateEndpoint, type Refusal, refuseRequest } from "../server.ts";
import { bodyOf } from "./body.ts";
import { type Bucket, createFlood, maxAddresses, tooMany } from "./guard/flood.ts";
import { mostRatePerSec, type PublisherSettings, readMessageWish, readSettings } from "./publisher-settings.ts";

/** A pace that is further behind than this starts anew: a host that slept owes no messages. */
const forgivenMs = 1_000;

/** An open page asks for the publisher once a second: after so long without a question, whoever asks has just arrived. */
const emptyMs = 10_000;

/**
 * The messages that one address, and all together, may ask for one by one. The longest ones of a full bucket for all (12.5 MiB)
 * fit into the log, so that nobody's cursor is lost over them.
 */
const perAddress: Bucket = { perSec: mostRatePerSec, burst: 2 * mostRatePerSec };
const together: Bucket = { perSec: 2 * perAddress.perSec, burst: 2 * perAddress.burst };

interface Pace {
  set(ratePerSec: number): void;
  /** Stops for good: a rate that is set afterwards, by a request whose body comes late, starts nothing. */
  stop(): void;
}

/**
 * The time from one message to the next, in ms: from half of the mean to one and a half of it, so that polls cannot fall in step
 * with the publisher, and no visitor waits long for a message. `share` is from 0 to 1.
 */
export const gapMs = (ratePerSec: number, share: number): number => ((0.5 + share) * 1000) / ratePerSec;

/** Calls `publish` with each instant that is due. An instant follows the one before it, not the time at which that was published. */
const createPace = (publish: (intendedAt: number) => void, clock: () => number, random: () => number): Pace => {
  let rate = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let dueAt = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const run = (): void => {
    const now = clock();
    if (now - dueAt > forgivenMs) dueAt = now;
    for (; dueAt <= now; dueAt += gapMs(rate, random())) {
      lastAt = dueAt;
      publish(dueAt);
    }
    timer = setTimeout(run, Math.max(0, Math.ceil(dueAt - clock())));
  };
  return {
    set: (ratePerSec) => {
      clearTimeout(timer);
      rate = ratePerSec;
      if (rate === 0 || stopped) return;
      dueAt = Math.max(clock(), lastAt + gapMs(rate, random()));
      run();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};

type KeyOf = (request: IncomingMessage) => string;

/**
 * `clock` in ms is the one that messages are stamped with; `random` is from 0 to 1. `keyOf` gives the key of the address that a
 * request comes from.
 */
export const publisherOf =
  (
    { ratePerSec, bodyBytes }: PublisherSettings,
    clock: () => number,
    random: () => number,
    keyOf: KeyOf,
  ): CreateEndpoint =>
  (log) => {
    let settings: PublisherSettings = { ratePerSec, bodyBytes };
    /** The pace that a visitor stopped; null where none did. A server that was started at rest stays so. */
    let stoppedRate: number | null = null;
    let askedAt = Number.NEGATIVE_INFINITY;
    const pace = createPace((intendedAt) => publish(log, settings.bodyBytes, intendedAt, clock()), clock, random);
    const setRate = (rate: number): void => {
      if (rate > 0) stoppedRate = null;
      else if (settings.ratePerSec > 0) stoppedRate = settings.ratePerSec;
      settings = { ...settings, ratePerSec: rate };
      pace.set(rate);
    };
    /** Whoever comes to an empty house finds messages, not the silence that somebody left behind. */
    const greet = (): void => {
      const now = clock();
      if (now - askedAt > emptyMs && stoppedRate !== null) setRate(stoppedRate);
      askedAt = now;
    };
    pace.set(ratePerSec);
    return {
      path: "/publisher",
      mount: (app) => {
        app.get("/publisher", { exposeHeadRoute: true }, () => {
          greet();
          return settings;
        });
        app.post("/publisher", (request, reply) => {
          const wish = readSettings(request.body);
          if (typeof wish === "string") return refuse(reply, wish);
          if (wish.bodyBytes !== undefined) settings = { ...settings, bodyBytes: wish.bodyBytes };
          if (wish.ratePerSec !== undefined) setRate(wish.ratePerSec);
          return reply.send(settings);
        });
        mountMessages(app, log, () => settings.bodyBytes, limitOf(clock, keyOf), clock);
      },
      close: pace.stop,
    };
  };

const mountMessages = (
  app: FastifyInstance,
  log: MessageLog,
  usualBytes: () => number,
  objection: ReturnType<typeof limitOf>,
  clock: () => number,
): void => {
  app.post("/messages", (request, reply) => {
    const wish = readMessageWish(request.body);
    if (typeof wish === "string") return refuse(reply, wish);
    const refusal = objection(request.raw);
    if (refusal !== null) return refuseRequest(reply, refusal);
    const now = clock();
    return reply.code(201).send({ seq: publish(log, wish.bodyBytes ?? usualBytes(), now, now) });
  });
};

/** Asked for each message with the request for it. An address that has to wait takes nothing from the others. */
const limitOf = (clock: () => number, keyOf: KeyOf): ((request: IncomingMessage) => Refusal | null) => {
  const ofAddress = createFlood({ ...perAddress, maxKeys: maxAddresses }, clock);
  const ofAll = createFlood({ ...together, maxKeys: 1 }, clock);
  return (request) => {
    const waitMs = ofAddress.take(keyOf(request)) || ofAll.take("");
    return waitMs === 0 ? null : tooMany("messages", waitMs);
  };
};

const publish = (log: MessageLog, bodyBytes: number, intendedAt: number, sentAt: number): number => {
  const seq = log.lastSeq + 1;
  log.append({ seq, intendedAt, sentAt, body: bodyOf(seq, bodyBytes) });
  return seq;
};

const refuse = (reply: FastifyReply, error: string): FastifyReply => reply.code(400).send({ error });
