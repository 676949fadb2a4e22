// What is measured under which conditions, for each profile. Plain data; the command line may override every factor.

import type { Conditions } from "./record.ts";

/** A list makes a sweep: the scenario is run under every combination. */
export interface Scenario {
  readonly name: string;
  readonly why: string;
  readonly schedule: Conditions["schedule"];
  readonly subscribers: readonly number[];
  readonly ratePerSec: readonly number[];
  readonly bodyBytes: readonly number[];
  readonly pollEveryMs: readonly number[];
  readonly holdMs: number;
  readonly trials: number;
  readonly warmupMs: number;
  readonly measureMs: number;
  /** Also the variants of a chosen transport are measured. */
  readonly variants: boolean;
  /** The transports hardly load the machine, so that their trials may run at the same time. */
  readonly sideBySide: boolean;
}

export const profileNames = ["quick", "default", "full"] as const;
export type ProfileName = (typeof profileNames)[number];

const broadcast: Scenario = {
  name: "broadcast",
  why: "One feed to many subscribers: a score, a price, a dashboard.",
  schedule: "poisson",
  subscribers: [100],
  ratePerSec: [10],
  bodyBytes: [256],
  pollEveryMs: [1000],
  holdMs: 30_000,
  trials: 6,
  warmupMs: 800,
  measureMs: 2500,
  variants: true,
  sideBySide: false,
};

/** Silences 1.1 holds long, and a window of just one of them, so that every hold runs out once in it. */
const sparse = (holdMs: number): Scenario => ({
  ...broadcast,
  name: "sparse",
  why: `Hardly any news: a message after each silence of ${(holdMs * 1.1) / 1000} s, longer than the hold of ${holdMs / 1000} s.`,
  schedule: "periodic",
  ratePerSec: [1000 / (holdMs * 1.1)],
  holdMs,
  trials: 1,
  measureMs: holdMs * 1.1,
  sideBySide: true,
});

const intervals: Scenario = {
  ...broadcast,
  name: "intervals",
  why: "How often to poll: what each interval costs in requests, and how stale it leaves the news.",
  subscribers: [50],
  pollEveryMs: [100, 300, 1000, 3000],
  variants: false,
  trials: 1,
};

export const profiles: Readonly<Record<ProfileName, readonly Scenario[]>> = {
  quick: [
    { ...broadcast, trials: 2, warmupMs: 400, measureMs: 1200, pollEveryMs: [500] },
    { ...sparse(2000), warmupMs: 500 },
  ],
  default: [broadcast, sparse(30_000), intervals],
  full: [
    { ...broadcast, subscribers: [100, 1000], trials: 15, measureMs: 10_000 },
    { ...sparse(30_000), trials: 5 },
    { ...intervals, pollEveryMs: [50, 100, 200, 500, 1000, 2000, 5000], trials: 7, measureMs: 10_000 },
  ],
};

export const scenarioNames: readonly string[] = profiles.default.map(({ name }) => name);
