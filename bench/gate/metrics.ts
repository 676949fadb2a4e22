// The metrics that the gate judges, and which number of a trial each is: counts, which hardly vary, and times, which do. Pure.

import { deliveriesOf, metricOf, type TrialNumber } from "../record/metrics.ts";
import type { MetricName } from "../record/summary.ts";
import type { ByteKind, Conditions, DeliveryLedger, Directions } from "../record/trial.ts";

/** Numbers of a measured trial. The handshake is told a connection, the other kinds of bytes a delivery. */
export const countMetrics = [
  "requestsPerDelivery",
  "bytesPerDelivery",
  "bodyBytesPerDeliveryUp",
  "bodyBytesPerDeliveryDown",
  "envelopeBytesPerDeliveryUp",
  "envelopeBytesPerDeliveryDown",
  "httpHeadersBytesPerDeliveryUp",
  "httpHeadersBytesPerDeliveryDown",
  "framingBytesPerDeliveryUp",
  "framingBytesPerDeliveryDown",
  "keepAliveBytesPerDeliveryUp",
  "keepAliveBytesPerDeliveryDown",
  "handshakeBytesPerConnectionUp",
  "handshakeBytesPerConnectionDown",
  "connectionsPerSubscriber",
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

export const timeMetrics = [
  "responseTimeP50Ms",
  "responseTimeP90Ms",
  "responseTimeP99Ms",
  "serverCpuMsPerThousandDeliveries",
  "serverBytesPerIdleSubscriber",
] as const satisfies readonly MetricName[];
export type TimeMetric = (typeof timeMetrics)[number];

/** All metrics, in the order of the page. Lower is better in all of them. */
export const gateMetrics = [...ledgerMetrics, ...countMetrics, ...timeMetrics] as const;
export type GateMetric = (typeof gateMetrics)[number];

/** A time is noisy and needs a test; a count is told by its medians. */
export type Tier = "count" | "time";

export const tierOf = (metric: GateMetric): Tier => (timeMetrics.some((time) => time === metric) ? "time" : "count");

const ofKind =
  (kind: Exclude<ByteKind, "handshake">, direction: keyof Directions): TrialNumber =>
  ({ bytes }) => {
    const deliveries = deliveriesOf(bytes);
    return deliveries > 0 ? bytes.kinds[direction][kind] / deliveries : null;
  };

/** One number a trial, in the unit of the metric's name; null where the trial does not tell. */
export const gateMetricOf: Readonly<Record<CountMetric | TimeMetric, TrialNumber>> = {
  requestsPerDelivery: metricOf.requestsPerDelivery,
  bytesPerDelivery: metricOf.bytesPerDelivery,
  bodyBytesPerDeliveryUp: ofKind("body", "up"),
  bodyBytesPerDeliveryDown: ofKind("body", "down"),
  envelopeBytesPerDeliveryUp: ofKind("envelope", "up"),
  envelopeBytesPerDeliveryDown: ofKind("envelope", "down"),
  httpHeadersBytesPerDeliveryUp: ofKind("httpHeaders", "up"),
  httpHeadersBytesPerDeliveryDown: ofKind("httpHeaders", "down"),
  framingBytesPerDeliveryUp: ofKind("framing", "up"),
  framingBytesPerDeliveryDown: ofKind("framing", "down"),
  keepAliveBytesPerDeliveryUp: ofKind("keepAlive", "up"),
  keepAliveBytesPerDeliveryDown: ofKind("keepAlive", "down"),
  handshakeBytesPerConnectionUp: ({ bytes }) => bytes.handshakePerConnection?.up ?? null,
  handshakeBytesPerConnectionDown: ({ bytes }) => bytes.handshakePerConnection?.down ?? null,
  connectionsPerSubscriber: ({ connections, conditions }) => connections.opened / conditions.subscribers,
  responseTimeP50Ms: metricOf.responseTimeP50Ms,
  responseTimeP90Ms: metricOf.responseTimeP90Ms,
  responseTimeP99Ms: metricOf.responseTimeP99Ms,
  serverCpuMsPerThousandDeliveries: metricOf.serverCpuMsPerThousandDeliveries,
  serverBytesPerIdleSubscriber: metricOf.serverBytesPerIdleSubscriber,
};

/** Whether a count depends on when messages were published and where the window cut them. */
export const isPlanBound = (metric: CountMetric, { connection }: Conditions): boolean =>
  metric === "connectionsPerSubscriber" ? connection === "close" : !metric.startsWith("handshake");

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
