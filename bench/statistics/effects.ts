// How much one side has of what the other has: an estimate on a logarithmic scale with its standard error. One such pair gives
// the interval, the test and what the data could have shown, so that the three never contradict each other. Pure.

import { biweight } from "./biweight.ts";
import { mean, total } from "./stats.ts";
import { studentQuantile, studentTails } from "./student.ts";

/** One block's two values: of what is judged, and of what it is held against. */
export type Pair = readonly [head: number, base: number];

/** The logarithm of head over base. */
export interface Effect {
  readonly logRatio: number;
  readonly standardError: number;
  /** Degrees of freedom of Student's t. */
  readonly degrees: number;
}

/** Below this many blocks there is no interval and no test: with so few, one slow phase of the machine decides. */
export const leastBlocks = 6;

/**
 * From this many blocks on, a block far from the others counts less: a slow phase of the machine that held up one side of a few
 * blocks hides no difference in the rest. Fewer blocks do not tell what is far.
 */
export const manyBlocks = 20;

/**
 * The mean of the blocks' log ratios (a paired t on logarithms), of many blocks their biweight. A plan and a phase of the machine
 * that both sides of a block share drop out. null below the least number of blocks, and where a value is not above 0.
 */
export const pairedEffect = (pairs: readonly Pair[]): Effect | null => {
  if (pairs.length < leastBlocks || pairs.some((pair) => !pair.every((value) => value > 0))) return null;
  const logs = pairs.map(([head, base]) => Math.log(head / base));
  const robust = logs.length < manyBlocks ? null : biweight(logs);
  if (robust !== null) {
    return { logRatio: robust.middle, standardError: robust.standardError, degrees: robust.degrees };
  }
  return { logRatio: mean(logs), standardError: Math.sqrt(variance(logs) / logs.length), degrees: logs.length - 1 };
};

/**
 * The difference of the sides' mean logarithms (Welch's t), where they share neither plan nor hour. Its degrees of freedom are
 * rounded down. null below the least number of trials a side, and where a value is not above 0.
 */
export const unpairedEffect = (head: readonly number[], base: readonly number[]): Effect | null => {
  const fewest = Math.min(head.length, base.length);
  if (fewest < leastBlocks || ![...head, ...base].every((value) => value > 0)) return null;
  const [above, below] = [head.map(Math.log), base.map(Math.log)];
  const [x, y] = [variance(above) / above.length, variance(below) / below.length];
  const degrees = x + y === 0 ? fewest - 1 : (x + y) ** 2 / (x ** 2 / (above.length - 1) + y ** 2 / (below.length - 1));
  return { logRatio: mean(above) - mean(below), standardError: Math.sqrt(x + y), degrees: Math.floor(degrees + 1e-9) };
};

/** The unbiased variance of a sample. */
export const variance = (values: readonly number[]): number => {
  const middle = mean(values);
  return total(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
};

/** Head over base, with the interval that leaves out the truth in a share of `outside` of all cases. */
export const ratioOf = (
  { logRatio, standardError, degrees }: Effect,
  outside = 0.05,
): { readonly ratio: number; readonly low: number; readonly high: number } => {
  const margin = standardError === 0 ? 0 : studentQuantile(degrees, outside) * standardError;
  return { ratio: Math.exp(logRatio), low: Math.exp(logRatio - margin), high: Math.exp(logRatio + margin) };
};

/** The chance of such a ratio or one farther from 1 where there is no difference; two-sided. */
export const chanceOf = ({ logRatio, standardError, degrees }: Effect): number => {
  if (standardError === 0) return logRatio === 0 ? 1 : 0;
  return studentTails(logRatio / standardError, degrees);
};

/**
 * The least true ratio above 1 that a test at `level` finds in four of five such samples, from the standard error seen: what
 * the data could have shown. A decrease has to reach its reciprocal.
 */
export const detectableRatio = ({ standardError, degrees }: Effect, level: number): number =>
  standardError === 0
    ? 1
    : Math.exp((studentQuantile(degrees, level) + studentQuantile(degrees, 2 * (1 - power))) * standardError);

const power = 0.8;
