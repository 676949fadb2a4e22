// Percentiles of values that come in clusters: the deliveries of a message stand or fall together, and the messages of a trial
// share its hour. The sample is the message, and trials are resampled before messages. Pure: randomness is an argument.

import { leastBlocks } from "./effects.ts";
import type { Random } from "./random.ts";
import { expandedTail, type Interval, leastSample, noInterval, quantile } from "./stats.ts";
import { numberAt, valueAt } from "./value-at.ts";

/**
 * One message's values at equal steps of its distribution, from the least to the most: the same number of knots for each
 * message. Between two knots the values lie evenly.
 */
export type Knots = readonly number[];

/** One trial: its messages. */
export type ClusteredTrial = readonly Knots[];

/** So many values of equal weight stand for a message. */
const grain = 100;

/** At the middles of equal shares of the message's distribution. */
const spreadOut = (knots: Knots): Float64Array =>
  Float64Array.from({ length: grain }, (_, i) => quantile(knots, (i + 0.5) / grain));

/** Only the tail is kept for resampling: the share beyond the quantile, so many times over. */
const kept = 3;

/** The tail of a cell, descending, each value with its trial and its message within it. */
interface Tail {
  readonly values: Float64Array;
  readonly trials: Uint32Array;
  readonly messages: Uint32Array;
  /** How many messages each trial has. */
  readonly sizes: readonly number[];
}

const tailOf = (trials: readonly ClusteredTrial[], q: number): Tail => {
  const sizes = trials.map(({ length }) => length);
  const rows = trials.flatMap((messages, trial) =>
    messages.map((knots, message) => ({ trial, message, values: spreadOut(knots) })),
  );
  const all = new Float64Array(rows.length * grain);
  for (const [i, { values }] of rows.entries()) all.set(values, i * grain);
  const least = quantile(all.sort(), Math.max(0, 1 - kept * (1 - q)));
  const tail = rows
    .flatMap(({ trial, message, values }) =>
      Array.from(
        values.filter((value) => value >= least),
        (value) => ({ value, trial, message }),
      ),
    )
    .sort((x, y) => y.value - x.value);
  return {
    values: Float64Array.from(tail, ({ value }) => value),
    trials: Uint32Array.from(tail, ({ trial }) => trial),
    messages: Uint32Array.from(tail, ({ message }) => message),
    sizes,
  };
};

/** How often each message of each trial is in a resample. */
type Weights = readonly Uint32Array[];

/** Walks down the tail until the share beyond the quantile lies behind; the least that is kept where that is not enough. */
const weightedQuantile = ({ values, trials, messages, sizes }: Tail, weights: Weights, q: number): number => {
  const all = weights.reduce((sum, of) => of.reduce((inTrial, weight) => inTrial + weight, sum), 0);
  let beyond = (1 - q) * all * grain;
  if (sizes.length === 0) return Number.NaN;
  for (const [i, value] of values.entries()) {
    beyond -= valueAt(valueAt(weights, valueAt(trials, i)), valueAt(messages, i));
    if (beyond < 0) return value;
  }
  return numberAt(values, values.length - 1);
};

/** Draws trials with replacement, and within each drawn trial its messages. */
const drawWeights = (sizes: readonly number[], random: Random): Weights => {
  const weights = sizes.map((size) => new Uint32Array(size));
  for (let i = 0; i < sizes.length; i++) {
    const drawn = valueAt(weights, Math.floor(random() * sizes.length));
    for (let k = 0; k < drawn.length; k++) {
      const message = Math.floor(random() * drawn.length);
      drawn[message] = valueAt(drawn, message) + 1;
    }
  }
  return weights;
};

const everyOnce = (sizes: readonly number[]): Weights => sizes.map((size) => new Uint32Array(size).fill(1));

/** How many messages all trials have together: the sample that a percentile rests on. */
export const eventsOf = (trials: readonly ClusteredTrial[]): number =>
  trials.reduce((sum, { length }) => sum + length, 0);

/** The q-quantile of all trials' values together; null where they have too few messages for it. */
export const pooledQuantile = (trials: readonly ClusteredTrial[], q: number): number | null =>
  eventsOf(trials) < leastSample(q)
    ? null
    : weightedQuantile(tailOf(trials, q), everyOnce(trials.map(({ length }) => length)), q);

/** The 95 % interval of the pooled q-quantile by a cluster bootstrap; none below the least number of trials. */
export const pooledInterval = (
  trials: readonly ClusteredTrial[],
  q: number,
  random: Random,
  resamples = 500,
): Interval => {
  if (trials.length < leastBlocks || eventsOf(trials) < leastSample(q)) return noInterval;
  const tail = tailOf(trials, q);
  const drawn = Float64Array.from({ length: resamples }, () =>
    weightedQuantile(tail, drawWeights(tail.sizes, random), q),
  ).sort();
  const outside = expandedTail(trials.length);
  return { low: quantile(drawn, outside), high: quantile(drawn, 1 - outside) };
};
