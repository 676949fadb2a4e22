// English: the charts of sweeps, of the trade between time and cost, and of silence, and the sentences beside them.
import type { CrossingFactor, CrossingMetric } from "../../../bench/analysis/crossings.ts";

export const englishSweeps = {
  metrics: {
    mean: {
      title: "Mean response time",
      axis: "Mean response time in ms",
      meaning: "Lower is faster. Time counts from the instant at which a message was meant to be published.",
    },
    p99: {
      title: "p99 response time",
      axis: "p99 response time in ms",
      meaning: "99 of 100 deliveries arrived within this time. Lower is faster.",
    },
    requests: {
      title: "Requests",
      axis: "Requests of one subscriber in a second",
      meaning:
        "This is how often one subscriber makes a request. One transport overtakes another where their lines cross.",
    },
    bytes: {
      title: "Bytes",
      axis: "Bytes of one subscriber in a second",
      meaning: "Bytes are up and down together at one subscriber's socket, without TCP/IP headers. Lower is cheaper.",
    },
    overhead: {
      title: "Bytes for each byte of body",
      axis: "Bytes per delivery over bytes of body",
      meaning: "At 1 only the body is moved. A higher value means more headers, framing and JSON around the body.",
    },
    cpu: {
      title: "Server CPU per 1000 deliveries",
      axis: "Processor time in ms per 1000 deliveries",
      meaning:
        "This is what the server process spends, empty answers included, without the thread that paces the publisher.",
    },
  },
  /** A factor's name in a title, on its axis, and over a column of plain numbers. */
  factors: {
    ratePerSec: { over: "the rate of messages", axis: "Messages a second", heading: "Messages (/s)" },
    oneWayMs: { over: "distance", axis: "One-way delay in ms", heading: "One-way delay (ms)" },
    bodyBytes: { over: "the size of a message", axis: "Body of a message", heading: "Body (B)" },
    subscribers: { over: "the number of subscribers", axis: "Subscribers", heading: "Subscribers" },
    headers: { over: "the headers", axis: "Headers", heading: "Headers" },
    clientProcesses: {
      over: "the number of client processes",
      axis: "Client processes",
      heading: "Client processes",
    },
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
  onePoint: "Each point is a setting that was run, at the median over trials.",
  paleBars: "The pale bars are 95 % intervals.",
  dashedLine: "The dashed line is what the closed forms expect in the mean over all plans.",
  dash: "The dash across a point is what the closed forms expect in the mean over all plans.",
  hollow: "A hollow point had no valid trial, because the rig was its limit. No line leads to it.",
  notDrawn: (names: string): string => `Not drawn: ${names}. A log axis has no place for 0.`,
  intervals: {
    title: "What a shorter poll interval buys, and costs",
    description: (names: string): string =>
      `Scatter chart of mean response time in ms against requests per subscriber and second; one point for each poll interval, and one for ${names}.`,
    howToRead:
      "Lower is faster, and further left is cheaper. Each point of a polling transport is one poll interval. Polling more often " +
      "moves the point right and down. The single points are transports without a poll interval. Vertical bars are 95 % " +
      "confidence intervals over trials.",
    theory: "The dashed line is what is to be expected over all plans: half the poll interval plus the one-way delay.",
    hollow: "A hollow point had no valid trial, because the rig was its limit.",
    requests: "Requests per subscriber",
    low: "Low",
    high: "High",
    predicted: "Predicted mean",
  },
  frontier: {
    title: "What a fast delivery costs",
    why: "The charts show every transport in every setting that was run, under otherwise equal conditions.",
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
      "Lower is faster, and further left is cheaper. A point that is both lower and further left than another is better in both. A " +
      "line joins the settings of one transport. Two transports trade places where the line of one passes a point of the other. " +
      `${meaning} The points are medians over trials.` +
      (withIntervals ? " The pale bars are their 95 % intervals, both ways." : ""),
    leftOut: (names: string): string => `Left out, because they have no valid trial: ${names}.`,
    low: "Low",
    high: "High",
  },
  crossings: {
    title: "Where one transport overtakes another",
    why: "A crossing lies between two settings that were run, which stand in brackets. Its place is read off a straight line between their medians. It is said only where the intervals of six trials or more tell the order at both settings.",
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
        "The server spends this although there are no messages: it answers empty polls, holds requests and sends pings. The slope " +
        "of a line is the cost of one more subscriber. The left end of a line is the cost of no subscribers.",
    },
    memory: {
      title: "Server memory of idle subscribers",
      axis: "JavaScript heap and external memory in MiB",
      unit: "MiB",
      meaning:
        "All subscribers together add this to the server's JavaScript heap and external memory, after a forced garbage collection. " +
        "Buffers in the kernel are not part of it. The slope of a line is what one more subscriber adds.",
    },
    subscribers: "Idle subscribers",
    description: (axis: string, names: string): string =>
      `Scatter chart with fitted lines: ${axis} over the number of idle subscribers, for ${names}.`,
    howToRead: (meaning: string): string =>
      `Each point is a trial. The straight line is fitted to the points by least squares. ${meaning}`,
    onLine: (unit: string): string => `On the line (${unit})`,
    each: (slope: string): string => `${slope} each`,
    slopeUnits: { serverBytes: "KiB", generatorBytes: "KiB", serverCpuUtilization: "µs a second" },
    numbers: (numbers: string, one: boolean): string => `${numbers} idle ${one ? "subscriber" : "subscribers"}`,
    fits: "What each further idle subscriber adds: slopes of straight lines fitted to all trials by least squares, with their 95 % intervals below",
    serverMemory: "Server memory, each further subscriber",
    serverMemoryMeaning: "JavaScript heap and external memory.",
    clientMemory: "Load client memory",
    serverCpu: "Server CPU",
    serverCpuMeaning: "Microseconds of processor time in each second.",
    every: "Every number of subscribers",
    cells: "Without messages: medians over trials",
    heads: {
      subscribers: "Subscribers",
      requests: "Requests per subscriber in a minute",
      memory: "Memory per idle subscriber",
      bytes: "Bytes per subscriber in a second",
    },
    notValid: (number: string): string => `${number} not valid`,
  },
};
