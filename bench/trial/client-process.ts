// One of the load generator's processes: many subscribers, each with its own connections. Started by trial.ts.

import { noTraffic, type SubscribeOptions, type Subscription, type Traffic } from "../../clients/subscriber.ts";
import { answerCalls } from "../machine/child.ts";
import { hostClock, until } from "../machine/clock.ts";
import { liveBytes, watchLoad } from "../machine/load.ts";
import type { ClientWindow, DeliveryColumns, PagesReport } from "../measurement/observations.ts";
import { readWire, type WireCounting, type WireReading } from "../network/wire.ts";
import { plannedBodies } from "../plan/bodies.ts";
import { phaseOf, seededRandom } from "../statistics/random.ts";
import { Deliveries } from "./deliveries.ts";
import type { RehearsedClients } from "./rehearsal.ts";
import { loadSubject, type Subject } from "./subject.ts";

export interface ConnectCall {
  readonly subject: Subject;
  readonly transport: string;
  readonly url: string;
  /** Numbers of the subscribers of this process, unique in the trial. */
  readonly subscribers: readonly number[];
  readonly pollEveryMs: number;
  readonly connection: SubscribeOptions["connection"];
  readonly headers: SubscribeOptions["headers"];
  /** Of the plan, as the publisher has them: each subscriber compares what comes with what was to come. */
  readonly bodyBytes: number;
  readonly seed: number;
}

export interface MeasureCall {
  readonly windowFrom: number;
  readonly windowTo: number;
  /** null: another process of the trial reads it. */
  readonly wire: WireCounting | null;
  readonly serverPort: number;
}

/** Calls in this order (a trial may do without a rehearsal), liveBytes whenever idle; `drain` resolves to whether every subscriber got the last message in time. */
export interface ClientCalls {
  liveBytes(call: null): Promise<number | null>;
  /** With the load client, also where Chromium is what is measured: the server is the same. */
  rehearse(call: RehearsedClients): Promise<number>;
  /** Loads the transport's client, which is no part of connecting. */
  prepare(call: { readonly subject: Subject; readonly transport: string }): Promise<null>;
  /** Resolves to the instants of the first connect and of the last subscriber's being ready. */
  connect(call: ConnectCall): Promise<{ readonly from: number; readonly to: number }>;
  measure(call: MeasureCall): Promise<ClientWindow>;
  drain(call: { readonly lastSeq: number; readonly deadline: number }): Promise<boolean>;
  leave(call: null): Promise<{
    readonly deliveries: DeliveryColumns;
    readonly total: Traffic | null;
    /** null of the load client, which has the host's clock. */
    readonly pages: PagesReport | null;
  }>;
}

/** How many subscribers connect at a time: under the listen backlog. */
const connectingAtOnce = 100;

const traffic = noTraffic();
const deliveries = new Deliveries();
const subscriptions: Subscription[] = [];
/** The last seq each subscriber has received. */
let cursors = new Uint32Array(0);
let leaving = false;
let failure: string | null = null;

const snapshot = (): Traffic => structuredClone(traffic);

const connect = async (call: ConnectCall): Promise<{ from: number; to: number }> => {
  const { transportNamed } = await loadSubject(call.subject);
  const { subscribe } = await transportNamed(call.transport).client();
  cursors = new Uint32Array(call.subscribers.length);
  const from = hostClock();
  const start = seededRandom(call.seed, 0x9a5e)();
  const bodyOf = plannedBodies(call.bodyBytes, call.seed);
  const join = async (subscriber: number, position: number): Promise<void> => {
    const subscription = await subscribe(
      call.url,
      ({ seq, body }) => {
        const receivedAt = hostClock();
        cursors[position] = seq;
        deliveries.record(subscriber, seq, receivedAt, body !== bodyOf(seq));
      },
      {
        since: 0,
        pollEveryMs: call.pollEveryMs,
        firstPollMs: phaseOf(subscriber, start) * call.pollEveryMs,
        connection: call.connection,
        headers: call.headers,
        traffic,
      },
    );
    subscriptions.push(subscription);
    subscription.ended.then((end) => {
      if (leaving) return;
      failure ??= end.kind === "failed" ? end.reason : `a subscription ended early: ${end.kind}`;
    });
  };
  for (let i = 0; i < call.subscribers.length; i += connectingAtOnce) {
    const batch = call.subscribers.slice(i, i + connectingAtOnce);
    await Promise.all(batch.map((subscriber, k) => join(subscriber, i + k)));
  }
  return { from, to: hostClock() };
};

const calls = {
  liveBytes,
  // Loaded once memory was read, of which it is to be no part.
  rehearse: async (call) => (await import("./rehearsal.ts")).rehearse(call),
  prepare: async ({ subject, transport }) => {
    await (await loadSubject(subject)).transportNamed(transport).client();
    return null;
  },
  connect,
  measure: async ({ windowFrom, windowTo, wire, serverPort }) => {
    const read = (): Promise<WireReading | null> =>
      wire === null ? Promise.resolve(null) : readWire(wire, serverPort);
    await until(windowFrom);
    const tell = watchLoad();
    const before = snapshot();
    const wireBefore = read();
    await until(windowTo);
    const after = snapshot();
    const wireAfter = read();
    const wireRead = { before: await wireBefore, after: await wireAfter };
    return { load: tell(), chromium: null, before, after, wire: wireRead };
  },
  drain: async ({ lastSeq, deadline }) => {
    while (failure === null && cursors.some((seq) => seq < lastSeq)) {
      if (hostClock() > deadline) return false;
      await until(hostClock() + 5);
    }
    if (failure !== null) throw new Error(failure);
    return true;
  },
  leave: async () => {
    leaving = true;
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
    return { deliveries: deliveries.columns(), total: snapshot(), pages: null };
  },
} satisfies ClientCalls;

await answerCalls(calls, async () => {
  leaving = true;
  await Promise.all(subscriptions.map((subscription) => subscription.close()));
});
process.exit();
