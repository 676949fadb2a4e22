// English: what only the still page says around the panel "Which transport should I use?".
import type { ControlKey } from "../vocabulary.ts";

export const englishChoosingPage = {
  title: "Which transport should I use?",
  why: "The model, fitted to this run, predicts what each transport takes at other settings. The answer names the transport with the fewest bytes among those that keep your limit at p99. A hatched figure is extrapolated: its setting lies outside what this run measured, and no measurement here confirms it.",
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
  allExamples: "Examples: predicted for all subscribers together",
  stills: "Examples",
  set: "Use this setting",
  basis: "What these predictions rest on",
  measured: (region: string): string => `Measured: ${region}`,
  jitter: (above: string): string =>
    `. The model leaves out jitter: the p99 of pushed messages lay ${above} above their mean`,
  noCpu: (label: string): string => `Server CPU, ${label}: it was not measured with deliveries`,
  nearestCpu: (label: string, cells: string, measured: string): string =>
    `Server CPU, ${label}: the run measured too few settings for a fit. CPU per thousand deliveries is that of the nearest of ${cells} measured loads: ${measured}`,
  terms: {
    constant: (cores: string): string => `${cores} cores`,
    request: (time: string): string => `${time} a request`,
    delivery: (time: string): string => `${time} a delivery`,
    kib: (time: string): string => `${time} a KiB of bodies`,
    nothing: "nothing",
  },
  fittedCpu: (label: string, terms: string, cells: string, median: string, worst: string, measured: string): string =>
    `Server CPU, ${label}: ${terms}. The fit to ${cells} measured settings is off by ${median} at the median and ${worst} at worst. Measured: ${measured}`,
  notMeasured: "not measured",
  latency:
    "Latency: your one-way delay, plus what the software added to it at the nearest measured load (the mean of pushed messages), plus the wait that the model gives for Poisson messages",
  gap: (roundTrip: string, turnaround: string, hold: string): string =>
    `The gap between two long polls: twice the one-way delay, plus a round trip of ${roundTrip} in the software, plus a turnaround of ${turnaround}${hold === "" ? "" : `. The hold is ${hold}`}`,
  shortPolling: "Short polling asks as seldom as the limit allows at p99, and never before its last poll is answered",
  bytes:
    "Bytes: HTTP headers, JSON envelopes and framing as measured, plus a body of your size. The frame headers of a WebSocket follow from RFC 6455. TCP/IP headers and handshakes are not counted",
  notModelled:
    "Not modelled: jitter, bandwidth, loss, queues at a server short of CPU, limits of connections and memory, subscribers that join and leave",
};
