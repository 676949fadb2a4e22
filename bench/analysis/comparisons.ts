// Every cell against the baseline transport's under the same conditions: ratios, tests, verdicts. Pure.

import { type Cell, cellKey, metricOf } from "../record/metrics.ts";
import type { ScenarioFacts } from "../record/run.ts";
import {
  type ComparedMetric,
  type Comparison,
  comparedMetrics,
  type TestedMetric,
  testedMetrics,
} from "../record/summary.ts";
import { type Conditions, isMeasured, type TrialRecord } from "../record/trial.ts";
import { chanceOf, detectableRatio, type Effect, type Pair, pairedEffect, ratioOf } from "../statistics/effects.ts";
import { holmOfKnown } from "../statistics/inference.ts";
import { mean, median } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";

/** The chance of one false claim or more among all the comparisons of a run. */
export const level = 0.05;

/** Two cells count as the same where the whole interval of their ratio lies between 1/(1 + margin) and 1 + margin. */
export const sameWithin: Readonly<Record<TestedMetric, number>> = {
  responseTimeP50Ms: 0.1,
  responseTimeTailMs: 0.3,
  serverCpuMsPerThousandDeliveries: 0.1,
};

/** A cell and the one that it is held against. */
interface CellPair {
  readonly cell: Cell;
  readonly baseline: Cell;
}

/**
 * Comparisons in the order of the cells. A cell is held against the baseline's of the same scenario and the same conditions, but for
 * factors that one of the two does not respond to. Where the baseline was swept over such a factor it has several cells and
 * none to prefer: then the cell is left out. CPU is left out where transports ran side by side, since they slow each other.
 */
export const compare = (
  trials: readonly TrialRecord[],
  cells: readonly Cell[],
  baseline: string,
  scenarios: readonly Pick<ScenarioFacts, "name" | "sideBySide">[],
): readonly Comparison[] => {
  const baselines = cells.filter(({ transport }) => transport === baseline);
  const pairs = cells
    .filter(({ transport }) => transport !== baseline)
    .flatMap((cell) => {
      const [partner, ...others] = baselines.filter(
        (other) => cell.scenario === other.scenario && sharesConditions(cell.conditions, other.conditions),
      );
      return partner === undefined || others.length > 0 ? [] : [{ cell, baseline: partner }];
    });
  const crowded = new Set(scenarios.filter(({ sideBySide }) => sideBySide).map(({ name }) => name));
  return compareValues(
    pairValues(trials, pairs).filter(
      ({ pair, metric }) => metric !== "serverCpuMsPerThousandDeliveries" || !crowded.has(pair.cell.scenario),
    ),
  );
};

/** Whether all factors are the same, but for those that one of the two does not respond to, and for the one `free`. */
export const sharesConditions = (x: Conditions, y: Conditions, free: keyof Conditions | null = null): boolean => {
  const others = new Map<string, unknown>(Object.entries(y));
  return Object.entries(x).every(([factor, value]) => {
    const other = others.get(factor);
    return factor === free || value === other || value === null || other === null;
  });
};

/** One metric of two cells: a pair of values for each repetition that both measured. */
export interface PairedValues {
  readonly pair: CellPair;
  readonly metric: ComparedMetric;
  readonly values: readonly Pair[];
}

/** Every compared metric of every pair of cells, where both sides tell it and it is not 0 throughout. */
export const pairValues = (trials: readonly TrialRecord[], pairs: readonly CellPair[]): readonly PairedValues[] => {
  const trialsOf = Map.groupBy(trials.filter(isMeasured), cellKey);
  return pairs.flatMap((pair) => {
    const others = new Map((trialsOf.get(cellKey(pair.baseline)) ?? []).map((trial) => [trial.repetition, trial]));
    return comparedMetrics.flatMap((metric) => {
      const values = (trialsOf.get(cellKey(pair.cell)) ?? []).flatMap((trial): readonly Pair[] => {
        const other = others.get(trial.repetition);
        const [head, base] = [metricOf[metric](trial), other === undefined ? null : metricOf[metric](other)];
        return head === null || base === null ? [] : [[head, base]];
      });
      return values.flat().some((value) => value !== 0) ? [{ pair, metric, values }] : [];
    });
  });
};

const isTested = (metric: ComparedMetric): metric is TestedMetric => testedMetrics.some((name) => name === metric);

/** All as one family: Holm's correction is over every comparison that has a p. */
export const compareValues = (all: readonly PairedValues[]): readonly Comparison[] => {
  const effects = all.map(({ metric, values }) => (isTested(metric) ? pairedEffect(values) : null));
  const ps = effects.map((effect) => (effect === null ? null : chanceOf(effect)));
  const adjusted = holmOfKnown(ps);
  const family = ps.filter((p) => p !== null).length;
  return all.map(({ pair, metric, values }, index) => {
    const [effect, adjustedP] = [valueAt(effects, index), valueAt(adjusted, index)];
    const { scenario, transport, conditions } = pair.cell;
    return {
      scenario,
      transport,
      conditions,
      baseline: pair.baseline.transport,
      metric,
      ratio: effect === null ? bareRatio(metric, values) : { ...estimateOf(effect), trials: values.length },
      p: valueAt(ps, index),
      adjustedP,
      detectable: effect === null ? null : detectableRatio(effect, level / family),
      verdict: isTested(metric) ? verdictOf(metric, effect, adjustedP) : null,
    };
  });
};

const estimateOf = (effect: Effect): Pick<NonNullable<Comparison["ratio"]>, "median" | "low" | "high"> => {
  const { ratio, low, high } = ratioOf(effect);
  return { median: ratio, low, high };
};

/** Without an interval. null where there is no ratio to tell. */
const bareRatio = (metric: ComparedMetric, values: readonly Pair[]): Comparison["ratio"] => {
  const middle = isTested(metric)
    ? Math.exp(mean(values.map(([head, base]) => Math.log(head / base))))
    : median(values.map(([head]) => head)) / median(values.map(([, base]) => base));
  return Number.isFinite(middle) && !(isTested(metric) && middle === 0)
    ? { median: middle, low: null, high: null, trials: values.length }
    : null;
};

/** A difference that is found is a difference, also one within the margin of equivalence. */
const verdictOf = (metric: TestedMetric, effect: Effect | null, adjustedP: number | null): Comparison["verdict"] => {
  if (effect === null || adjustedP === null) return "untold";
  if (adjustedP < level) return effect.logRatio < 0 ? "less" : "more";
  const { low, high } = ratioOf(effect);
  const most = 1 + sameWithin[metric];
  return low > 1 / most && high < most ? "same" : "~";
};
