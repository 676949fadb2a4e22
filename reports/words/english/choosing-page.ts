// English: what only the still page says around the panel "Which transport should I use?".
import type { ControlKey } from "../vocabulary.ts";

export const englishChoosingPage = {
  title: "Which transport should I use?",
  why: "At a setting that this run measured, the figures are the measured ones. At others the model, fitted to this run, predicts them, scaled to meet what was measured near by. The answer names the transport with the fewest bytes among those that keep your limit at p99. A hatched figure is extrapolated: its setting lies outside what this run measured, and no measurement here confirms it.",
  examples: {
    run: "This run",
    dashboard: "A dashboard",
    chat: "A chat room",
    prices: "Live prices",
    notices: "Rare notices",
  },
  heads: [
    "Transport",
    "Latency, mean",
    "Latency, p99",
    "Requests",
    "Bytes, up and down",
    "Server CPU",
    "Against the limit",
    "Extrapolated in",
  ],
  controls: {
    rate: "Messages a second",
    subscribers: "Subscribers",
    body: "Body of a message",
    delay: "One-way delay",
    stale: "Too stale after",
  } satisfies Readonly<Record<ControlKey, string>>,
  exactly: (label: string, unit: string): string => `${label}, exactly${unit === "" ? "" : `, in ${unit}`}`,
  compared: "compared with p99",
  measuredRange: (range: string): string => `measured: ${range}`,
  yourSetting: "Your setting",
  reset: "Reset to this run",
  allExamples: "Examples: for all subscribers together",
  stills: "Examples",
  set: "Use this setting",
  basis: "What these predictions rest on",
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
  tail: "p99 is told only near settings where it was measured. Elsewhere the limit counts as kept where it has room for the longest wait of the model and the worst that a p99 of this run exceeded the model by, or for 100 times the mean beyond the delay",
  gap: (roundTrip: string, turnaround: string, hold: string): string =>
    `The gap between two long polls: twice the one-way delay, plus a round trip of ${roundTrip} in the software, plus a turnaround of ${turnaround}${hold === "" ? "" : `. The hold is ${hold}`}`,
  shortPolling: "Short polling asks as seldom as the limit allows at p99, and never before its last poll is answered",
  bytes:
    "Bytes: HTTP headers, JSON envelopes and framing as measured, plus a body of your size. The frame headers of a WebSocket follow from RFC 6455. TCP/IP headers and handshakes are not counted",
  notModelled:
    "Not modelled: jitter, bandwidth, loss, queues at a server short of CPU, limits of connections and memory, subscribers that join and leave",
};
