// One subscriber in a page of Chromium, and what it gets: runs in the page, beside clients/browser, with its clock.
// Imports only what the plan's bodies are made of; knows nothing else of the experiment.

import type { BrowserSubscribe, BrowserSubscription } from "../../clients/browser/subscriber.ts";
import { plannedBodies } from "../plan/bodies.ts";

export interface PageOptions {
  /** Of the endpoint, without a query. */
  readonly url: string;
  /** Of short polling: time from one poll to the next, and from the first one, on joining, to the second. */
  readonly pollEveryMs: number;
  readonly firstPollMs: number;
  /** Of the plan, as the publisher has them. */
  readonly bodyBytes: number;
  readonly seed: number;
}

/** A row a delivery, in the order of arrival; instants on the page's clock. */
export interface PageDeliveries {
  readonly seq: readonly number[];
  readonly receivedAt: readonly number[];
  /** Whether the body is another than was published under that seq. */
  readonly altered: readonly boolean[];
  /** How often a connection or a request failed, and the subscriber began anew. */
  readonly losses: number;
}

export interface PageSubscriber {
  /** Rejects where the first attempt fails. */
  readonly ready: Promise<void>;
  /** Resolves once the message of that seq has arrived. */
  reached(seq: number): Promise<void>;
  deliveries(): PageDeliveries;
  close(): void;
}

interface Arrival {
  readonly seq: number;
  readonly body: string;
}

export const subscribeInPage = (subscribe: BrowserSubscribe, options: PageOptions): PageSubscriber => {
  const seqs: number[] = [];
  const instants: number[] = [];
  const altered: boolean[] = [];
  const bodyOf = plannedBodies(options.bodyBytes, options.seed);
  const ready = Promise.withResolvers<void>();
  const awaited: { readonly seq: number; readonly resolve: () => void }[] = [];
  let [losses, said, polled] = [0, "", false];
  let newest = 0;
  const keep = (seq: number, body: string, receivedAt: number): void => {
    seqs.push(seq);
    instants.push(receivedAt);
    altered.push(body !== bodyOf(seq));
  };
  const watcher = {
    message: ({ seq, body }: Arrival, receivedAt: number): void => {
      keep(seq, body, receivedAt);
      newest = seq;
      for (const each of awaited) if (seq >= each.seq) each.resolve();
    },
    state: (state: string, detail: string): void => {
      said = detail;
      if (state === "open") polled = true;
      // A loss is told just after the pause that it causes.
      if (state !== "connecting") queueMicrotask(() => losses === 0 && ready.resolve());
    },
    /** What a subscriber leaves out for its page, the ledger has to know. */
    repeated: ({ seq, body }: Arrival): void => keep(seq, body, performance.now()),
    gone: (): void => ready.reject(new Error("the log no longer keeps its first messages")),
    failed: (): void => {
      losses++;
      ready.reject(new Error(said));
    },
  };
  const subscription: BrowserSubscription = subscribe(
    options.url,
    {
      since: 0,
      pollEveryMs: () => Math.max(1, polled ? options.pollEveryMs : options.firstPollMs),
      delayMs: () => 0,
      holdMs: () => 30_000,
      query: {},
      random: Math.random,
    },
    watcher,
  );
  return {
    ready: ready.promise,
    reached: (seq) =>
      new Promise((resolve) => {
        if (newest >= seq) resolve();
        else awaited.push({ seq, resolve });
      }),
    deliveries: () => ({ seq: seqs, receivedAt: instants, altered, losses }),
    close: () => subscription.close(),
  };
};
