// What a run leaves behind: the shapes of run.jsonl and results.json. Types only; every unit stands in its name.
// Knows nothing of how the numbers are made (measurement.ts) or drawn (reports/).

/** Version of everything below; a reader refuses what it does not know. */
export const schema = "push-transport-benchmark/4";

/** The factors a trial is run under. A factor that a transport does not respond to is null. */
export interface Conditions {
  readonly subscribers: number;
  /** Of the schedule; 0 of a silent one. */
  readonly ratePerSec: number;
  readonly schedule: "poisson" | "periodic" | "silent";
  readonly bodyBytes: number;
  /** Added by the link between clients and server, each way. */
  readonly oneWayMs: number;
  readonly pollEveryMs: number | null;
  readonly holdMs: number | null;
  readonly connection: "keep-alive" | "close" | null;
  /** Of the load client's requests (a browser sends its own), and of answers too where `published`: a replay of the heads that T1 of METHOD section 4 counted. */
  readonly headers: "minimal" | "browser" | "published";
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

/** Of one number a subscriber, over the subscribers of a trial. */
export interface Spread {
  readonly least: number;
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
  readonly most: number;
  readonly subscribers: number;
}

/** Each subscriber's own response time beside the pooled one; null where a subscriber got too few messages to say. */
export interface SubscriberSpread {
  readonly meanMs: Spread | null;
  readonly p50Ms: Spread | null;
  readonly p99Ms: Spread | null;
}

export interface DeliveryLedger {
  readonly expected: number;
  readonly received: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** Deliveries of a seq that was never published. */
  readonly foreign: number;
  /** Deliveries whose body is not the one that was published under their seq. */
  readonly altered: number;
  /** Subscribers with at least one fault. */
  readonly subscribersAffected: number;
}

/** What can go wrong with a delivery. Any one of them fails the trial; none makes up for another. */
export const deliveryFaults = [
  "lost",
  "duplicated",
  "outOfOrder",
  "foreign",
  "altered",
] as const satisfies readonly (keyof DeliveryLedger)[];
export type DeliveryFault = (typeof deliveryFaults)[number];

export const isFaultless = (ledger: DeliveryLedger): boolean => deliveryFaults.every((fault) => ledger[fault] === 0);

export const byteKinds = ["body", "envelope", "httpHeaders", "framing", "handshake", "keepAlive"] as const;
export type ByteKind = (typeof byteKinds)[number];
export type BytesByKind = Readonly<Record<ByteKind, number>>;
export interface Directions {
  readonly up: number;
  readonly down: number;
}

/** Bytes at the clients' sockets (of a browser: at the server's) within the measured window. Kinds are counted apart, as whole messages. */
export interface ByteLedger extends Directions, BytesByKind {
  readonly kinds: { readonly up: BytesByKind; readonly down: BytesByKind };
  readonly perDelivery: Record<keyof Directions, number | null>;
  /** Of one connection's upgrade, over the whole trial; null where there is none. */
  readonly handshakePerConnection: Directions | null;
  /** Bytes at the sockets over the whole trial that belong to no kind: 0, or the accounting is wrong. */
  readonly unaccounted: number;
  /** Within the window, with TCP/IP headers and ACKs; null where it could not be counted. */
  readonly wire: Directions | null;
  /** How `wire` was counted, or why it was not. */
  readonly wireSource: string;
  /**
   * Over the whole trial, by kind and direction: |server's count − clients' count|, summed. 0, or bytes went astray; null
   * of a browser, which tells no count of its own.
   */
  readonly serverDisagrees: number | null;
}

/** Mean bytes of a poll's heads within the window; null where there was no such. */
export interface HeadBytes {
  readonly request: number | null;
  readonly fullAnswer: number | null;
  readonly emptyAnswer: number | null;
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
  /** Mean time from an answer's arrival to the next request's leaving, where that follows at once (long polling). */
  readonly turnaroundMs: number | null;
  readonly headBytes: HeadBytes;
}

export interface ConnectionCounts {
  readonly opened: number;
  readonly failed: number;
  readonly closedByServer: number;
  /** While the subscribers joined, all client processes together. */
  readonly perSecond: number;
}

/** Of a process within the window; of several, the worst. */
export interface LoopLoad {
  readonly loopDelayP99Ms: number;
  /** Share of the window in which the event loop was not waiting. */
  readonly loopUtilization: number;
  readonly gcPauseMaxMs: number;
  /** Share of the window spent in garbage collection. */
  readonly gcShare: number;
  /** Share of the window in which the main thread could have run and had no core; null where the system does not tell. */
  readonly runDelayShare: number | null;
}

export interface ServerLoad extends LoopLoad {
  /** CPU of the server process without the pacer thread. */
  readonly cpuMsPerThousandDeliveries: number | null;
  readonly cpuUtilization: number;
  readonly rssPeakBytes: number;
  /** JavaScript heap and external memory after a forced collection: (all subscribers idle − none) / subscribers. */
  readonly bytesPerIdleSubscriber: number | null;
}

export interface GeneratorLoad extends LoopLoad {
  /** Of all client processes together, a browser's among them, in cores. */
  readonly cpuUtilization: number;
  /** Of the worst client process. */
  readonly busiestProcessUtilization: number;
  /** Publications per second: asked for by the plan, and made. */
  readonly offeredRate: number;
  readonly achievedRate: number;
  /** As the server's: what one waiting subscriber adds to the client processes' heap and external memory. */
  readonly bytesPerIdleSubscriber: number | null;
  /** CPU of the publisher's pacing thread, in cores. */
  readonly pacerUtilization: number;
}

/**
 * What lies between clients and server. `loopback`: the host's own; `veth`: two network namespaces of the trial's own,
 * joined by a virtual cable; `tun`: the same, joined by a program that delays each packet; `proxy`: loopback and a
 * user-space relay, which delays bytes but not TCP's handshake and slow start.
 */
export const linkKinds = ["loopback", "veth", "tun", "proxy"] as const;
export type LinkKind = (typeof linkKinds)[number];

export interface LinkLoad {
  readonly kind: LinkKind;
  /** Of the program that delays, in cores, over the window; 0 where there is none. */
  readonly cpuUtilization: number;
}

/** Of a browser's pages, which stamp deliveries with clocks of their own, measured against the host's before and after. */
export interface ClockBound {
  /** The worst page's: its times may be off by this much, either way. */
  readonly offsetBoundMs: number;
  /** How far the offset of a page's clock was from itself, before against after. */
  readonly driftMs: number;
}

/** The machine as a whole within the window. */
export interface MachineLoad {
  /** Cores that others used: the machine's busy time without that of the trial's processes; null where it is not told. */
  readonly otherCores: number | null;
  /** Little's law: deliveries outstanding on the average, over rate × mean response time; 1 in a steady state. */
  readonly littlesRatio: number | null;
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
  readonly perSubscriber: SubscriberSpread;
  /** Response times by when the message was due in the window, at most 25 bins in the order of time. */
  readonly timeline: readonly TimelineBin[];
  readonly deliveries: DeliveryLedger;
  readonly bytes: ByteLedger;
  readonly requests: RequestCounts;
  readonly connections: ConnectionCounts;
  readonly server: ServerLoad;
  readonly generator: GeneratorLoad;
  readonly link: LinkLoad;
  readonly machine: MachineLoad;
  /** null where clients have the host's clock themselves. */
  readonly clock: ClockBound | null;
}

/** One stretch of the window, from its start on; the times are of the messages due in it. */
export interface TimelineBin {
  readonly fromMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
  readonly count: number;
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

/** A number over a cell's measured trials: their median and its 95 % bootstrap interval (null below six trials). */
export interface Estimate {
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly trials: number;
}

/** In the order of the page; `lower` is better in all of them. */
export const metricNames = [
  "responseTimeMeanMs",
  "responseTimeP50Ms",
  "responseTimeP90Ms",
  "responseTimeP99Ms",
  "responseTimeP999Ms",
  "responseTimeMaxMs",
  "publishDelayP99Ms",
  "bytesPerDelivery",
  "bytesPerDeliveryUp",
  "bytesPerDeliveryDown",
  "bytesPerSubscriberSecond",
  "wireBytesPerDelivery",
  "wireBytesPerDeliveryUp",
  "wireBytesPerDeliveryDown",
  "wireBytesPerSubscriberSecond",
  "requestsPerDelivery",
  "requestsPerSubscriberSecond",
  "emptyShare",
  "messagesPerResponse",
  "emptyCycleMs",
  "serverCpuMsPerThousandDeliveries",
  "serverCpuUtilization",
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
  readonly delays: MeasuredDelays;
  readonly theory: Theory;
}

/** Predictions of the model (METHOD section 3) from d, u, c measured in this run; null where no form applies. */
export interface Theory {
  readonly responseTimeMeanMs: number | null;
  readonly responseTimeP50Ms: number | null;
  readonly responseTimeP99Ms: number | null;
  readonly responseTimeMaxMs: number | null;
  readonly emptyShare: number | null;
  /** Of the very instants that were published, where the closed form holds in the mean over plans. */
  readonly emptyShareOfPlan: number | null;
  readonly requestsPerSubscriberSecond: number | null;
  readonly messagesPerResponse: number | null;
  /** At application level, up and down together. */
  readonly bytesPerSubscriberSecond: number | null;
}

/** What the model was given: medians over the run's trials on the link of that delay. */
export interface MeasuredDelays {
  /** d: server to client. */
  readonly oneWayMs: number | null;
  /** r = d + u: the bare echo's. */
  readonly roundTripMs: number | null;
  /** c: answer received → next request written. */
  readonly turnaroundMs: number | null;
  /** What an empty long poll took beyond its hold: g = d + u + c, and the lateness of the hold's timer. */
  readonly blackoutMs: number | null;
}

/** Of one cell against the baseline transport's under the same conditions, over trials. */
export interface Comparison {
  readonly scenario: string;
  readonly transport: string;
  readonly conditions: Conditions;
  readonly baseline: string;
  readonly metric: MetricName;
  /** Of the medians, this one's over the baseline's, with its 95 % bootstrap interval; null where the baseline is 0. */
  readonly ratio: Estimate | null;
  /** Mann-Whitney, two-sided; null below six trials a side. */
  readonly p: number | null;
  /** Holm's, over all comparisons of the run that have a p. */
  readonly adjustedP: number | null;
  /** `~`: no difference was detected; `untold`: too few trials to tell at all, however large the difference. */
  readonly verdict: "less" | "more" | "~" | "untold";
}

export const fittedQuantities = ["serverBytes", "generatorBytes", "serverCpuUtilization"] as const;

/** Of the silent trials of one transport: what each further idle subscriber adds, by least squares over several numbers of them. */
export interface SilenceFit {
  readonly transport: string;
  readonly conditions: Omit<Conditions, "subscribers">;
  readonly quantity: (typeof fittedQuantities)[number];
  /** Per subscriber, with its 95 % interval; null where the points are too few for one. */
  readonly slope: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly intercept: number;
  readonly points: readonly { readonly subscribers: number; readonly value: number }[];
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
