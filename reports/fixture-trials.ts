// One invented trial of the fixed run: seeded numbers after the model's shapes. They are no measurement.
import * as hdr from "hdr-histogram-js";
import type { ByteLedger, BytesByKind, Conditions, Distribution, Measurements } from "../bench/record.ts";
import { knownQuantile, mean, type Random } from "../bench/stats.ts";

export interface Cell {
  readonly transport: "short-polling" | "long-polling" | "websocket";
  readonly scenario: "broadcast" | "sparse" | "intervals";
  readonly conditions: Conditions;
  readonly measureMs: number;
  readonly repetitions: number;
}

const histogramRange = {
  lowestDiscernibleValue: 1,
  highestTrackableValue: 60_000_000,
  numberOfSignificantValueDigits: 3,
} as const;

export const encodeHistogram = (timesMs: readonly number[]): string => {
  const histogram = hdr.build(histogramRange);
  for (const ms of timesMs) histogram.recordValue(Math.max(1, Math.round(ms * 1000)));
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
    histogram: encodeHistogram(times),
  };
};

/** Skewed service times: a floor, an exponential body and a rare long tail. */
const serve = (random: Random, floor: number): number =>
  floor - Math.log(1 - random()) * floor * 0.35 + (random() < 0.004 ? random() * 9 : 0);

export const blackoutMs = 0.35;

const wait = (cell: Cell, random: Random): number => {
  if (cell.transport === "short-polling") return random() * (cell.conditions.pollEveryMs ?? 0);
  const share = (cell.conditions.ratePerSec * blackoutMs) / 1000;
  return cell.transport === "long-polling" && random() < share ? random() * blackoutMs : 0;
};

const none: BytesByKind = { body: 0, envelope: 0, httpHeaders: 0, framing: 0, handshake: 0, keepAlive: 0 };
const addKinds = (kinds: BytesByKind): number => Object.values(kinds).reduce((sum, value) => sum + value, 0);

const countBytes = (cell: Cell, received: number, requests: number, empty: number): ByteLedger => {
  const body = { body: cell.conditions.bodyBytes * received, envelope: 52 * received };
  const kinds =
    cell.transport === "websocket"
      ? { up: none, down: { ...none, ...body, framing: 4 * received } }
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
    keepAlive: 0,
    kinds,
    perDelivery: { up: up / received, down: down / received },
    handshakePerConnection: cell.transport === "websocket" ? { up: 196, down: 129 } : null,
    unaccounted: 0,
    wire: null,
  };
};

/** Requests of one subscriber in a second, and the share of them that come back empty. */
export const pollRate = ({ transport, conditions }: Cell): { perSecond: number; empty: number } => {
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

export const measureCell = (cell: Cell, random: Random): Measurements => {
  const { subscribers, ratePerSec, pollEveryMs, holdMs } = cell.conditions;
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
  const idle = { "short-polling": 9_800, "long-polling": 14_300, websocket: 11_900 }[cell.transport];
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
      emptyShareOfPlan: pollEveryMs === null ? null : poll.empty,
      emptyCycleMs: empty === 0 ? null : (pollEveryMs ?? (holdMs ?? 0) + blackoutMs),
    },
    connections: { opened: subscribers, failed: 0, closedByServer: 0, perSecond: 4000 },
    server: {
      cpuMsPerThousandDeliveries: cpu,
      cpuUtilization: (cpu * received) / 1000 / cell.measureMs,
      loopDelayP99Ms: 1.1 + random() * 0.4,
      rssPeakBytes: 92_000_000 + Math.round(random() * 4_000_000),
      bytesPerIdleSubscriber: idle * (0.97 + random() * 0.06),
    },
    generator: {
      cpuUtilization: 0.12 + random() * 0.05,
      busiestProcessUtilization: 0.12 + random() * 0.05,
      loopDelayP99Ms: 1.3 + random() * 0.5,
      bytesPerIdleSubscriber: 5000,
      offeredRate: ratePerSec,
      achievedRate: published / seconds,
      pacerUtilization: 0.18,
    },
  };
};
