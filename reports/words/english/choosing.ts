// English: what the panel "Which transport should I use?" says, still and live. Runs in Node and in the browser.

import type { MeasuredFactor, Quantity } from "../vocabulary.ts";
import { englishBasics } from "./basics.ts";

export const englishChoosing = {
  basics: englishBasics,
  factors: {
    ratePerSec: "messages a second",
    subscribers: "subscribers",
    bodyBytes: "body size",
    oneWayMs: "one-way delay",
    pollEveryMs: "poll interval",
    requestsPerSec: "requests a second",
    deliveriesPerSec: "deliveries a second",
  } satisfies Readonly<Record<MeasuredFactor, string>>,
  units: { meanMs: "ms", p99Ms: "ms", requestsPerSec: "/s", bytesPerSec: "/s", cores: "cores" } satisfies Readonly<
    Record<Quantity, string>
  >,
  extrapolated: "extrapolated",
  /** The server runs on one thread. */
  tooMuch: "more than its one core",
  standings: { keeps: "keeps the limit", breaks: "too stale", unknown: "not known" },
  /** "messages a second 0.02 to 10". */
  measuredFactor: (factor: string, range: string): string => `${factor} ${range}`,
  /** "10 messages/s to each of 100 subscribers, 256 B bodies, 0 ms away, at most 1 s old". */
  setting: (rate: string, subscribers: string, body: string, delay: string, stale: string): string =>
    `${englishBasics.capitalise(rate)} to each of ${subscribers}, ${body} bodies, ${delay} away, at most ${stale} old`,
  predictedFor: (setting: string): string => `Predicted for all subscribers together. ${setting}`,
  none: (stale: string): string => `No transport keeps ${stale} at p99`,
  unknown: (name: string): string => `the run cannot tell for ${name}`,
  /** A short poller and its interval. */
  polling: (name: string, every: string): string => `${name} every ${every}`,
  serverCpu: (cores: string): string => `${cores} of server CPU`,
  best: (name: string, p99: string, costs: string): string =>
    `${name}: ${p99} at p99${costs === "" ? "" : ` for ${costs}`}`,
  other: (name: string, ratios: readonly string[]): string =>
    `${name} would do${ratios.length === 0 ? "" : ` with ${englishBasics.join(ratios)}`}`,
  ratios: {
    bytes: (times: string): string => `${times} the bytes`,
    cpu: (times: string): string => `${times} the CPU`,
  },
  cannot: (name: string, p99: string): string => `${name} is too slow: ${p99} at p99`,
  cannotPoll: (name: string, p99: string, every: string): string =>
    `${name} is too slow: ${p99} at p99 even with one poll right after another, every ${every}`,
  beyond: (factors: string): string => `Some figures are extrapolated beyond what this run measured, in ${factors}.`,
};

export type ChoosingWords = typeof englishChoosing;
