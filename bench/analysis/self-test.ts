// The analysis put to the test: a run in which each transport also runs as its own twin, where every difference that is
// claimed is a false one. Pure: randomness is an argument.

import { cellKey, valuesOf } from "../record/metrics.ts";
import type { TrialRecord } from "../record/trial.ts";
import { binomialTail, mannWhitney, type Rate, type Ratio, rateOf, ratioOfMedians } from "../statistics/inference.ts";
import type { Random } from "../statistics/random.ts";
import { leastSample } from "../statistics/stats.ts";
import { twinOf } from "../transports.ts";
import { comparedMetrics, comparePairs, level, type Pair } from "./comparisons.ts";

export interface SelfTestResult {
  /** Each arm against its twin as the page would compare them: each compared metric, each cell. */
  readonly real: {
    readonly comparisons: number;
    /** Too few trials for a verdict. */
    readonly untold: number;
    /** p below 0.05 before any correction. */
    readonly nominal: number;
    /** A difference claimed after Holm's correction over all of them. */
    readonly claimed: number;
    readonly intervals: number;
    readonly intervalsWithoutOne: number;
  };
  /** Twins drawn from the run's own values; null where no arm has the six trials that a claim needs. */
  readonly simulated: { readonly nominal: Rate; readonly intervalsWithoutOne: Rate } | null;
}

/** Two arms of `n` trials from one distribution, many times over. */
export interface Simulation {
  readonly n: number;
  readonly simulations: number;
  readonly random: Random;
  readonly draw: (random: Random) => number;
}

/** How often Mann and Whitney's test gives p < 0.05 where there is nothing to find. */
export const simulateFalsePositives = (simulation: Simulation): Rate =>
  simulate(simulation, (x, y) => mannWhitney(x, y).p < level);

/** Enough for a rate over many intervals, of which each may be a little off. */
const resamples = 500;

/** How often the ratio's 95 % interval leaves out 1, which is true. */
export const simulateIntervalMisses = (simulation: Simulation): Rate =>
  simulate(simulation, (x, y) => leavesOutOne(ratioOfMedians(x, y, simulation.random, resamples)));

const simulate = (
  { n, simulations, random, draw }: Simulation,
  claims: (x: readonly number[], y: readonly number[]) => boolean,
): Rate => {
  let count = 0;
  const arm = (): readonly number[] => Array.from({ length: n }, () => draw(random));
  for (let i = 0; i < simulations; i++) if (claims(arm(), arm())) count++;
  return rateOf(count, simulations);
};

const leavesOutOne = ({ low, high }: Omit<Ratio, "ratio">): boolean =>
  low !== null && high !== null && (low > 1 || high < 1);

/** `transports` are the chosen ones, without their twins; at least `simulations` are made, spread evenly over the pools. */
export const judgeSelfTest = (
  trials: readonly TrialRecord[],
  transports: readonly string[],
  seed: number,
  random: Random,
  simulations = 2000,
): SelfTestResult => {
  const arms = trials.filter(({ transport }) => transports.includes(transport));
  const pairs = [...new Map(arms.map((trial) => [cellKey(trial), trial])).values()].map(
    ({ scenario, transport, conditions }) => ({
      cell: { scenario, transport: twinOf(transport), conditions },
      baseline: { scenario, transport, conditions },
    }),
  );
  const comparisons = comparePairs(trials, pairs, seed);
  const ratios = comparisons.flatMap(({ ratio }) => (ratio === null || ratio.low === null ? [] : [ratio]));
  return {
    real: {
      comparisons: comparisons.length,
      untold: comparisons.filter(({ verdict }) => verdict === "untold").length,
      nominal: comparisons.filter(({ p }) => p !== null && p < level).length,
      claimed: comparisons.filter(({ verdict }) => verdict === "less" || verdict === "more").length,
      intervals: ratios.length,
      intervalsWithoutOne: ratios.filter(leavesOutOne).length,
    },
    simulated: simulatePools(poolsOf(trials, pairs), random, simulations),
  };
};

interface Pool {
  /** Of the smaller of the two arms. */
  readonly n: number;
  readonly values: readonly number[];
}

/** Of each pair and metric, both arms' values together: the two have one distribution, so there is nothing to centre. */
const poolsOf = (trials: readonly TrialRecord[], pairs: readonly Pair[]): readonly Pool[] => {
  const trialsOf = Map.groupBy(trials, cellKey);
  return pairs.flatMap(({ cell, baseline }) =>
    comparedMetrics.flatMap((metric) => {
      const x = valuesOf(trialsOf.get(cellKey(cell)) ?? [], metric);
      const y = valuesOf(trialsOf.get(cellKey(baseline)) ?? [], metric);
      const [n, values] = [Math.min(x.length, y.length), [...x, ...y]];
      return n < leastSample(0.5) || values.every((value) => value === 0) ? [] : [{ n, values }];
    }),
  );
};

const simulatePools = (pools: readonly Pool[], random: Random, simulations: number): SelfTestResult["simulated"] => {
  if (pools.length === 0) return null;
  const each = Math.ceil(simulations / pools.length);
  const rates = pools.map((pool) => {
    const simulation = { n: pool.n, simulations: each, random, draw: drawFrom(pool) };
    return [simulateFalsePositives(simulation), simulateIntervalMisses(simulation)] as const;
  });
  const all = (kind: 0 | 1): Rate =>
    rateOf(
      rates.reduce((sum, rate) => sum + rate[kind].count, 0),
      each * pools.length,
    );
  return { nominal: all(0), intervalsWithoutOne: all(1) };
};

/**
 * With replacement, moved by up to a millionth of the values' size: drawn again and again a value would tie with itself,
 * and ties make the test claim less than its level, which would flatter it.
 */
const drawFrom = ({ values }: Pool): Simulation["draw"] => {
  const size = Math.max(...values.map(Math.abs));
  return (random) => (values[Math.floor(random() * values.length)] ?? Number.NaN) + (random() - 0.5) * 2e-6 * size;
};

/**
 * Whether what is claimed lies within what the level allows: no simulated rate surely above 5 %, and not more real
 * claims than 5 % of the comparisons make in one run of a hundred. False where nothing could be simulated.
 */
export const selfTestPassed = ({ real, simulated }: SelfTestResult): boolean =>
  simulated !== null &&
  simulated.nominal.low <= level &&
  simulated.intervalsWithoutOne.low <= level &&
  binomialTail(real.claimed, real.comparisons, level) > 0.01;

const percent = (share: number): string => (share * 100).toFixed(1);

const formatRate = ({ count, of, low, high }: Rate): string =>
  `${percent(count / of)} % (95 % interval ${percent(low)} to ${percent(high)} %)`;

/** A few lines for a terminal. */
export const formatSelfTest = (result: SelfTestResult): string => {
  const { real, simulated } = result;
  const { comparisons, untold, nominal, claimed, intervals, intervalsWithoutOne } = real;
  const told = untold === 0 ? "" : `, too few trials for a verdict: ${untold}`;
  return [
    `A against A, ${comparisons} comparisons of a transport with itself:`,
    `  p below ${level}, uncorrected: ${nominal} (about ${(level * comparisons).toFixed(1)} are due to chance)`,
    `  differences claimed after Holm's correction: ${claimed}${told}`,
    `  ratio intervals without 1: ${intervalsWithoutOne} of ${intervals}`,
    ...(simulated === null
      ? ["No arm has the six trials that a claim needs: nothing was simulated."]
      : [
          `A against A, ${simulated.nominal.of} times, drawn from this run's own trials:`,
          `  p below ${level}: ${formatRate(simulated.nominal)}`,
          `  ratio intervals without 1: ${formatRate(simulated.intervalsWithoutOne)}`,
        ]),
    selfTestPassed(result)
      ? `Passed: no more is claimed than the level of ${level} allows.`
      : "Failed: differences are claimed where there are none, or too few trials were measured to say.",
  ].join("\n");
};
