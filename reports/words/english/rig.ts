// English: the rig, its noise floor, its ceilings and its load.
import type { LinkKind } from "../../../bench/record/trial.ts";

export const englishRig = {
  title: "The rig",
  why: "What the harness itself adds, and whether it was ever the limit.",
  links: { loopback: "loopback", veth: "virtual cable", tun: "delaying program", proxy: "relay" } satisfies Readonly<
    Record<LinkKind, string>
  >,
  namespaces:
    "Clients reached the server through network namespaces of the trial's own, so that bytes on the wire are exact and a delay holds back every packet.",
  asAsked: "as it was asked for",
  refused: (why: string): string => `since network namespaces could not be had: ${why}`,
  loopback: (why: string): string =>
    `Clients reached the server over the host's loopback, and through a relay where there is a delay, ${why}.`,
  unknown: "unknown",
  bareFloor: (p50: string, p99: string): string =>
    `Without a delay, half a bare echo's round trip took ${p50} at the median and ${p99} at p99: what is smaller than that is not seen.`,
  delayError: (error: string): string => `A one-way delay was at most ${error} off at the median.`,
  noFloor: "The noise floor was not measured in this run.",
  agreed: "Server and clients counted the same bytes, kind by kind, in every trial.",
  disagreed: (parts: string): string => `Server and clients counted bytes differently: ${parts} over all trials.`,
  browser: (bound: string, drift: string): string =>
    `Pages in Chromium stamp what arrives with clocks of their own: each is known to within ${bound} of the host's, and moved by ${drift} at most during a trial. Their bytes and requests were counted at the server's sockets alone.`,
  floors: {
    summary: "Noise floor, and how exact the link is",
    why: "The clients' sockets against a bare echo over the same link: one message after another (closed), and on a Poisson timetable (paced). The error is half of the paced round trip minus the delay that was asked for. A delaying program holds back every packet; a relay holds back bytes, but neither handshakes nor slow start.",
    caption: "Round trips in ms, by the one-way delay asked for",
    heads: [
      "Delay, each way",
      "Closed p50",
      "Closed p99",
      "Closed p99.9",
      "Paced p50",
      "Paced p99",
      "Paced p99.9",
      "One-way error p50",
      "One-way error p99",
    ],
    linkCpu: "CPU of the link",
  },
  ceilings: {
    summary: "What the HTTP endpoints answer at most",
    why: "An unpaced flood of a fresh server. A trial that comes near these rates measures the server's limit and not the transport.",
    caption: "Requests per second under a flood",
    endpoint: "Endpoint",
    answers: "Answers",
    requests: "Requests",
    connections: "Connections",
    serverCpu: "Server CPU",
    floodCpu: "Flood CPU",
    errors: "Errors",
    full: "with a message",
    empty: "empty",
  },
  loads: {
    summary: "How loaded generator, server and machine were",
    why: "Medians over a transport's measured and invalid trials, below them the worst trial. Little's ratio is the deliveries outstanding over rate × response time: 1 in a steady state, less where a queue was growing; below it the least and the most.",
    caption: "Load by transport, over all scenarios",
    transport: "Transport",
    generatorCpu: "Generator CPU",
    loopClients: "Loop utilisation, clients",
    loopServer: "Loop utilisation, server",
    gcClients: "Longest GC pause, clients",
    gcServer: "Longest GC pause, server",
    waitClients: "Waited for a core, clients",
    waitServer: "Waited for a core, server",
    otherWork: "Other work",
    little: "Little's ratio",
    disagreement: "Bytes counted differently",
  },
};
