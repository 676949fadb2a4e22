// Closed forms of what each transport must cost (docs/method.md, section 3), from delays and sizes measured in the run itself.
// Pure. Does not model CPU saturation, loss, jitter, HTTP/2, joining and leaving.

import type { MeasuredDelays, Theory } from "../record/summary.ts";
import type { Conditions } from "../record/trial.ts";

/** Sizes measured in the run, in bytes; null where there was none to measure. */
export interface ByteInputs {
  /** A message as JSON: its body and the envelope around it, without an answer's brackets and commas. */
  readonly payloadBytes: number;
  /** h_q, the head of a poll's request. */
  readonly requestBytes: number | null;
  /** h_r, the head of an answer with messages. */
  readonly fullAnswerBytes: number | null;
  /** h_0, the head of an answer without. */
  readonly emptyAnswerBytes: number | null;
  /** f(p), the framing of a pushed message; null stands for a WebSocket's by RFC 6455. */
  readonly framingPerMessageBytes: number | null;
  /** Bytes to and from one subscriber. */
  readonly keepAlivePerSecond: number;
}

/** The state that a transport settles to. Messages wait at the server for a way out, on top of the one-way delay. */
interface SteadyState {
  readonly requestsPerMs: number;
  /** The share of answers that are empty; null where nothing is asked. */
  readonly emptyShare: number | null;
  readonly meanWaitMs: number;
  /** The p-quantile of the wait. */
  readonly waitMs: (p: number) => number;
}

/** Predicts what `conditions` give in the mean over all plans; null where no form applies or its inputs were not measured. Bytes need `wire`. */
export const predict = (conditions: Conditions, delays: MeasuredDelays, wire: ByteInputs | null): Theory => {
  const state = steadyState(conditions, delays);
  const mean = responseTime(conditions, delays, ({ meanWaitMs }) => meanWaitMs);
  return {
    responseTimeMeanMs: mean,
    responseTimeP50Ms: quantileOf(conditions, delays, 0.5),
    responseTimeP99Ms: quantileOf(conditions, delays, 0.99),
    responseTimeMaxMs: quantileOf(conditions, delays, 1),
    emptyShare: state?.emptyShare ?? null,
    requestsPerSubscriberSecond: state === null ? null : state.requestsPerMs * 1000,
    messagesPerResponse: state === null ? null : messagesPerResponse(conditions, state),
    bytesPerSubscriberSecond: state === null || wire === null ? null : bytesPerSecond(conditions, state, wire),
  };
};

/** The p-quantile of the response time in ms, 0 ≤ p ≤ 1; null where no message comes, or d or a long poll's g is unknown. */
export const quantileOf = (conditions: Conditions, delays: MeasuredDelays, p: number): number | null =>
  responseTime(conditions, delays, ({ waitMs }) => waitMs(p));

/**
 * g in ms: the bare echo's round trip and the client's turnaround. Where these are unknown it is what an empty long poll's
 * cycle took beyond its hold, which is too much by the lateness of the hold's timer (10 to 15 ms of 30 s).
 */
export const blackoutOf = ({ blackoutMs, roundTripMs, turnaroundMs }: MeasuredDelays): number | null =>
  roundTripMs === null || turnaroundMs === null ? blackoutMs : roundTripMs + turnaroundMs;

/** Below this delay a transport adds mostly the software's jitter, which no form describes. */
const leastModelledDelayMs = 10;
/** A poll interval of so many times the delay dominates a response time. */
const muchLarger = 20;

/** Whether the forms of the response time may be laid over the measured times. On bare loopback only short polling's may. */
export const modelHolds = (conditions: Conditions, { oneWayMs }: MeasuredDelays): boolean => {
  if (isSilent(conditions) || oneWayMs === null) return false;
  const { pollEveryMs } = conditions;
  return conditions.oneWayMs >= leastModelledDelayMs || (pollEveryMs !== null && pollEveryMs >= muchLarger * oneWayMs);
};

/** R of docs/method.md, section 3, in requests a second, under Poisson messages; at 0 messages/s an idle subscriber's. */
export const longPollRequestsPerSec = (ratePerSec: number, holdMs: number, blackoutMs: number): number => {
  const perMs = ratePerSec / 1000;
  const heldMs = perMs === 0 ? holdMs : (Math.exp(-perMs * blackoutMs) * -Math.expm1(-perMs * holdMs)) / perMs;
  return 1000 / (blackoutMs + heldMs);
};

/**
 * Poisson messages a second above which long polling makes more requests than short polling every T. It is the root of
 * g + e^(−λg)/λ = T, which is (1/T)(1 + g²/2T²) within 1 % up to g = T/2; null where T ≤ g, since then there is none. The
 * form takes the hold to be much longer than the gaps between messages.
 */
export const shortPollBeatsLongPollAbove = (everyMs: number, blackoutMs: number): number | null => {
  if (everyMs <= blackoutMs) return null;
  // With x = λg: x·e^x = g/(T − g), Lambert's W, by Newton's method; convex, so that it cannot leave the root.
  const ratio = blackoutMs / (everyMs - blackoutMs);
  let x = Math.log1p(ratio);
  for (let i = 0; i < 20; i++) x -= (x - ratio * Math.exp(-x)) / (1 + x);
  return (1000 * Math.exp(-x)) / (everyMs - blackoutMs);
};

const isSilent = ({ schedule, ratePerSec }: Conditions): boolean => schedule === "silent" || ratePerSec === 0;

const responseTime = (
  conditions: Conditions,
  delays: MeasuredDelays,
  wait: (state: SteadyState) => number,
): number | null => {
  const state = steadyState(conditions, delays);
  return isSilent(conditions) || delays.oneWayMs === null || state === null ? null : delays.oneWayMs + wait(state);
};

const noWait = { meanWaitMs: 0, waitMs: () => 0 } as const;
/** A wait that is uniform up to `mostMs`. */
const uniformWait = (mostMs: number) => ({ meanWaitMs: mostMs / 2, waitMs: (p: number) => p * mostMs });

const steadyState = (conditions: Conditions, delays: MeasuredDelays): SteadyState | null => {
  if (conditions.pollEveryMs !== null) return shortPolling(conditions, conditions.pollEveryMs, delays);
  if (conditions.holdMs === null) return { requestsPerMs: 0, emptyShare: null, ...noWait };
  const blackoutMs = blackoutOf(delays);
  if (blackoutMs === null) return null;
  return conditions.schedule === "periodic" && !isSilent(conditions)
    ? longPollingPeriodic(1000 / conditions.ratePerSec, conditions.holdMs, blackoutMs)
    : longPollingPoisson(isSilent(conditions) ? 0 : conditions.ratePerSec, conditions.holdMs, blackoutMs);
};

/** Pollers have every phase. They skip polls that fall due while an answer is on its way; an unknown round trip is taken as short. */
const shortPolling = (conditions: Conditions, everyMs: number, { roundTripMs }: MeasuredDelays): SteadyState => {
  const cycleMs = everyMs * Math.max(1, Math.ceil((roundTripMs ?? 0) / everyMs));
  const perPoll = isSilent(conditions) ? 0 : (conditions.ratePerSec * cycleMs) / 1000;
  const emptyShare = conditions.schedule === "periodic" ? Math.max(0, 1 - perPoll) : Math.exp(-perPoll);
  return { requestsPerMs: 1 / cycleMs, emptyShare, ...uniformWait(cycleMs) };
};

/** Messages wait only in the blackout: P(wait > x) = R(g − x), so that the mean is R·g²/2. */
const longPollingPoisson = (ratePerSec: number, holdMs: number, blackoutMs: number): SteadyState => {
  const requestsPerMs = longPollRequestsPerSec(ratePerSec, holdMs, blackoutMs) / 1000;
  return {
    requestsPerMs,
    emptyShare: Math.exp((-ratePerSec * (blackoutMs + holdMs)) / 1000),
    meanWaitMs: (requestsPerMs * blackoutMs ** 2) / 2,
    waitMs: (p) => Math.max(0, blackoutMs - (1 - p) / requestsPerMs),
  };
};

/**
 * A message comes every D. Where D < g each blackout meets one, every cycle lasts g, and the wait is uniform over it in the
 * mean over phases (D and g in a ratio of small whole numbers lock). Else the hold runs out floor(D / (g + H)) times in each
 * gap, and the message finds a request waiting. There is no form where it falls into the blackout after a hold.
 */
const longPollingPeriodic = (everyMs: number, holdMs: number, blackoutMs: number): SteadyState | null => {
  if (everyMs < blackoutMs) return { requestsPerMs: 1 / blackoutMs, emptyShare: 0, ...uniformWait(blackoutMs) };
  const expired = Math.floor(everyMs / (holdMs + blackoutMs));
  if (everyMs - expired * (holdMs + blackoutMs) < blackoutMs) return null;
  return { requestsPerMs: (expired + 1) / everyMs, emptyShare: expired / (expired + 1), ...noWait };
};

/** The mean number of messages in an answer that carries any. */
const messagesPerResponse = (conditions: Conditions, { requestsPerMs, emptyShare }: SteadyState): number | null =>
  emptyShare === null || isSilent(conditions)
    ? null
    : conditions.ratePerSec / (1000 * requestsPerMs * (1 - emptyShare));

/** An answer of k messages is a JSON array: k payloads, k − 1 commas and two brackets. */
const bytesPerSecond = (conditions: Conditions, state: SteadyState, wire: ByteInputs): number | null => {
  const { requestsPerMs, emptyShare } = state;
  const messagesPerSec = isSilent(conditions) ? 0 : conditions.ratePerSec;
  if (emptyShare === null) {
    const framingBytes = wire.framingPerMessageBytes ?? frameHeaderBytes(wire.payloadBytes);
    return messagesPerSec * (wire.payloadBytes + framingBytes) + wire.keepAlivePerSecond;
  }
  const full = headBytes(wire.fullAnswerBytes, 1 - emptyShare, wire.emptyAnswerBytes);
  const empty = headBytes(wire.emptyAnswerBytes, emptyShare, wire.fullAnswerBytes);
  if (wire.requestBytes === null || full === null || empty === null) return null;
  const perPoll = wire.requestBytes + (1 - emptyShare) * (full + 1) + emptyShare * empty;
  return 1000 * requestsPerMs * perPoll + messagesPerSec * (wire.payloadBytes + 1) + wire.keepAlivePerSecond;
};

/** A kind of answer too rare to have been met hardly counts: the other's head stands in for it. */
const headBytes = (measured: number | null, share: number, other: number | null): number | null =>
  measured ?? (share < 0.001 ? other : null);

/** RFC 6455 section 5.2, from a server: unmasked. */
const frameHeaderBytes = (payloadBytes: number): number => (payloadBytes <= 125 ? 2 : payloadBytes <= 0xffff ? 4 : 10);
