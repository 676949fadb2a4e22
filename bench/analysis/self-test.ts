// The analysis put to the test: a run in which each transport also runs as its own twin, where every difference that is
// claimed is a false one. Pure: randomness is an argument.

import { cellKey } from "../record/metrics.ts";
import { testedMetrics } from "../record/summary.ts";
import type { TrialRecord } from "../record/trial.ts";
import { chanceOf, type Pair, pairedEffect, ratioOf } from "../statistics/effects.ts";
import { binomialTail, type Rate, rateOf } from "../statistics/inference.ts";
import type { Random } from "../statistics/random.ts";
import { twinOf } from "../transports.ts";
import { compareValues, level, pairValues } from "./comparisons.ts";

export interface SelfTestResult {
  /** Each arm against its twin as the page would compare them: every tested metric of every cell. */
  readonly real: {
    readonly comparisons: number;
    /** How many had too few pairs for a verdict. */
    readonly untold: number;
    /** How many had a p below 0.05 before any correction. */
    readonly nominal: number;
    /** How many claimed a difference after Holm's correction over all of them. */
    readonly claimed: number;
    readonly intervals: number;
    readonly intervalsWithoutOne: number;
  };
  /** Twins made of the run's own pairs; null where no arm has the six pairs that a claim needs. */
  readonly simulated: { readonly nominal: Rate; readonly intervalsWithoutOne: Rate } | null;
}

const leavesOutOne = ({ low, high }: { readonly low: number | null; readonly high: number | null }): boolean =>
  low !== null && high !== null && (low > 1 || high < 1);

/** `transports` are the chosen ones, without their twins. At least `simulations` are made, as many of each pool. */
export const judgeSelfTest = (
  trials: readonly TrialRecord[],
  transports: readonly string[],
  random: Random,
  simulations = 4000,
): SelfTestResult => {
  const arms = trials.filter(({ transport }) => transports.includes(transport));
  const twins = [...new Map(arms.map((trial) => [cellKey(trial), trial])).values()].map(
    ({ scenario, transport, conditions }) => ({
      cell: { scenario, transport: twinOf(transport), conditions },
      baseline: { scenario, transport, conditions },
    }),
  );
  const tested = pairValues(trials, twins).filter(({ metric }) => testedMetrics.some((name) => name === metric));
  const comparisons = compareValues(tested);
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
    simulated: simulate(
      tested.map(({ values }) => values).filter((values) => pairedEffect(values) !== null),
      random,
      simulations,
    ),
  };
};

/**
 * Swaps the sides of each block's pair by the toss of a coin: between twins either order was as likely. The blocks stay what they
 * were, slow phases of the machine included.
 */
const simulate = (
  pools: readonly (readonly Pair[])[],
  random: Random,
  simulations: number,
): SelfTestResult["simulated"] => {
  if (pools.length === 0) return null;
  const each = Math.ceil(simulations / pools.length);
  let [nominal, intervalsWithoutOne] = [0, 0];
  for (const pool of pools) {
    for (let i = 0; i < each; i++) {
      const effect = pairedEffect(pool.map(([head, base]): Pair => (random() < 0.5 ? [head, base] : [base, head])));
      if (effect === null) continue;
      if (chanceOf(effect) < level) nominal++;
      if (leavesOutOne(ratioOf(effect, level))) intervalsWithoutOne++;
    }
  }
  const all = each * pools.length;
  return { nominal: rateOf(nominal, all), intervalsWithoutOne: rateOf(intervalsWithoutOne, all) };
};

/** A simulated rate may be anything between: claims above the most are too many, below the least too few for intervals of 95 %. */
const held = { least: 0.02, most: 0.07 } as const;

const isHeld = ({ low, high }: Rate): boolean => low <= held.most && high >= held.least;

/**
 * Whether as much is claimed as the level says: no simulated rate is surely outside of what is held, and real claims are not so many
 * that 5 % of the comparisons make them in less than one run of a hundred. False where nothing could be simulated.
 */
export const selfTestPassed = ({ real, simulated }: SelfTestResult): boolean =>
  simulated !== null &&
  isHeld(simulated.nominal) &&
  isHeld(simulated.intervalsWithoutOne) &&
  binomialTail(real.claimed, real.comparisons, level) > 0.01;

const tenthsOfPercent = (share: number): string => (share * 100).toFixed(1);

const formatRate = ({ count, of, low, high }: Rate): string =>
  `${tenthsOfPercent(count / of)} % (95 % interval ${tenthsOfPercent(low)} to ${tenthsOfPercent(high)} %)`;

/** A few lines for a terminal. */
export const formatSelfTest = (result: SelfTestResult): string => {
  const { real, simulated } = result;
  const { comparisons, untold, nominal, claimed, intervals, intervalsWithoutOne } = real;
  const told = untold === 0 ? "" : `, too few pairs for a verdict: ${untold}`;
  return [
    `A against A, ${comparisons} comparisons of a transport with itself:`,
    `  p below ${level}, uncorrected: ${nominal} (about ${(level * comparisons).toFixed(1)} are due to chance)`,
    `  differences claimed after Holm's correction: ${claimed}${told}`,
    `  ratio intervals without 1: ${intervalsWithoutOne} of ${intervals}`,
    ...(simulated === null
      ? ["No arm has the six pairs that a claim needs: nothing was simulated."]
      : [
          `A against A, ${simulated.nominal.of} times, with the sides of this run's own pairs swapped at random:`,
          `  p below ${level}: ${formatRate(simulated.nominal)}`,
          `  ratio intervals without 1: ${formatRate(simulated.intervalsWithoutOne)}`,
        ]),
    selfTestPassed(result)
      ? `Passed: as much is claimed as the level of ${level} says.`
      : "Failed: more or less is claimed than the level says, or too few trials were measured to say.",
  ].join("\n");
};
