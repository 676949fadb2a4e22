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
    meaning:
      "99 of 100 deliveries of all trials together arrived within this time. A dash means that the trials hold fewer than 368 messages.",
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

/** In percent, either way: how far apart two cells may be and still count as the same. */
export interface Margins {
  readonly p50: string;
  readonly tail: string;
  readonly cpu: string;
}

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
    /** Behind a figure of a row without valid trials. */
    countsOnly: "counts only",
    partly: (rows: string): string => `A * marks a row in which some trials do not count: ${rows}.`,
    absent: (rows: string): string => `Without figures: ${rows}.`,
  },
  marks: { less: "less", more: "more", same: "same" },
  couldHaveSeen: (change: string): string => `could have seen ${change}`,
  explainMarks: (baseline: string, tests: number, margins: Margins): string =>
    `Each ratio is to ${baseline} in the same repetition: the geometric mean over the pairs, with a 95 % interval from six pairs ` +
    "on. A paired t on logarithms finds less or more. It is corrected by Holm's method over this run's " +
    `${count(tests)} ${tests === 1 ? "test" : "tests"} of p50, tail and CPU. Same means that the whole interval lies within ` +
    `${margins.p50} for p50, ${margins.tail} for the tail and ${margins.cpu} for CPU; ~ means that nothing could be told. ` +
    "Below both stands the least change that such pairs show in four of five cases. The ratio below p99 is that of each trial's own " +
    "tail, the time within which 99 % of its deliveries came. Bytes and requests are counted, so that they are not tested.",
  explainUntold: "Fewer than six pairs: no difference could be told, however large.",
  transport: "Transport",
  trials: "Trials",
  messages: (number: number): string => `${count(number)} ${number === 1 ? "message" : "messages"}`,
  saturated: "saturated by its own load, ranked last",
  saturatedShort: "saturated",
  baseline: "baseline",
  noteNumber: (number: number): string => `note ${number}`,
  summary: (title: string): string =>
    `${title}: medians over trials, with their 95 % intervals below where six trials or more differ`,
  handshake: (label: string, up: string, down: string): string => `${label} ${up} up and ${down} down`,
  handshakes: (all: string): string => `The table leaves out the handshake, which each connection makes once: ${all}.`,
  cpuSlopes: {
    summary: "Server CPU in two parts",
    caption: (title: string): string => `${title}: server CPU that deliveries add, and that is used without any`,
    why: "The parts are told apart by how long it took until the next messages came.",
    added: "Added per 1000 deliveries",
    idle: "Used without deliveries",
    cores: "cores",
  },
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
  fanOut: {
    summary: "First, median and last subscriber of a message",
    caption: (title: string): string => `${title}: one message at its first, median and last subscriber, and the tail`,
    why: "A message that goes to many subscribers is one event. The first three columns are medians over the messages of a trial. The tail is the time within which 99 % of a trial's deliveries came: it compares trials of one plan, and estimates no p99 of other windows. All are medians over trials.",
    first: "First subscriber",
    median: "Median subscriber",
    last: "Last subscriber",
    tail: "Tail of a trial",
  },
  spread: {
    summary: "Subscriber by subscriber",
    widest: (label: string, ratio: string): string => `: widest with ${label}, slowest over fastest ${ratio}`,
    why: "Each subscriber has a response time of its own: its median, or its mean if it got too few messages. The columns go from the luckiest subscriber to the unluckiest. With short polling that luck is the phase of the polls against the few messages of a trial: it is arithmetic, and a longer trial evens it out. The figures are medians over the measured trials. All other percentiles are over deliveries, whoever got them.",
    caption: (title: string): string => `${title}: response times of the subscribers, in ms`,
    heads: ["Transport", "Statistic", "Least", "p10", "Median", "p90", "Most", "Most over least", "Subscribers"],
    of: { median: "median", mean: "mean" },
  },
};
