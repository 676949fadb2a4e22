// Percentiles of values that come in clusters: the deliveries of a message stand or fall together, and the messages of a trial
// share its hour. The sample is the message, and trials are resampled before messages. Pure: randomness is an argument.

import { leastBlocks } from "./effects.ts";
import { atShare, type Knots, knotShares } from "./knots.ts";
import type { Random } from "./random.ts";
import { expandedTail, type Interval, leastSample, noInterval, quantile } from "./stats.ts";
import { numberAt, valueAt } from "./value-at.ts";

/** One trial: its messages. */
export type ClusteredTrial = readonly Knots[];

/** How many messages all trials have together: the sample that a percentile rests on. */
export const eventsOf = (trials: readonly ClusteredTrial[]): number =>
  trials.reduce((sum, { length }) => sum + length, 0);

/** The q-quantile of all trials' values together; null where they have too few messages for it. */
export const pooledQuantile = (trials: readonly ClusteredTrial[], q: number): number | null => {
  const events = eventsOf(trials);
  if (events < leastSample(q)) return null;
  return weightedQuantile(poolOf(trials), q, new Float64Array(events).fill(1), events);
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
  const pool = poolOf(trials);
  const starts = startsOf(trials);
  const weights = new Float64Array(events);
  const drawn = Float64Array.from({ length: resamples }, () => {
    weights.fill(0);
    return weightedQuantile(pool, q, weights, drawMessages(starts, weights, random));
  }).sort();
  const outside = expandedTail(trials.length);
  return { low: quantile(drawn, outside), high: quantile(drawn, 1 - outside) };
};

/** All values together, descending, each with its share of a message, and the number of that message. */
interface Pool {
  readonly values: Float64Array;
  readonly shares: Float64Array;
  readonly messages: Float64Array;
}

/** The stretch between two knots counts as so many values. */
const partsPerKnot = 4;

/** The middles of the parts of a message's distribution, and how much of it each stands for. */
const parts = knotShares.slice(1).flatMap((to, i) => {
  const from = valueAt(knotShares, i);
  const share = (to - from) / partsPerKnot;
  return Array.from({ length: partsPerKnot }, (_, k) => ({ middle: from + (k + 0.5) * share, share }));
});

const poolOf = (trials: readonly ClusteredTrial[]): Pool => {
  const all = trials.flat();
  const values = Float64Array.from(all.flatMap((knots) => parts.map(({ middle }) => atShare(knots, middle))));
  const places = Uint32Array.from(values.keys()).sort((x, y) => numberAt(values, y) - numberAt(values, x));
  return {
    values: Float64Array.from(places, (place) => numberAt(values, place)),
    shares: Float64Array.from(places, (place) => valueAt(parts, place % parts.length).share),
    messages: Float64Array.from(places, (place) => Math.floor(place / parts.length)),
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

/** Walks down the values until the share beyond the quantile lies behind; where that ends between two, to their border. */
const weightedQuantile = (
  { values, shares, messages }: Pool,
  q: number,
  weights: Float64Array,
  drawn: number,
): number => {
  let beyond = (1 - q) * drawn;
  let [above, shareAbove] = [Number.NaN, 0];
  for (let i = 0; i < values.length; i++) {
    const share = numberAt(weights, numberAt(messages, i)) * numberAt(shares, i);
    if (share === 0) continue;
    const value = numberAt(values, i);
    if (Math.abs(beyond) < rounding) return (above * share + value * shareAbove) / (share + shareAbove);
    beyond -= share;
    if (beyond < -rounding) return value;
    [above, shareAbove] = [value, share];
  }
  return above;
};

/** Sums of shares differ from what they should be by less. */
const rounding = 1e-6;
