// The conditions of published comparisons (docs/method.md, section 4), scaled so that one machine can run them in minutes.
// The published numbers and the predictions stand in bench/published/tables.ts.

import type { Scenario } from "./scenario.ts";

type Conditions = Partial<Scenario> & Pick<Scenario, "name" | "why">;

/** The conditions of every published table where it does not say otherwise. */
const shared = { variants: false, trials: 1, subscribers: [20], warmupMs: 1000, atOnce: 4 } as const;

const tables: readonly Conditions[] = [
  {
    name: "t1-headers",
    why: "Lubbers and Greco's stock ticker: what the heads of polls cost beside frames.",
    schedule: "periodic",
    subscribers: [1000],
    atOnce: 2,
    ratePerSec: [1],
    bodyBytes: [20],
    headers: ["published", "minimal", "browser"],
    transports: ["short-polling", "websocket"],
    measureMs: 4000,
  },
  {
    name: "t2-latency",
    why: "Lubbers and Greco's latencies: three transits against one, at 50 ms each.",
    ratePerSec: [1, 10, 50],
    oneWayMs: [50],
    transports: ["short-polling", "long-polling", "websocket"],
    measureMs: 10_000,
  },
  {
    name: "t3-pull",
    why: "Bozdag, Mesbah and van Deursen's pull against push, ten times as fast.",
    schedule: "periodic",
    subscribers: [50],
    ratePerSec: [10, 2, 2 / 3, 0.2],
    pollEveryMs: [500, 1500, 5000],
    transports: ["short-polling", "websocket"],
    measureMs: 10_000,
  },
  {
    name: "t4-distance",
    why: "Pimentel and Nickerson's four readings a second, over growing distances.",
    schedule: "periodic",
    ratePerSec: [4],
    oneWayMs: [20, 60, 110, 120, 140, 200],
    transports: ["long-polling", "websocket"],
    measureMs: 8000,
  },
  {
    name: "t6-updates",
    why: "Abril's five updates, one a second, and what each transport asks for them.",
    schedule: "periodic",
    ratePerSec: [1],
    bodyBytes: [64],
    pollEveryMs: [250],
    transports: ["short-polling", "long-polling", "server-sent-events", "websocket"],
    measureMs: 5000,
  },
  {
    name: "t7-rfc6202",
    why: "RFC 6202's transits: one in the mean, three at most.",
    ratePerSec: [1, 10, 50],
    oneWayMs: [25],
    transports: ["long-polling", "websocket"],
    measureMs: 10_000,
  },
  {
    name: "t8-throughput",
    why: "Puranik's sensor readings: bytes for the same data, and data for the same bytes.",
    ratePerSec: [20],
    bodyBytes: [64],
    pollEveryMs: [100],
    transports: ["short-polling", "long-polling", "websocket"],
    measureMs: 4000,
  },
];

/**
 * The tables' scenarios; `base` gives the conditions that no table states. T5 and the idle rate of T7 are read from the
 * others and from `sparse`.
 */
export const published = (base: Scenario, sparse: Scenario): readonly Scenario[] => [
  ...tables.map((table) => ({ ...base, ...shared, ...table })),
  sparse,
];
