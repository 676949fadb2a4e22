// The metrics that the gate judges, and which number of a trial each is: counts, which hardly vary, and times, which do. Pure.

import { metricOf, type TrialNumber } from "../record/metrics.ts";
import type { MetricName } from "../record/summary.ts";
import type { Conditions, DeliveryLedger, MeasuredTrial } from "../record/trial.ts";

/** Counts that a transport's code fixes, whatever the plan, the machine and the number of messages that travel together. */
export const invariantMetrics = [
  "headBytesPerRequest",
  "headBytesPerFullAnswer",
  "headBytesPerEmptyAnswer",
  "envelopeBytesPerMessage",
  "framingBytesPerMessage",
  "handshakeBytesPerConnectionUp",
  "handshakeBytesPerConnectionDown",
] as const;

/** Numbers of a measured trial. */
export const countMetrics = [
  ...invariantMetrics,
  "connectionsPerSubscriber",
  "requestsPerDelivery",
  "messagesPerResponse",
  "bytesPerDelivery",
] as const;
export type CountMetric = (typeof countMetrics)[number];

/** Sums over all trials of a cell. A trial fails for what it lost, and is invalid where the rig was the limit. */
export const ledgerMetrics = [
  "lostDeliveries",
  "duplicatedDeliveries",
  "outOfOrderDeliveries",
  "foreignDeliveries",
  "alteredDeliveries",
  "unfinishedTrials",
  "invalidTrials",
] as const;
export type LedgerMetric = (typeof ledgerMetrics)[number];

/** Numbers that vary from trial to trial: those of all cells make the family of tests. */
export const timeMetrics = [
  "responseTimeP50Ms",
  "responseTimeTailMs",
  "serverCpuMsPerThousandDeliveries",
  "serverBytesPerIdleSubscriber",
] as const satisfies readonly MetricName[];
export type TimeMetric = (typeof timeMetrics)[number];

/** All metrics, in the order of the page. Lower is better in all of them but `messagesPerResponse`. */
export const gateMetrics = [...ledgerMetrics, ...countMetrics, ...timeMetrics] as const;
export type GateMetric = (typeof gateMetrics)[number];

/** A time is noisy and needs a test; a count is told by its medians. */
export type Tier = "count" | "time";

export const tierOf = (metric: GateMetric): Tier => (timeMetrics.some((time) => time === metric) ? "time" : "count");

export const isInvariant = (metric: GateMetric): boolean => invariantMetrics.some((one) => one === metric);

/**
 * Bytes of a kind for each body that passed. Both are counted as a whole message passes, so that no window cuts the one and not
 * the other.
 */
const ofMessages =
  (kind: "envelope" | "framing"): TrialNumber =>
  ({ bytes: { kinds }, conditions }) => {
    const messages = kinds.down.body / conditions.bodyBytes;
    return messages > 0 ? kinds.down[kind] / messages : null;
  };

const ofHead =
  (kind: keyof MeasuredTrial["requests"]["headBytes"]): TrialNumber =>
  ({ requests }) =>
    requests.headBytes[kind];

/** One number a trial, in the unit of the metric's name; null where the trial does not tell it. */
export const gateMetricOf: Readonly<Record<CountMetric | TimeMetric, TrialNumber>> = {
  headBytesPerRequest: ofHead("request"),
  headBytesPerFullAnswer: ofHead("fullAnswer"),
  headBytesPerEmptyAnswer: ofHead("emptyAnswer"),
  envelopeBytesPerMessage: ofMessages("envelope"),
  framingBytesPerMessage: ofMessages("framing"),
  handshakeBytesPerConnectionUp: ({ bytes }) => bytes.handshakePerConnection?.up ?? null,
  handshakeBytesPerConnectionDown: ({ bytes }) => bytes.handshakePerConnection?.down ?? null,
  connectionsPerSubscriber: ({ connections, conditions }) => connections.opened / conditions.subscribers,
  requestsPerDelivery: metricOf.requestsPerDelivery,
  messagesPerResponse: metricOf.messagesPerResponse,
  bytesPerDelivery: metricOf.bytesPerDelivery,
  responseTimeP50Ms: metricOf.responseTimeP50Ms,
  responseTimeTailMs: metricOf.responseTimeTailMs,
  serverCpuMsPerThousandDeliveries: metricOf.serverCpuMsPerThousandDeliveries,
  serverBytesPerIdleSubscriber: metricOf.serverBytesPerIdleSubscriber,
};

/**
 * Whether a count follows from how many messages an answer carries, which the machine's speed and the plan decide: a faster server
 * lets fewer wait, and makes more requests for the same messages.
 */
export const isBatched = (metric: CountMetric, { pollEveryMs, holdMs, connection }: Conditions): boolean => {
  if (metric === "connectionsPerSubscriber") return connection === "close";
  const polled = pollEveryMs !== null || holdMs !== null;
  return polled && ["requestsPerDelivery", "messagesPerResponse", "bytesPerDelivery"].includes(metric);
};

/** The ledger's field that a ledger metric sums; null where it counts trials. */
export const ledgerFieldOf = {
  lostDeliveries: "lost",
  duplicatedDeliveries: "duplicated",
  outOfOrderDeliveries: "outOfOrder",
  foreignDeliveries: "foreign",
  alteredDeliveries: "altered",
  unfinishedTrials: null,
  invalidTrials: null,
} as const satisfies Readonly<Record<LedgerMetric, keyof DeliveryLedger | null>>;

export const unitOf = (metric: GateMetric): "ms" | "B" | "" => {
  if (metric.endsWith("Ms") || metric === "serverCpuMsPerThousandDeliveries") return "ms";
  return /bytes/i.test(metric) ? "B" : "";
};
