// English: a panel of the page, from its conditions to its summary table and what stands below it.
import type { MetricName } from "../../../bench/record/summary.ts";
import type { Conditions } from "../../../bench/record/trial.ts";
import { count } from "../../writing/numbers.ts";
import type { columns } from "../columns.ts";
import type { SharedFactor } from "../vocabulary.ts";
import { englishBasics } from "./basics.ts";

const { rate, trials } = englishBasics;

export interface ColumnWords {
  readonly heading: string;
  /** A sentence for the heading's tooltip and the manual. */
  readonly meaning: string;
}

export const englishConditions = {
  newConnection: "new connection each",
  silent: "nothing is said",
  /** A rate, and how its messages are spaced. */
  spaced: {
    poisson: (rate: string): string => `${rate}, Poisson`,
    periodic: (rate: string): string => `${rate}, periodic`,
  },
  messages: { poisson: "Poisson messages", periodic: "periodic messages" },
  away: (time: string): string => `${time} away`,
  bodies: (size: string): string => `${size} bodies`,
  headers: {
    minimal: "minimal headers",
    browser: "browser headers",
    published: "published headers",
  } satisfies Readonly<Record<Conditions["headers"], string>>,
  /** The least and the most of what a sweep goes along. */
  ranges: {
    ratePerSec: (low: number, high: number): string => `${Number(low.toPrecision(3))} to ${rate(high)}`,
    oneWayMs: (low: string, high: string): string => `${low} to ${high} away`,
    bodyBytes: (low: string, high: string): string => `bodies of ${low} to ${high}`,
    subscribers: (low: string, high: string): string => `${low} to ${high} subscribers`,
  } satisfies Readonly<Record<Exclude<SharedFactor, "headers">, unknown>>,
  window: (measured: string, warmup: string): string => `${measured} measured after ${warmup} of warm-up`,
  sideBySide: "transports ran side by side",
};

export const englishColumns = {
  responseTimeP50Ms: {
    heading: "Response time, p50",
    meaning:
      "Half of the deliveries arrived within this time of the instant at which the message was meant to be sent.",
  },
  responseTimeP99Ms: {
    heading: "Response time, p99",
    meaning: "All but one delivery in a hundred arrived within this time.",
  },
  bytesPerDelivery: {
    heading: "Bytes per delivery",
    meaning:
      "Bytes that subscribers sent and received, counted at their sockets, for each message delivered; the body is part of it.",
  },
  wireBytesPerDelivery: {
    heading: "On the wire, per delivery",
    meaning: "The same both ways with TCP/IP headers and acknowledgements; a dash where the system did not tell.",
  },
  requestsPerDelivery: {
    heading: "Requests per delivery",
    meaning: "HTTP requests made for each message delivered; below one where an answer carries several messages.",
  },
  emptyShare: { heading: "Empty answers", meaning: "Share of the answers that carried no message." },
  serverCpuMsPerThousandDeliveries: {
    heading: "Server CPU per 1000 deliveries",
    meaning: "Processor time of the server process, without its pacing thread, for a thousand deliveries.",
  },
  serverBytesPerIdleSubscriber: {
    heading: "Memory per idle subscriber",
    meaning: "JavaScript heap and external memory that one waiting subscriber adds on the server.",
  },
} satisfies Readonly<Record<(typeof columns)[number]["metric"] & MetricName, ColumnWords>>;

export const englishPanel = {
  /** Label and setting in one: "Short polling, every 1 s". */
  row: (label: string, setting: string): string => (setting === "" ? label : `${label}, ${setting}`),
  /** A warning or a reason, with the number of a row's trials that it holds for. */
  note: (note: string, times: number, of: number): string => `${note} (${count(times)} of ${trials(of)})`,
  /** The reason why a trial does not count follows. */
  because: { invalid: "invalid: ", failed: "failed: " },
  absences: {
    none: "no trial was run",
    invalid: "invalid",
    failed: "failed",
    notRun: "not run",
    ofTrials: (rest: string, all: number): string => `${rest} of ${trials(all)}`,
    partly: (rows: string): string => `Marked *: trials that were not measured do not count: ${rows}.`,
    absent: (rows: string): string => `Without figures: ${rows}.`,
  },
  marks: { less: "less", more: "more" },
  explainMarks: (baseline: string): string =>
    `Against ${baseline}: the ratio of the medians with its 95 % interval, and what a Mann-Whitney test over trials tells, ` +
    "corrected by Holm's method over all comparisons of the run: less, more, or ~ where no difference was detected.",
  explainUntold: "Too few trials to tell, however large the difference.",
  transport: "Transport",
  trials: "Trials",
  baseline: "baseline",
  noteNumber: (number: number): string => `note ${number}`,
  summary: (title: string): string =>
    `${title}: medians over trials; below them 95 % intervals, where there are six trials and they spread`,
  handshake: (label: string, up: string, down: string): string => `${label} ${up} up and ${down} down`,
  handshakes: (all: string): string => `Not in the table: the handshake, once a connection. ${all}.`,
  /** Chromium beside the load client. Only medians are told, so nothing is claimed beyond them. */
  browser: {
    times: (all: string): string =>
      `In Chromium half of the deliveries arrived ${all} than at the load client (difference of the medians, not tested)`,
    later: (name: string, time: string): string => `${time} later by ${name}`,
    sooner: (name: string, time: string): string => `${time} sooner by ${name}`,
    alike: (name: string, bound: string): string =>
      `no sooner or later by ${name}, as far as its clocks tell (± ${bound}),`,
    heads: (all: string): string => `the head of a request was larger by ${all}`,
    handshakes: (all: string): string => `the request that opens a connection was larger by ${all}`,
    bytes: (name: string, size: string): string => `${size} (${name})`,
  },
  allSettings: (rows: number, noted: number): string =>
    `Table of all ${count(rows)} settings${noted === 0 ? "" : `, with notes on ${count(noted)} of them`}`,
  noCharts: (why: string): string => `No charts here: ${why}.`,
  firstTables: (number: number): string => `a page draws those of its first ${count(number)} tables`,
  unmeasured: "no trial was measured",
  spread: {
    summary: "Subscriber by subscriber",
    widest: (label: string, ratio: string): string => `: farthest apart by ${label}, slowest over fastest ${ratio}`,
    why: "Each subscriber's own response time, as its median (its mean where it got too few messages), from the luckiest subscriber to the least lucky; medians over the measured trials. The other figures of this page pool all deliveries.",
    caption: (title: string): string => `${title}: response times of the subscribers, in ms`,
    heads: ["Transport", "Of each", "Least", "p10", "Median", "p90", "Most", "Most over least", "Subscribers"],
    of: { median: "median", mean: "mean" },
  },
};
