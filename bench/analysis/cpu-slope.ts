// Parts the server's CPU in what deliveries add and what the time costs anyway, by blocks of equally many messages, of which some
// took longer than others. Pure: randomness is an argument.

import type { CpuSlope } from "../record/summary.ts";
import type { MeasuredTrial } from "../record/trial.ts";
import { leastBlocks } from "../statistics/effects.ts";
import { leastSquares } from "../statistics/least-squares.ts";
import type { Random } from "../statistics/random.ts";
import { expandedTail, mean, quantile, total } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";

const resamples = 400;

/**
 * By least squares over the blocks of all trials that ran alone, with a 95 % interval by a bootstrap of expanded percentiles over
 * the trials; null with fewer than six of them, or where all blocks are as long. null for long polls, too: messages that come
 * close together share an answer, so that a longer block makes more requests, and its CPU tells of these.
 */
export const cpuSlopeOf = (trials: readonly MeasuredTrial[], random: Random): CpuSlope | null => {
  // A trial beside others has no probe, and its CPU is that of a server that is often interrupted.
  const alone = trials.filter(
    ({ conditions, machine, server }) =>
      conditions.holdMs === null && machine.probeMs !== null && server.cpuBlocks.spanMs.length > 1,
  );
  if (alone.length < leastBlocks) return null;
  const fit = fitOf(alone);
  if (fit === null) return null;
  const drawn = Array.from({ length: resamples }, () =>
    fitOf(alone.map(() => valueAt(alone, Math.floor(random() * alone.length)))),
  ).filter((each) => each !== null);
  const estimate = (of: (fit: Fit) => number) => {
    const ascending = drawn.map(of).toSorted((a, b) => a - b);
    const outside = expandedTail(alone.length);
    return {
      median: of(fit),
      low: quantile(ascending, outside),
      high: quantile(ascending, 1 - outside),
      trials: alone.length,
    };
  };
  return {
    msPerThousandDeliveries: estimate(({ msPerThousandDeliveries }) => msPerThousandDeliveries),
    idleCores: estimate(({ idleCores }) => idleCores),
  };
};

interface Fit {
  readonly msPerThousandDeliveries: number;
  readonly idleCores: number;
}

/** Neither part is less than nothing: where a line says so, the other part is all there is. */
const fitOf = (trials: readonly MeasuredTrial[]): Fit | null => {
  const points = trials.flatMap(({ conditions, server: { cpuBlocks } }) => {
    const thousands = (cpuBlocks.messages * conditions.subscribers) / 1000;
    return cpuBlocks.spanMs.map((spanMs, i) => ({ x: spanMs / thousands, y: valueAt(cpuBlocks.cpuMs, i) / thousands }));
  });
  const fit = leastSquares(points);
  if (fit === null) return null;
  if (fit.slope < 0) return { msPerThousandDeliveries: mean(points.map(({ y }) => y)), idleCores: 0 };
  if (fit.intercept >= 0) return { msPerThousandDeliveries: fit.intercept, idleCores: fit.slope };
  const add = (term: (point: (typeof points)[number]) => number): number => total(points.map(term));
  return { msPerThousandDeliveries: 0, idleCores: add(({ x, y }) => x * y) / add(({ x }) => x * x) };
};
