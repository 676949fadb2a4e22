// Code paths against each other on a machine that drifts: all kept warm, short bursts in shuffled round-robin, the ratio
// taken within each cycle, the median over cycles; the baseline runs against itself first. Knows no code path.

import { type Random, seededRandom, shuffled } from "../statistics/random.ts";
import { bootstrapMedian, median } from "../statistics/stats.ts";

/** What a burst did and what that cost, in whatever the contest counts. */
export interface Burst {
  readonly work: number;
  /** ms, of the side that is compared: of CPU, or by the clock where nothing else runs meanwhile. */
  readonly costMs: number;
}

export interface Contestant {
  readonly name: string;
  /** Works for about `forMs`. */
  burst(forMs: number): Promise<Burst>;
}

/** One comparison: each contestant's work per CPU against the baseline's. */
export interface Contest {
  readonly title: string;
  /** What a unit of work is, and what it costs. */
  readonly unit: string;
  readonly cost: "CPU" | "time";
  readonly baseline: Contestant;
  /** The baseline's twin: the same code path again, for A/A. */
  readonly twin: Contestant;
  readonly contestants: readonly Contestant[];
  /** What each ratio has to reach, by contestant. */
  readonly targets: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export interface Standing {
  readonly name: string;
  /** CPU of one unit of work, in µs: the median over cycles. */
  readonly microseconds: number;
  /** Work per CPU over the baseline's: the median over cycles, and its 95 % bootstrap interval. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly target: number | null;
}

export interface Race {
  readonly cycles: number;
  readonly burstMs: number;
}

/** The twin's standing comes first; a ratio far from 1 there says that no other can be trusted. */
export const hold = async (
  contest: Contest,
  { cycles, burstMs }: Race,
  random: Random,
): Promise<readonly Standing[]> => {
  const { baseline, twin, contestants, targets } = contest;
  const all = [baseline, twin, ...contestants];
  const costs = new Map<Contestant, number[]>(all.map((contestant) => [contestant, []]));
  for (const contestant of shuffled(all, random)) await contestant.burst(burstMs);
  for (let cycle = 0; cycle < cycles; cycle++) {
    for (const contestant of shuffled(all, random)) {
      const { work, costMs } = await contestant.burst(burstMs);
      costs.get(contestant)?.push(costMs / work);
    }
  }
  const baselineCosts = costs.get(baseline) ?? [];
  return [twin, ...contestants].map((contestant) => {
    const own = costs.get(contestant) ?? [];
    const ratios = own.map((cost, cycle) => (baselineCosts[cycle] ?? Number.NaN) / cost);
    const interval = bootstrapMedian(ratios, random);
    return {
      name: contestant.name,
      microseconds: median(own) * 1000,
      ratio: median(ratios),
      low: interval?.low ?? Number.NaN,
      high: interval?.high ?? Number.NaN,
      target: targets[contestant.name] ?? null,
    };
  });
};

/** Holds the chosen contests one after another, and tells each one's standings as it ends. */
export const raceAll = async (
  contests: Readonly<Record<string, () => Promise<Contest>>>,
  { contests: chosen, seed, ...race }: Race & { readonly contests: readonly string[]; readonly seed: number },
  tell: (text: string) => void,
): Promise<void> => {
  for (const name of chosen) {
    const contest = await contests[name]?.();
    if (contest === undefined) continue;
    try {
      tell(`${formatStandings(contest, await hold(contest, race, seededRandom(seed)))}\n\n`);
    } finally {
      await contest.close();
    }
  }
};

/** A against A outside of it: the machine is too noisy for any ratio of the run. */
export const twinRange = [0.95, 1.05] as const;

export const formatStandings = ({ title, unit, cost, baseline }: Contest, standings: readonly Standing[]): string => {
  const [twin] = standings;
  const noisy = twin !== undefined && (twin.ratio < twinRange[0] || twin.ratio > twinRange[1]);
  const rows = standings.map(({ name, microseconds, ratio, low, high, target }) => {
    const judged = target === null ? "" : `  target ≥ ${target}: ${ratio >= target ? "met" : "missed"}`;
    const figures = `${microseconds.toFixed(2).padStart(10)} µs  ${ratio.toFixed(2).padStart(6)} × (${low.toFixed(2)}–${high.toFixed(2)})`;
    return `  ${name.padEnd(34)}${figures}${judged}`;
  });
  return [
    `${title}: ${cost} per ${unit}, and how much more is done in the same ${cost} than by ${baseline.name}`,
    ...rows,
    ...(noisy ? ["  A against A is outside 0.95–1.05: this machine is too noisy now for these ratios"] : []),
  ].join("\n");
};

/** Rounds, each telling how much it did, for about `forMs`. */
export const burstOf =
  (round: () => Promise<number>): Contestant["burst"] =>
  (forMs) =>
    cpuOf(async () => {
      let work = 0;
      for (const end = performance.now() + forMs; performance.now() < end; ) work += await round();
      return work;
    });

/** CPU of this process that `work` takes, in ms. */
export const cpuOf = async (work: () => Promise<number>): Promise<Burst> => {
  const before = process.cpuUsage();
  const done = await work();
  const { user, system } = process.cpuUsage(before);
  return { work: done, costMs: (user + system) / 1000 };
};
