// The shapes of a run's facts, checked when they are read: a file on disk may hold anything. Each shape has the fields of its
// type in bench/record/, no fewer; further fields are let pass. Knows no file.

import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import * as v from "valibot";
import { recordOf } from "../record/metrics.ts";
import { type Ceiling, type Environment, type Floor, linkWays, type RunEnd, type RunHeader } from "../record/run.ts";
import { metricNames } from "../record/summary.ts";
import {
  type ByteLedger,
  byteKinds,
  type Conditions,
  type Distribution,
  type GeneratorLoad,
  type LinkLoad,
  type LoopLoad,
  type Measurements,
  type TrialRecord,
} from "../record/trial.ts";

/** A schema for each field of the type. */
type Shape<T> = { readonly [K in keyof T]-?: v.GenericSchema<unknown, T[K]> };

const text = v.string();
export const finite = v.pipe(v.number(), v.finite("expected a finite number"));
const count = v.pipe(finite, v.integer("expected a whole number"), v.minValue(0, "expected 0 or more"));
const positive = v.pipe(finite, v.gtValue(0, "expected more than 0"));
const least0 = v.pipe(finite, v.minValue(0, "expected 0 or more"));
const finiteOrNull = v.nullable(finite);
const least0OrNull = v.nullable(least0);

/** What Date reads. */
export const instant = v.pipe(
  text,
  v.check((written) => Number.isFinite(Date.parse(written)), "expected an instant"),
);

const isHistogram = (written: string): boolean => {
  try {
    decodeFromCompressedBase64(written);
    return true;
  } catch {
    return false;
  }
};

const distribution = v.pipe(
  v.object({
    mean: finiteOrNull,
    p50: finiteOrNull,
    p90: finiteOrNull,
    p99: finiteOrNull,
    p999: finiteOrNull,
    max: finiteOrNull,
    count,
    histogram: text,
  } satisfies Shape<Distribution>),
  v.check(({ count, histogram }) => count === 0 || isHistogram(histogram), "expected a histogram"),
);

const directions = v.object({ up: finite, down: finite });
const kinds = v.object(recordOf(byteKinds, () => finite));
const spread = v.object({
  least: finite,
  p10: finite,
  median: finite,
  p90: finite,
  most: finite,
  subscribers: count,
});

const loop = {
  loopDelayP99Ms: finite,
  loopUtilization: finite,
  gcPauseMaxMs: finite,
  gcShare: finite,
  runDelayShare: finiteOrNull,
} satisfies Shape<LoopLoad>;

const link = v.object({
  kind: v.picklist(["loopback", "veth", "tun", "proxy"]),
  cpuUtilization: finite,
} satisfies Shape<LinkLoad>);

const conditions = v.object({
  subscribers: v.pipe(count, v.minValue(1, "expected 1 or more")),
  ratePerSec: least0,
  schedule: v.picklist(["poisson", "periodic", "silent"]),
  bodyBytes: count,
  oneWayMs: least0,
  pollEveryMs: v.nullable(positive),
  holdMs: v.nullable(positive),
  connection: v.nullable(v.picklist(["keep-alive", "close"])),
  headers: v.picklist(["minimal", "browser", "published"]),
} satisfies Shape<Conditions>);

const bytes = v.object({
  ...directions.entries,
  ...kinds.entries,
  kinds: v.object({ up: kinds, down: kinds }),
  perDelivery: v.object({ up: finiteOrNull, down: finiteOrNull }),
  handshakePerConnection: v.nullable(directions),
  unaccounted: finite,
  wire: v.nullable(directions),
  wireSource: text,
  serverDisagrees: finiteOrNull,
} satisfies Shape<ByteLedger>);

const generator = v.object({
  ...loop,
  cpuUtilization: finite,
  busiestProcessUtilization: finite,
  offeredRate: finite,
  achievedRate: finite,
  bytesPerIdleSubscriber: finiteOrNull,
  pacerUtilization: finite,
} satisfies Shape<GeneratorLoad>);

const measurements = {
  responseTimeMs: distribution,
  serviceTimeMs: distribution,
  publishDelayMs: distribution,
  perSubscriber: v.object({ meanMs: v.nullable(spread), p50Ms: v.nullable(spread), p99Ms: v.nullable(spread) }),
  timeline: v.array(v.object({ fromMs: finite, meanMs: finite, maxMs: finite, count })),
  deliveries: v.object({
    expected: count,
    received: count,
    lost: count,
    duplicated: count,
    outOfOrder: count,
    foreign: count,
    altered: count,
    subscribersAffected: count,
  }),
  bytes,
  requests: v.object({
    total: count,
    empty: count,
    perDelivery: finiteOrNull,
    perSubscriberSecond: finite,
    messagesPerResponse: finiteOrNull,
    emptyShareOfPlan: finiteOrNull,
    emptyCycleMs: finiteOrNull,
    turnaroundMs: finiteOrNull,
    headBytes: v.object({ request: finiteOrNull, fullAnswer: finiteOrNull, emptyAnswer: finiteOrNull }),
  }),
  connections: v.object({ opened: count, failed: count, closedByServer: count, perSecond: finite }),
  server: v.object({
    ...loop,
    cpuMsPerThousandDeliveries: finiteOrNull,
    cpuUtilization: finite,
    rssPeakBytes: finite,
    bytesPerIdleSubscriber: finiteOrNull,
  }),
  generator,
  link,
  machine: v.object({ otherCores: finiteOrNull, littlesRatio: finiteOrNull }),
  clock: v.nullable(v.object({ offsetBoundMs: finite, driftMs: finite })),
} satisfies Shape<Measurements>;

const identity = {
  transport: text,
  scenario: text,
  repetition: count,
  step: count,
  conditions,
  startedAt: instant,
  warmupMs: least0,
  measureMs: positive,
  warnings: v.array(text),
  reasons: v.array(text),
};

const m = measurements;

export const trialShape: v.GenericSchema<unknown, TrialRecord> = v.variant("status", [
  v.object({ ...identity, status: v.literal("measured"), ...measurements }),
  v.object({ ...identity, status: v.literal("invalid"), ...measurements }),
  v.object({
    ...identity,
    status: v.literal("failed"),
    responseTimeMs: v.nullable(m.responseTimeMs),
    serviceTimeMs: v.nullable(m.serviceTimeMs),
    publishDelayMs: v.nullable(m.publishDelayMs),
    perSubscriber: v.nullable(m.perSubscriber),
    timeline: v.nullable(m.timeline),
    deliveries: v.nullable(m.deliveries),
    bytes: v.nullable(m.bytes),
    requests: v.nullable(m.requests),
    connections: v.nullable(m.connections),
    server: v.nullable(m.server),
    generator: v.nullable(m.generator),
    link: v.nullable(m.link),
    machine: v.nullable(m.machine),
    clock: m.clock,
  }),
]);

export const environmentShape = v.object({
  node: text,
  platform: text,
  kernel: text,
  cpu: text,
  cores: finite,
  memoryBytes: finite,
  openFilesLimit: finiteOrNull,
  loadAverageAtStart: finite,
  commit: v.nullable(text),
  uncommittedChanges: v.nullable(v.boolean()),
  versions: v.record(text, text),
} satisfies Shape<Environment>);

export const headerShape: v.GenericSchema<unknown, Omit<RunHeader, "schema">> = v.object({
  id: text,
  startedAt: instant,
  command: text,
  seed: count,
  profile: text,
  baselineTransport: text,
  environment: environmentShape,
  transports: v.array(v.object({ name: text, label: text })),
  differences: v.array(v.object({ topic: text, values: v.array(text) })),
  scenarios: v.array(v.object({ name: text, why: text, trials: count, sideBySide: v.boolean() })),
  plannedTrials: count,
  link: v.object({ way: v.picklist(linkWays), refused: v.nullable(text) }),
  until: v.nullable(v.object({ metric: v.picklist(metricNames), precision: finite, mostTrials: finite })),
  baseRun: v.nullable(text),
} satisfies Shape<Omit<RunHeader, "schema">>);

export const floorShape: v.GenericSchema<unknown, Floor> = v.object({
  oneWayMs: least0,
  link,
  connectMs: distribution,
  closedRoundTripMs: distribution,
  pacedRoundTripMs: distribution,
} satisfies Shape<Floor>);

export const ceilingShape: v.GenericSchema<unknown, Ceiling> = v.object({
  path: text,
  answer: v.picklist(["full", "empty"]),
  connections: count,
  durationMs: finite,
  requestsPerSec: finite,
  serverCpuUtilization: finite,
  floodCpuUtilization: finite,
  errors: count,
} satisfies Shape<Ceiling>);

export const endShape: v.GenericSchema<unknown, RunEnd> = v.object({
  endedAt: instant,
  interrupted: v.boolean(),
  stopped: v.nullable(v.object({ because: v.picklist(["precise", "limit"]), trials: count, widest: least0OrNull })),
} satisfies Shape<RunEnd>);

/** The first field that does not fit, and its proper type: `environment.cores: expected number`; null where all fit. */
export const damageIn = (shape: v.GenericSchema, value: unknown): string | null => {
  const [issue] = v.safeParse(shape, value, { abortEarly: true }).issues ?? [];
  if (issue === undefined) return null;
  const { kind, expected, received, message } = issue;
  const wanted = kind === "schema" && expected !== null ? `expected ${expected.toLowerCase()}` : message;
  const path = v.getDotPath(issue);
  return `${path === null ? "" : `${path}: `}${received === "undefined" ? "missing" : wanted}`;
};

/** The schema that a file names, whatever stands in its place. */
export const schemaWords = (found: unknown): string => (typeof found === "string" ? found : `${JSON.stringify(found)}`);
