// The scenarios of each profile, with their conditions. Plain data; the command line may override every factor.

import { recordOf } from "../record/metrics.ts";
import { published } from "./published-scenarios.ts";
import { type ProfileName, profileNames, type Scenario } from "./scenario.ts";

const broadcast: Scenario = {
  name: "broadcast",
  why: "One feed to many subscribers: a score, a price, a dashboard.",
  schedule: "poisson",
  subscribers: [100],
  ratePerSec: [10],
  bodyBytes: [256],
  oneWayMs: [0],
  pollEveryMs: [1000],
  holdMs: 30_000,
  headers: null,
  transports: null,
  trials: 6,
  fewerTrials: null,
  warmupMs: 300,
  measureMs: 1600,
  variants: true,
  atOnce: 1,
  beside: null,
};

/** A silence is longer than a hold by a tenth of it, or by this where that is less: every hold runs out once in it. */
const beyondHoldMs = 1500;

/** The window is as long as a silence. */
const sparse = (holdMs: number): Scenario => {
  const silenceMs = holdMs + Math.min(holdMs / 10, beyondHoldMs);
  return {
    ...broadcast,
    name: "sparse",
    why: `Hardly any news: a message after each silence of ${silenceMs / 1000} s, longer than the hold of ${holdMs / 1000} s.`,
    schedule: "periodic",
    ratePerSec: [1000 / silenceMs],
    holdMs,
    trials: 1,
    measureMs: silenceMs,
    atOnce: 8,
  };
};

const intervals: Scenario = {
  ...broadcast,
  name: "intervals",
  why: "How often to poll: what each interval costs in requests, and how stale it leaves the news.",
  subscribers: [50],
  pollEveryMs: [100, 300, 1000, 3000],
  variants: false,
  trials: 1,
  atOnce: 3,
};

const distance: Scenario = {
  ...broadcast,
  name: "distance",
  why: "How far away the subscribers are: the one-way delay is added to every packet, handshakes and acknowledgements too.",
  subscribers: [20],
  oneWayMs: [0, 10, 50, 140],
  variants: false,
  trials: 1,
  warmupMs: 600,
  measureMs: 3000,
  atOnce: 3,
};

const silence: Scenario = {
  ...broadcast,
  name: "silence",
  why: "What it costs that subscribers wait and nothing is said: CPU and memory over several numbers of them.",
  schedule: "silent",
  subscribers: [50, 100, 200, 400],
  ratePerSec: [0],
  trials: 1,
  warmupMs: 0,
  measureMs: 1000,
  atOnce: 4,
};

const rates: Scenario = {
  ...broadcast,
  name: "rates",
  why: "How much news there is: where one transport's requests, bytes or CPU overtake another's.",
  subscribers: [20, 100],
  ratePerSec: [0.2, 0.5, 1, 2, 5, 10, 20, 50],
  pollEveryMs: [250, 1000],
  variants: false,
  trials: 3,
  measureMs: 6000,
  atOnce: 3,
};

const sizes: Scenario = {
  ...broadcast,
  name: "sizes",
  why: "How large a message is: from what body on the headers no longer matter.",
  subscribers: [20],
  bodyBytes: [16, 256, 1024, 4096, 16_384, 65_536],
  variants: false,
  trials: 3,
  measureMs: 4000,
  atOnce: 3,
};

export const profiles: Readonly<Record<ProfileName, readonly Scenario[]>> = {
  quick: [{ ...broadcast, trials: 2, warmupMs: 250, measureMs: 1000, pollEveryMs: [500] }, { ...sparse(2000) }],
  // Four minutes in all. Ten blocks of 80 messages let a paired test find a change of a tenth, and give the tail of all trials
  // together some eight hundred messages. More trials run side by side than in a run to publish: all intervals together use
  // 0.6 of a core. All distances together use 0.3, and run while the sparse ones wait for their hold to end: for as long.
  default: [
    { ...broadcast, ratePerSec: [40], trials: 10, fewerTrials: 6, measureMs: 2000 },
    sparse(30_000),
    { ...intervals, atOnce: 8 },
    { ...distance, ratePerSec: [15], warmupMs: 3000, measureMs: 27_000, atOnce: 16, beside: "sparse" },
    { ...silence, subscribers: [50, 200, 400], atOnce: 8 },
  ],
  // An hour at most. Fifteen windows of six seconds hold 900 messages together: enough for a p99, and a trial's own noise does not
  // shrink with its window. Trials that hardly use a core run side by side, more of them than where CPU is the question.
  full: [
    { ...broadcast, subscribers: [100, 1000], trials: 15, fewerTrials: 8, measureMs: 6000 },
    { ...sparse(30_000), trials: 5 },
    { ...intervals, pollEveryMs: [50, 100, 200, 500, 1000, 2000, 5000], trials: 7, measureMs: 10_000, atOnce: 5 },
    { ...distance, oneWayMs: [0, 10, 25, 50, 100, 140], ratePerSec: [1, 10], trials: 6, measureMs: 10_000, atOnce: 12 },
    { ...silence, subscribers: [100, 200, 400, 800, 1600], trials: 3, measureMs: 3000 },
    rates,
    sizes,
  ],
  // 60 trials find 10 % more CPU or 30 % more in the tail in 98 of 100 comparisons or more, slow phases of the machine and the
  // rerun included (bench/gate/tolerances.ts). Windows are short, since a trial's own noise does not shrink with its window. At this
  // rate a server spends its CPU on deliveries, and not on being a process that does hardly anything.
  gate: [
    { ...broadcast, ratePerSec: [40], pollEveryMs: [500], trials: 60, variants: false },
    { ...sparse(2000), trials: 3, variants: false },
  ],
};

/** The most subscribers that a trial of each profile has. */
export const mostInProfiles = (): Readonly<Record<ProfileName, number>> =>
  recordOf(profileNames, (name) => Math.max(...profiles[name].flatMap(({ subscribers }) => subscribers)));

const publishedScenarios = published(broadcast, sparse(30_000));

/** The scenarios that the command line may name where the profile does not have them. */
const catalogue: readonly Scenario[] = [...profiles.default, ...profiles.full, ...publishedScenarios];

/** Names that stand for several scenarios. */
const groups: Readonly<Record<string, readonly string[]>> = {
  published: publishedScenarios.map(({ name }) => name),
};

/** All names that the command line may use, in the order of the page. */
export const scenarioNames: readonly string[] = [...new Set(catalogue.map(({ name }) => name)), ...Object.keys(groups)];

/** The profile's scenarios; or the named ones, as the profile has them, else as the catalogue does. */
export const scenariosOf = (profile: ProfileName, names: readonly string[] | null): readonly Scenario[] => {
  if (names === null) return profiles[profile];
  const wanted = new Set(names.flatMap((name) => groups[name] ?? [name]));
  return [...wanted].flatMap((name) => {
    const scenario = [...profiles[profile], ...catalogue].find((candidate) => candidate.name === name);
    return scenario === undefined ? [] : [scenario];
  });
};
