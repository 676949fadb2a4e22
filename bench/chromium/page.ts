// One subscriber in a page of Chromium, and what it gets. Runs in the page, beside clients/browser, and tells the page's time.
// Imports the plan's bodies, and knows nothing else of the experiment.

import type { BrowserSubscribe, BrowserSubscription } from "../../clients/browser/subscriber.ts";
import { type Gap, startPulse } from "../machine/pulse.ts";
import { plannedBodies } from "../plan/bodies.ts";

export interface PageOptions {
  /** The endpoint's address, without a query. */
  readonly url: string;
  /** Short polling alone: the time from one poll to the next, and from the first one, on joining, to the second. */
  readonly pollEveryMs: number;
  readonly firstPollMs: number;
  /** The longest that the server holds a long poll. */
  readonly holdMs: number;
  /** The plan's, of which the publisher makes the same bodies. */
  readonly bodyBytes: number;
  readonly seed: number;
}

/** A row a delivery, in the order of arrival; instants on the page's clock. */
export interface PageDeliveries {
  readonly seq: readonly number[];
  readonly receivedAt: readonly number[];
  /** Whether the body differs from the one that was published under that seq. */
  readonly altered: readonly boolean[];
  /** How often a connection or a request failed, and the subscriber began anew. */
  readonly losses: number;
  /** The stretches in which the page's event loop did not turn, on its clock. */
  readonly gaps: readonly Gap[];
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

/** The deliveries that have arrived, row by row, and the callers that wait for a seq that has not. */
class Arrivals {
  readonly #seqs: number[] = [];
  readonly #instants: number[] = [];
  readonly #altered: boolean[] = [];
  readonly #bodyOf: (seq: number) => string;
  readonly #awaited: { readonly seq: number; readonly resolve: () => void }[] = [];
  #newest = 0;

  constructor(bodyOf: (seq: number) => string) {
    this.#bodyOf = bodyOf;
  }

  add({ seq, body }: Arrival, receivedAt: number): void {
    this.#seqs.push(seq);
    this.#instants.push(receivedAt);
    this.#altered.push(body !== this.#bodyOf(seq));
  }

  /** A new message was added: resolves the calls that waited for it. */
  tell(seq: number): void {
    this.#newest = seq;
    for (const each of this.#awaited) if (seq >= each.seq) each.resolve();
  }

  reached(seq: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#newest >= seq) resolve();
      else this.#awaited.push({ seq, resolve });
    });
  }

  table(): Pick<PageDeliveries, "seq" | "receivedAt" | "altered"> {
    return { seq: this.#seqs, receivedAt: this.#instants, altered: this.#altered };
  }
}

export const subscribeInPage = (subscribe: BrowserSubscribe, options: PageOptions): PageSubscriber => {
  const arrivals = new Arrivals(plannedBodies(options.bodyBytes, options.seed));
  const ready = Promise.withResolvers<void>();
  const pulse = startPulse(() => performance.now());
  let [losses, said, polled] = [0, "", false];
  const watcher = {
    message: (arrival: Arrival, receivedAt: number): void => {
      arrivals.add(arrival, receivedAt);
      arrivals.tell(arrival.seq);
    },
    state: (state: string, detail: string): void => {
      said = detail;
      if (state === "open") polled = true;
      // A loss is told just after the pause that it causes.
      if (state !== "connecting") queueMicrotask(() => losses === 0 && ready.resolve());
    },
    /** A subscriber keeps repeated messages from its page, but the ledger has to know them. */
    repeated: (arrival: Arrival): void => arrivals.add(arrival, performance.now()),
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
      holdMs: () => options.holdMs,
      query: {},
      random: Math.random,
    },
    watcher,
  );
  return {
    ready: ready.promise,
    reached: (seq) => arrivals.reached(seq),
    deliveries: () => ({ ...arrivals.table(), losses, gaps: pulse.gaps() }),
    close: () => {
      pulse.stop();
      subscription.close();
    },
  };
};
