// Order statistics and bootstrap intervals. Pure: randomness is an argument.

/** A stream of uniform numbers in [0, 1). */
export type Random = () => number;

/** Seeded uniform numbers (sfc32, Chris Doty-Humphrey's small fast counting generator); the same seed gives the same stream. */
export const seededRandom = (seed: number, stream = 0): Random => {
  let a = seed | 0;
  let b = Math.floor(seed / 0x1_0000_0000) | 0;
  let c = stream | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
};

/**
 * The phase of the index-th of many pollers, in [0, 1): multiples of the golden section from a random start (a Weyl
 * sequence), so that each phase is uniform and all together are spread evenly, however many there are.
 */
export const phaseOf = (index: number, start: number): number => (start + index * 0.618_033_988_749_894_8) % 1;

/** A shuffled copy (Fisher-Yates). */
export const shuffled = <T>(items: readonly T[], random: Random): T[] => {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [x, y] = [copy[i], copy[j]];
    if (x === undefined || y === undefined) continue;
    copy[i] = y;
    copy[j] = x;
  }
  return copy;
};

/** The q-quantile of ascending values, by linear interpolation (Hyndman and Fan's type 7); NaN of none. */
export const quantile = (ascending: ArrayLike<number>, q: number): number => {
  const position = (ascending.length - 1) * q;
  const below = Math.floor(position);
  const low = ascending[below] ?? Number.NaN;
  const high = ascending[Math.ceil(position)] ?? Number.NaN;
  return low === high ? low : low + (high - low) * (position - below);
};

export const median = (values: readonly number[]): number =>
  quantile(
    values.toSorted((x, y) => x - y),
    0.5,
  );

export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
};

/**
 * The least sample with a finite distribution-free 95 % interval for the q-quantile: with fewer, the largest value lies
 * below the quantile too often to bound it (q^n + (1−q)^n ≤ 0.05; p50: 6, p90: 36, p99: 368 with 2.5 % a side).
 */
export const leastSample = (q: number): number => Math.ceil(Math.log(0.025) / Math.log(Math.max(q, 1 - q)));

/** The q-quantile, or null where the sample is too small to say. */
export const knownQuantile = (ascending: ArrayLike<number>, q: number): number | null =>
  ascending.length < leastSample(q) ? null : quantile(ascending, q);

/** 95 % percentile-bootstrap interval of the median over trials; null of fewer than three. */
export const bootstrapMedian = (
  values: readonly number[],
  random: Random,
  resamples = 2000,
): { low: number; high: number } | null => {
  if (values.length < 3) return null;
  const medians = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    medians[i] = median(values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN));
  }
  medians.sort();
  return { low: quantile(medians, 0.025), high: quantile(medians, 0.975) };
};
