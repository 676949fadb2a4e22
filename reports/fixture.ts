// A fixed, realistic run for tests and for looking at the page: made from seeded numbers, so that it never changes.
// Its figures are invented after the model's shapes; they are no measurement.
import {
  type Conditions,
  type Estimate,
  type MeasuredTrial,
  type Measurements,
  type MetricName,
  type Run,
  type Summary,
  schema,
  type TrialRecord,
} from "../bench/record.ts";
import { bootstrapMedian, median, seededRandom } from "../bench/stats.ts";
import { type Cell, measureCell, pollRate } from "./fixture-trials.ts";

const names = ["short-polling", "long-polling", "websocket"] as const;

const cell = (
  transport: Cell["transport"],
  scenario: Cell["scenario"],
  [subscribers, ratePerSec, pollEveryMs]: readonly [number, number, number],
  [measureMs, repetitions]: readonly [number, number],
): Cell => ({
  transport,
  scenario,
  measureMs,
  repetitions,
  conditions: {
    subscribers,
    ratePerSec,
    schedule: "poisson",
    bodyBytes: 256,
    pollEveryMs: transport === "short-polling" ? pollEveryMs : null,
    holdMs: transport === "long-polling" ? 30_000 : null,
    connection: transport === "websocket" ? null : "keep-alive",
    headers: "minimal",
  } satisfies Conditions,
});

const cells: readonly Cell[] = [
  ...names.map((name) => cell(name, "broadcast", [100, 10, 1000], [5000, 8])),
  ...names.map((name) => cell(name, "sparse", [20, 0.02, 1000], [75_000, 1])),
  ...[100, 250, 500, 1000, 2000].map((every) => cell("short-polling", "intervals", [50, 5, every], [4000, 6])),
  ...names.slice(1).map((name) => cell(name, "intervals", [50, 5, 1000], [4000, 6])),
];

const nothing: { readonly [K in keyof Measurements]: null } = {
  responseTimeMs: null,
  serviceTimeMs: null,
  publishDelayMs: null,
  deliveries: null,
  bytes: null,
  requests: null,
  connections: null,
  server: null,
  generator: null,
};

const buildTrial = (of: Cell, repetition: number, step: number): TrialRecord => {
  const identity = {
    transport: of.transport,
    scenario: of.scenario,
    repetition,
    step,
    conditions: of.conditions,
    startedAt: new Date(Date.UTC(2026, 0, 15, 9, 30) + step * 7000).toISOString(),
    warmupMs: 1000,
    measureMs: of.measureMs,
    warnings: [],
    reasons: [],
  };
  const measured: MeasuredTrial = { ...identity, status: "measured", ...measureCell(of, seededRandom(7, step)) };
  const at = `${of.transport} ${of.scenario} ${repetition}`;
  if (at === "long-polling broadcast 4") {
    return { ...identity, ...nothing, status: "failed", reasons: ["the server process ended with code 1 after 2.1 s"] };
  }
  if (at === "short-polling intervals 2" && of.conditions.pollEveryMs === 100) {
    const lag = "load generator: its event loop lagged 14 ms at p99 (limit 5 ms)";
    return { ...measured, status: "invalid", reasons: [lag] };
  }
  if (at !== "websocket broadcast 1") return measured;
  return { ...measured, warnings: ["publish delay p99 0.9 ms is more than the median response time"] };
};

const readMetric: Readonly<Record<MetricName, (m: Measurements) => number | null>> = {
  responseTimeMeanMs: (m) => m.responseTimeMs.mean,
  responseTimeP50Ms: (m) => m.responseTimeMs.p50,
  responseTimeP90Ms: (m) => m.responseTimeMs.p90,
  responseTimeP99Ms: (m) => m.responseTimeMs.p99,
  responseTimeP999Ms: (m) => m.responseTimeMs.p999,
  publishDelayP99Ms: (m) => m.publishDelayMs.p99,
  bytesPerDeliveryUp: (m) => m.bytes.perDelivery.up,
  bytesPerDeliveryDown: (m) => m.bytes.perDelivery.down,
  requestsPerDelivery: (m) => m.requests.perDelivery,
  requestsPerSubscriberSecond: (m) => m.requests.perSubscriberSecond,
  emptyShare: (m) => (m.requests.total === 0 ? null : m.requests.empty / m.requests.total),
  messagesPerResponse: (m) => m.requests.messagesPerResponse,
  emptyCycleMs: (m) => m.requests.emptyCycleMs,
  serverCpuMsPerThousandDeliveries: (m) => m.server.cpuMsPerThousandDeliveries,
  serverBytesPerIdleSubscriber: (m) => m.server.bytesPerIdleSubscriber,
  generatorCpuUtilization: (m) => m.generator.cpuUtilization,
};

const estimate = (values: readonly number[]): Estimate | null => {
  if (values.length === 0) return null;
  const interval = bootstrapMedian(values, seededRandom(7), 400);
  return { median: median(values), low: interval?.low ?? null, high: interval?.high ?? null, trials: values.length };
};

const summarise = (of: Cell, trials: readonly TrialRecord[]): Summary => {
  const measured = trials.filter((trial) => trial.status === "measured");
  const metric = (name: MetricName): Estimate | null =>
    estimate(measured.map(readMetric[name]).filter((value) => value !== null));
  const times = (status: TrialRecord["status"]): number => trials.filter((trial) => trial.status === status).length;
  const { perSecond, empty } = pollRate(of);
  const polls = of.transport !== "websocket";
  return {
    scenario: of.scenario,
    transport: of.transport,
    conditions: of.conditions,
    trials: { measured: times("measured"), invalid: times("invalid"), failed: times("failed") },
    metrics: {
      responseTimeMeanMs: metric("responseTimeMeanMs"),
      responseTimeP50Ms: metric("responseTimeP50Ms"),
      responseTimeP90Ms: metric("responseTimeP90Ms"),
      responseTimeP99Ms: metric("responseTimeP99Ms"),
      responseTimeP999Ms: metric("responseTimeP999Ms"),
      publishDelayP99Ms: metric("publishDelayP99Ms"),
      bytesPerDeliveryUp: metric("bytesPerDeliveryUp"),
      bytesPerDeliveryDown: metric("bytesPerDeliveryDown"),
      requestsPerDelivery: metric("requestsPerDelivery"),
      requestsPerSubscriberSecond: metric("requestsPerSubscriberSecond"),
      emptyShare: metric("emptyShare"),
      messagesPerResponse: metric("messagesPerResponse"),
      emptyCycleMs: metric("emptyCycleMs"),
      serverCpuMsPerThousandDeliveries: metric("serverCpuMsPerThousandDeliveries"),
      serverBytesPerIdleSubscriber: metric("serverBytesPerIdleSubscriber"),
      generatorCpuUtilization: metric("generatorCpuUtilization"),
    },
    theory: {
      responseTimeMeanMs: 0.4 + (of.conditions.pollEveryMs ?? 0) / 2,
      emptyShare: polls ? empty : null,
      emptyShareOfPlan: of.conditions.pollEveryMs === null ? null : empty,
      requestsPerSubscriberSecond: polls ? perSecond : null,
    },
  };
};

/** As a plan interleaves them: each block of a scenario holds every cell once. */
const layOut = (): readonly { readonly of: Cell; readonly repetition: number }[] =>
  [...Map.groupBy(cells, ({ scenario }) => scenario).values()].flatMap((group) => {
    const blocks = Math.max(...group.map(({ repetitions }) => repetitions));
    return Array.from({ length: blocks }, (_, block) => group.map((of) => ({ of, repetition: block + 1 }))).flat();
  });

const buildFixture = (): Run => {
  const placed = layOut().map(({ of, repetition }, i) => ({ of, trial: buildTrial(of, repetition, i + 1) }));
  return {
    schema,
    id: "2026-01-15T09-30-00-fixture",
    startedAt: "2026-01-15T09:30:00.000Z",
    endedAt: "2026-01-15T09:34:12.000Z",
    command: "npm run bench -- --profile default --seed 7",
    seed: 7,
    profile: "default",
    baselineTransport: "websocket",
    environment: {
      node: "v26.10.0",
      platform: "linux x64",
      kernel: "6.8.0",
      cpu: "Example CPU at 3.0 GHz",
      cores: 4,
      memoryBytes: 17_179_869_184,
      openFilesLimit: 65_536,
      loadAverageAtStart: 0.12,
      commit: "0123456789abcdef0123456789abcdef01234567",
      uncommittedChanges: false,
      versions: { fastify: "5.12.8", v8: "14.0.0" },
    },
    transports: [
      { name: "short-polling", label: "Short polling" },
      { name: "long-polling", label: "Long polling" },
      { name: "websocket", label: "WebSocket" },
    ],
    scenarios: [
      { name: "broadcast", why: "Everyone is told everything: a live ticker.", trials: 8, sideBySide: false },
      { name: "sparse", why: "Silence longer than the hold: what waiting costs.", trials: 1, sideBySide: true },
      { name: "intervals", why: "Polling more often buys latency: at what price?", trials: 6, sideBySide: false },
    ],
    plannedTrials: placed.length,
    partial: false,
    trials: placed.map(({ trial }) => trial),
    summaries: cells.map((of) =>
      summarise(
        of,
        placed.filter((one) => one.of === of).map(({ trial }) => trial),
      ),
    ),
    warnings: ["the server and the load generator share 4 cores; CPU figures hold for this machine only"],
  };
};

export const fixtureRun: Run = buildFixture();
