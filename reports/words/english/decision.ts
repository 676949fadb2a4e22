// English: the first screen, which says what to use and on which condition.
import type { Passage } from "../../../bench/record/run.ts";
import { englishBasics } from "./basics.ts";

const { join } = englishBasics;

/** "a or b". */
const either = (names: readonly string[]): string =>
  names.length < 2 ? join(names) : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;

export const englishDecision = {
  either,
  /** The transports that nothing measured was sooner than, and how sure their order is. */
  oneWay: (names: string, how: string): string => `One way: ${names}${how}`,
  anyWay: (names: string, how: string): string => `One way and both: ${names}${how}`,
  bothWays: (names: string, how: string): string => `Both ways: ${names}${how}`,
  at: (time: string): string => `, ${time} at the median`,
  sameWithin: (margin: string): string => `, the same within ${margin}`,
  notToldWithin: (least: string, most: string): string => `, not told apart within ${least}–${most} ×`,
  notTested: ", not tested against each other",
  slower: (times: string): string => `, ${times} × as late`,
  pushesToo: (name: string, times: string, bytes: string): string =>
    `${name} one way too: ${times} × as late, ${bytes} × the bytes`,
  pollingWhere: (late: string): string => `Polling only where ${late} late is fine`,
  heldWhere: (name: string, times: string, bytes: string): string =>
    `${name} where only plain requests pass: ${times} × as late, ${bytes} × the bytes`,
  saturated: (names: string): string => `At this rate one process is not enough for ${names}`,
  condition: (settings: string, machine: string): string => `Measured with ${settings}, on ${machine}.`,
  heads: {
    transport: "Transport",
    latency: "Response time, p50",
    bytes: "Bytes a message",
    idle: "Requests a minute when idle",
    cpu: "Server CPU per 1000",
    memory: "Memory a subscriber",
    twoWay: "Two-way",
    passes: "Passes",
  },
  tail: (time: string): string => `p99 ${time}`,
  yes: "yes",
  no: "no",
  passages: {
    any: "any proxy",
    patient: "proxies that wait",
    streaming: "proxies that do not buffer",
    upgrade: "proxies that upgrade",
  } satisfies Readonly<Record<Passage, string>>,
  /** The standing of a figure among its column's, beside its tint. */
  tints: ["best", "near the best", "behind", "far behind"],
  caption: "Each transport at a glance; a cell leads to its proof",
  inWords: "The same in sentences",
  chart: {
    title: "Response time, median to p99",
    axis: "Response time in ms (logarithmic)",
    description: "Dot plot on a logarithmic axis: the median response time of each transport, and a line to its p99.",
    howToRead:
      "A point is the median over trials, the band its 95 % interval. The line ends at p99, the time within which 99 of 100 deliveries came; without one, the messages were too few.",
  },
};
