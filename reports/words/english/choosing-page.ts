// English: what only the still page says around the panel "Which transport should I use?".
import type { ControlKey } from "../vocabulary.ts";

export const englishChoosingPage = {
  title: "Which transport should I use?",
  why: "What the model, fitted to this run, predicts for other settings. Where a setting lies outside of what the run measured, a figure is hatched and called extrapolated: it may be right, and nothing here shows that it is.",
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
  reset: "As in this run",
  allExamples: "Examples: predicted for all subscribers together",
  stills: "Examples",
  set: "Set this",
  basis: "What these predictions rest on",
  measured: (region: string): string => `Measured: ${region}`,
  jitter: (above: string): string =>
    `. Not in the model: jitter, by which a pushed message's p99 lay ${above} above its mean`,
  noCpu: (label: string): string => `Server CPU, ${label}: none was measured with deliveries`,
  nearestCpu: (label: string, cells: string, measured: string): string =>
    `Server CPU, ${label}: too few cells for a fit, so CPU per thousand deliveries is that of the nearest load of the ${cells} measured: ${measured}`,
  terms: {
    constant: (cores: string): string => `${cores} cores`,
    request: (time: string): string => `${time} a request`,
    delivery: (time: string): string => `${time} a delivery`,
    kib: (time: string): string => `${time} a KiB of bodies`,
    nothing: "nothing",
  },
  fittedCpu: (label: string, terms: string, cells: string, median: string, worst: string, measured: string): string =>
    `Server CPU, ${label}: ${terms}, fitted to ${cells} cells, off by ${median} at the median and ${worst} at worst; measured: ${measured}`,
  notMeasured: "not measured",
  latency:
    "Latency: the delay that you set, what the software added to it at the nearest measured load (a pushed message's mean), and the waiting that the closed forms give for Poisson messages",
  gap: (roundTrip: string, turnaround: string, hold: string): string =>
    `The gap between two long polls: twice the delay, a round trip of ${roundTrip} and a turnaround of ${turnaround}${hold === "" ? "" : `; the hold is ${hold}`}`,
  shortPolling: "Short polling asks as seldom as the limit allows at p99, and never before its last poll is answered",
  bytes:
    "Bytes: heads, envelopes and frames as measured, around a body of your size; without TCP/IP headers and handshakes",
  notModelled:
    "Not modelled: jitter, bandwidth, loss, queues at a server short of CPU, limits of connections and memory, joining and leaving",
};
