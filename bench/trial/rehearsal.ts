// A transport runs once for nothing before its trial, in the same processes, at a server and a log of its own: what a runtime
// spends on code that it has hardly seen is no cost of a transport. Knows neither plan nor measurement.

import { noTraffic, type Patience, type SubscribeOptions } from "../../clients/subscriber.ts";
import type { Message } from "../../servers/protocol/message.ts";
import type { ServerOptions } from "../../servers/server.ts";
import { hostClock } from "../machine/clock.ts";
import { phaseOf } from "../statistics/random.ts";
import type { Publisher } from "./publisher.ts";
import { loadSubject, type Subject } from "./subject.ts";

/** 4,000 deliveries in all: after them, CPU a delivery is the same behind 0.3 s of warm-up as behind 2.5 s, within 5 %. */
export const rehearsedMessages = 100;
export const rehearsingSubscribers = 40;
const everyMs = 3;
const bodyBytes = 256;
/** The time in which the clients join, so that each message goes to all of them by itself. */
const leadMs = 25;
const pollEveryMs = 5;
const patienceMs = 3_000;

export interface RehearsedServer {
  readonly subject: Subject;
  readonly transport: string;
  readonly options: Partial<ServerOptions>;
}

export interface Rehearsal {
  readonly url: string;
  close(): Promise<void>;
}

/** Publishes by itself. The log keeps every message for subscribers that come late. */
export const openRehearsal = async (
  { subject, transport, options }: RehearsedServer,
  publisher: Publisher,
): Promise<Rehearsal> => {
  const { MessageLog, defaultServerOptions, transportNamed } = await loadSubject(subject);
  const { startServer } = await transportNamed(transport).server();
  const log = new MessageLog({ maxMessages: rehearsedMessages, maxBytes: Number.POSITIVE_INFINITY });
  const server = await startServer(log, { ...defaultServerOptions, ...options, port: 0 });
  const from = hostClock() + leadMs;
  const instants = Float64Array.from({ length: rehearsedMessages }, (_, i) => from + i * everyMs);
  // A thread that fails here fails in the trial too, which reports it.
  const published = publisher.publish(log, { instants, bodyBytes, seed: 0 }, []).catch(() => {});
  return {
    url: server.url,
    close: async () => {
      await Promise.all([published, server.close()]);
    },
  };
};

export interface RehearsedClients {
  readonly subject: Subject;
  readonly transport: string;
  readonly url: string;
  readonly subscribers: number;
  readonly connection: SubscribeOptions["connection"];
  readonly headers: SubscribeOptions["headers"];
  readonly patience: Patience;
}

/**
 * Resolves to the number of deliveries once all have the last message, one could not join, or patience is at an end. What is
 * wrong, the trial itself will tell.
 */
export const rehearse = async ({
  subject,
  transport,
  url,
  subscribers,
  ...given
}: RehearsedClients): Promise<number> => {
  const { transportNamed } = await loadSubject(subject);
  const { subscribe } = await transportNamed(transport).client();
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, patienceMs);
  const traffic = noTraffic();
  let [deliveries, behind] = [0, subscribers];
  const deliver = ({ seq }: Message): void => {
    deliveries++;
    if (seq === rehearsedMessages && --behind === 0) over.resolve();
  };
  const joining = Array.from({ length: subscribers }, (_, i) =>
    subscribe(url, deliver, { ...given, traffic, since: 0, pollEveryMs, firstPollMs: phaseOf(i, 0) * pollEveryMs }),
  );
  const joined = (await Promise.allSettled(joining)).flatMap((each) =>
    each.status === "fulfilled" ? [each.value] : [],
  );
  if (joined.length === subscribers) await over.promise;
  clearTimeout(timer);
  await Promise.all(joined.map((subscription) => subscription.close()));
  return deliveries;
};
