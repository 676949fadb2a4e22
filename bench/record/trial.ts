// The record of one trial, as run.jsonl and results.json keep it. Facts only. A number's unit stands in its name, and a
// share is a number from 0 to 1. Times and counts are of the measured window unless a comment says otherwise.

import type { BytesByKind, Directions } from "../../servers/protocol/byte-kinds.ts";
import type { ClockBound, GeneratorLoad, LinkLoad, MachineLoad, ServerLoad } from "./loads.ts";
import type { Remark, WireRemark } from "./remarks.ts";

import type { Distribution, MessageColumns, MessageTimes, SubscriberSpread, TimelineBin } from "./times.ts";

export { type ByteKind, type BytesByKind, byteKinds, type Directions } from "../../servers/protocol/byte-kinds.ts";

/** The factors that a trial is run under. A factor that a transport does not respond to is null. */
export interface Conditions {
  /** How many subscribers are connected at once. */
  readonly subscribers: number;
  /** Messages a second that the plan publishes; 0 for a silent schedule. */
  readonly ratePerSec: number;
  /** How the gaps between messages are distributed: exponential, all equal, or no message at all. */
  readonly schedule: "poisson" | "periodic" | "silent";
  /** The size of a message's body, without the JSON around it. */
  readonly bodyBytes: number;
  /** The delay that the link adds between clients and server, each way. */
  readonly oneWayMs: number;
  /** Short polling: the time from one poll to the next. */
  readonly pollEveryMs: number | null;
  /** Long polling: how long the server keeps a request without news. */
  readonly holdMs: number | null;
  /** Polling: one connection for all requests, or a new one for each. */
  readonly connection: "keep-alive" | "close" | null;
  /** How many processes hold the load clients; null: as many as the machine has cores for. */
  readonly clientProcesses: number | null;
  /**
   * The heads of the load client's requests; a browser sends its own. `published` replays the heads that table T1 of
   * docs/method.md, section 4 counted, in answers too.
   */
  readonly headers: "minimal" | "browser" | "published";
}

/** How many processes hold a trial's load clients: the server needs a core too, where the plan does not say. */
export const clientProcessesOf = (
  { clientProcesses, subscribers }: Pick<Conditions, "clientProcesses" | "subscribers">,
  cores: number,
): number => clientProcesses ?? Math.min(Math.max(1, cores - 1), subscribers);

/** Deliveries over the whole trial, warm-up included. */
export interface DeliveryLedger {
  /** Messages published × subscribers. */
  readonly expected: number;
  /** Published messages that arrived at a subscriber, each counted once. */
  readonly received: number;
  /** Expected deliveries that never arrived. */
  readonly lost: number;
  /** Further arrivals of a message that a subscriber already has. */
  readonly duplicated: number;
  /** First arrivals of a message after one that was published later. */
  readonly outOfOrder: number;
  /** Arrivals under a seq that was never published. */
  readonly foreign: number;
  /** Arrivals whose body is not the one that was published under their seq. */
  readonly altered: number;
  /** Subscribers with at least one fault. */
  readonly subscribersAffected: number;
}

/** The faults that a delivery can have. Any one of them fails the trial, and none makes up for another. */
export const deliveryFaults = [
  "lost",
  "duplicated",
  "outOfOrder",
  "foreign",
  "altered",
] as const satisfies readonly (keyof DeliveryLedger)[];

export type DeliveryFault = (typeof deliveryFaults)[number];

export const isFaultless = (ledger: DeliveryLedger): boolean => deliveryFaults.every((fault) => ledger[fault] === 0);

/**
 * Bytes that passed the clients' sockets in the window, without TCP/IP; a browser's are counted at the server's sockets. Each
 * kind stands here for both directions together. A message, and an answer, is counted as a whole once it has passed, together
 * with its framing: a window's ends cut none in two.
 */
export interface ByteLedger extends Directions, BytesByKind {
  readonly kinds: { readonly up: BytesByKind; readonly down: BytesByKind };
  /** The messages that these bytes carried: those that passed within the window, whenever they were due. */
  readonly deliveries: number;
  /** The bytes over their deliveries; null where nothing was delivered. */
  readonly perDelivery: Record<keyof Directions, number | null>;
  /** Mean bytes of a connection's upgrade, over the whole trial; null where connections are not upgraded. */
  readonly handshakePerConnection: Directions | null;
  /** Bytes at the sockets over the whole trial that belong to no kind. Anything but 0 means that the accounting is wrong. */
  readonly unaccounted: number;
  /**
   * The bytes of `up` and `down` with TCP/IP headers and acknowledgements; null where they could not be counted. The kernel's
   * counters are read a few ms later, so that what they hold for a byte of payload is given for the window's.
   */
  readonly wire: Directions | null;
  /** How `wire` was counted, or why it was not. */
  readonly wireSource: WireRemark;
  /**
   * The sum of |server's count − clients' count| over kinds and directions, over the whole trial. Anything but 0 means that
   * bytes went astray. null for a browser, which does not tell a count of its own.
   */
  readonly serverDisagrees: number | null;
}

/** Mean bytes of the heads of polls and of their answers; null where there was none to count. */
interface HeadBytes {
  readonly request: number | null;
  readonly fullAnswer: number | null;
  readonly emptyAnswer: number | null;
}

/** Polls and their answers. A transport that pushes makes none: its connection's upgrade is not counted here. */
export interface RequestCounts {
  readonly total: number;
  /** Answers without a message. */
  readonly empty: number;
  /** Requests over deliveries; null where nothing was delivered. */
  readonly perDelivery: number | null;
  readonly perSubscriberSecond: number;
  /** Messages over the answers that carried them; null where there was no such answer. */
  readonly messagesPerResponse: number | null;
  /** Mean time from a poll to the next where the answer between was empty: the interval, or hold and blackout. */
  readonly emptyCycleMs: number | null;
  /** Mean time from an answer's arrival to the next request's leaving, where that follows at once (long polling). */
  readonly turnaroundMs: number | null;
  readonly headBytes: HeadBytes;
  /** The bytes that a browser's headers would have added to each poll's head; null where they were sent, and without polls. */
  readonly browserHeaderBytes: number | null;
}

/** Connections over the whole trial. */
interface ConnectionCounts {
  readonly opened: number;
  /** Attempts to connect that failed. */
  readonly failed: number;
  readonly closedByServer: number;
  /** Subscribers a second that became ready while they joined, over all client processes together. */
  readonly perSecond: number;
}

/** A trial's place in the run, and whether it may be believed. */
interface TrialIdentity {
  readonly transport: string;
  readonly scenario: string;
  /** Counts from 0. All transports of a scenario's repetition publish at the same instants. */
  readonly repetition: number;
  /** Counts from 0. Trials of one step run side by side; steps run one after another. */
  readonly step: number;
  readonly conditions: Conditions;
  /** ISO 8601. */
  readonly startedAt: string;
  /** How long messages were published before the window began. */
  readonly warmupMs: number;
  /** The length of the window. */
  readonly measureMs: number;
  /** The remarks that a reader of the numbers has to know. */
  readonly warnings: readonly Remark[];
  /** Why the trial is saturated, invalid or failed; empty for a measured one. */
  readonly reasons: readonly Remark[];
}

/** The numbers of a trial. Times are of every delivery of a message that was due in the window, however late it came. */
export interface Measurements {
  /** From the instant at which a message was meant to be published to its arrival (docs/method.md, rule 1). */
  readonly responseTimeMs: Distribution;
  /** From the instant at which a message was published to its arrival. */
  readonly serviceTimeMs: Distribution;
  /** From the instant at which a message was meant to be published to the one at which it was; one time a message. */
  readonly publishDelayMs: Distribution;
  readonly perMessage: MessageTimes;
  /**
   * The time that 99 % of this trial's deliveries keep, however few its messages are: no estimate of a percentile, but fit to be
   * compared with another trial of the same plan. null without deliveries.
   */
  readonly tailMs: number | null;
  readonly messages: MessageColumns;
  readonly perSubscriber: SubscriberSpread;
  /** Response times by when the message was due, in at most 25 bins in the order of time. */
  readonly timeline: readonly TimelineBin[];
  readonly deliveries: DeliveryLedger;
  readonly bytes: ByteLedger;
  readonly requests: RequestCounts;
  readonly connections: ConnectionCounts;
  readonly server: ServerLoad;
  readonly generator: GeneratorLoad;
  readonly link: LinkLoad;
  readonly machine: MachineLoad;
  /** null where the clients read the host's clock themselves. */
  readonly clock: ClockBound | null;
}

/** `saturated`: the server's own load held it up. That is a result of the transport's, and ranks last. */
export type MeasuredTrial = TrialIdentity & { readonly status: "measured" | "saturated" } & Measurements;

/** Finished, but the rig or the machine was the limit and not the transport. */
export type InvalidTrial = TrialIdentity & { readonly status: "invalid" } & Measurements;

/** A delivery was lost or spoilt, or the trial could not be finished: then every measurement is null. */
type FailedTrial = TrialIdentity & { readonly status: "failed" } & {
  readonly [K in keyof Measurements]: Measurements[K] | null;
};

export type TrialRecord = MeasuredTrial | InvalidTrial | FailedTrial;

/** Whether the trial's numbers are the transport's, also where its server was saturated. */
export const isMeasured = (trial: TrialRecord): trial is MeasuredTrial =>
  trial.status === "measured" || trial.status === "saturated";

/** The measurements of a trial that could not be finished. */
export const unmeasured = {
  responseTimeMs: null,
  serviceTimeMs: null,
  publishDelayMs: null,
  perMessage: null,
  tailMs: null,
  messages: null,
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
} satisfies Readonly<Record<keyof Measurements, null>>;
