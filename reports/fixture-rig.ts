// The invented rig of the fixed run: noise floors over each link, and the ceilings of the HTTP endpoints.

import { type Random, seededRandom } from "../bench/random.ts";
import type { Ceiling, Floor } from "../bench/record.ts";
import type { Distribution } from "../bench/record-trial.ts";
import { describeTimes } from "./fixture-trials.ts";

/** Round trips: twice the delay, what the software takes, and rare stalls. */
const roundTrips = (random: Random, count: number, atLeastMs: number, spreadMs: number): Distribution =>
  describeTimes(
    Array.from(
      { length: count },
      () => atLeastMs - Math.log(1 - random()) * spreadMs + (random() < 0.01 ? random() * 2 : 0),
    ),
  );

const floorOver = (oneWayMs: number, index: number): Floor => {
  const random = seededRandom(7, 900 + index);
  const delayed = oneWayMs > 0;
  const atLeastMs = 2 * oneWayMs + (delayed ? 0.4 : 0.07);
  return {
    oneWayMs,
    link: { kind: delayed ? "tun" : "veth", cpuUtilization: delayed ? 0.08 : 0 },
    connectMs: roundTrips(random, 20, 2 * oneWayMs + 0.3, 0.1),
    closedRoundTripMs: roundTrips(random, delayed ? Math.floor(400 / oneWayMs) : 3900, atLeastMs, 0.03),
    pacedRoundTripMs: roundTrips(random, 400, atLeastMs + 0.04, delayed ? 0.2 : 0.07),
  };
};

export const floors: readonly Floor[] = [0, 10, 50, 140].map(floorOver);

const flood = { connections: 50, durationMs: 600, errors: 0 } as const;

export const ceilings: readonly Ceiling[] = [
  {
    ...flood,
    path: "/short-polling?since=1",
    answer: "empty",
    requestsPerSec: 21_340,
    serverCpuUtilization: 1.01,
    floodCpuUtilization: 0.84,
  },
  {
    ...flood,
    path: "/short-polling?since=0",
    answer: "full",
    requestsPerSec: 18_900,
    serverCpuUtilization: 1.01,
    floodCpuUtilization: 0.86,
  },
  {
    ...flood,
    path: "/long-polling?since=0",
    answer: "full",
    requestsPerSec: 17_450,
    serverCpuUtilization: 1.01,
    floodCpuUtilization: 0.86,
  },
];
