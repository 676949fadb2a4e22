// What a run leaves behind: the shapes of run.jsonl and results.json. Types only; every unit stands in its name.
// Knows nothing of how the numbers are made (measurement.ts) or drawn (reports/).

/** Version of everything below; a reader refuses what it does not know. */
export const schema = "push-transport-benchmark/1";

/** The factors a trial is run under. A factor that a transport does not respond to is null. */
export interface Conditions {
  readonly subscribers: number;
  readonly ratePerSec: number;
  readonly schedule: "poisson" | "periodic";
  readonly bodyBytes: number;
  readonly pollEveryMs: number | null;
  readonly holdMs: number | null;
  readonly connection: "keep-alive" | "close" | null;
  readonly headers: "minimal" | "browser";
}

/** A sample of times in ms. A percentile that the sample is too small for is null. */
export interface Distribution {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
  readonly count: number;
  /** HdrHistogram V2, compressed, base64; values in whole microseconds, three significant digits. */
  readonly histogram: string;
}

export interface DeliveryLedger {
  readonly expected: number;
  readonly received: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** Subscribers with at least one lost, duplicated or out-of-order delivery. */
  readonly subscribersAffected: number;
}

export const byteKinds = ["body", "envelope", "httpHeaders", "framing", "handshake", "keepAlive"] as const;
export type ByteKind = (typeof byteKinds)[number];
export type BytesByKind = Readonly<Record<ByteKind, number>>;
export interface Directions {
  readonly up: number;
  readonly down: number;
}

/** Bytes at the clients' sockets within the measured window. Kinds are counted apart, as whole messages. */
export interface ByteLedger extends Directions, BytesByKind {
  readonly kinds: { readonly up: BytesByKind; readonly down: BytesByKind };
  readonly perDelivery: Record<keyof Directions, number | null>;
  /** Of one connection's upgrade, over the whole trial; null where there is none. */
  readonly handshakePerConnection: Directions | null;
  /** Bytes at the sockets over the whole trial that belong to no kind: 0, or the accounting is wrong. */
  readonly unaccounted: number;
  /** With TCP/IP headers and ACKs; null where it was not counted. */
  readonly wire: Directions | null;
}

export interface RequestCounts {
  readonly total: number;
  readonly empty: number;
  readonly perDelivery: number | null;
  readonly perSubscriberSecond: number;
  readonly messagesPerResponse: number | null;
  /** What short polling had to find empty, given when messages were published; null of other transports. */
  readonly emptyShareOfPlan: number | null;
  /** Mean time from one poll's request to the next where the answer was empty: interval, or hold + blackout. */
  readonly emptyCycleMs: number | null;
}

export interface ConnectionCounts {
  readonly opened: number;
  readonly failed: number;
  readonly closedByServer: number;
  /** While the subscribers joined, all client processes together. */
  readonly perSecond: number;
}

export interface ServerLoad {
  /** CPU of the server process without the pacer thread. */
  readonly cpuMsPerThousandDeliveries: number | null;
  readonly cpuUtilization: number;
  readonly loopDelayP99Ms: number;
  readonly rssPeakBytes: number;
  /** JavaScript heap and external memory after a forced collection: (all subscribers idle − none) / subscribers. */
  readonly bytesPerIdleSubscriber: number | null;
}

export interface GeneratorLoad {
  /** Of all client processes together, in cores. */
  readonly cpuUtilization: number;
  /** Of the worst client process. */
  readonly busiestProcessUtilization: number;
  readonly loopDelayP99Ms: number;
  /** Publications per second: asked for by the plan, and made. */
  readonly offeredRate: number;
  readonly achievedRate: number;
  /** As the server's: what one waiting subscriber adds to the client processes' heap and external memory. */
  readonly bytesPerIdleSubscriber: number | null;
  /** CPU of the publisher's pacing thread, in cores. */
  readonly pacerUtilization: number;
}

interface TrialIdentity {
  readonly transport: string;
  readonly scenario: string;
  readonly repetition: number;
  /** Trials of one step run side by side; steps run one after another. */
  readonly step: number;
  readonly conditions: Conditions;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly warmupMs: number;
  readonly measureMs: number;
  readonly warnings: readonly string[];
  readonly reasons: readonly string[];
}

export interface Measurements {
  readonly responseTimeMs: Distribution;
  readonly serviceTimeMs: Distribution;
  readonly publishDelayMs: Distribution;
  readonly deliveries: DeliveryLedger;
  readonly bytes: ByteLedger;
  readonly requests: RequestCounts;
  readonly connections: ConnectionCounts;
  readonly server: ServerLoad;
  readonly generator: GeneratorLoad;
}

/** `invalid`: measured, but the rig was the limit; `failed`: a delivery was lost, or the trial could not be finished. */
export type MeasuredTrial = TrialIdentity & { readonly status: "measured" } & Measurements;
export type InvalidTrial = TrialIdentity & { readonly status: "invalid" } & Measurements;
export type FailedTrial = TrialIdentity & { readonly status: "failed" } & {
  readonly [K in keyof Measurements]: Measurements[K] | null;
};
export type TrialRecord = MeasuredTrial | InvalidTrial | FailedTrial;

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
  readonly scenarios: readonly ScenarioFacts[];
  readonly plannedTrials: number;
}

/** The last line of run.jsonl; missing where the process was killed. */
export interface RunEnd {
  readonly endedAt: string;
  readonly interrupted: boolean;
}

/** A number over a cell's measured trials: their median and its 95 % bootstrap interval (null below six trials). */
export interface Estimate {
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly trials: number;
}

export const metricNames = [
  "responseTimeMeanMs",
  "responseTimeP50Ms",
  "responseTimeP90Ms",
  "responseTimeP99Ms",
  "responseTimeP999Ms",
  "publishDelayP99Ms",
  "bytesPerDeliveryUp",
  "bytesPerDeliveryDown",
  "requestsPerDelivery",
  "requestsPerSubscriberSecond",
  "emptyShare",
  "messagesPerResponse",
  "emptyCycleMs",
  "serverCpuMsPerThousandDeliveries",
  "serverBytesPerIdleSubscriber",
  "generatorCpuUtilization",
] as const;
export type MetricName = (typeof metricNames)[number];

/** All trials of one transport in one scenario under the same conditions. */
export interface Summary {
  readonly scenario: string;
  readonly transport: string;
  readonly conditions: Conditions;
  readonly trials: Readonly<Record<TrialRecord["status"], number>>;
  readonly metrics: Readonly<Record<MetricName, Estimate | null>>;
  /** Closed forms under these conditions; null where none applies or the run gave no inputs for it. */
  readonly theory: Theory | null;
}

/** Predictions of the model, from the rate, the one-way delay and the blackout measured in this run. */
export interface Theory {
  readonly responseTimeMeanMs: number | null;
  readonly emptyShare: number | null;
  /** Of the very instants that were published, where the closed form holds in the mean over plans. */
  readonly emptyShareOfPlan: number | null;
  readonly requestsPerSubscriberSecond: number | null;
}

/** results.json. */
export interface Run extends RunHeader {
  readonly endedAt: string | null;
  /** True where not every planned trial was run. */
  readonly partial: boolean;
  readonly trials: readonly TrialRecord[];
  readonly summaries: readonly Summary[];
  readonly warnings: readonly string[];
}
