// Finds where a series of numbers changed for good, by the divisive energy method (Matteson and James 2014, "A nonparametric
// approach for multiple change point analysis of multivariate data"), which MongoDB (Daly et al. 2020) and Apache Otava
// (Fleming et al. 2023) watch benchmarks with. Pure: randomness is an argument. Knows numbers only, neither runs nor metrics.
import { holm, leastP } from "../../bench/statistics/inference.ts";
import { type Random, shuffled } from "../../bench/statistics/random.ts";
import { median } from "../../bench/statistics/stats.ts";
import { valueAt } from "../../bench/statistics/value-at.ts";

/** No change is looked for among fewer values, neither in a whole series nor between two of its changes. */
const leastLength = 8;

/** The least number of values on each side of a change: one or two stray values are no change. */
const leastSegment = 3;

/**
 * The chance of at least one false claim among all series that are judged together. It is not 5 %: a page is judged anew
 * after each run, and each time is another chance of a false claim.
 */
export const changeLevel = 0.01;

export interface Change {
  /** The index of the first value after the change. */
  readonly at: number;
  /** The median of the values since the previous change, and of those up to the next one. */
  readonly before: number;
  readonly after: number;
  /** p after Holm's correction over all tests of all series. */
  readonly adjustedP: number;
}

/** A test of one stretch of a series: where it would be cut, and which split the stretch itself came from. */
interface Split {
  readonly series: number;
  readonly from: number;
  readonly at: number;
  readonly to: number;
  readonly p: number;
  /** An index among all splits; null for a whole series. */
  readonly parent: number | null;
}

/** A series of equal values is the same in any order: it takes no test, and costs the others nothing. */
export const isTestable = (values: readonly number[]): boolean =>
  values.length >= leastLength && values.some((value) => value !== values[0]);

/** Whether a series among `all` has too few values for even the clearest change to be told. */
export const isTooShort = (values: readonly number[], all: readonly (readonly number[])[]): boolean => {
  const family = all.filter(isTestable).length;
  const half = Math.floor(values.length / 2);
  return values.length < leastLength || leastP(half, values.length - half) * Math.max(1, family) > changeLevel;
};

/**
 * The ascending changes of each series, in the series' order. A series is cut in two where the two sides differ most, and
 * the sides are cut in turn, as long as a test by permutation finds a difference. All these tests are one family for Holm,
 * and a cut counts only where those that led to it do. Values that are all above zero are compared by their logarithms.
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
  const found = adjust(splits).filter(({ adjustedP }) => adjustedP <= changeLevel);
  return series.map((values, index) =>
    describeChanges(
      values,
      found.filter((split) => split.series === index),
    ),
  );
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

/** Holm's correction over all splits; none is more certain than the one that it rests on. */
const adjust = (splits: readonly Split[]): readonly (Split & Pick<Change, "adjustedP">)[] => {
  const adjusted = [...holm(splits.map(({ p }) => p))];
  // A parent always stands before its children.
  for (const [i, { parent }] of splits.entries()) {
    if (parent !== null) adjusted[i] = Math.max(valueAt(adjusted, i), valueAt(adjusted, parent));
  }
  return splits.map((split, i) => ({ ...split, adjustedP: valueAt(adjusted, i) }));
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

/** The relative difference up to which two gains count as equal, whatever was lost in rounding. */
const tolerance = 1e-9;

/** The test ends after so many permutations as good as the true order (Besag and Clifford 1991). */
const enough = 10;

/** The best cut of the values, and the chance of one as good among all orders of the same values. */
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
 * The cut whose two sides, of at least `leastSegment` values, differ most by the energy distance, with α = 1 and the second
 * bound κ at the end: n·m/(n+m) · (2·mean|x−y| − mean|x−x′| − mean|y−y′|). The first one where several are equal.
 */
export const bestSplit = (values: readonly number[]): { readonly at: number; readonly gain: number } => {
  const placed = placeValues(values);
  let [left, across, right] = [0, 0, 0];
  for (const { toLater } of placed) right += toLater;
  let best = { at: 0, gain: Number.NEGATIVE_INFINITY };
  for (const [index, { toEarlier, toLater }] of placed.entries()) {
    // The value at `index` goes from the right side to the left.
    left += toEarlier;
    across += toLater - toEarlier;
    right -= toLater;
    const [n, m] = [index + 1, values.length - index - 1];
    if (n < leastSegment || m < leastSegment) continue;
    const energy = (2 * across) / (n * m) - left / ((n * (n - 1)) / 2) - right / ((m * (m - 1)) / 2);
    const gain = ((n * m) / values.length) * energy;
    if (gain > best.gain + tolerance * Math.abs(gain)) best = { at: n, gain };
  }
  return best;
};

interface Placed {
  readonly value: number;
  /** Sums of the distances to all values before and behind this one. */
  toEarlier: number;
  toLater: number;
}

const placeValues = (values: readonly number[]): readonly Placed[] => {
  const placed: Placed[] = [];
  for (const value of values) {
    const own: Placed = { value, toEarlier: 0, toLater: 0 };
    for (const other of placed) {
      const distance = Math.abs(other.value - value);
      own.toEarlier += distance;
      other.toLater += distance;
    }
    placed.push(own);
  }
  return placed;
};
