// Pages of comparisons that never were, to see how often the gate is wrong: noise like that of real trials, and an effect
// that is known. Pure: randomness is an argument.

import { judgeCounts } from "./gate-counts.ts";
import type { GateVerdict } from "./gate-line.ts";
import { type TimeMetric, timeMetrics } from "./gate-metrics.ts";
import type { Pair } from "./gate-pairs.ts";
import { type Contrast, judgeTested, ratioOf, testAll } from "./gate-times.ts";
import { defaultTolerances, gateLevel } from "./gate-tolerances.ts";
import { mannWhitney } from "./inference.ts";
import type { Random } from "./random.ts";

export interface Simulation {
  /** Of a page, each with every time and as many counts. */
  readonly cells: number;
  /** A side. */
  readonly trials: number;
  readonly noise: Noise;
  /** Of HEAD over BASE, in the first cell's metric of that name; null where nothing changed. */
  readonly effect: { readonly metric: TimeMetric | "count"; readonly factor: number } | null;
  readonly random: Random;
}

/** Standard deviations of logarithms over the trials of one cell. */
export interface Noise {
  readonly own: Readonly<Record<TimeMetric | "count", number>>;
  /** What a repetition's plan does to the times of both sides alike; null where they did not publish the same one. */
  readonly plan: number | null;
}

export const otherPlan: Noise = {
  own: {
    responseTimeP50Ms: 0.06,
    responseTimeP90Ms: 0.1,
    responseTimeP99Ms: 0.15,
    serverCpuMsPerThousandDeliveries: 0.08,
    serverBytesPerIdleSubscriber: 0.02,
    count: 0.002,
  },
  plan: null,
};

/** As twins of one run of the default broadcast had it on two shared cores: CPU a delivery follows the plan's messages. */
export const samePlan: Noise = {
  own: { ...otherPlan.own, responseTimeP50Ms: 0.07, serverCpuMsPerThousandDeliveries: 0.055 },
  plan: 0.14,
};

export interface SimulatedPage {
  /** Of what was changed, or of the first cell's first time where nothing was. */
  readonly planted: GateVerdict;
  /** Of everything that was not. */
  readonly falseRegressions: number;
}

/** Box and Muller's. */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

type Name = TimeMetric | "count";

const side = (
  metric: Name,
  factor: number,
  plan: readonly number[],
  { noise, random }: Simulation,
): readonly number[] => plan.map((effect) => 100 * factor * effect * Math.exp(noise.own[metric] * normal(random)));

/** What the plans do to each trial of a cell. */
const planOf = ({ trials, noise: { plan }, random }: Simulation): readonly number[] =>
  Array.from({ length: trials }, () => (plan === null ? 1 : Math.exp(plan * normal(random))));

const contrastOf = (metric: TimeMetric, factor: number, simulation: Simulation): Contrast => {
  const plan = planOf(simulation);
  const [base, head] = [side(metric, 1, plan, simulation), side(metric, factor, plan, simulation)];
  const pairs = base.map((value, i): Pair => [value, head[i] ?? Number.NaN]);
  return { base, head, pairs: simulation.noise.plan === null ? null : pairs, tolerance: defaultTolerances[metric] };
};

/** Exact where it matters: the approximation is enough to see that a p is large. */
const screened = (head: readonly number[], base: readonly number[]): number => {
  const rough = mannWhitney(head, base, 0).p;
  return rough > gateLevel ? rough : mannWhitney(head, base).p;
};

/** As one family. An interval is made only where the test leaves the verdict to it. */
const judgeTimes = (contrasts: readonly Contrast[], random: Random, resamples: number): readonly GateVerdict[] => {
  const tested = testAll(contrasts, screened);
  return contrasts.map((contrast, i): GateVerdict => {
    const test = tested[i];
    if (test === undefined || (test.adjustedP ?? 1) >= gateLevel) return "same";
    return judgeTested(contrast, test, ratioOf(contrast, test, random, resamples)).verdict;
  });
};

/** What the first look calls a regression is run again, the whole cell, and remains one where the rerun says so too. */
export const simulatePage = (simulation: Simulation, resamples = 500): SimulatedPage => {
  const { cells, trials, effect, random } = simulation;
  const factorOf = (cell: number, metric: Name): number =>
    cell === 0 && effect?.metric === metric ? effect.factor : 1;
  const timesOf = (numbers: readonly number[]): readonly GateVerdict[] => {
    const contrasts = numbers.flatMap((cell) =>
      timeMetrics.map((metric) => contrastOf(metric, factorOf(cell, metric), simulation)),
    );
    return judgeTimes(contrasts, random, resamples);
  };
  const width = timeMetrics.length;
  const first = timesOf(Array.from({ length: cells }, (_, cell) => cell));
  const doubted = [
    ...new Set(first.flatMap((verdict, i) => (verdict === "regression" ? [Math.floor(i / width)] : []))),
  ];
  const again = timesOf(doubted);
  const times = first.map((verdict, i): GateVerdict => {
    if (verdict !== "regression") return verdict;
    const rerun = again[doubted.indexOf(Math.floor(i / width)) * width + (i % width)];
    return rerun === "regression" ? verdict : "unclear";
  });
  const even = Array.from({ length: trials }, () => 1);
  const counts = Array.from({ length: cells * timeMetrics.length }, (_, i): GateVerdict => {
    const [base, head] = [1, i === 0 ? factorOf(0, "count") : 1].map((factor) =>
      side("count", factor, even, simulation),
    );
    const counted = { base: base ?? [], head: head ?? [], paired: true, messages: 50 };
    return judgeCounts({ ...counted, tolerance: defaultTolerances.bytesPerDelivery }).verdict;
  });
  const at = effect === null ? -1 : effect.metric === "count" ? times.length : timeMetrics.indexOf(effect.metric);
  const all = [...times, ...counts];
  return {
    planted: all[Math.max(0, at)] ?? "same",
    falseRegressions: all.filter((verdict, i) => verdict === "regression" && i !== at).length,
  };
};
