// English: the charts of sweeps, of the trade between time and cost, and of silence, and the sentences beside them.
import type { CrossingFactor, CrossingMetric } from "../../../bench/analysis/crossings.ts";
import { englishBasics } from "./basics.ts";

const { join } = englishBasics;

export const englishSweeps = {
  metrics: {
    mean: {
      title: "Mean response time",
      axis: "Mean response time in ms",
      meaning: "Lower is sooner. Time counts from the instant at which a message was meant to be sent.",
    },
    p99: {
      title: "p99 response time",
      axis: "p99 response time in ms",
      meaning: "The time within which 99 of 100 deliveries arrived: what the unlucky ones wait. Lower is sooner.",
    },
    requests: {
      title: "Requests",
      axis: "Requests of one subscriber in a second",
      meaning: "How often one subscriber asks. Where two lines cross, one transport overtakes the other.",
    },
    bytes: {
      title: "Bytes",
      axis: "Bytes of one subscriber in a second",
      meaning: "Up and down together at one subscriber's socket, without TCP/IP headers. Lower is cheaper.",
    },
    overhead: {
      title: "Bytes for each byte of body",
      axis: "Bytes per delivery over bytes of body",
      meaning:
        "At 1 only the body is moved; the higher, the more of the line is taken by headers, framing and the JSON around it.",
    },
    cpu: {
      title: "Server CPU per 1000 deliveries",
      axis: "Processor time in ms per 1000 deliveries",
      meaning: "What the server process spends, empty answers included, without the thread that paces the publisher.",
    },
  },
  /** A factor's name in a title, on its axis, and over a column of plain numbers. */
  factors: {
    ratePerSec: { over: "the rate of messages", axis: "Messages a second", heading: "Messages (/s)" },
    oneWayMs: { over: "distance", axis: "One-way delay in ms", heading: "One-way delay (ms)" },
    bodyBytes: { over: "the size of a message", axis: "Body of a message", heading: "Body (B)" },
    subscribers: { over: "the number of subscribers", axis: "Subscribers", heading: "Subscribers" },
    headers: { over: "the headers", axis: "Headers", heading: "Headers" },
  },
  titleOver: (title: string, over: string): string => `${title} over ${over}`,
  titleByHeaders: (title: string): string => `${title} by headers`,
  describeLines: (axis: string, over: string, names: string): string =>
    `Line chart: ${axis.toLowerCase()} over ${over}, for ${names}.`,
  describePoints: (axis: string, over: string, names: string): string =>
    `Points: ${axis.toLowerCase()} over ${over}, for ${names}.`,
  setting: "Setting",
  predicted: "Predicted",
  noValidTrial: (name: string): string => `${name} (no valid trial)`,
  rigWasLimit: "no valid trial: the rig was the limit",
  /** Headings of a data table's columns: the figure itself, and the columns beside it. */
  ofUnit: (title: string, unit: string): string => `${title} (${unit})`,
  lowOf: (title: string, unit: string): string => `${title} (low, ${unit})`,
  highOf: (title: string, unit: string): string => `${title} (high, ${unit})`,
  predictedOf: (title: string, unit: string): string => `${title} (predicted, ${unit})`,
  onePoint: "One point a setting that was run: the median over trials.",
  paleBars: "The pale bars are 95 % intervals.",
  dashedLine: "The dashed line is what the closed forms predict.",
  dash: "The dash across a point is what the closed forms predict.",
  hollow: "A hollow point had no valid trial: the rig was its limit, and no line leads to it.",
  notDrawn: (names: string): string => `Not drawn: ${names}, with 0, which a log axis has no place for.`,
  intervals: {
    title: "What a shorter poll interval buys, and costs",
    description: (names: string): string =>
      `Scatter chart of mean response time in ms against requests per subscriber and second; one point for each poll interval, and one for ${names}.`,
    howToRead:
      "Down is faster, left is cheaper. Each point of a polling transport is one interval: polling more often moves it right " +
      "and down. The single points are transports without an interval. Vertical bars are 95 % intervals over trials.",
    theory: "The dashed line is what the closed form (half the interval plus one transit) predicts.",
    hollow: "A hollow point had no valid trial: the rig was its limit.",
    requests: "Requests per subscriber",
    low: "Low",
    high: "High",
    predicted: "Predicted mean",
  },
  frontier: {
    title: "What a fast answer costs",
    why: "Every transport in every setting that was run, under otherwise equal conditions.",
    bytes: {
      title: "p99 response time against bytes",
      axis: "Bytes of one subscriber in a second",
      meaning: "Bytes are up and down together at one subscriber's socket, without TCP/IP headers.",
    },
    cpu: {
      title: "p99 response time against server CPU",
      axis: "Processor time in ms per 1000 deliveries",
      meaning: "Processor time is the server process's, without the thread that paces the publisher.",
    },
    description: (axis: string, names: string): string =>
      `Scatter chart on logarithmic axes: p99 response time in ms against ${axis.toLowerCase()}, for ${names}.`,
    howToRead: (meaning: string, withIntervals: boolean): string =>
      "Down is sooner, left is cheaper: of two points, the one that is lower and further left is better in both. A line joins the " +
      `settings of one transport; where it passes another's point, the two trade places. ${meaning} Medians over trials` +
      (withIntervals ? "; the pale bars are 95 % intervals, both ways." : "."),
    leftOut: (names: string): string => `Without a valid trial, and left out: ${names}.`,
    low: "Low",
    high: "High",
  },
  crossings: {
    title: "Where one transport overtakes another",
    why: "In brackets the two settings that were run on either side of a crossing; its place is read off a straight line between their medians.",
    byMedians:
      "Where a cell has fewer than six trials its median alone decides: what crosses more than once there, or differs by less than a tenth, is left out.",
    /** A crossing's setting inside its sentence. */
    settings: {
      ratePerSec: (value: string): string => `${value} messages/s`,
      oneWayMs: (value: string): string => `a one-way delay of ${value}`,
      pollEveryMs: (value: string): string => `a poll interval of ${value}`,
      bodyBytes: (value: string): string => `a body of ${value}`,
      subscribers: (value: string): string => `${value} subscribers`,
    } satisfies Readonly<Record<CrossingFactor, unknown>>,
    /** The claim about the transport that has more of a metric. */
    more: {
      requestsPerSubscriberSecond: (more: string, less: string): string => `${more} makes more requests than ${less}`,
      bytesPerSubscriberSecond: (more: string, less: string): string => `${more} moves more bytes than ${less}`,
      responseTimeP50Ms: (more: string, less: string): string => `${more} is slower at the median than ${less}`,
      responseTimeMeanMs: (more: string, less: string): string => `${more} is slower in the mean than ${less}`,
      responseTimeP99Ms: (more: string, less: string): string => `${more} is slower at p99 than ${less}`,
      serverCpuMsPerThousandDeliveries: (more: string, less: string): string =>
        `${more} takes more server CPU a delivery than ${less}`,
    } satisfies Readonly<Record<CrossingMetric, unknown>>,
    sentence: (setting: string, from: string, to: string, claim: string, predicted: string): string =>
      `Above ${setting} (between ${from} and ${to}) ${claim}${predicted === "" ? "" : `; predicted: ${predicted}`}.`,
    every: (label: string, every: string): string => `${label} every ${every}`,
  },
  silence: {
    title: "Silence",
    cpu: {
      title: "Server CPU of idle subscribers",
      axis: "Server CPU in % of a core",
      unit: "% of a core",
      meaning:
        "What the server spends though nothing is said: answering polls that find nothing, holding, pinging. A line's slope is what " +
        "one more subscriber costs; where it meets the left side is what the server spends for nobody.",
    },
    memory: {
      title: "Server memory of idle subscribers",
      axis: "JavaScript heap and external memory in MiB",
      unit: "MiB",
      meaning:
        "What all of them together add to the server's JavaScript heap and external memory, after a forced collection; buffers in " +
        "the kernel are not part of it. A line's slope is what one more subscriber adds.",
    },
    subscribers: "Idle subscribers",
    description: (axis: string, names: string): string =>
      `Scatter chart with fitted lines: ${axis} over the number of idle subscribers, for ${names}.`,
    howToRead: (meaning: string): string =>
      `One point a trial, and a straight line through them by least squares. ${meaning}`,
    onLine: (unit: string): string => `On the line (${unit})`,
    each: (slope: string): string => `${slope} each`,
    slopeUnits: { serverBytes: "KiB", generatorBytes: "KiB", serverCpuUtilization: "µs a second" },
    slope: (value: string, name: string, interval: string): string => `${value} by ${name}${interval}`,
    memoryAdds: (slopes: string): string => `Each further idle subscriber adds to the server's memory: ${slopes}.`,
    cpuAdds: (slopes: string): string => `To the server's processor time each adds: ${slopes}.`,
    noCost: (names: readonly string[]): string =>
      `none was detected by ${join(names)} (${names.length === 1 ? "its interval holds" : "their intervals hold"} 0)`,
    numbers: (numbers: string, one: boolean): string => `${numbers} idle ${one ? "subscriber" : "subscribers"}`,
    fits: "What each further idle subscriber adds: slopes of straight lines through all trials, by least squares; below them 95 % intervals",
    serverMemory: "Server memory",
    serverMemoryMeaning: "JavaScript heap and external memory.",
    clientMemory: "Load client memory",
    serverCpu: "Server CPU",
    serverCpuMeaning: "Microseconds of processor time in each second.",
    every: "Every number of subscribers",
    cells: "While nothing is said: medians over trials",
    heads: {
      subscribers: "Subscribers",
      requests: "Requests of each in a minute",
      memory: "Server memory of each",
      bytes: "Bytes of each in a second",
    },
    notValid: (number: string): string => `${number} not valid`,
  },
};
