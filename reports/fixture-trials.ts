// One invented trial of the fixed run: seeded numbers after the model's shapes. They are no measurement.
import * as hdr from "hdr-histogram-js";
import type { Random } from "../bench/random.ts";
import type {
  Distribution,
  LoopLoad,
  Measurements,
  Spread,
  SubscriberSpread,
  TimelineBin,
} from "../bench/record-trial.ts";
import { knownQuantile, mean, quantile } from "../bench/stats.ts";
import { blackoutMs, type Cell, countBytes, countRequests, pollRate } from "./fixture-traffic.ts";

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

export const describeTimes = (times: readonly number[]): Distribution => {
  const ascending = times.toSorted((a, b) => a - b);
  return {
    mean: times.length === 0 ? null : mean(times),
    p50: knownQuantile(ascending, 0.5),
    p90: knownQuantile(ascending, 0.9),
    p99: knownQuantile(ascending, 0.99),
    p999: knownQuantile(ascending, 0.999),
    max: ascending.at(-1) ?? null,
    count: times.length,
    histogram: times.length === 0 ? "" : encodeHistogram(times),
  };
};

/** Skewed service times: a floor, an exponential body and a rare long tail. */
const serve = (random: Random, floor: number): number =>
  floor - Math.log(1 - random()) * floor * 0.35 + (random() < 0.004 ? random() * 9 : 0);

const wait = ({ transport, conditions }: Cell, perSecond: number, random: Random): number => {
  if (transport === "short-polling") return random() * (conditions.pollEveryMs ?? 0);
  const blackout = blackoutMs(conditions.oneWayMs);
  return transport === "long-polling" && random() < (perSecond * blackout) / 1000 ? random() * blackout : 0;
};

const spread = (values: readonly number[]): Spread => {
  const ascending = values.toSorted((a, b) => a - b);
  const [least, p10, middle, p90, most] = [0, 0.1, 0.5, 0.9, 1].map((q) => quantile(ascending, q));
  return {
    least: least ?? 0,
    p10: p10 ?? 0,
    median: middle ?? 0,
    p90: p90 ?? 0,
    most: most ?? 0,
    subscribers: values.length,
  };
};

const medianOf = (times: readonly number[]): number =>
  knownQuantile(
    times.toSorted((a, b) => a - b),
    0.5,
  ) ?? 0;

/** Deliveries fall to the subscribers in turn. Six of them carry a median, none here carries a p99. */
const spreadOf = (times: readonly number[], subscribers: number): SubscriberSpread => {
  const each = times.length / subscribers;
  const shares = Array.from({ length: subscribers }, (_, own) =>
    Array.from({ length: Math.ceil((times.length - own) / subscribers) }, (_, i) => times[own + i * subscribers] ?? 0),
  );
  return {
    meanMs: each < 1 ? null : spread(shares.map((share) => mean(share))),
    p50Ms: each < 6 ? null : spread(shares.map(medianOf)),
    p99Ms: null,
  };
};

const timelineOf = (times: readonly number[], measureMs: number): readonly TimelineBin[] => {
  const bins = times.length < 100 ? 1 : 5;
  return Array.from({ length: times.length === 0 ? 0 : bins }, (_, bin) => {
    const share = times.slice(Math.floor((bin * times.length) / bins), Math.floor(((bin + 1) * times.length) / bins));
    return {
      fromMs: (bin * measureMs) / bins,
      meanMs: Number(mean(share).toPrecision(6)),
      maxMs: Number(Math.max(...share).toPrecision(6)),
      count: share.length,
    };
  });
};

const loopLoad = (random: Random, utilization: number): LoopLoad => ({
  loopDelayP99Ms: 1.1 + random() * 0.4,
  loopUtilization: utilization,
  gcPauseMaxMs: 1.5 + random() * 2,
  gcShare: 0.002 + random() * 0.003,
  runDelayShare: 0.004 + random() * 0.01,
});

/** What the transports differ in, at the server. */
const makes = {
  "short-polling": { floorMs: 0.55, cpuMs: 31, idleBytes: 9_800 },
  "long-polling": { floorMs: 0.42, cpuMs: 58, idleBytes: 14_300 },
  websocket: { floorMs: 0.24, cpuMs: 9.4, idleBytes: 11_900 },
  "ws-library": { floorMs: 0.243, cpuMs: 7.2, idleBytes: 15_900 },
} as const;

/** Of what polls and holds cost while nothing is said, in cores. */
const idleCores = (cell: Cell): number => pollRate(cell).perSecond * cell.conditions.subscribers * 0.000_06 + 0.004;

export const measureCell = (cell: Cell, random: Random): Measurements => {
  const { subscribers, ratePerSec, schedule, oneWayMs } = cell.conditions;
  const seconds = cell.measureMs / 1000;
  const silent = schedule === "silent";
  const chance = schedule === "poisson" ? 0.95 + random() * 0.1 : 1;
  const published = silent ? 0 : Math.round(ratePerSec * seconds * chance);
  const received = published * subscribers;
  // The ledger holds the whole trial, the warm-up too; bytes and requests only the measured window.
  const owed = received + Math.round(ratePerSec) * subscribers;
  const make = makes[cell.transport];
  const floor = oneWayMs + make.floorMs * (0.9 + random() * 0.25);
  const poll = pollRate(cell);
  const service = Array.from(
    { length: received },
    () => oneWayMs + serve(random, floor - oneWayMs) + wait(cell, poll.perSecond, random),
  );
  const response = service.map((ms) => ms + 0.04);
  const requests = countRequests(cell, received, random);
  const cpu = make.cpuMs * (0.92 + random() * 0.16);
  const busy = received === 0 ? idleCores(cell) * (0.95 + random() * 0.1) : (cpu * received) / 1000 / cell.measureMs;
  const generatorCpu = 0.12 + random() * 0.05;
  return {
    responseTimeMs: describeTimes(response),
    serviceTimeMs: describeTimes(service),
    publishDelayMs: describeTimes(Array.from({ length: published }, () => random() * 0.08)),
    perSubscriber: spreadOf(response, subscribers),
    timeline: timelineOf(response, cell.measureMs),
    deliveries: {
      expected: owed,
      received: owed,
      lost: 0,
      duplicated: 0,
      outOfOrder: 0,
      foreign: 0,
      altered: 0,
      subscribersAffected: 0,
    },
    bytes: countBytes(cell, received, requests.total, requests.empty),
    requests,
    connections: { opened: subscribers, failed: 0, closedByServer: 0, perSecond: 4000 },
    server: {
      cpuMsPerThousandDeliveries: received === 0 ? null : cpu,
      cpuUtilization: busy,
      ...loopLoad(random, busy * 1.1),
      rssPeakBytes: 92_000_000 + Math.round(random() * 4_000_000),
      bytesPerIdleSubscriber: make.idleBytes * (0.97 + random() * 0.06),
    },
    generator: {
      cpuUtilization: generatorCpu,
      busiestProcessUtilization: generatorCpu * 0.6,
      ...loopLoad(random, generatorCpu * 0.7),
      bytesPerIdleSubscriber: 5000 * (0.97 + random() * 0.06),
      offeredRate: published / seconds,
      achievedRate: published / seconds,
      pacerUtilization: 0.18,
    },
    link: { kind: oneWayMs === 0 ? "veth" : "tun", cpuUtilization: oneWayMs === 0 ? 0 : 0.05 + random() * 0.02 },
    machine: {
      otherCores: 0.02 + random() * 0.05,
      littlesRatio: received === 0 ? null : 0.98 + random() * 0.04,
    },
    clock: null,
  };
};
