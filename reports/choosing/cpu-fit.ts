// Server CPU as a sum of what there is to do: non-negative least squares, with no more terms than the cells can bear. Pure.
// Knows nothing of transports or runs.

export const cpuTerms = ["constant", "perRequest", "perDelivery", "perBodyByte"] as const;
export type CpuTerm = (typeof cpuTerms)[number];

/** One cell's load, a second, and the cores that its server used. */
export interface CpuPoint {
  readonly requestsPerSec: number;
  readonly deliveriesPerSec: number;
  readonly bodyBytesPerSec: number;
  readonly cores: number;
}

export interface CpuFit {
  /** In cores, and in core seconds for each request, delivery and byte of a delivered body; 0 of a term left out. */
  readonly terms: Readonly<Record<CpuTerm, number>>;
  readonly cells: number;
  /** Of |fitted − measured| / measured over the cells: how far off the fit is in the middle and at worst. */
  readonly medianError: number;
  readonly worstError: number;
}

type Load = Omit<CpuPoint, "cores">;

const loadOf: Readonly<Record<CpuTerm, (load: Load) => number>> = {
  constant: () => 1,
  perRequest: ({ requestsPerSec }) => requestsPerSec,
  perDelivery: ({ deliveriesPerSec }) => deliveriesPerSec,
  perBodyByte: ({ bodyBytesPerSec }) => bodyBytesPerSec,
};

/** In cores. */
export const coresAt = (terms: CpuFit["terms"], load: Load): number =>
  cpuTerms.reduce((sum, term) => sum + terms[term] * loadOf[term](load), 0);

/** Fewer could not show that they do not lie on the fit. */
const leastCells = 3;
/** CPU below this, in cores, is as good as noise: such a cell weighs no more than one with this much. */
const noiseCores = 0.001;

/**
 * The non-negative least-squares fit, a cell weighing one over its CPU (work done is a count, whose variance goes with its
 * mean). The terms are the set with the least generalised cross-validation error, RSS/(n − k)², of at most n/2 terms; it is
 * found by trying each, of which there are fifteen. null below three cells.
 */
export const fitCpu = (points: readonly CpuPoint[]): CpuFit | null => {
  if (points.length < leastCells) return null;
  const weights = points.map(({ cores }) => 1 / Math.max(noiseCores, cores));
  const scale = points.reduce((sum, { cores }, i) => sum + (weights[i] ?? 0) * cores ** 2, 0);
  let best: { readonly terms: CpuFit["terms"]; readonly error: number } | null = null;
  for (const chosen of subsets.filter(({ length }) => length <= points.length / 2)) {
    const terms = solve(points, weights, chosen);
    if (terms === null) continue;
    const rss = points.reduce(
      (sum, point, i) => sum + (weights[i] ?? 0) * (coresAt(terms, point) - point.cores) ** 2,
      0,
    );
    // Below this, residuals are rounding, and a further term would be one for nothing.
    const error = Math.max(rss, 1e-18 * scale) / (points.length - chosen.length) ** 2;
    if (best === null || error < best.error * (1 - 1e-9)) best = { terms, error };
  }
  return best === null ? null : { terms: best.terms, cells: points.length, ...errorsOf(best.terms, points) };
};

/** Every choice of terms but none, the smaller ones first, so that of equals the simplest is kept. */
const subsets: readonly (readonly CpuTerm[])[] = Array.from({ length: 2 ** cpuTerms.length - 1 }, (_, i) =>
  cpuTerms.filter((_, bit) => ((i + 1) >> bit) & 1),
).toSorted((a, b) => a.length - b.length);

const errorsOf = (terms: CpuFit["terms"], points: readonly CpuPoint[]): Pick<CpuFit, "medianError" | "worstError"> => {
  const errors = points
    .map((point) => Math.abs(coresAt(terms, point) - point.cores) / Math.max(noiseCores, point.cores))
    .toSorted((a, b) => a - b);
  const middle = (errors.length - 1) / 2;
  return {
    medianError: ((errors[Math.floor(middle)] ?? 0) + (errors[Math.ceil(middle)] ?? 0)) / 2,
    worstError: errors.at(-1) ?? 0,
  };
};

/** By the normal equations, each column scaled to length 1; null where they are as good as singular, or a term negative. */
const solve = (
  points: readonly CpuPoint[],
  weights: readonly number[],
  chosen: readonly CpuTerm[],
): CpuFit["terms"] | null => {
  const roots = weights.map(Math.sqrt);
  const columns = chosen.map((term) => points.map((point, i) => loadOf[term](point) * (roots[i] ?? 0)));
  const lengths = columns.map((column) => Math.hypot(...column));
  if (lengths.some((length) => length === 0)) return null;
  const units = columns.map((column, j) => column.map((value) => value / (lengths[j] ?? 1)));
  const target = points.map(({ cores }, i) => cores * (roots[i] ?? 0));
  const rows = units.map((unit) => [...units.map((other) => dot(unit, other)), dot(unit, target)]);
  const solution = eliminate(rows)?.map((value, j) => value / (lengths[j] ?? 1));
  if (solution === undefined || solution.some((value) => value < 0)) return null;
  const of = (term: CpuTerm): number => solution[chosen.indexOf(term)] ?? 0;
  return {
    constant: of("constant"),
    perRequest: of("perRequest"),
    perDelivery: of("perDelivery"),
    perBodyByte: of("perBodyByte"),
  };
};

const dot = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);

/** Gauss and Jordan, without pivoting: the matrix is symmetric and positive. The last column is the right-hand side. */
const eliminate = (rows: readonly (readonly number[])[]): readonly number[] | undefined => {
  const work = rows.map((row) => [...row]);
  for (const [i, pivotRow] of work.entries()) {
    const pivot = pivotRow[i] ?? 0;
    if (pivot < 1e-6) return undefined;
    for (const [j, row] of work.entries()) {
      const share = j === i ? 0 : (row[i] ?? 0) / pivot;
      if (share !== 0) for (const [k, value] of pivotRow.entries()) row[k] = (row[k] ?? 0) - share * value;
    }
  }
  return work.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1));
};
