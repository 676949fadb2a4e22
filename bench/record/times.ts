// The times of a trial as its record keeps them: distributions, the spread over messages and subscribers, and their course. Types
// only; in ms, and since the window's start where they are instants.

import type { Knots } from "../statistics/knots.ts";

/**
 * A sample of times in ms. A percentile that the sample is too small for is null: what counts is how many independent events
 * it holds, since the deliveries of one message stand or fall together (docs/method.md, rule 7).
 */
export interface Distribution {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
  /** How many times the sample holds. */
  readonly count: number;
  /** How many independent events the times are of: the messages of deliveries, else as many as there are times. */
  readonly events: number;
  /** HdrHistogram V2, compressed, base64; values in whole microseconds, three significant digits. Empty where count is 0. */
  readonly histogram: string;
}

/** How one number, of which each subscriber has its own, is spread over the subscribers of a trial. */
export interface Spread {
  readonly least: number;
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
  readonly most: number;
  /** How many subscribers have the number. */
  readonly subscribers: number;
}

/** A sample whose single times are kept elsewhere. */
type Percentiles = Omit<Distribution, "histogram">;

/** The response times of each message's first, median and last subscriber: one time a message. */
export interface MessageTimes {
  readonly firstMs: Percentiles;
  readonly medianMs: Percentiles;
  readonly lastMs: Percentiles;
}

/** Every message of the trial, in the order of seq; instants in ms since the window's start, those of the warm-up below 0. */
export interface MessageColumns {
  /** When each was meant to be published. */
  readonly dueMs: readonly number[];
  /** When each was. */
  readonly sentMs: readonly number[];
  /** The response times of each message that was due in the window and arrived, over its subscribers (bench/statistics/knots.ts). */
  readonly knotsMs: readonly Knots[];
}

/** Each subscriber's own response time, beside the pooled one; null where a subscriber got too few messages to tell it. */
export interface SubscriberSpread {
  readonly meanMs: Spread | null;
  readonly p50Ms: Spread | null;
  readonly p99Ms: Spread | null;
}

/** One stretch of the window: the response times of the messages that were due in it. */
export interface TimelineBin {
  /** Since the window's start. */
  readonly fromMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
  /** How many deliveries it holds. */
  readonly count: number;
}
