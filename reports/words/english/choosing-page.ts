// English: what only the still page says around the panel "Which transport should I use?".
import type { Between, ControlKey, PriceKey } from "../vocabulary.ts";

export const englishChoosingPage = {
  title: "Which transport should I use?",
  why: "Set your own numbers. The answer names the cheapest transport that keeps your limit at p99. A hatched figure is extrapolated: no measurement of this run confirms it.",
  examples: {
    run: "This run",
    dashboard: "A dashboard",
    chat: "A chat room",
    prices: "Live prices",
    notices: "Rare notices",
  },
  heads: {
    transport: "Transport",
    standing: "Against the limit",
    meanMs: "Latency, mean",
    p99Ms: "Latency, p99",
    requestsPerSec: "Requests",
    bytesPerSec: "Bytes, both ways",
    cores: "Server CPU",
    requests: "Requests a month",
    egressGb: "Sent out a month",
    processorHours: "CPU time a month",
    ownCost: "Own server, USD a month",
    hostedCost: "Hosted, USD a month",
  },
  controls: {
    rate: "Message rate",
    subscribers: "Subscribers",
    body: "Message body",
    delay: "One-way delay",
    stale: "Too stale after",
    sends: "A client sends",
  } satisfies Readonly<Record<ControlKey, string>>,
  sendsNone: "0: clients only listen",
  between: "Between clients and server",
  betweens: {
    nothing: "nothing that hinders",
    buffers: "a proxy that buffers",
    cuts: "a proxy that cuts what idles",
    refuses: "a proxy without upgrades",
  } satisfies Readonly<Record<Between, string>>,
  prices: "Prices",
  pricesWhy:
    "List prices to begin with, in US dollars. Type your own. A server of your own pays for its processor time and for what it sends. A hosted service is paid by the request for what asks, by the minute and the message for what stays connected, and for what it sends",
  price: {
    request: "A million requests",
    egress: "A GB sent out",
    processor: "A processor-hour",
    connection: "A million connection-minutes",
    message: "A million messages",
  } satisfies Readonly<Record<PriceKey, string>>,
  /** "A processor-hour: 0.04048 USD (AWS Fargate, entered on 2026-11-30)". */
  tariff: (label: string, usd: string, service: string, day: string): string =>
    `${label}: ${usd} USD (${service}, entered on ${day})`,
  tariffs: "List prices of AWS in us-east-1, which change without notice:",
  exactly: (label: string, unit: string): string => `${label}, exactly${unit === "" ? "" : `, in ${unit}`}`,
  compared: "compared with p99",
  measuredRange: (range: string): string => `measured: ${range}`,
  yourSetting: "Your setting",
  reset: "Reset to this run",
  allExamples: "Examples: for all subscribers together",
  stills: "Examples",
  set: "Use this setting",
  basis: "What these predictions rest on",
  source:
    "At a setting that this run measured, the figures are the measured ones, with the 95 % interval below them. At others the model, fitted to this run, predicts them, scaled to meet what was measured near by. A hatched figure's setting lies outside what this run measured",
  rule: "Cheapest is the transport with the fewest bytes among those that keep the limit at p99, and with it those whose bytes and CPU are not told from its own. Of transports that cost about as much, one that comes more than twice as late is not advised",
  measured: (region: string): string => `Measured: ${region}`,
  noCpu: (label: string): string => `Server CPU, ${label}: it was not measured with deliveries`,
  nearestCpu: (label: string, cells: string, measured: string): string =>
    `Server CPU, ${label}: the run measured too few settings for a fit. CPU per thousand deliveries is that of the nearest of ${cells} measured loads: ${measured}`,
  terms: {
    constant: (cores: string): string => `${cores} cores`,
    publication: (time: string): string => `${time} each time that messages go out`,
    request: (time: string): string => `${time} a request`,
    rootRequest: (cores: string): string => `${cores} cores times the root of the requests a second`,
    delivery: (time: string): string => `${time} a delivery`,
    furtherDelivery: (time: string): string => `${time} a delivery beyond the first of an answer`,
    kib: (time: string): string => `${time} a KiB of bodies`,
    nothing: "nothing",
  },
  /** `beside` is the factor, or empty; `leftOut` is a sentence. */
  fittedCpu: (label: string, terms: string, beside: string, cells: string, leftOut: string, measured: string): string =>
    `Server CPU, ${label}: ${terms}${beside === "" ? "" : `; ${beside} × as much where trials ran side by side`}. Fitted to ${cells} measured settings. ${leftOut}. Measured: ${measured}`,
  leftOut: (busy: string, cells: number, median: string, worst: string): string =>
    cells === 1
      ? `Left out, the one setting that took ${busy} of a core or more is missed by ${median}`
      : `Left out one at a time, the ${cells} settings that took ${busy} of a core or more are missed by ${median} at the median and ${worst} at worst`,
  noneBusy: (busy: string): string => `None took ${busy} of a core, so no error is told`,
  flood: (label: string, most: string, least: string): string =>
    `${label}: a flood showed that one process answers ${most} requests a second at most, and that no request costs less than ${least}. What exceeds it cannot on one process`,
  notMeasured: "not measured",
  latency:
    "Mean latency: your one-way delay, plus what the software of the same transport added to it in this run, plus the wait that the model gives for Poisson messages",
  near: "Near by is a setting that differs by no more than a factor of two in messages a second, subscribers, poll interval, hold, body (plus 1 KiB) and delay (plus 1 ms). The model is scaled by measured over predicted, weighed by trials and nearness, so that measured settings are met exactly; that fades out at a factor of 2.8",
  tail: "p99 is told only near settings where it was measured (else 'none near'), and p90 in its place where the messages were too few. Elsewhere the limit counts as kept (it should be) where it has room for the longest wait of the model and the worst that a p99 of this run exceeded the model by, or for 100 times the mean beyond the delay",
  gap: (roundTrip: string, turnaround: string, hold: string): string =>
    `The gap between two long polls: twice the one-way delay, plus a round trip of ${roundTrip} in the software, plus a turnaround of ${turnaround}${hold === "" ? "" : `. The hold is ${hold}`}`,
  shortPolling: "Short polling asks as seldom as the limit allows at p99, and never before its last poll is answered",
  bytes:
    "Bytes: HTTP headers, JSON envelopes and framing as measured, plus a body of your size. The frame headers of a WebSocket follow from RFC 6455. TCP/IP headers and handshakes are not counted",
  ranges:
    "The ± of a ratio comes of the intervals of what was measured. Elsewhere it comes of the worst by which the model missed a measured setting that it was not given; where that is not known, the ratio is said to be about so much. Transports count as not told apart where their bytes and their CPU are within 10 % or their ranges overlap, or where this run compared their CPU and told no difference",
  sending:
    "What clients send: a frame where a transport goes both ways, else a request with the heads of a poll. CPU counts such a request as the cheapest answer of a flood, and a frame as nothing",
  month:
    "A month has 730 hours, and subscribers stay all of it. A GB is 10⁹ bytes, without TCP/IP headers. A hosted service counts a message for each 32 KiB that it begins",
  notModelled:
    "Not modelled: jitter, bandwidth, loss, queues at a server short of CPU, limits of connections and memory, subscribers that join and leave",
};
