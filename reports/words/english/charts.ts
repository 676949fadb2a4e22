// English: the charts of a panel that compares, and what a chart says beside its figures.
import type { ByteKind } from "../../../bench/record/trial.ts";
import { count } from "../../writing/numbers.ts";

const transport = "Transport";

export const englishCharts = {
  transport,
  trials: "Trials",
  perDelivery: "Per delivery",
  interval: "95 % interval",
  noInterval: "no interval",
  notModelled: "not modelled",
  logScale: (title: string): string => `${title} (log scale)`,
  broken: (title: string): string =>
    title.endsWith(")") ? `${title.slice(0, -1)}, broken axis)` : `${title} (broken axis)`,
  withUnit: (title: string, unit: string): string => `${title} (${unit})`,
  bytes: {
    title: "Bytes per delivery",
    description: "Stacked bars of bytes per delivery by kind, one bar for each transport and direction.",
    howToRead:
      "Each transport has two bars: the bytes that subscribers received (↓) and sent (↑) for each message delivered. Grey is the " +
      "message itself: its body and the JSON around it. Violet is what the transport adds at the socket. Tan is what TCP/IP adds " +
      "on the wire: headers and acknowledgements. “+ ?” marks a bar for which these were not counted. Kinds are stacked in the " +
      "legend's order. The figures are medians over trials.",
    counted: (by: string): string => `The wire was counted by ${by}.`,
    notCounted: (reasons: string): string => `Not counted on the wire: ${reasons}.`,
    inTrials: (name: string, without: number, all: number): string => `${name} in ${without} of ${all} trials`,
    kinds: {
      body: "message body",
      envelope: "JSON envelope",
      httpHeaders: "HTTP headers",
      framing: "framing",
      handshake: "handshake",
      keepAlive: "keep-alive",
    } satisfies Readonly<Record<ByteKind, string>>,
    tcp: "TCP/IP and ACKs",
    bars: { up: (name: string): string => `${name} ↑ up`, down: (name: string): string => `${name} ↓ down` },
    directions: { up: "up", down: "down", both: "both" },
    kind: "Kind",
    direction: "Direction",
    application: "Application",
    wire: "On the wire",
  },
  requests: {
    title: "Requests per delivery",
    description: "Stacked bars of requests per delivery, split into answers with messages and empty answers.",
    howToRead:
      "A bar is the number of HTTP requests for each message delivered. Below one, some answers carry several messages. Above one, " +
      "some answers are empty (the pale part). A stream or a WebSocket makes no request once it is open. The request that opens " +
      "it counts as handshake. The figures are medians over trials.",
    withMessages: "with messages",
    empty: "empty",
    answers: "Answers",
    headings: { withMessages: "With messages", empty: "Empty", total: "Total" },
  },
  idle: {
    title: "The price of waiting",
    description: "Bars of requests per subscriber and minute while messages are rarer than the long-poll hold.",
    howToRead:
      "Messages are so rare here that subscribers mostly wait. Short polling makes a request every interval, with or without a " +
      "message to fetch. Long polling makes its next request only when its hold runs out or a message comes. A stream or a " +
      "WebSocket makes none. The upright tick stands where the model predicts the end of the bar.",
    axis: "Requests of one subscriber in a minute",
    measured: "Measured per minute",
    predicted: "Predicted per minute",
    empty: "Empty answers",
    noAnswers: "no answers",
    perMinute: "Requests per minute",
  },
  strips: {
    description: (axis: string): string => `Strip chart: ${axis}, one point a trial, with the median and its interval.`,
    broken:
      "The axis is broken at the upright grey line: all values on its right are many times those on its left. Each side has a scale of its own.",
    trial: "one trial",
    invalid: "an invalid trial",
    median: "Median",
    low: "Low",
    high: "High",
  },
  cpu: {
    title: "Server CPU per 1000 deliveries",
    axis: "Processor time in ms per 1000 deliveries",
    howToRead:
      "Each point is a trial. The tick is the median over trials, and the band is its 95 % interval. The time is everything that " +
      "the server process spends while messages are delivered, empty answers included. The thread that paces the publisher is " +
      "not part of it. The test in the table above tells whether two transports differ, and the bands do not.",
  },
  memory: {
    title: "Memory per idle subscriber",
    axis: "KiB per idle subscriber",
    howToRead:
      "A waiting subscriber adds this to the server's JavaScript heap and external memory, after a forced garbage collection. " +
      "Buffers in the kernel are not part of it. Each point is a trial. The tick is the median over trials, and the band is its " +
      "95 % interval.",
  },
  spectrum: {
    title: "Response time by percentile",
    description: (names: string): string =>
      `Line chart of response time in ms against the percentile of deliveries, one line for each of ${names}.`,
    howToRead:
      "A line leads from the fastest delivery on the left through the median (50 %) to the slow tail on the right. Lower is " +
      "better. A line that turns up at the right has rare but slow deliveries that a mean would hide. Time counts from the " +
      "instant at which a message was meant to be published. All measured trials of a transport are merged. Each line ends at " +
      "the last percentile that its number of messages can support.",
    theory:
      "The thin dashed line is what the closed forms expect over all plans, from the delays that this run measured. It is drawn where they hold.",
    floor: (sockets: number | null): string =>
      `The dotted line at the bottom is the noise floor: ${
        sockets === null
          ? "half the round trip of a bare echo. The echo uses the same link and the same client sockets, on a Poisson schedule"
          : `bare writes of such a message to ${count(sockets)} of the same client sockets in one process, over the same link, on a Poisson schedule`
      }. No transport can be measured to be faster than that.`,
    invalid: (name: string): string => `${name} (invalid)`,
    predicted: (name: string): string => `${name}, predicted`,
    floorName: (sockets: number | null): string =>
      `noise floor: ${sockets === null ? "half a bare echo's round trip" : `bare writes to ${count(sockets)} sockets`}`,
    floorInShort: "noise floor",
    floorRow: "Noise floor",
    fastest: "fastest",
    percentile: "Percentile",
    percentiles: "Percentile (log scale of 1/(1−p))",
    timeInMs: "Response time in ms",
    messages: "Messages",
  },
};
