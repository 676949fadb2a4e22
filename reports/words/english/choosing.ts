// English: what the panel "Which transport should I use?" says, still and live. Runs in Node and in the browser.

import { count, figure } from "../../writing/numbers.ts";
import type { Between, MeasuredFactor, MonthQuantity, Quantity } from "../vocabulary.ts";
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
  /** Money has its unit in the head. */
  monthUnits: { egressGb: "GB", processorHours: "h", ownCost: "", hostedCost: "" } satisfies Readonly<
    Record<Exclude<MonthQuantity, "requests">, string>
  >,
  /** A count and the word for its size, which may be empty: "2.63", "million". */
  large: (value: number): readonly [text: string, unit: string] => {
    if (value < 1e6) return [count(value), ""];
    const [size, unit] = value < 1e9 ? ([1e6, "million"] as const) : ([1e9, "billion"] as const);
    return [figure(Number((value / size).toPrecision(9))), unit];
  },
  billed: (minutes: string, messages: string): string => `${minutes} connection-minutes and ${messages} messages`,
  billedFor: (names: string, amounts: string): string => `A hosted service bills ${names} for ${amounts} a month`,
  /** `rate` is part of the requests. */
  toSend: (rate: string): string => `${rate} to send`,
  /** "a or b". */
  either: (names: readonly string[]): string =>
    names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`,
  /** A number whose error is not known. */
  about: (times: string): string => `about ${times}`,
  advised: "advised",
  /** The origin of a row's figures: all measured, some extrapolated, or else. */
  sources: { measured: "measured", extrapolated: "extrapolated", predicted: "predicted" },
  p90: "p90",
  noTail: "none near",
  standings: {
    keeps: "keeps the limit",
    bounded: "should keep it",
    breaks: "too stale",
    unknown: "not known",
  },
  /** The standing of a load that one process cannot carry. */
  needs: (processes: string): string => `cannot on one process: needs ${processes}`,
  /** The standing of a transport that does not pass what stands between. */
  hindered: {
    buffers: "does not pass: held back until it ends",
    cuts: "does not pass: cut while it waits",
    refuses: "does not pass: no upgrade",
  } satisfies Readonly<Record<Exclude<Between, "nothing">, string>>,
  hindrances: {
    buffers: "what stands between holds an answer back until it ends",
    cuts: "what stands between cuts a request that waits in silence",
    refuses: "what stands between lets no connection be upgraded",
  } satisfies Readonly<Record<Exclude<Between, "nothing">, string>>,
  cannotPass: (names: string, why: string): string => `${names} cannot pass: ${why}`,
  sendingBy: (names: string, requests: string): string =>
    `${names} cannot send over the same connection, which adds ${requests} requests a second`,
  keepAlive: (names: string): string => `in silence, ${names} must send something before the connection is cut`,
  /** The parts of a setting that not every reader has. */
  sends: (number: string): string => `each sending ${number} messages a minute`,
  between: {
    buffers: "behind a proxy that buffers answers",
    cuts: "behind a proxy that cuts idle connections",
    refuses: "behind a proxy without upgrades",
  } satisfies Readonly<Record<Exclude<Between, "nothing">, string>>,
  clamped: (label: string, value: string): string => `"${label}" was out of its range, and is set to ${value}.`,
  /** "messages a second 0.02 to 10". */
  measuredFactor: (factor: string, range: string): string => `${factor} ${range}`,
  /** "10 messages/s to each of 100 subscribers, 256 B bodies, 0 ms away, at most 1 s old". */
  setting: (rate: string, subscribers: string, body: string, delay: string, stale: string): string =>
    `${englishBasics.capitalise(rate)} to each of ${subscribers}, ${body} bodies, ${delay} away, at most ${stale} old`,
  predictedFor: (setting: string): string => `For all subscribers together. ${setting}`,
  none: (stale: string): string => `No transport keeps ${stale} at p99 on one process`,
  noneKnown: (stale: string): string => `No transport is known to keep ${stale} at p99 on one process`,
  /** `names` have their latencies. */
  unknown: (names: string): string => `Not known for ${names}: no p99 was measured near by`,
  /** A short poller and its interval. */
  polling: (name: string, every: string): string => `${name} every ${every}`,
  serverCpu: (cores: string): string => `${cores} of server CPU`,
  latency: {
    p99Ms: (time: string): string => `${time} at p99`,
    p90Ms: (time: string): string => `${time} at p90`,
    meanMs: (time: string): string => `${time} in the mean`,
  },
  withLatency: (name: string, latency: string): string => `${name} (${latency})`,
  best: (stale: string, names: string): string => `Cheapest within ${stale}: ${names}`,
  /** Those of a group are not told apart. */
  costs: (costs: string, number: number): string =>
    number === 1 ? `It takes ${costs}` : `Their costs are not told apart: ${costs}`,
  /** Costs that are not told from the best's. */
  alike: (names: string, number: number): string => `${names} ${number === 1 ? "costs" : "cost"} about as much`,
  other: (names: string, ratios: readonly string[]): string =>
    `${names} would do${ratios.length === 0 ? "" : ` with ${englishBasics.join(ratios)}`}`,
  later: (times: string, latency: string, number: number): string =>
    `${number === 1 ? "It comes" : "They come"} ${times} as late: ${latency}`,
  sooner: (times: string, latency: string, number: number): string =>
    `${number === 1 ? "It comes" : "They come"} ${times} sooner: ${latency}`,
  ratios: {
    bytes: (times: string): string => `${times} the bytes`,
    cpu: (times: string): string => `${times} the CPU`,
  },
  /** `names` have their latencies. */
  tooSlow: (names: string): string => `Too slow: ${names}`,
  /** A short poller whose limit leaves no time between polls. */
  backToBack: (name: string): string => `${name}, one poll right after another`,
  /** `names` have what they need. */
  cannot: (names: string): string => `Cannot on one process: ${names}`,
  needsToAnswer: (name: string, processes: string, requests: string): string =>
    `${name} (needs ${processes}, to answer ${requests} requests a second)`,
  needsToUse: (name: string, processes: string, cores: string): string =>
    `${name} (needs ${processes}, to use ${cores})`,
  beyond: (factors: string): string => `Some figures are extrapolated beyond what this run measured, in ${factors}.`,
};

export type ChoosingWords = typeof englishChoosing;
