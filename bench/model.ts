// Closed forms of what each transport must cost (METHOD section 3), from delays measured in the run itself. Pure.
// Not modelled: CPU saturation, loss, HTTP/2.

import type { Conditions, Theory } from "./record.ts";

/** d: one-way delay server to client; g: a poll cycle's blackout, from an answer's leaving to the next request's arrival. */
export interface MeasuredDelays {
  readonly oneWayMs: number | null;
  readonly blackoutMs: number | null;
}

const nothing: Theory = {
  responseTimeMeanMs: null,
  emptyShare: null,
  emptyShareOfPlan: null,
  requestsPerSubscriberSecond: null,
};

/**
 * The share of polls that find nothing, of pollers with every phase, under the very instants (ascending, ms) that were
 * published: a poll at x is empty where none lies in (x − T, x]. In the mean over Poisson plans it is e^(−λT).
 */
export const emptyShareGiven = (instants: ArrayLike<number>, everyMs: number, from: number, to: number): number => {
  let covered = 0;
  let end = from;
  for (let i = 0; i < instants.length; i++) {
    const at = instants[i] ?? 0;
    const newEnd = Math.min(to, at + everyMs);
    covered += Math.max(0, newEnd - Math.max(end, at));
    end = Math.max(end, newEnd);
  }
  return 1 - covered / (to - from);
};

/** What `conditions` must give; null where no form applies, or where its inputs were not measured. */
export const predict = (conditions: Conditions, delays: MeasuredDelays): Theory => {
  if (conditions.pollEveryMs !== null) return shortPolling(conditions, conditions.pollEveryMs, delays);
  if (conditions.holdMs !== null) return longPolling(conditions, conditions.holdMs, delays);
  return { ...nothing, responseTimeMeanMs: delays.oneWayMs };
};

/** Mean d + T/2; a poll is empty with probability e^(−λT), or 1 − T/D where messages come every D ≥ T. */
const shortPolling = ({ ratePerSec, schedule }: Conditions, everyMs: number, { oneWayMs }: MeasuredDelays): Theory => {
  const perPoll = (ratePerSec * everyMs) / 1000;
  return {
    ...nothing,
    responseTimeMeanMs: oneWayMs === null ? null : oneWayMs + everyMs / 2,
    emptyShare: schedule === "poisson" ? Math.exp(-perPoll) : Math.max(0, 1 - perPoll),
    requestsPerSubscriberSecond: 1000 / everyMs,
  };
};

const longPolling = ({ ratePerSec, schedule }: Conditions, holdMs: number, delays: MeasuredDelays): Theory => {
  if (delays.blackoutMs === null) return nothing;
  return schedule === "poisson"
    ? longPollingPoisson(ratePerSec / 1000, holdMs, delays.oneWayMs, delays.blackoutMs)
    : longPollingPeriodic(1000 / ratePerSec, holdMs, delays.oneWayMs, delays.blackoutMs);
};

/** R = 1 / (g + e^(−λg)(1 − e^(−λH))/λ) requests a ms; mean d + R·g²/2, since messages wait only in the blackout. */
const longPollingPoisson = (perMs: number, holdMs: number, oneWayMs: number | null, g: number): Theory => {
  const requestsPerMs = 1 / (g + (Math.exp(-perMs * g) * -Math.expm1(-perMs * holdMs)) / perMs);
  return {
    ...nothing,
    responseTimeMeanMs: oneWayMs === null ? null : oneWayMs + (requestsPerMs * g * g) / 2,
    emptyShare: Math.exp(-perMs * (g + holdMs)),
    requestsPerSubscriberSecond: requestsPerMs * 1000,
  };
};

/** A message every D: the hold runs out floor(D / (H + g)) times in each gap, then the message is the answer. */
const longPollingPeriodic = (everyMs: number, holdMs: number, oneWayMs: number | null, g: number): Theory => {
  const empty = Math.floor(everyMs / (holdMs + g));
  return {
    ...nothing,
    responseTimeMeanMs: oneWayMs === null || everyMs <= g ? null : oneWayMs,
    emptyShare: empty / (empty + 1),
    requestsPerSubscriberSecond: ((empty + 1) * 1000) / everyMs,
  };
};
