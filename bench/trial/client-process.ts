// One of the load generator's processes: many subscribers, each with its own connections. Started by trial.ts.

import { noTraffic, type Subscription, type Traffic } from "../../clients/subscriber.ts";
import { answerCalls } from "../machine/child.ts";
import { hostClock, until } from "../machine/clock.ts";
import { liveBytes, watchLoad } from "../machine/load.ts";
import { ordinaryMs, type Pulse, startPulse } from "../machine/pulse.ts";
import { plannedBodies } from "../plan/bodies.ts";
import { phaseOf, seededRandom } from "../statistics/random.ts";
import { type ClientCalls, type ConnectCall, wireReader } from "./client-calls.ts";
import { Deliveries } from "./deliveries.ts";
import { rehearse } from "./rehearsal.ts";
import { loadSubject } from "./subject.ts";

/** How many subscribers connect at a time: under the listen backlog. */
const connectingAtOnce = 100;

/** How often the cursors are looked at while the last messages are on their way. */
const drainLookMs = 5;

const traffic = noTraffic();
const deliveries = new Deliveries();
const subscriptions: Subscription[] = [];
/** The last seq each subscriber has received. */
let cursors = new Uint32Array(0);
/** Set before subscriptions are closed, so that their ending is not taken for a failure. */
let leaving = false;
let failure: string | null = null;
let pulse: Pulse | null = null;

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
        patience: call.patience,
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

const leave = async (): Promise<void> => {
  leaving = true;
  await Promise.all(subscriptions.map((subscription) => subscription.close()));
};

const calls = {
  liveBytes,
  rehearse,
  prepare: async ({ subject, transports }) => {
    const { transportNamed } = await loadSubject(subject);
    await Promise.all(transports.map((name) => transportNamed(name).client()));
    return null;
  },
  connect,
  measure: async (call) => {
    // Before the window, so that a stall over its begin is seen whole.
    pulse = startPulse(hostClock);
    const read = wireReader(call);
    await until(call.windowFrom);
    const tell = watchLoad();
    const before = snapshot();
    const wireBefore = read();
    await until(call.windowTo);
    const after = snapshot();
    const wireAfter = read();
    const wireRead = { before: await wireBefore, after: await wireAfter };
    return { load: tell(), chromium: null, before, after, wire: wireRead };
  },
  drain: async ({ lastSeq, quietMs, deadline }) => {
    let [seen, quietUntil, stoodStillMs] = [deliveries.count, hostClock() + quietMs, 0];
    while (failure === null && cursors.some((seq) => seq < lastSeq)) {
      const now = hostClock();
      if (now > Math.min(quietUntil, deadline) + stoodStillMs) return false;
      await until(now + drainLookMs);
      // This process may have stood still meanwhile: the data that came is read first.
      const late = hostClock() - now - drainLookMs;
      if (late > ordinaryMs) stoodStillMs += late;
      if (deliveries.count > seen) [seen, quietUntil] = [deliveries.count, hostClock() + quietMs];
    }
    if (failure !== null) throw new Error(failure);
    return true;
  },
  leave: async () => {
    const gaps = pulse?.gaps() ?? [];
    await leave();
    return { deliveries: deliveries.columns(), total: snapshot(), pages: null, gaps };
  },
} satisfies ClientCalls;

await answerCalls(calls, leave);
process.exit();
