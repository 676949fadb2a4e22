// Many comparisons at once, and how often something came out. Pure. Knows numbers, neither trials nor transports.

import { valueAt } from "./value-at.ts";

const binomial = (n: number, k: number): number => {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
};

/** The smallest two-sided p of n against m values over all ways to deal them to two sides: that of sides that do not overlap. */
export const leastP = (n: number, m: number): number => Math.min(1, 2 / binomial(n + m, n));

/**
 * Holm's correction: the adjusted p of each, in the given order. Where every adjusted p below α counts as a claim, the chance
 * of even one false claim is at most α, however the comparisons depend on each other.
 */
export const holm = (ps: readonly number[]): readonly number[] => {
  const adjusted = [...ps];
  const ascending = [...ps.entries()].toSorted(([, x], [, y]) => x - y);
  let floor = 0;
  for (const [rank, [index, p]] of ascending.entries()) {
    floor = Math.max(floor, Math.min(1, (ps.length - rank) * p));
    adjusted[index] = floor;
  }
  return adjusted;
};

/** Holm's correction over those that are known; null stays null. */
export const holmOfKnown = (ps: readonly (number | null)[]): readonly (number | null)[] => {
  const adjusted = holm(ps.filter((p) => p !== null));
  let next = 0;
  return ps.map((p) => (p === null ? null : valueAt(adjusted, next++)));
};

/** How often something came out, with Wilson's 95 % interval of the share. */
export interface Rate {
  readonly count: number;
  /** How many times it could have. */
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

/** The interval is all of 0 to 1 where `of` is 0. */
export const rateOf = (count: number, of: number): Rate => {
  if (of === 0) return { count, of, low: 0, high: 1 };
  const z2 = 1.959_964 ** 2;
  const share = count / of;
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of);
  const half = Math.sqrt(z2 * ((share * (1 - share)) / of + z2 / (4 * of * of))) / (1 + z2 / of);
  return { count, of, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
};

/** P(X ≥ count) where each of `of` comes out with the given chance. */
export const binomialTail = (count: number, of: number, chance: number): number => {
  let below = 0;
  for (let k = 0; k < count; k++) below += binomial(of, k) * chance ** k * (1 - chance) ** (of - k);
  return Math.max(0, 1 - below);
};
