// Turns what the processes of a trial saw into its record. Pure: columns and counters in, numbers out.

import type { Traffic } from "../../clients/subscriber.ts";
import type { ClockBound } from "../record/loads.ts";
import type { DeliveryLedger, Measurements, RequestCounts } from "../record/trial.ts";
import { quantile, ratio } from "../statistics/stats.ts";
import { bytesOf } from "./byte-ledger.ts";
import { cpuBlocksOf } from "./cpu-blocks.ts";
import { ledgerOf } from "./delivery-ledger.ts";
import { generatorOf, worstLoop } from "./generator-load.ts";
import type { Observations } from "./observations.ts";
import {
  byMessage,
  distribution,
  latencies,
  littlesRatio,
  messageColumnsOf,
  messageTimesOf,
  spreadOf,
  timelineOf,
} from "./response-times.ts";
import { type Span, stallOf } from "./stalls.ts";
import { arrivedBetween, trafficOf } from "./traffic.ts";

export const measure = (seen: Observations): Measurements => {
  const inWindow = (at: number): boolean => at >= seen.windowFrom && at < seen.windowTo;
  const deliveries = ledgerOf(seen);
  const span = spanOf(seen, deliveries);
  const times = latencies(seen, inWindow);
  const messages = byMessage(times);
  const { traffic, total } = trafficOf(seen);
  const serverCpuMs = seen.server.load.cpuMs - seen.server.pacerCpuMs;
  return {
    responseTimeMs: distribution(times.response, messages.length),
    serviceTimeMs: distribution(times.service, messages.length),
    publishDelayMs: distribution(times.publishDelay),
    perMessage: messageTimesOf(messages),
    tailMs: times.response.length === 0 ? null : quantile(times.response.toSorted(), 0.99),
    messages: messageColumnsOf(seen, messages),
    perSubscriber: spreadOf(times),
    timeline: timelineOf(times, seen.windowTo - seen.windowFrom),
    deliveries,
    bytes: bytesOf(traffic, total, seen),
    requests: requestsOf(traffic, seen),
    connections: { ...total.connections, perSecond: seen.conditions.subscribers / (seen.connectMs / 1000) },
    server: {
      cpuMsPerThousandDeliveries: ratio(serverCpuMs, arrivedBetween(seen, seen.server.from, seen.server.to) / 1000),
      cpuUtilization: serverCpuMs / seen.server.load.elapsedMs,
      cpuBlocks: cpuBlocksOf(seen),
      ...worstLoop([seen.server.load]),
      ...stallOf([seen.gaps.server], span),
      rssPeakBytes: seen.server.load.rssPeakBytes,
      bytesPerIdleSubscriber: seen.bytesPerIdleSubscriber.server,
    },
    generator: generatorOf(seen, inWindow, span),
    link: {
      ...seen.link,
      ...stallOf([seen.gaps.link.stalls], span),
      latenessMaxMs: stallOf([seen.gaps.link.late], span).stallMaxMs,
    },
    machine: {
      otherCores: seen.otherCores,
      littlesRatio: littlesRatio(seen, times),
      leaderStallMaxMs: stallOf([seen.gaps.leader], span).stallMaxMs,
      probeMs: seen.probeMs,
    },
    clock: clockOf(seen),
  };
};

/** A delivery of the window may come after it, and is late, or never comes, where a part of the rig does not run then. */
const spanOf = ({ windowFrom, windowTo, clients }: Observations, { lost }: DeliveryLedger): Span => ({
  windowFrom,
  windowTo,
  until: clients.reduce(
    (last, { deliveries }) => deliveries.receivedAt.reduce((later, at) => Math.max(later, at), last),
    lost > 0 ? Number.POSITIVE_INFINITY : windowTo,
  ),
});

const clockOf = ({ clients }: Observations): ClockBound | null => {
  const pages = clients.flatMap((client) => client.pages ?? []);
  if (pages.length === 0) return null;
  return {
    offsetBoundMs: Math.max(...pages.map(({ offsetBoundMs }) => offsetBoundMs)),
    driftMs: Math.max(...pages.map(({ driftMs }) => driftMs)),
  };
};

const requestsOf = (
  { requests, messages, kinds }: Traffic,
  { conditions: { subscribers }, windowFrom, windowTo, browserHeaderBytes }: Observations,
): RequestCounts => ({
  total: requests.total,
  empty: requests.empty,
  perDelivery: ratio(requests.total, messages),
  perSubscriberSecond: requests.total / subscribers / ((windowTo - windowFrom) / 1000),
  messagesPerResponse: ratio(messages, requests.fullAnswers),
  emptyCycleMs: ratio(requests.emptyCyclesMs, requests.emptyCycles),
  turnaroundMs: ratio(requests.turnaroundsMs, requests.turnarounds),
  headBytes: {
    request: ratio(kinds.up.httpHeaders, requests.total),
    fullAnswer: ratio(requests.fullAnswerHeadBytes, requests.fullAnswers),
    emptyAnswer: ratio(requests.emptyAnswerHeadBytes, requests.empty),
  },
  browserHeaderBytes: requests.total === 0 ? null : browserHeaderBytes,
});
