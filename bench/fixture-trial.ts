// A measured trial for tests, in which every number that is not given is 0 or null. It is no measurement.

import type { Conditions, Distribution, LoopLoad, MeasuredTrial, Measurements } from "./record-trial.ts";

/** Of each part, the fields that differ. */
export type TrialChange = Partial<Pick<MeasuredTrial, "transport" | "scenario" | "repetition" | "measureMs">> & {
  readonly conditions?: Partial<Conditions>;
} & {
  readonly [K in "responseTimeMs" | "publishDelayMs" | "bytes" | "requests" | "server" | "generator"]?: Partial<
    Measurements[K]
  >;
};

const noTimes: Distribution = {
  mean: null,
  p50: null,
  p90: null,
  p99: null,
  p999: null,
  max: null,
  count: 0,
  histogram: "",
};

const noLoad: LoopLoad = {
  loopDelayP99Ms: 0,
  loopUtilization: 0,
  gcPauseMaxMs: 0,
  gcShare: 0,
  runDelayShare: null,
};

const noBytes = { body: 0, envelope: 0, httpHeaders: 0, framing: 0, handshake: 0, keepAlive: 0 };

export const trialOf = (change: TrialChange = {}): MeasuredTrial => ({
  transport: change.transport ?? "websocket",
  scenario: change.scenario ?? "broadcast",
  repetition: change.repetition ?? 0,
  step: 0,
  conditions: {
    subscribers: 10,
    ratePerSec: 1,
    schedule: "poisson",
    bodyBytes: 8,
    oneWayMs: 0,
    pollEveryMs: null,
    holdMs: null,
    connection: null,
    headers: "minimal",
    ...change.conditions,
  },
  startedAt: "2026-01-02T03:04:05.000Z",
  warmupMs: 0,
  measureMs: change.measureMs ?? 1000,
  warnings: [],
  reasons: [],
  status: "measured",
  responseTimeMs: { ...noTimes, ...change.responseTimeMs },
  serviceTimeMs: noTimes,
  publishDelayMs: { ...noTimes, ...change.publishDelayMs },
  perSubscriber: { meanMs: null, p50Ms: null, p99Ms: null },
  timeline: [],
  deliveries: {
    expected: 0,
    received: 0,
    lost: 0,
    duplicated: 0,
    outOfOrder: 0,
    foreign: 0,
    altered: 0,
    subscribersAffected: 0,
  },
  bytes: {
    up: 0,
    down: 0,
    ...noBytes,
    kinds: { up: noBytes, down: noBytes },
    perDelivery: { up: null, down: null },
    handshakePerConnection: null,
    unaccounted: 0,
    wire: null,
    wireSource: "not counted",
    serverDisagrees: 0,
    ...change.bytes,
  },
  requests: {
    total: 0,
    empty: 0,
    perDelivery: null,
    perSubscriberSecond: 0,
    messagesPerResponse: null,
    emptyShareOfPlan: null,
    emptyCycleMs: null,
    turnaroundMs: null,
    headBytes: { request: null, fullAnswer: null, emptyAnswer: null },
    ...change.requests,
  },
  connections: { opened: 0, failed: 0, closedByServer: 0, perSecond: 0 },
  server: {
    ...noLoad,
    cpuMsPerThousandDeliveries: null,
    cpuUtilization: 0,
    rssPeakBytes: 0,
    bytesPerIdleSubscriber: null,
    ...change.server,
  },
  generator: {
    ...noLoad,
    cpuUtilization: 0,
    busiestProcessUtilization: 0,
    offeredRate: 0,
    achievedRate: 0,
    bytesPerIdleSubscriber: null,
    pacerUtilization: 0,
    ...change.generator,
  },
  link: { kind: "loopback", cpuUtilization: 0 },
  machine: { otherCores: null, littlesRatio: null },
  clock: null,
});
