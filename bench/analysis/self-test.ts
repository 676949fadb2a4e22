// The analysis put to the test: a run in which each transport also runs as its own twin, where every difference that is
// claimed is a false one. Pure: randomness is an argument.

import { cellKey } from "../record/metrics.ts";
import type { TrialRecord } from "../record/trial.ts";
import { binomialTail, mannWhitney, type Rate, type Ratio, rateOf, ratioOfMedians } from "../statistics/inference.ts";
import type { Random } from "../statistics/random.ts";
import { leastSample, total } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import { twinOf } from "../transports.ts";
import { comparePairs, level, type PairedValues, pairedValues } from "./comparisons.ts";

export interface SelfTestResult {
  /** Each arm against its twin as the page would compare them: every compared metric of every cell. */
  readonly real: {
    readonly comparisons: number;
    /** How many had too few trials for a verdict. */
    readonly untold: number;
    /** How many had a p below 0.05 before any correction. */
    readonly nominal: number;
    /** How many claimed a difference after Holm's correction over all of them. */
    readonly claimed: number;
    readonly intervals: number;
    readonly intervalsWithoutOne: number;
  };
  /** Twins drawn from the run's own values; null where no arm has the six trials that a claim needs. */
  readonly simulated: { readonly nominal: Rate; readonly intervalsWithoutOne: Rate } | null;
}

/** Two arms of `n` trials from one distribution, many times over. */
interface Simulation {
  readonly n: number;
  readonly simulations: number;
  readonly random: Random;
  readonly draw: (random: Random) => number;
}

/** How often Mann and Whitney's test gives p < 0.05 where there is nothing to find. */
export const simulateFalsePositives = (simulation: Simulation): Rate =>
  simulate(simulation, (x, y) => mannWhitney(x, y).p < level);

/** Each interval may be a little off: their rate is over many. */
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

/** `transports` are the chosen ones, without their twins. At least `simulations` are made, spread evenly over the pools. */
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
    simulated: simulatePools(pairedValues(trials, pairs).flatMap(poolOf), random, simulations),
  };
};

/** Both arms' values together: the two have one distribution, so there is nothing to centre. */
interface Pool {
  /** The size of the smaller arm. */
  readonly n: number;
  readonly values: readonly number[];
}

const poolOf = ({ x, y }: PairedValues): readonly Pool[] => {
  const [n, values] = [Math.min(x.length, y.length), [...x, ...y]];
  return n < leastSample(0.5) || values.every((value) => value === 0) ? [] : [{ n, values }];
};

const simulatePools = (pools: readonly Pool[], random: Random, simulations: number): SelfTestResult["simulated"] => {
  if (pools.length === 0) return null;
  const each = Math.ceil(simulations / pools.length);
  const rates = pools.map((pool) => {
    const simulation = { n: pool.n, simulations: each, random, draw: drawFrom(pool) };
    return { nominal: simulateFalsePositives(simulation), misses: simulateIntervalMisses(simulation) };
  });
  const rateOfAll = (counts: readonly number[]): Rate => rateOf(total(counts), each * pools.length);
  return {
    nominal: rateOfAll(rates.map(({ nominal }) => nominal.count)),
    intervalsWithoutOne: rateOfAll(rates.map(({ misses }) => misses.count)),
  };
};

/**
 * Draws with replacement, and moves each value by up to a millionth of the values' size. A value that is drawn again and
 * again would tie with itself, and ties make the test claim less than its level, which would flatter it.
 */
const drawFrom = ({ values }: Pool): Simulation["draw"] => {
  const size = Math.max(...values.map(Math.abs));
  return (random) => valueAt(values, Math.floor(random() * values.length)) + (random() - 0.5) * 2e-6 * size;
};

/**
 * Whether no more is claimed than the level allows: no simulated rate is surely above 5 %, and real claims are not so many
 * that 5 % of the comparisons make them in less than one run of a hundred. False where nothing could be simulated.
 */
export const selfTestPassed = ({ real, simulated }: SelfTestResult): boolean =>
  simulated !== null &&
  simulated.nominal.low <= level &&
  simulated.intervalsWithoutOne.low <= level &&
  binomialTail(real.claimed, real.comparisons, level) > 0.01;

const tenthsOfPercent = (share: number): string => (share * 100).toFixed(1);

const formatRate = ({ count, of, low, high }: Rate): string =>
  `${tenthsOfPercent(count / of)} % (95 % interval ${tenthsOfPercent(low)} to ${tenthsOfPercent(high)} %)`;

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
