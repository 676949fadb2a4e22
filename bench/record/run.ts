// The shapes of run.jsonl and results.json, which a run leaves behind. Types only. A number's unit stands in its name.
// Knows neither how the numbers are made (bench/measurement/) nor how they are drawn (reports/).

import type { LinkLoad } from "./loads.ts";
import type { Remark } from "./remarks.ts";
import type { Comparison, MetricName, SilenceFit, Summary } from "./summary.ts";
import type { Distribution, MessageTimes } from "./times.ts";
import type { TrialRecord } from "./trial.ts";

/** The version of all these shapes. A reader refuses a version that it does not know. */
export const schema = "push-transport-benchmark/8";

/** The machine and the software that a run was made with. */
export interface Environment {
  readonly node: string;
  readonly platform: string;
  readonly kernel: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** How many files a process may open; null where the system does not tell, or sets no limit. */
  readonly openFilesLimit: number | null;
  /** The load of the minute before, in cores. */
  readonly loadAverageAtStart: number;
  /** The commit of this project's tree; null where the tree is not the top of a repository. */
  readonly commit: string | null;
  readonly uncommittedChanges: boolean | null;
  /** The versions of the packages that take part, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** One scenario as the plan laid it out. */
export interface ScenarioFacts {
  readonly name: string;
  /** A sentence for readers: what the scenario shows. */
  readonly why: string;
  /** How many trials each cell has in the plan. */
  readonly trials: number;
  /** Whether several transports of a repetition run at the same time. */
  readonly sideBySide: boolean;
}

/**
 * Bare writes of a message to as many sockets as a trial has subscribers, all in one client process, on a Poisson timetable.
 * Times count from just before a message's first write.
 */
export interface FanOutFloor extends MessageTimes {
  readonly subscribers: number;
  /** Over all sockets of all messages. */
  readonly deliveryMs: Distribution;
}

/** The time that the harness itself takes: its clients' sockets against a bare echo over a link, at the start of a run. */
export interface Floor {
  /** The delay that the link adds, each way. */
  readonly oneWayMs: number;
  readonly link: Pick<LinkLoad, "kind" | "cpuUtilization">;
  readonly connectMs: Distribution;
  /** Each message leaves when the one before has come back. */
  readonly closedRoundTripMs: Distribution;
  /** Messages leave on a Poisson timetable. */
  readonly pacedRoundTripMs: Distribution;
  /** null but over the shortest link of the run, and where no scenario publishes anything. */
  readonly fanOut: FanOutFloor | null;
}

/** The most that a server's HTTP endpoint answers, under an unpaced flood by autocannon. */
export interface Ceiling {
  readonly path: string;
  /** Whether the answers carry messages. */
  readonly answer: "full" | "empty";
  readonly connections: number;
  readonly durationMs: number;
  readonly requestsPerSec: number;
  /** CPU of the server's process, in cores. */
  readonly serverCpuUtilization: number;
  /** CPU of the process that floods, in cores. */
  readonly floodCpuUtilization: number;
  /** Requests that were not answered as they should be. */
  readonly errors: number;
}

/** One thing that transports do differently unless they are told otherwise. */
export interface DefaultDifference {
  readonly topic: string;
  /** The habit of each transport, in the order of the run's transports. */
  readonly values: readonly string[];
}

/**
 * How clients reach the server. `namespaces` give exact bytes, and real TCP over a delay. `loopback` is the host's own, with
 * a relay where there is a delay.
 */
export const linkWays = ["namespaces", "loopback"] as const;
export type LinkWay = (typeof linkWays)[number];

/**
 * The things that have to stand between clients and server for a transport to pass: anything; what bears a request that is held;
 * what hands an answer on as it grows; what lets a connection be upgraded.
 */
export const passages = ["any", "patient", "streaming", "upgrade"] as const;
export type Passage = (typeof passages)[number];

/** A transport, or an arm of one, as far as no trial measures it. */
export interface TransportFacts {
  readonly name: string;
  readonly label: string;
  /** The transport that this is another make of; null for one of its own. */
  readonly variantOf: string | null;
  /** Whether clients send over the same connection. */
  readonly twoWay: boolean;
  readonly passes: Passage;
}

/** The first line of run.jsonl. */
export interface RunHeader {
  readonly schema: typeof schema;
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** The command line that makes the same run. */
  readonly command: string;
  readonly seed: number;
  readonly profile: string;
  readonly baselineTransport: string;
  readonly environment: Environment;
  readonly transports: readonly TransportFacts[];
  /** See docs/method.md, rule 10. */
  readonly differences: readonly DefaultDifference[];
  readonly scenarios: readonly ScenarioFacts[];
  /** The most there may be where `until` is set. */
  readonly plannedTrials: number;
  /** `refused` says why clients do not reach the server through network namespaces; null where they do. */
  readonly link: { readonly way: LinkWay; readonly refused: string | null };
  /** `split`: the server had a core of its own, and the clients the others; null where the system chose. */
  readonly pinned: "split" | null;
  /** When a run of --trials auto ends; null for any other. */
  readonly until: StopRule | null;
  /** Whether trials beside other work of the machine count, with a warning, instead of being invalid. */
  readonly acceptBusy: boolean;
  /** The id of the run that this one was made to be held against; null where there is none. */
  readonly baseRun: string | null;
}

/** Blocks go on until the metric's interval is narrow enough in every cell. */
export interface StopRule {
  readonly metric: MetricName;
  /** The width of the 95 % interval over the median, at most. */
  readonly precision: number;
  /** The run ends with so many in each cell, whether its intervals are narrow enough or not. */
  readonly mostTrials: number;
}

/** A stop rule was kept. */
export interface PreciseStop {
  readonly because: "precise" | "limit";
  /** How many each cell has. */
  readonly trials: number;
  /** The widest interval over its median; null where no cell has an interval. */
  readonly widest: number | null;
}

/** The run itself was at fault for its last trials, and would have spoilt the next ones too. */
export interface SpoiltStop {
  readonly because: "spoilt";
  /** How many were spoilt in a row. */
  readonly trials: number;
  /** The reason of the last one. */
  readonly reason: Remark;
}

/** The last line of run.jsonl. It is missing where the process was killed. */
export interface RunEnd {
  readonly endedAt: string;
  readonly interrupted: boolean;
  /** Why the run ended by itself before its plan did; null for any other. */
  readonly stopped: PreciseStop | SpoiltStop | null;
}

/** The whole of results.json. */
export interface Run extends RunHeader {
  /** ISO 8601; null where the process was killed. */
  readonly endedAt: string | null;
  /** Whether some planned trial was not run. */
  readonly partial: boolean;
  readonly stopped: RunEnd["stopped"];
  readonly floors: readonly Floor[];
  readonly ceilings: readonly Ceiling[];
  readonly trials: readonly TrialRecord[];
  readonly summaries: readonly Summary[];
  readonly comparisons: readonly Comparison[];
  readonly silence: readonly SilenceFit[];
  /** Warnings about the run as a whole; each trial has its own. */
  readonly warnings: readonly Remark[];
}
