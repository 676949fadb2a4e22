// A HEAD for the fixed run as BASE: the same plan with seeded noise, WebSocket slower by half in the broadcast, 200 header
// bytes more in each long poll, and a message lost. For tests; invented, and no measurement.
import * as hdr from "hdr-histogram-js";
import { judgeGate } from "../bench/gate.ts";
import { type Random, seededRandom } from "../bench/random.ts";
import type { Run } from "../bench/record.ts";
import type { BytesByKind, Distribution, MeasuredTrial, TrialRecord } from "../bench/record-trial.ts";
import { type Compared, compareRuns } from "./compare-view.ts";
import { compareWords } from "./compare-words.ts";
import { deriveRun, fixtureRun } from "./fixture.ts";
import { describeTimes } from "./fixture-trials.ts";

/** Uniform noise of at most 2 % each way. */
const jitter = (random: Random): number => 0.98 + 0.04 * random();

const scale = (of: Distribution, factor: number): Distribution => {
  if (of.histogram === "") return of;
  const histogram = hdr.decodeFromCompressedBase64(of.histogram);
  return describeTimes(
    Array.from(
      { length: of.count },
      (_, i) => (histogram.getValueAtPercentile((100 * (i + 0.5)) / of.count) / 1000) * factor,
    ),
  );
};

const times = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);

const withNoise = (trial: MeasuredTrial, random: Random): MeasuredTrial => ({
  ...trial,
  responseTimeMs: {
    ...trial.responseTimeMs,
    p50: times(trial.responseTimeMs.p50, jitter(random)),
    p90: times(trial.responseTimeMs.p90, jitter(random)),
    p99: times(trial.responseTimeMs.p99, jitter(random)),
  },
  server: {
    ...trial.server,
    cpuMsPerThousandDeliveries: times(trial.server.cpuMsPerThousandDeliveries, jitter(random)),
    bytesPerIdleSubscriber: times(trial.server.bytesPerIdleSubscriber, jitter(random)),
  },
});

const addedBytes = 200;

const withLongerHeaders = (trial: MeasuredTrial): MeasuredTrial => {
  const { bytes, requests } = trial;
  const added = addedBytes * requests.total;
  const more = (kinds: BytesByKind): BytesByKind => ({ ...kinds, httpHeaders: kinds.httpHeaders + added });
  const up = bytes.up + added;
  const perUp = bytes.perDelivery.up;
  return {
    ...trial,
    bytes: {
      ...bytes,
      ...more(bytes),
      up,
      kinds: { ...bytes.kinds, up: more(bytes.kinds.up) },
      perDelivery: { ...bytes.perDelivery, up: perUp === null ? null : (perUp * up) / bytes.up },
    },
  };
};

const change = (trial: TrialRecord, random: Random): TrialRecord => {
  if (trial.status !== "measured") return trial;
  const at = `${trial.transport} ${trial.scenario}`;
  if (at === "websocket broadcast") {
    const slower = { ...trial, responseTimeMs: scale(trial.responseTimeMs, 1.5) };
    return withNoise(slower, random);
  }
  if (at === "ws-library broadcast" && trial.repetition === 2) {
    const deliveries = {
      ...trial.deliveries,
      received: trial.deliveries.received - 1,
      lost: 1,
      subscribersAffected: 1,
    };
    return { ...trial, deliveries, status: "failed", reasons: ["1 delivery lost"] };
  }
  return withNoise(trial.transport === "long-polling" ? withLongerHeaders(trial) : trial, random);
};

const buildHead = (): Run => {
  const random = seededRandom(11, 0xc0);
  return {
    ...fixtureRun,
    id: "2026-01-16T10-00-00-fixture",
    startedAt: "2026-01-16T10:00:00.000Z",
    endedAt: "2026-01-16T10:04:20.000Z",
    environment: { ...fixtureRun.environment, commit: "fedcba9876543210fedcba9876543210fedcba98", node: "v26.11.0" },
    ...deriveRun(fixtureRun.trials.map((trial) => change(trial, random))),
  };
};

export const fixtureHead: Run = buildHead();

export const compareFixture = (base: Run, head: Run): Compared =>
  compareRuns(judgeGate(base, head), base, head, compareWords);
