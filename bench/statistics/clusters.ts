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

/** How many messages all trials have together: the sample that a percentile rests on. */
export const eventsOf = (trials: readonly ClusteredTrial[]): number =>
  trials.reduce((sum, { length }) => sum + length, 0);

/** The q-quantile of all trials' values together; null where they have too few messages for it. */
export const pooledQuantile = (trials: readonly ClusteredTrial[], q: number): number | null => {
  const events = eventsOf(trials);
  if (events < leastSample(q)) return null;
  return weightedQuantile(tailOf(trials, q), new Float64Array(events).fill(1), events);
};

/**
 * The 95 % interval of the pooled q-quantile by a cluster bootstrap of expanded percentiles: trials are drawn with replacement,
 * and within each drawn trial its messages. There is none below the least number of trials.
 */
export const pooledInterval = (
  trials: readonly ClusteredTrial[],
  q: number,
  random: Random,
  resamples = 500,
): Interval => {
  const events = eventsOf(trials);
  if (trials.length < leastBlocks || events < leastSample(q)) return noInterval;
  const tail = tailOf(trials, q);
  const starts = startsOf(trials);
  const weights = new Float64Array(events);
  const drawn = Float64Array.from({ length: resamples }, () => {
    weights.fill(0);
    return weightedQuantile(tail, weights, drawMessages(starts, weights, random));
  }).sort();
  const outside = expandedTail(trials.length);
  return { low: quantile(drawn, outside), high: quantile(drawn, 1 - outside) };
};

/** The highest values of all messages together, descending, each with the number of its message. */
interface Tail {
  readonly q: number;
  /** How many values of equal weight stand for a message. */
  readonly grain: number;
  readonly values: Float64Array;
  readonly messages: Float64Array;
}

/** Enough for two values of a single message to lie beyond the quantile. */
const grainOf = (q: number): number => Math.min(1000, Math.round(2 / (1 - q)));

/** A rough look at each message finds where the tail begins. */
const roughGrain = 20;

/** A resample may have more of the high messages: so many times the share beyond the quantile is kept. */
const kept = 3;

/** The values at the middles of equal shares of the message's distribution, from the `from`-th on. */
const spreadOut = (knots: Knots, grain: number, from = 0): readonly number[] =>
  Array.from({ length: grain - from }, (_, i) => quantile(knots, (from + i + 0.5) / grain));

const tailOf = (trials: readonly ClusteredTrial[], q: number): Tail => {
  const all = trials.flat();
  const rough = Float64Array.from(all.flatMap((knots) => spreadOut(knots, roughGrain))).sort();
  const least = quantile(rough, Math.max(0, 1 - kept * (1 - q)));
  const grain = grainOf(q);
  const rows = all
    .flatMap((knots, message) =>
      valueAt(knots, knots.length - 1) < least
        ? []
        : spreadOut(knots, grain).flatMap((value) => (value < least ? [] : [{ value, message }])),
    )
    .sort((x, y) => y.value - x.value);
  return {
    q,
    grain,
    values: Float64Array.from(rows, ({ value }) => value),
    messages: Float64Array.from(rows, ({ message }) => message),
  };
};

/** The number of each trial's first message, and after the last trial that of all. */
const startsOf = (trials: readonly ClusteredTrial[]): Float64Array => {
  const starts = new Float64Array(trials.length + 1);
  for (const [i, { length }] of trials.entries()) starts[i + 1] = numberAt(starts, i) + length;
  return starts;
};

/** Adds to `weights` how often each message is drawn; returns how many were drawn in all. */
const drawMessages = (starts: Float64Array, weights: Float64Array, random: Random): number => {
  const trials = starts.length - 1;
  let drawn = 0;
  for (let i = 0; i < trials; i++) {
    const trial = Math.floor(random() * trials);
    const from = numberAt(starts, trial);
    const size = numberAt(starts, trial + 1) - from;
    for (let k = 0; k < size; k++) {
      const message = from + Math.floor(random() * size);
      weights[message] = numberAt(weights, message) + 1;
    }
    drawn += size;
  }
  return drawn;
};

/**
 * Walks down the tail until the share beyond the quantile lies behind, half way to the next value where it ends between two; the
 * least that is kept where that is not enough.
 */
const weightedQuantile = ({ q, grain, values, messages }: Tail, weights: Float64Array, drawn: number): number => {
  let beyond = (1 - q) * drawn * grain;
  let above = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const weight = numberAt(weights, numberAt(messages, i));
    if (weight === 0) continue;
    // Sums of whole numbers against a product that is rounded.
    if (Math.abs(beyond) < 1e-6) return (above + numberAt(values, i)) / 2;
    beyond -= weight;
    above = numberAt(values, i);
    if (beyond < -1e-6) return above;
  }
  return above;
};
