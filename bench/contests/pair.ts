// Code paths against each other on a machine that drifts: all are kept warm and work in short bursts, in shuffled
// round-robin. The ratio is taken within each cycle, and its median over cycles. The baseline also runs against itself.
// Knows no code path.

import { type Random, seededRandom, shuffled } from "../statistics/random.ts";
import { bootstrapMedian, median } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";

/** How much work a burst did, in the contest's unit, and what it cost. */
interface Burst {
  readonly work: number;
  /** ms of CPU on the side that is compared, or by the clock where nothing else runs meanwhile. */
  readonly costMs: number;
}

export interface Contestant {
  readonly name: string;
  /** Works for about `forMs`. */
  burst(forMs: number): Promise<Burst>;
}

/** One comparison: each contestant's work for its cost against the baseline's. */
export interface Contest {
  readonly title: string;
  /** The unit of work, and what it costs. */
  readonly unit: string;
  readonly cost: "CPU" | "time";
  readonly baseline: Contestant;
  /** The baseline's code path again, for A/A. */
  readonly twin: Contestant;
  readonly contestants: readonly Contestant[];
  /** The ratio that has to be reached, by contestant's name. */
  readonly targets: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export interface Standing {
  readonly name: string;
  /** Cost of one unit of work, in µs: the median over cycles. */
  readonly microseconds: number;
  /** Work for the same cost, over the baseline's: the median over cycles, and its 95 % bootstrap interval. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly target: number | null;
}

/** A contestant, and what a unit of work cost it in each cycle, in ms. */
interface Entrant {
  readonly contestant: Contestant;
  readonly costs: number[];
}

interface Race {
  readonly cycles: number;
  readonly burstMs: number;
}

/**
 * Lets all work in turn, once to warm up and then once a cycle. The twin's standing comes first: a ratio far from 1 there
 * says that no other can be trusted. Needs as many cycles as a bootstrap interval does.
 */
export const runContest = async (
  { baseline, twin, contestants, targets }: Contest,
  { cycles, burstMs }: Race,
  random: Random,
): Promise<readonly Standing[]> => {
  const enter = (contestant: Contestant): Entrant => ({ contestant, costs: [] });
  const [first, others] = [enter(baseline), [twin, ...contestants].map(enter)];
  const all = [first, ...others];
  for (const { contestant } of shuffled(all, random)) await contestant.burst(burstMs);
  for (let cycle = 0; cycle < cycles; cycle++) {
    for (const { contestant, costs } of shuffled(all, random)) {
      const { work, costMs } = await contestant.burst(burstMs);
      costs.push(costMs / work);
    }
  }
  return others.map(({ contestant: { name }, costs }) => {
    const ratios = costs.map((cost, cycle) => valueAt(first.costs, cycle) / cost);
    const { low, high } = bootstrapMedian(ratios, random);
    if (low === null || high === null) throw new RangeError(`${cycles} cycles are too few for an interval`);
    return {
      name,
      microseconds: median(costs) * 1000,
      ratio: median(ratios),
      low,
      high,
      target: targets[name] ?? null,
    };
  });
};

/** Runs the chosen contests one after another, and tells each one's standings as it ends. */
export const raceAll = async (
  contests: Readonly<Record<string, () => Promise<Contest>>>,
  { contests: chosen, seed, ...race }: Race & { readonly contests: readonly string[]; readonly seed: number },
  tell: (text: string) => void,
): Promise<void> => {
  for (const name of chosen) {
    const contest = await contests[name]?.();
    if (contest === undefined) continue;
    try {
      tell(`${formatStandings(contest, await runContest(contest, race, seededRandom(seed)))}\n\n`);
    } finally {
      await contest.close();
    }
  }
};

/** With A against A outside of it, the machine is too noisy for any ratio of the run. */
const twinRange = [0.95, 1.05] as const;

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

/** A burst of rounds, each of which resolves to the work it did. */
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
