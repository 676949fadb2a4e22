// The shape of a trial's record, as bench/record/trial.ts has it.

import * as v from "valibot";
import type { GeneratorLoad, LoopLoad, StallLoad } from "../record/loads.ts";
import { recordOf } from "../record/metrics.ts";
import { type ByteLedger, byteKinds, type Conditions, type Measurements, type TrialRecord } from "../record/trial.ts";
import { knotShares } from "../statistics/knots.ts";
import {
  count,
  distribution,
  finite,
  finiteOrNull,
  instant,
  least0,
  link,
  percentiles,
  positive,
  remark,
  type Shape,
  text,
  wireRemark,
} from "./shapes.ts";

const directions = v.object({ up: finite, down: finite });
const kinds = v.object(recordOf(byteKinds, () => finite));
const spread = v.object({
  least: finite,
  p10: finite,
  median: finite,
  p90: finite,
  most: finite,
  subscribers: count,
});

const loop = {
  loopDelayP99Ms: finite,
  loopDelayMaxMs: finite,
  loopUtilization: finite,
  gcPauseMaxMs: finite,
  gcShare: finite,
  runDelayShare: finiteOrNull,
} satisfies Shape<LoopLoad>;

const stalls = { stallMaxMs: least0, stallShare: least0 } satisfies Shape<StallLoad>;

const conditions = v.object({
  subscribers: v.pipe(count, v.minValue(1, "expected 1 or more")),
  ratePerSec: least0,
  schedule: v.picklist(["poisson", "periodic", "silent"]),
  bodyBytes: count,
  oneWayMs: least0,
  pollEveryMs: v.nullable(positive),
  holdMs: v.nullable(positive),
  connection: v.nullable(v.picklist(["keep-alive", "close"])),
  clientProcesses: v.nullable(v.pipe(count, v.minValue(1, "expected 1 or more"))),
  headers: v.picklist(["minimal", "browser", "published"]),
} satisfies Shape<Conditions>);

const bytes = v.object({
  ...directions.entries,
  ...kinds.entries,
  kinds: v.object({ up: kinds, down: kinds }),
  deliveries: count,
  perDelivery: v.object({ up: finiteOrNull, down: finiteOrNull }),
  handshakePerConnection: v.nullable(directions),
  unaccounted: finite,
  wire: v.nullable(directions),
  wireSource: wireRemark,
  serverDisagrees: finiteOrNull,
} satisfies Shape<ByteLedger>);

const generator = v.object({
  ...loop,
  ...stalls,
  cpuUtilization: finite,
  busiestProcessUtilization: finite,
  offeredRate: finite,
  achievedRate: finite,
  bytesPerIdleSubscriber: finiteOrNull,
  pacerUtilization: finite,
  pacerDelayP50Ms: finiteOrNull,
  pacerDelayMaxMs: finiteOrNull,
} satisfies Shape<GeneratorLoad>);

const measurements = {
  responseTimeMs: distribution,
  serviceTimeMs: distribution,
  publishDelayMs: distribution,
  perMessage: v.object({ firstMs: percentiles, medianMs: percentiles, lastMs: percentiles }),
  tailMs: finiteOrNull,
  messages: v.object({
    dueMs: v.array(finite),
    sentMs: v.array(finite),
    knotsMs: v.array(v.pipe(v.array(finite), v.length(knotShares.length))),
  }),
  perSubscriber: v.object({ meanMs: v.nullable(spread), p50Ms: v.nullable(spread), p99Ms: v.nullable(spread) }),
  timeline: v.array(v.object({ fromMs: finite, meanMs: finite, maxMs: finite, count })),
  deliveries: v.object({
    expected: count,
    received: count,
    lost: count,
    duplicated: count,
    outOfOrder: count,
    foreign: count,
    altered: count,
    subscribersAffected: count,
  }),
  bytes,
  requests: v.object({
    total: count,
    empty: count,
    perDelivery: finiteOrNull,
    perSubscriberSecond: finite,
    messagesPerResponse: finiteOrNull,
    emptyCycleMs: finiteOrNull,
    turnaroundMs: finiteOrNull,
    headBytes: v.object({ request: finiteOrNull, fullAnswer: finiteOrNull, emptyAnswer: finiteOrNull }),
    browserHeaderBytes: finiteOrNull,
  }),
  connections: v.object({ opened: count, failed: count, closedByServer: count, perSecond: finite }),
  server: v.object({
    ...loop,
    ...stalls,
    cpuMsPerThousandDeliveries: finiteOrNull,
    cpuUtilization: finite,
    cpuBlocks: v.object({ messages: count, spanMs: v.array(finite), cpuMs: v.array(finite) }),
    rssPeakBytes: finite,
    bytesPerIdleSubscriber: finiteOrNull,
  }),
  generator,
  link: v.object({ ...link.entries, ...stalls, latenessMaxMs: least0 }),
  machine: v.object({
    otherCores: finiteOrNull,
    littlesRatio: finiteOrNull,
    leaderStallMaxMs: least0,
    probeMs: v.nullable(v.object({ before: positive, after: positive })),
  }),
  clock: v.nullable(v.object({ offsetBoundMs: finite, driftMs: finite })),
} satisfies Shape<Measurements>;

const identity = {
  transport: text,
  scenario: text,
  repetition: count,
  step: count,
  conditions,
  startedAt: instant,
  warmupMs: least0,
  measureMs: positive,
  warnings: v.array(remark),
  reasons: v.array(remark),
};

const m = measurements;

export const trialShape: v.GenericSchema<unknown, TrialRecord> = v.variant("status", [
  v.object({ ...identity, status: v.literal("measured"), ...measurements }),
  v.object({ ...identity, status: v.literal("saturated"), ...measurements }),
  v.object({ ...identity, status: v.literal("invalid"), ...measurements }),
  v.object({
    ...identity,
    status: v.literal("failed"),
    responseTimeMs: v.nullable(m.responseTimeMs),
    serviceTimeMs: v.nullable(m.serviceTimeMs),
    publishDelayMs: v.nullable(m.publishDelayMs),
    perMessage: v.nullable(m.perMessage),
    tailMs: m.tailMs,
    messages: v.nullable(m.messages),
    perSubscriber: v.nullable(m.perSubscriber),
    timeline: v.nullable(m.timeline),
    deliveries: v.nullable(m.deliveries),
    bytes: v.nullable(m.bytes),
    requests: v.nullable(m.requests),
    connections: v.nullable(m.connections),
    server: v.nullable(m.server),
    generator: v.nullable(m.generator),
    link: v.nullable(m.link),
    machine: v.nullable(m.machine),
    clock: m.clock,
  }),
]);
