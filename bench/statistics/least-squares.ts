// A straight line through points by ordinary least squares, and how far its slope is to be believed. Pure.

import { mean } from "./stats.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Fit {
  readonly slope: number;
  readonly intercept: number;
  /** The slope's standard error, from the residuals' n − 2 degrees of freedom; null below three points. */
  readonly standardError: number | null;
}

/** null where all points have one x, or there are none. */
export const leastSquares = (points: readonly Point[]): Fit | null => {
  if (new Set(points.map(({ x }) => x)).size < 2) return null;
  const middle = mean(points.map(({ x }) => x));
  const level = mean(points.map(({ y }) => y));
  const add = (term: (point: Point) => number): number => points.reduce((sum, point) => sum + term(point), 0);
  const spread = add(({ x }) => (x - middle) ** 2);
  const slope = add(({ x, y }) => (x - middle) * (y - level)) / spread;
  const intercept = level - slope * middle;
  if (points.length < 3) return { slope, intercept, standardError: null };
  const residuals = add(({ x, y }) => (y - intercept - slope * x) ** 2);
  return { slope, intercept, standardError: Math.sqrt(residuals / (points.length - 2) / spread) };
};
