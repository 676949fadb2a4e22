// Subscribers of several transports in one process, for a long time: what each gets is counted as it arrives, and not kept.
// soak.ts starts it.

import { noTraffic, type Subscription, type Traffic } from "../../clients/subscriber.ts";
import { bodyOf } from "../../servers/live/body.ts";
import type { Message } from "../../servers/protocol/message.ts";
import { openInBatches } from "../machine/batches.ts";
import { answerCalls } from "../machine/child.ts";
import { hostClock, until } from "../machine/clock.ts";
import { phaseOf } from "../statistics/random.ts";
import { transportNamed } from "../transports.ts";
import type { MemoryReading } from "./growth.ts";
import { Ledger, type LedgerCounts } from "./ledger.ts";
import { leftBehind, memoryNow, type Resources, resourcesNow } from "./resources.ts";

/** Subscribers of one transport. */
export interface Share {
  readonly transport: string;
  readonly subscribers: number;
}

export interface ShareCounts extends LedgerCounts {
  /** Connections beyond one for each subscriber: in a soak none has a reason to break. */
  readonly reconnects: number;
}

export interface SoakClientCalls {
  /** Resolves once no later message can be missed by any of them. */
  connect(call: {
    readonly url: string;
    readonly shares: readonly Share[];
    readonly pollEveryMs: number;
    /** The size of every body that the server publishes. */
    readonly bodyBytes: number;
  }): Promise<null>;
  memory(call: null): Promise<MemoryReading>;
  /** Resolves to the counts of each share, in their order. */
  counts(call: { readonly lastSeq: number | null }): Promise<readonly ShareCounts[]>;
  /** Waits until every subscriber has everything, or for the deadline; resolves to why a subscription ended early, if one did. */
  drain(call: { readonly lastSeq: number; readonly deadline: number }): Promise<string | null>;
  /** Resolves, once all have left, to what is open now and was not before they came. */
  leave(call: null): Promise<Resources>;
}

const settleMs = 5_000;
const lookMs = 20;

interface Joined {
  readonly subscribers: number;
  readonly ledger: Ledger;
  readonly traffic: Traffic;
}

const joined: Joined[] = [];
const subscriptions: Subscription[] = [];
let before: Resources = {};
let leaving = false;
let failure: string | null = null;

const join = async (
  url: string,
  { transport, subscribers }: Share,
  { pollEveryMs, bodyBytes }: { readonly pollEveryMs: number; readonly bodyBytes: number },
): Promise<void> => {
  const { subscribe } = await transportNamed(transport).client();
  const ledger = new Ledger(subscribers);
  const traffic = noTraffic();
  joined.push({ subscribers, ledger, traffic });
  const joinOne = async (subscriber: number): Promise<void> => {
    const deliver = ({ seq, body }: Message): void => ledger.record(subscriber, seq, body !== bodyOf(seq, bodyBytes));
    const subscription = await subscribe(url, deliver, {
      since: 0,
      pollEveryMs,
      firstPollMs: phaseOf(subscriber, 0) * pollEveryMs,
      connection: "keep-alive",
      headers: "minimal",
      traffic,
    });
    subscriptions.push(subscription);
    subscription.ended.then((end) => {
      if (leaving) return;
      failure ??= `${transport}: ${end.kind === "failed" ? end.reason : `a subscription ended early: ${end.kind}`}`;
    });
  };
  await openInBatches(subscribers, joinOne);
};

const reconnectsOf = ({ subscribers, traffic: { connections } }: Joined): number =>
  Math.max(0, connections.opened + connections.failed - subscribers);

const leave = async (): Promise<void> => {
  leaving = true;
  await Promise.all(subscriptions.splice(0).map((subscription) => subscription.close()));
};

const calls = {
  connect: async ({ url, shares, ...given }) => {
    before = resourcesNow();
    for (const share of shares) await join(url, share, given);
    return null;
  },
  memory: () => memoryNow(null),
  counts: async ({ lastSeq }) =>
    joined.map((share) => ({ ...share.ledger.counts(lastSeq), reconnects: reconnectsOf(share) })),
  drain: async ({ lastSeq, deadline }) => {
    while (failure === null && hostClock() < deadline && !joined.every(({ ledger }) => ledger.isComplete(lastSeq))) {
      await until(hostClock() + lookMs);
    }
    return failure;
  },
  leave: async () => {
    await leave();
    return leftBehind(before, settleMs);
  },
} satisfies SoakClientCalls;

await answerCalls(calls, leave);
process.exit();
