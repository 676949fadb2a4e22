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
  /** `range` may be empty: "measured: 5.04 to 6.1". */
  measured: (range: string): string => `measured${range === "" ? "" : `: ${range}`}`,
  p90: "p90, since the messages were too few for p99",
  noTail: "none was measured near by",
  /** The server runs on one thread. */
  tooMuch: "more than one process gives",
  standings: {
    keeps: "keeps the limit",
    bounded: "keeps the limit, with this run's worst tail",
    breaks: "too stale",
    beyond: "cannot on one process",
    unknown: "not known",
  },
  /** "messages a second 0.02 to 10". */
  measuredFactor: (factor: string, range: string): string => `${factor} ${range}`,
  /** "10 messages/s to each of 100 subscribers, 256 B bodies, 0 ms away, at most 1 s old". */
  setting: (rate: string, subscribers: string, body: string, delay: string, stale: string): string =>
    `${englishBasics.capitalise(rate)} to each of ${subscribers}, ${body} bodies, ${delay} away, at most ${stale} old`,
  predictedFor: (setting: string): string => `For all subscribers together. ${setting}`,
  none: (stale: string): string => `No transport keeps ${stale} at p99`,
  unknown: (name: string): string => `the run cannot tell for ${name}`,
  /** A short poller and its interval. */
  polling: (name: string, every: string): string => `${name} every ${every}`,
  serverCpu: (cores: string): string => `${cores} of server CPU`,
  latency: {
    p99: (time: string): string => `${time} at p99`,
    p90: (time: string): string => `${time} at p90`,
    mean: (time: string): string => `${time} in the mean`,
  },
  best: (name: string, latency: string, costs: string): string =>
    `${name}: ${latency}${costs === "" ? "" : ` for ${costs}`}`,
  other: (name: string, ratios: readonly string[]): string =>
    `${name} would do${ratios.length === 0 ? "" : ` with ${englishBasics.join(ratios)}`}`,
  ratios: {
    bytes: (times: string): string => `${times} the bytes`,
    cpu: (times: string): string => `${times} the CPU`,
  },
  cannot: (name: string, latency: string): string => `${name} is too slow: ${latency}`,
  cannotPoll: (name: string, latency: string, every: string): string =>
    `${name} is too slow: ${latency} even with one poll right after another, every ${every}`,
  cannotAnswer: (name: string, requests: string, most: string): string =>
    `${name} cannot on one process: of ${requests} requests a second it would answer ${most}, as this run's flood showed`,
  cannotServe: (name: string, cores: string): string =>
    `${name} cannot on one process: it would take ${cores}, and a process has one`,
  beyond: (factors: string): string => `Some figures are extrapolated beyond what this run measured, in ${factors}.`,
};

export type ChoosingWords = typeof englishChoosing;
