// Where a series of numbers changed for good: the divisive energy method (Matteson and James 2014, "A nonparametric
// approach for multiple change point analysis of multivariate data"), which MongoDB (Daly et al. 2020) and Apache Otava
// (Fleming et al. 2023) watch benchmarks with. Pure: randomness is an argument. Knows numbers only, neither runs nor metrics.
import { holm, leastP } from "../../bench/statistics/inference.ts";
import { type Random, shuffled } from "../../bench/statistics/random.ts";
import { median } from "../../bench/statistics/stats.ts";

/** Nothing is asked of fewer values, be they a whole series or what lies between two of its changes. */
export const leastLength = 8;

/** Values on each side of a change: a single stray value, or two, is none. */
export const leastSegment = 3;

/**
 * The chance of one false claim or more among all series that are judged together. Not 5 %: a page is judged anew after
 * each run, and each time is another chance of a false claim.
 */
export const changeLevel = 0.01;

export interface Change {
  /** Index of the first value after it. */
  readonly at: number;
  /** Medians of the values from the change before to this one, and from this one to the next. */
  readonly before: number;
  readonly after: number;
  /** Holm's, over all tests of all series. */
  readonly adjustedP: number;
}

/** What was tested: one stretch of a series, where it would be cut, and the stretch that it was cut from. */
interface Split {
  readonly series: number;
  readonly from: number;
  readonly at: number;
  readonly to: number;
  readonly p: number;
  /** Index among all splits; null of a whole series. */
  readonly parent: number | null;
}

/** A series of equal values says the same in any order: it is no test, and costs the others nothing. */
export const isTestable = (values: readonly number[]): boolean =>
  values.length >= leastLength && values.some((value) => value !== values[0]);

/** The series among these in which even the clearest change could not be told, for want of values. */
export const isTooShort = (values: readonly number[], all: readonly (readonly number[])[]): boolean => {
  const family = all.filter(isTestable).length;
  const half = Math.floor(values.length / 2);
  return values.length < leastLength || leastP(half, values.length - half) * Math.max(1, family) > changeLevel;
};

/**
 * The changes of each series, in the series' order; ascending. Series are cut in two where the two sides differ most,
 * then the sides, as long as a test by permutation finds a difference; all these tests are one family for Holm, and a
 * cut counts only where those that led to it do. The statistic is of logarithms where all values are above zero.
 */
export const findChanges = (series: readonly (readonly number[])[], random: Random): readonly (readonly Change[])[] => {
  const permutations = Math.ceil((4 * Math.max(3, series.filter(isTestable).length)) / changeLevel);
  const splits: Split[] = [];
  for (const [index, values] of series.entries()) {
    const scaled = values.every((value) => value > 0) ? values.map(Math.log) : values;
    divide(scaled, { series: index, from: 0, to: values.length, parent: null }, splits, (part) =>
      testSplit(part, random, permutations),
    );
  }
  const adjusted = cascade(splits);
  return series.map((values, index) => {
    const found = splits.flatMap((split, i) => {
      const adjustedP = adjusted[i] ?? 1;
      return split.series === index && adjustedP <= changeLevel ? [{ at: split.at, adjustedP }] : [];
    });
    return describeChanges(values, found);
  });
};

/** Adds to `splits` the test of this stretch and, where it found a difference, those of its two sides. */
const divide = (
  values: readonly number[],
  stretch: Pick<Split, "series" | "from" | "to" | "parent">,
  splits: Split[],
  test: (part: readonly number[]) => { readonly at: number; readonly p: number },
): void => {
  const part = values.slice(stretch.from, stretch.to);
  if (!isTestable(part)) return;
  const { at, p } = test(part);
  const cut = stretch.from + at;
  const parent = splits.push({ ...stretch, at: cut, p }) - 1;
  if (p > changeLevel) return;
  divide(values, { ...stretch, to: cut, parent }, splits, test);
  divide(values, { ...stretch, from: cut, parent }, splits, test);
};

/** Holm's correction over all; none is more certain than the one that it rests on. */
const cascade = (splits: readonly Split[]): readonly number[] => {
  const adjusted = [...holm(splits.map(({ p }) => p))];
  // A parent always stands before its children.
  for (const [i, { parent }] of splits.entries()) {
    if (parent !== null) adjusted[i] = Math.max(adjusted[i] ?? 1, adjusted[parent] ?? 1);
  }
  return adjusted;
};

const describeChanges = (
  values: readonly number[],
  found: readonly Pick<Change, "at" | "adjustedP">[],
): readonly Change[] => {
  const ascending = found.toSorted((x, y) => x.at - y.at);
  return ascending.map(({ at, adjustedP }, i) => ({
    at,
    before: median(values.slice(ascending[i - 1]?.at ?? 0, at)),
    after: median(values.slice(at, ascending[i + 1]?.at ?? values.length)),
    adjustedP,
  }));
};

/** A permutation that is as good but for rounding counts as good. */
const tolerance = 1e-9;

/** Permutations as good as the true order, after which it is certain enough that there is nothing (Besag and Clifford 1991). */
const enough = 10;

/** The best cut of these values, and the chance of one as good had they come in any other order. */
const testSplit = (
  values: readonly number[],
  random: Random,
  permutations: number,
): { readonly at: number; readonly p: number } => {
  const best = bestSplit(values);
  let asGood = 0;
  for (let tried = 1; tried <= permutations; tried++) {
    if (bestSplit(shuffled(values, random)).gain < best.gain * (1 - tolerance)) continue;
    asGood++;
    if (asGood === enough) return { at: best.at, p: asGood / tried };
  }
  return { at: best.at, p: (asGood + 1) / (permutations + 1) };
};

/**
 * Where two sides of at least `leastSegment` values differ most by the energy distance, with α = 1 and the second bound κ
 * at the end: n·m/(n+m) · (2·mean|x−y| − mean|x−x′| − mean|y−y′|). Of equal ones the first.
 */
export const bestSplit = (values: readonly number[]): { readonly at: number; readonly gain: number } => {
  const count = values.length;
  const series = Float64Array.from(values);
  let [left, across, right] = [0, 0, sumOfDistances(series)];
  let best = { at: 0, gain: Number.NEGATIVE_INFINITY };
  for (let at = 1; at <= count - leastSegment; at++) {
    // The value before `at` goes from the right side to the left.
    const value = series[at - 1] ?? Number.NaN;
    const [toLeft, toRight] = [distances(series, value, 0, at - 1), distances(series, value, at, count)];
    left += toLeft;
    across += toRight - toLeft;
    right -= toRight;
    if (at < leastSegment) continue;
    const [n, m] = [at, count - at];
    const energy = (2 * across) / (n * m) - left / ((n * (n - 1)) / 2) - right / ((m * (m - 1)) / 2);
    const gain = ((n * m) / count) * energy;
    if (gain > best.gain + tolerance * Math.abs(gain)) best = { at, gain };
  }
  return best;
};

const distances = (series: Float64Array, value: number, from: number, to: number): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.abs((series[i] ?? Number.NaN) - value);
  return sum;
};

const sumOfDistances = (series: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < series.length; i++) sum += distances(series, series[i] ?? Number.NaN, i + 1, series.length);
  return sum;
};
