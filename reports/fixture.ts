// A fixed, realistic run for tests and for looking at the page: made from seeded numbers, so that it never changes.
// Its figures are invented after the model's shapes; they are no measurement.
import * as hdr from "hdr-histogram-js";
import {
  type ByteLedger,
  type BytesByKind,
  type Conditions,
  type Distribution,
  type Estimate,
  type Measurements,
  type MetricName,
  type Run,
  type Summary,
  schema,
  type Theory,
  type TrialRecord,
} from "../bench/record.ts";
import { bootstrapMedian, knownQuantile, mean, median, type Random, seededRandom } from "../bench/stats.ts";

interface Cell {
  readonly transport: "short-polling" | "long-polling" | "websocket";
  readonly scenario: "broadcast" | "sparse" | "intervals";
  readonly conditions: Conditions;
  readonly measureMs: number;
  readonly repetitions: number;
}

const encode = (times: readonly number[]): string => {
  const histogram = hdr.build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000,
    numberOfSignificantValueDigits: 3,
  });
  for (const ms of times) histogram.recordValue(Math.max(1, Math.round(ms * 1000)));
  return hdr.encodeIntoCompressedBase64(histogram);
};

const describe = (times: readonly number[]): Distribution => {
  const ascending = times.toSorted((a, b) => a - b);
  return {
    mean: times.length === 0 ? null : mean(times),
    p50: knownQuantile(ascending, 0.5),
    p90: knownQuantile(ascending, 0.9),
    p99: knownQuantile(ascending, 0.99),
    p999: knownQuantile(ascending, 0.999),
    max: ascending.at(-1) ?? null,
    count: times.length,
    histogram: encode(times),
  };
};

/** Skewed service times: a floor, an exponential body and a rare long tail. */
const serve = (random: Random, floor: number): number =>
  floor - Math.log(1 - random()) * floor * 0.35 + (random() < 0.004 ? random() * 9 : 0);

const blackoutMs = 0.35;

const wait = (cell: Cell, random: Random): number => {
  if (cell.transport === "short-polling") return random() * (cell.conditions.pollEveryMs ?? 0);
  const share = (cell.conditions.ratePerSec * blackoutMs) / 1000;
  return cell.transport === "long-polling" && random() < share ? random() * blackoutMs : 0;
};

const none: BytesByKind = { body: 0, envelope: 0, httpHeaders: 0, framing: 0, handshake: 0, keepAlive: 0 };
const addKinds = (kinds: BytesByKind): number => Object.values(kinds).reduce((sum, value) => sum + value, 0);

const countBytes = (cell: Cell, received: number, requests: number, empty: number): ByteLedger => {
  const { bodyBytes } = cell.conditions;
  const body = { body: bodyBytes * received, envelope: 52 * received };
  const kinds =
    cell.transport === "websocket"
      ? { up: { ...none, keepAlive: 6 }, down: { ...none, ...body, framing: 4 * received, keepAlive: 2 } }
      : {
          up: { ...none, httpHeaders: 118 * requests },
          down: { ...none, ...body, httpHeaders: 164 * (requests - empty) + 142 * empty, framing: 2 * empty },
        };
  const [up, down] = [addKinds(kinds.up), addKinds(kinds.down)];
  const total = (kind: keyof BytesByKind): number => kinds.up[kind] + kinds.down[kind];
  return {
    up,
    down,
    body: total("body"),
    envelope: total("envelope"),
    httpHeaders: total("httpHeaders"),
    framing: total("framing"),
    handshake: 0,
    keepAlive: total("keepAlive"),
    kinds,
    perDelivery: received === 0 ? { up: null, down: null } : { up: up / received, down: down / received },
    handshakePerConnection: cell.transport === "websocket" ? { up: 196, down: 129 } : null,
    wire: null,
  };
};

/** Requests of one subscriber in a second, and the share of them that come back empty. */
const pollRate = ({ transport, conditions }: Cell): { perSecond: number; empty: number } => {
  const { ratePerSec, pollEveryMs, holdMs } = conditions;
  if (transport === "websocket") return { perSecond: 0, empty: 0 };
  if (transport === "short-polling") {
    const seconds = (pollEveryMs ?? 1000) / 1000;
    return { perSecond: 1 / seconds, empty: Math.exp(-ratePerSec * seconds) };
  }
  const [gap, hold] = [blackoutMs / 1000, (holdMs ?? 30_000) / 1000];
  const waited = (Math.exp(-ratePerSec * gap) * -Math.expm1(-ratePerSec * hold)) / ratePerSec;
  return { perSecond: 1 / (gap + waited), empty: Math.exp(-ratePerSec * (gap + hold)) };
};

const measure = (cell: Cell, random: Random): Measurements => {
  const { subscribers, ratePerSec } = cell.conditions;
  const seconds = cell.measureMs / 1000;
  const published = Math.max(1, Math.round(ratePerSec * seconds * (0.95 + random() * 0.1)));
  const received = published * subscribers;
  // The ledger holds the whole trial, the warm-up too; bytes and requests only the measured window.
  const owed = received + Math.round(ratePerSec) * subscribers;
  const floor =
    { "short-polling": 0.55, "long-polling": 0.42, websocket: 0.24 }[cell.transport] * (0.9 + random() * 0.25);
  const service = Array.from({ length: received }, () => serve(random, floor) + wait(cell, random));
  const delays = Array.from({ length: published }, () => random() * 0.08);
  const poll = pollRate(cell);
  const total = Math.round(poll.perSecond * seconds * subscribers * (0.99 + random() * 0.02));
  const empty = Math.round(total * Math.min(1, poll.empty * (0.98 + random() * 0.04)));
  const cpu = { "short-polling": 31, "long-polling": 58, websocket: 9.4 }[cell.transport] * (0.92 + random() * 0.16);
  return {
    responseTimeMs: describe(service.map((ms) => ms + 0.04)),
    serviceTimeMs: describe(service),
    publishDelayMs: describe(delays),
    deliveries: { expected: owed, received: owed, lost: 0, duplicated: 0, outOfOrder: 0, subscribersAffected: 0 },
    bytes: countBytes(cell, received, total, empty),
    requests: {
      total,
      empty,
      perDelivery: total / received,
      perSubscriberSecond: total / subscribers / seconds,
      messagesPerResponse: total > empty ? received / (total - empty) : null,
      emptyCycleMs: empty === 0 ? null : (cell.conditions.pollEveryMs ?? (cell.conditions.holdMs ?? 0) + blackoutMs),
    },
    connections: { opened: subscribers, failed: 0, closedByServer: 0 },
    server: {
      cpuMsPerThousandDeliveries: cpu,
      cpuUtilization: (cpu * received) / 1000 / cell.measureMs,
      loopDelayP99Ms: 1.1 + random() * 0.4,
      rssPeakBytes: 92_000_000 + Math.round(random() * 4_000_000),
      bytesPerIdleSubscriber:
        { "short-polling": 9_800, "long-polling": 14_300, websocket: 11_900 }[cell.transport] *
        (0.97 + random() * 0.06),
    },
    generator: {
      cpuUtilization: 0.12 + random() * 0.05,
      loopDelayP99Ms: 1.3 + random() * 0.5,
      busiestProcessUtilization: 0.12 + random() * 0.05,
      offeredRate: ratePerSec,
      achievedRate: published / seconds,
      pacerUtilization: 0.18,
    },
  };
};

const conditionsOf = (
  transport: Cell["transport"],
  shared: Pick<Conditions, "subscribers" | "ratePerSec">,
  pollEveryMs = 1000,
): Conditions => ({
  ...shared,
  schedule: "poisson",
  bodyBytes: 256,
  pollEveryMs: transport === "short-polling" ? pollEveryMs : null,
  holdMs: transport === "long-polling" ? 30_000 : null,
  connection: transport === "websocket" ? null : "keep-alive",
  headers: "minimal",
});

const names = ["short-polling", "long-polling", "websocket"] as const;
const cells: readonly Cell[] = [
  ...names.map(
    (transport) =>
      ({
        transport,
        scenario: "broadcast",
        conditions: conditionsOf(transport, { subscribers: 100, ratePerSec: 10 }),
        measureMs: 5000,
        repetitions: 5,
      }) as const,
  ),
  ...names.map(
    (transport) =>
      ({
        transport,
        scenario: "sparse",
        conditions: conditionsOf(transport, { subscribers: 20, ratePerSec: 0.02 }),
        measureMs: 75_000,
        repetitions: 1,
      }) as const,
  ),
  ...[100, 250, 500, 1000, 2000].map(
    (every) =>
      ({
        transport: "short-polling",
        scenario: "intervals",
        conditions: conditionsOf("short-polling", { subscribers: 50, ratePerSec: 5 }, every),
        measureMs: 4000,
        repetitions: 3,
      }) as const,
  ),
  ...(["long-polling", "websocket"] as const).map(
    (transport) =>
      ({
        transport,
        scenario: "intervals",
        conditions: conditionsOf(transport, { subscribers: 50, ratePerSec: 5 }),
        measureMs: 4000,
        repetitions: 3,
      }) as const,
  ),
];

const missing: { readonly [K in keyof Measurements]: null } = {
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

const buildTrial = (cell: Cell, repetition: number, step: number): TrialRecord => {
  const identity = {
    transport: cell.transport,
    scenario: cell.scenario,
    repetition,
    step,
    conditions: cell.conditions,
    startedAt: new Date(Date.UTC(2026, 0, 15, 9, 30) + step * 7000).toISOString(),
    warmupMs: 1000,
    measureMs: cell.measureMs,
    warnings: [],
    reasons: [],
  };
  const measured = { ...identity, status: "measured", ...measure(cell, seededRandom(7, step)) } as const;
  const at = `${cell.transport} ${cell.scenario} ${repetition}`;
  if (at === "long-polling broadcast 4")
    return { ...identity, status: "failed", reasons: ["the server process ended with code 1 after 2.1 s"], ...missing };
  if (at === "short-polling intervals 2" && cell.conditions.pollEveryMs === 100)
    return {
      ...measured,
      status: "invalid",
      reasons: ["load generator: its event loop lagged 14 ms at p99 (limit 5 ms)"],
    };
  if (at === "websocket broadcast 1")
    return { ...measured, warnings: ["publish delay p99 0.9 ms is more than the median response time"] };
  return measured;
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

const predict = (cell: Cell): Theory => {
  const { perSecond, empty } = pollRate(cell);
  const websocket = cell.transport === "websocket";
  return {
    responseTimeMeanMs: 0.4 + (cell.conditions.pollEveryMs ?? 0) / 2,
    emptyShare: websocket ? null : empty,
    requestsPerSubscriberSecond: websocket ? null : perSecond,
  };
};

const summarise = (cell: Cell, trials: readonly TrialRecord[]): Summary => {
  const measured = trials.filter((trial) => trial.status === "measured");
  const metric = (name: MetricName): Estimate | null =>
    estimate(measured.map((trial) => readMetric[name](trial)).filter((value) => value !== null));
  const of = (status: TrialRecord["status"]): number => trials.filter((trial) => trial.status === status).length;
  return {
    scenario: cell.scenario,
    transport: cell.transport,
    conditions: cell.conditions,
    trials: { measured: of("measured"), invalid: of("invalid"), failed: of("failed") },
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
    theory: predict(cell),
  };
};

const buildFixture = (): Run => {
  let step = 0;
  const results = cells.map((cell) => ({
    cell,
    trials: Array.from({ length: cell.repetitions }, (_, i) => buildTrial(cell, i + 1, ++step)),
  }));
  const trials = results.flatMap((result) => result.trials);
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
      { name: "broadcast", why: "Everyone is told everything: a live ticker.", trials: 5, sideBySide: false },
      { name: "sparse", why: "Silence longer than the hold: what waiting costs.", trials: 1, sideBySide: true },
      {
        name: "intervals",
        why: "Polling more often buys latency with requests: at what price?",
        trials: 3,
        sideBySide: false,
      },
    ],
    plannedTrials: trials.length,
    partial: false,
    trials,
    summaries: results.map((result) => summarise(result.cell, result.trials)),
    warnings: ["2 cores are shared by the server and the load generator; CPU figures hold for this machine only"],
  };
};

export const fixtureRun: Run = buildFixture();
