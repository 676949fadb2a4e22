// What a run leaves behind: the shapes of run.jsonl and results.json. Types only; every unit stands in its name.
// Knows nothing of how the numbers are made (bench/measurement/measurement.ts) or drawn (reports/).

import type { Comparison, MetricName, SilenceFit, Summary } from "./summary.ts";
import type { Distribution, LinkLoad, TrialRecord } from "./trial.ts";

/** Version of everything below; a reader refuses what it does not know. */
export const schema = "push-transport-benchmark/4";

export interface Environment {
  readonly node: string;
  readonly platform: string;
  readonly kernel: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly openFilesLimit: number | null;
  readonly loadAverageAtStart: number;
  readonly commit: string | null;
  readonly uncommittedChanges: boolean | null;
  readonly versions: Readonly<Record<string, string>>;
}

/** One scenario as the plan laid it out; `why` is a sentence for readers. */
export interface ScenarioFacts {
  readonly name: string;
  readonly why: string;
  readonly trials: number;
  readonly sideBySide: boolean;
}

/**
 * What the harness itself adds: its clients' sockets against a bare echo over the link of that delay, one message after
 * another (closed) and on a Poisson timetable (paced). Measured at the start of a run.
 */
export interface Floor {
  readonly oneWayMs: number;
  readonly link: LinkLoad;
  readonly connectMs: Distribution;
  readonly closedRoundTripMs: Distribution;
  readonly pacedRoundTripMs: Distribution;
}

/** What the server's HTTP endpoint answers at most: an unpaced flood by autocannon. */
export interface Ceiling {
  readonly path: string;
  readonly answer: "full" | "empty";
  readonly connections: number;
  readonly durationMs: number;
  readonly requestsPerSec: number;
  readonly serverCpuUtilization: number;
  readonly floodCpuUtilization: number;
  readonly errors: number;
}

export interface DefaultDifference {
  readonly topic: string;
  /** In the order of the run's transports. */
  readonly values: readonly string[];
}

/** `namespaces`: exact bytes, and real TCP over a delay; `loopback`: the host's own, and a relay where there is a delay. */
export const linkWays = ["namespaces", "loopback"] as const;
export type LinkWay = (typeof linkWays)[number];

/** The first line of run.jsonl. */
export interface RunHeader {
  readonly schema: typeof schema;
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly command: string;
  readonly seed: number;
  readonly profile: string;
  readonly baselineTransport: string;
  readonly environment: Environment;
  readonly transports: readonly { readonly name: string; readonly label: string }[];
  /** What the transports do unless told otherwise, where they differ in it (METHOD rule 10). */
  readonly differences: readonly DefaultDifference[];
  readonly scenarios: readonly ScenarioFacts[];
  /** Where `until` is set, the most there may be. */
  readonly plannedTrials: number;
  /** How clients reach the server, and why not through network namespaces where that is so. */
  readonly link: { readonly way: LinkWay; readonly refused: string | null };
  /** --trials auto: blocks go on until the metric's interval is narrow enough in every cell. */
  readonly until: StopRule | null;
  /** The id of the run that this one was made to be held against; null where there is none. */
  readonly baseRun: string | null;
}

export interface StopRule {
  readonly metric: MetricName;
  /** Width of the 95 % interval over its median. */
  readonly precision: number;
  readonly mostTrials: number;
}

/** The last line of run.jsonl; missing where the process was killed. */
export interface RunEnd {
  readonly endedAt: string;
  readonly interrupted: boolean;
  /** Why a run under a stop rule ended; null of any other. */
  readonly stopped: {
    readonly because: "precise" | "limit";
    readonly trials: number;
    readonly widest: number | null;
  } | null;
}

/** results.json. */
export interface Run extends RunHeader {
  readonly endedAt: string | null;
  /** True where not every planned trial was run. */
  readonly partial: boolean;
  readonly stopped: RunEnd["stopped"];
  readonly floors: readonly Floor[];
  readonly ceilings: readonly Ceiling[];
  readonly trials: readonly TrialRecord[];
  readonly summaries: readonly Summary[];
  readonly comparisons: readonly Comparison[];
  readonly silence: readonly SilenceFit[];
  readonly warnings: readonly string[];
}
