// English: a panel of the page, from its conditions to its summary table and what stands below it.
import type { MetricName } from "../../../bench/record/summary.ts";
import type { Conditions } from "../../../bench/record/trial.ts";
import { count } from "../../writing/numbers.ts";
import type { columns } from "../columns.ts";
import type { SharedFactor } from "../vocabulary.ts";
import { englishBasics } from "./basics.ts";

const { rate, trials } = englishBasics;

interface ColumnWords {
  readonly heading: string;
  /** A sentence for the heading's tooltip and the manual. */
  readonly meaning: string;
}

export const englishConditions = {
  newConnection: "new connection for each poll",
  silent: "no messages",
  /** A rate, and how its messages are spaced. */
  spaced: {
    poisson: (rate: string): string => `${rate}, Poisson`,
    periodic: (rate: string): string => `${rate}, periodic`,
  },
  messages: { poisson: "Poisson messages", periodic: "periodic messages" },
  away: (time: string): string => `${time} away`,
  clientProcesses: (number: number): string => `${number} ${number === 1 ? "client process" : "client processes"}`,
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
    clientProcesses: (low: string, high: string): string => `${low} to ${high} client processes`,
  } satisfies Readonly<Record<Exclude<SharedFactor, "headers">, unknown>>,
  window: (measured: string, warmup: string): string => `${measured} measured after ${warmup} of warm-up`,
  sideBySide: "transports ran side by side",
};

export const englishColumns = {
  responseTimeP50Ms: {
    heading: "Response time, p50",
    meaning:
      "Half of the deliveries arrived within this time, counted from the instant at which the message was meant to be published.",
  },
  responseTimeP99Ms: {
    heading: "Response time, p99",
    meaning: "99 of 100 deliveries arrived within this time.",
  },
  bytesPerDelivery: {
    heading: "Bytes per delivery",
    meaning:
      "Bytes that subscribers sent and received, counted at their sockets, for each message delivered. The body is included.",
  },
  wireBytesPerDelivery: {
    heading: "On the wire, per delivery",
    meaning:
      "The same bytes with TCP/IP headers and acknowledgements. A dash means that the system did not count them.",
  },
  requestsPerDelivery: {
    heading: "Requests per delivery",
    meaning: "HTTP requests made for each message delivered. It is below one where an answer carries several messages.",
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
    partly: (rows: string): string => `A * marks a row in which some trials do not count: ${rows}.`,
    absent: (rows: string): string => `Without figures: ${rows}.`,
  },
  marks: { less: "less", more: "more" },
  explainMarks: (baseline: string): string =>
    `Each ratio compares a median with that of ${baseline}, and has a 95 % interval from six trials on. A Mann-Whitney test ` +
    "over trials finds less, more, or ~ (no difference detected). It is corrected by Holm's method over all comparisons of the run.",
  explainUntold: "Too few trials to tell, however large the difference.",
  transport: "Transport",
  trials: "Trials",
  baseline: "baseline",
  noteNumber: (number: number): string => `note ${number}`,
  summary: (title: string): string =>
    `${title}: medians over trials, with their 95 % intervals below where six trials or more differ`,
  handshake: (label: string, up: string, down: string): string => `${label} ${up} up and ${down} down`,
  handshakes: (all: string): string => `The table leaves out the handshake, which each connection makes once: ${all}.`,
  /** Chromium beside the load client. Only medians are told, so nothing is claimed beyond them. */
  browser: {
    times: (all: string): string =>
      `In Chromium the median response time was ${all} than at the load client (not tested)`,
    later: (name: string, time: string): string => `${time} longer with ${name}`,
    sooner: (name: string, time: string): string => `${time} shorter with ${name}`,
    alike: (name: string, bound: string): string =>
      `no longer or shorter with ${name}, as far as the clocks tell (± ${bound}),`,
    heads: (all: string): string => `the headers of a poll were larger by ${all}`,
    handshakes: (all: string): string => `the request that opens a connection was larger by ${all}`,
    bytes: (name: string, size: string): string => `${size} (${name})`,
  },
  allSettings: (rows: number, noted: number): string =>
    `Table of all ${count(rows)} settings${noted === 0 ? "" : `, with notes on ${count(noted)} of them`}`,
  noCharts: (why: string): string => `No charts here: ${why}.`,
  firstTables: (number: number): string => `a page draws charts for its first ${count(number)} tables only`,
  unmeasured: "no trial was measured",
  spread: {
    summary: "Subscriber by subscriber",
    widest: (label: string, ratio: string): string => `: widest with ${label}, slowest over fastest ${ratio}`,
    why: "Each subscriber has a response time of its own: its median, or its mean if it got too few messages. The columns go from the luckiest subscriber to the unluckiest. The figures are medians over the measured trials. The other figures of this page pool all deliveries.",
    caption: (title: string): string => `${title}: response times of the subscribers, in ms`,
    heads: ["Transport", "Statistic", "Least", "p10", "Median", "p90", "Most", "Most over least", "Subscribers"],
    of: { median: "median", mean: "mean" },
  },
};
