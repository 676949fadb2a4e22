// English: the rig, its noise floor, its ceilings and its load.
import type { LinkKind } from "../../../bench/record/loads.ts";

/** The times are those of a message's first, median and last socket. */
type FanOutWords = Readonly<Record<"sockets" | "first" | "median" | "last", string>>;

export const englishRig = {
  title: "The rig",
  why: "The rig adds a time of its own, and it can be the limit of a trial. This section shows both.",
  links: { loopback: "loopback", veth: "virtual cable", tun: "delaying program", proxy: "relay" } satisfies Readonly<
    Record<LinkKind, string>
  >,
  namespaces:
    "Clients reached the server through network namespaces that each trial had to itself. Bytes on the wire are therefore exact, and a delay holds back every packet.",
  asAsked: "as its command asked",
  refused: (why: string): string => `because network namespaces could not be set up: ${why}`,
  loopback: (why: string): string =>
    `Clients reached the server over the host's loopback, and through a relay if there was a delay, ${why}.`,
  unknown: "unknown",
  bareFloor: (p50: string, p99: string): string =>
    `Without a delay, half the round trip of a bare echo took ${p50} at the median and ${p99} at p99. No response time below that can be measured.`,
  delayError: (error: string): string => `The worst median error of a one-way delay was ${error}.`,
  fanOut: ({ sockets, first, median, last }: FanOutWords): string =>
    `Bare writes of a message to ${sockets} sockets reached the first of them after ${first}, the median one after ${median} and the last one after ${last}, at the median over messages. No server can reach that many subscribers sooner.`,
  oneClientProcess:
    "One client process held all subscribers of a trial. It reads one socket after another, and that is a part of every response time.",
  clientProcesses: (numbers: string): string =>
    `The subscribers of a trial were spread over ${numbers} client processes. Each reads one socket after another, and that is a part of every response time.`,
  noFloor: "The noise floor was not measured in this run.",
  agreed: "Server and clients counted the same bytes, kind by kind, in every trial.",
  disagreed: (parts: string): string => `Server and clients counted bytes differently: ${parts} over all trials.`,
  browser: (bound: string, drift: string): string =>
    `Pages in Chromium stamp arrivals with clocks of their own. The offset of such a clock from the host's is known to within ${bound}, and it moved by at most ${drift} during a trial. The bytes and requests of these pages were counted at the server's sockets alone.`,
  floors: {
    summary: "Noise floor, and how exact the link is",
    why: "The clients' sockets send messages to a bare echo over the same link: one message after another (closed), or on a Poisson schedule (paced). The error is half of the paced round trip minus the delay that was asked for. A delaying program holds back every packet. A relay holds back bytes, but neither handshakes nor slow start.",
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
    summary: "How many requests the HTTP endpoints can answer",
    why: "A flood without pacing hits a fresh server. A trial that comes near these rates measures the server's limit and not the transport.",
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
    summary: "How loaded the generator, the server and the machine were",
    why: "The figures are medians over a transport's measured and invalid trials, with the worst trial below. Little's ratio is the mean number of outstanding deliveries over rate × mean response time. It is 1 in a steady state, and less where a queue was growing. Below it stand the least and the most.",
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
