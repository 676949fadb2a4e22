// The record of one trial: what run.jsonl keeps of it. Facts only; every unit stands in its name.

import type { BytesByKind, Directions } from "../../servers/protocol/byte-kinds.ts";

export { type ByteKind, type BytesByKind, byteKinds, type Directions } from "../../servers/protocol/byte-kinds.ts";

/** The factors a trial is run under. A factor that a transport does not respond to is null. */
export interface Conditions {
  readonly subscribers: number;
  /** Of the schedule; 0 of a silent one. */
  readonly ratePerSec: number;
  readonly schedule: "poisson" | "periodic" | "silent";
  readonly bodyBytes: number;
  /** Added by the link between clients and server, each way. */
  readonly oneWayMs: number;
  readonly pollEveryMs: number | null;
  readonly holdMs: number | null;
  readonly connection: "keep-alive" | "close" | null;
  /** Of the load client's requests (a browser sends its own), and of answers too where `published`: a replay of the heads that T1 of METHOD section 4 counted. */
  readonly headers: "minimal" | "browser" | "published";
}

/** A sample of times in ms. A percentile that the sample is too small for is null. */
export interface Distribution {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
  readonly count: number;
  /** HdrHistogram V2, compressed, base64; values in whole microseconds, three significant digits. */
  readonly histogram: string;
}

/** Of one number a subscriber, over the subscribers of a trial. */
export interface Spread {
  readonly least: number;
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
  readonly most: number;
  readonly subscribers: number;
}

/** Each subscriber's own response time beside the pooled one; null where a subscriber got too few messages to say. */
export interface SubscriberSpread {
  readonly meanMs: Spread | null;
  readonly p50Ms: Spread | null;
  readonly p99Ms: Spread | null;
}

export interface DeliveryLedger {
  readonly expected: number;
  readonly received: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** Deliveries of a seq that was never published. */
  readonly foreign: number;
  /** Deliveries whose body is not the one that was published under their seq. */
  readonly altered: number;
  /** Subscribers with at least one fault. */
  readonly subscribersAffected: number;
}

/** What can go wrong with a delivery. Any one of them fails the trial; none makes up for another. */
export const deliveryFaults = [
  "lost",
  "duplicated",
  "outOfOrder",
  "foreign",
  "altered",
] as const satisfies readonly (keyof DeliveryLedger)[];

export type DeliveryFault = (typeof deliveryFaults)[number];

export const isFaultless = (ledger: DeliveryLedger): boolean => deliveryFaults.every((fault) => ledger[fault] === 0);

/** Bytes at the clients' sockets (of a browser: at the server's) within the measured window. Kinds are counted apart, as whole messages. */
export interface ByteLedger extends Directions, BytesByKind {
  readonly kinds: { readonly up: BytesByKind; readonly down: BytesByKind };
  readonly perDelivery: Record<keyof Directions, number | null>;
  /** Of one connection's upgrade, over the whole trial; null where there is none. */
  readonly handshakePerConnection: Directions | null;
  /** Bytes at the sockets over the whole trial that belong to no kind: 0, or the accounting is wrong. */
  readonly unaccounted: number;
  /** Within the window, with TCP/IP headers and ACKs; null where it could not be counted. */
  readonly wire: Directions | null;
  /** How `wire` was counted, or why it was not. */
  readonly wireSource: string;
  /**
   * Over the whole trial, by kind and direction: |server's count − clients' count|, summed. 0, or bytes went astray; null
   * of a browser, which tells no count of its own.
   */
  readonly serverDisagrees: number | null;
}

/** Mean bytes of a poll's heads within the window; null where there was no such. */
export interface HeadBytes {
  readonly request: number | null;
  readonly fullAnswer: number | null;
  readonly emptyAnswer: number | null;
}

export interface RequestCounts {
  readonly total: number;
  readonly empty: number;
  readonly perDelivery: number | null;
  readonly perSubscriberSecond: number;
  readonly messagesPerResponse: number | null;
  /** What short polling had to find empty, given when messages were published; null of other transports. */
  readonly emptyShareOfPlan: number | null;
  /** Mean time from one poll's request to the next where the answer was empty: interval, or hold + blackout. */
  readonly emptyCycleMs: number | null;
  /** Mean time from an answer's arrival to the next request's leaving, where that follows at once (long polling). */
  readonly turnaroundMs: number | null;
  readonly headBytes: HeadBytes;
}

export interface ConnectionCounts {
  readonly opened: number;
  readonly failed: number;
  readonly closedByServer: number;
  /** While the subscribers joined, all client processes together. */
  readonly perSecond: number;
}

/** Of a process within the window; of several, the worst. */
export interface LoopLoad {
  readonly loopDelayP99Ms: number;
  /** Share of the window in which the event loop was not waiting. */
  readonly loopUtilization: number;
  readonly gcPauseMaxMs: number;
  /** Share of the window spent in garbage collection. */
  readonly gcShare: number;
  /** Share of the window in which the main thread could have run and had no core; null where the system does not tell. */
  readonly runDelayShare: number | null;
}

export interface ServerLoad extends LoopLoad {
  /** CPU of the server process without the pacer thread. */
  readonly cpuMsPerThousandDeliveries: number | null;
  readonly cpuUtilization: number;
  readonly rssPeakBytes: number;
  /** JavaScript heap and external memory after a forced collection: (all subscribers idle − none) / subscribers. */
  readonly bytesPerIdleSubscriber: number | null;
}

export interface GeneratorLoad extends LoopLoad {
  /** Of all client processes together, a browser's among them, in cores. */
  readonly cpuUtilization: number;
  /** Of the worst client process. */
  readonly busiestProcessUtilization: number;
  /** Publications per second: asked for by the plan, and made. */
  readonly offeredRate: number;
  readonly achievedRate: number;
  /** As the server's: what one waiting subscriber adds to the client processes' heap and external memory. */
  readonly bytesPerIdleSubscriber: number | null;
  /** CPU of the publisher's pacing thread, in cores. */
  readonly pacerUtilization: number;
}

/**
 * What lies between clients and server. `loopback`: the host's own; `veth`: two network namespaces of the trial's own,
 * joined by a virtual cable; `tun`: the same, joined by a program that delays each packet; `proxy`: loopback and a
 * user-space relay, which delays bytes but not TCP's handshake and slow start.
 */
export const linkKinds = ["loopback", "veth", "tun", "proxy"] as const;

export type LinkKind = (typeof linkKinds)[number];

export interface LinkLoad {
  readonly kind: LinkKind;
  /** Of the program that delays, in cores, over the window; 0 where there is none. */
  readonly cpuUtilization: number;
}

/** Of a browser's pages, which stamp deliveries with clocks of their own, measured against the host's before and after. */
export interface ClockBound {
  /** The worst page's: its times may be off by this much, either way. */
  readonly offsetBoundMs: number;
  /** How far the offset of a page's clock was from itself, before against after. */
  readonly driftMs: number;
}

/** The machine as a whole within the window. */
export interface MachineLoad {
  /** Cores that others used: the machine's busy time without that of the trial's processes; null where it is not told. */
  readonly otherCores: number | null;
  /** Little's law: deliveries outstanding on the average, over rate × mean response time; 1 in a steady state. */
  readonly littlesRatio: number | null;
}

export interface TrialIdentity {
  readonly transport: string;
  readonly scenario: string;
  readonly repetition: number;
  /** Trials of one step run side by side; steps run one after another. */
  readonly step: number;
  readonly conditions: Conditions;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly warmupMs: number;
  readonly measureMs: number;
  readonly warnings: readonly string[];
  readonly reasons: readonly string[];
}

export interface Measurements {
  readonly responseTimeMs: Distribution;
  readonly serviceTimeMs: Distribution;
  readonly publishDelayMs: Distribution;
  readonly perSubscriber: SubscriberSpread;
  /** Response times by when the message was due in the window, at most 25 bins in the order of time. */
  readonly timeline: readonly TimelineBin[];
  readonly deliveries: DeliveryLedger;
  readonly bytes: ByteLedger;
  readonly requests: RequestCounts;
  readonly connections: ConnectionCounts;
  readonly server: ServerLoad;
  readonly generator: GeneratorLoad;
  readonly link: LinkLoad;
  readonly machine: MachineLoad;
  /** null where clients have the host's clock themselves. */
  readonly clock: ClockBound | null;
}

/** One stretch of the window, from its start on; the times are of the messages due in it. */
export interface TimelineBin {
  readonly fromMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
  readonly count: number;
}

/** `invalid`: measured, but the rig was the limit; `failed`: a delivery was lost, or the trial could not be finished. */
export type MeasuredTrial = TrialIdentity & { readonly status: "measured" } & Measurements;

export type InvalidTrial = TrialIdentity & { readonly status: "invalid" } & Measurements;

export type FailedTrial = TrialIdentity & { readonly status: "failed" } & {
  readonly [K in keyof Measurements]: Measurements[K] | null;
};

export type TrialRecord = MeasuredTrial | InvalidTrial | FailedTrial;

/** The measurements of a trial that could not be finished. */
export const unmeasured = {
  responseTimeMs: null,
  serviceTimeMs: null,
  publishDelayMs: null,
  perSubscriber: null,
  timeline: null,
  deliveries: null,
  bytes: null,
  requests: null,
  connections: null,
  server: null,
  generator: null,
  link: null,
  machine: null,
  clock: null,
};
