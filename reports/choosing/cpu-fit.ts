// Fits the terms of a server's CPU: non-negative least squares, with no more terms than the cells can bear. Pure. Knows
// nothing of transports or runs.
import { valueAt } from "../../bench/statistics/value-at.ts";
import { type CpuFit, type CpuModel, type CpuTerm, coresAt, cpuTerms, type Load, loadOf } from "./cpu-terms.ts";

/** One cell's load, and the cores that its server used. */
export interface CpuPoint extends Load {
  readonly cores: number;
}

/** Fewer could not show that they do not lie on the fit. */
const leastCells = 3;
/** CPU below this, in cores, is as good as noise: such a cell weighs no more than one with this much. */
const noiseCores = 0.001;

/** Work done is a count, whose variance goes with its mean. */
const weightOf = ({ cores }: CpuPoint): number => 1 / Math.max(noiseCores, cores);

/**
 * The non-negative least-squares fit, a cell weighing one over its CPU. The terms are the set with the least generalised
 * cross-validation error, RSS/(n − k)², of at most n/2 terms; it is found by trying each, of which there are fifteen.
 * null below three cells.
 */
export const fitCpu = (points: readonly CpuPoint[]): CpuFit | null => {
  if (points.length < leastCells) return null;
  const weighedSum = (of: (point: CpuPoint) => number): number =>
    points.reduce((sum, point) => sum + weightOf(point) * of(point), 0);
  const scale = weighedSum(({ cores }) => cores ** 2);
  let best: { readonly terms: CpuModel; readonly error: number } | null = null;
  for (const chosen of subsets.filter(({ length }) => length <= points.length / 2)) {
    const terms = solve(points, chosen);
    if (terms === null) continue;
    const rss = weighedSum((point) => (coresAt(terms, point) - point.cores) ** 2);
    // A sum below this is rounding, which a further term would only follow.
    const error = Math.max(rss, 1e-18 * scale) / (points.length - chosen.length) ** 2;
    if (best === null || error < best.error * (1 - 1e-9)) best = { terms, error };
  }
  return best === null ? null : { terms: best.terms, cells: points.length, ...errorsOf(best.terms, points) };
};

/** Every choice of at least one term, the smaller ones first, so that the simplest of equals is kept. */
const subsets: readonly (readonly CpuTerm[])[] = Array.from({ length: 2 ** cpuTerms.length - 1 }, (_, i) =>
  cpuTerms.filter((_, bit) => ((i + 1) >> bit) & 1),
).toSorted((a, b) => a.length - b.length);

const errorsOf = (terms: CpuModel, points: readonly CpuPoint[]): Pick<CpuFit, "medianError" | "worstError"> => {
  const errors = points
    .map((point) => Math.abs(coresAt(terms, point) - point.cores) / Math.max(noiseCores, point.cores))
    .toSorted((a, b) => a - b);
  const middle = (errors.length - 1) / 2;
  return {
    medianError: (valueAt(errors, Math.floor(middle)) + valueAt(errors, Math.ceil(middle))) / 2,
    worstError: valueAt(errors, errors.length - 1),
  };
};

/** Solves the normal equations, each column scaled to length 1; null where they are as good as singular, or a term negative. */
const solve = (points: readonly CpuPoint[], chosen: readonly CpuTerm[]): CpuModel | null => {
  const columns = chosen.map((term) => {
    const column = (point: CpuPoint): number => loadOf[term](point) * Math.sqrt(weightOf(point));
    const length = Math.hypot(...points.map(column));
    return { term, length, unit: (point: CpuPoint): number => column(point) / length };
  });
  if (columns.some(({ length }) => length === 0)) return null;
  const dot = (x: (point: CpuPoint) => number, y: (point: CpuPoint) => number): number =>
    points.reduce((sum, point) => sum + x(point) * y(point), 0);
  const target = (point: CpuPoint): number => point.cores * Math.sqrt(weightOf(point));
  const equations = columns.map(({ term, unit, length }) => {
    const left = { ...noTerms };
    for (const other of columns) left[other.term] = dot(unit, other.unit);
    return { term, length, left, right: dot(unit, target) };
  });
  if (!eliminate(equations)) return null;
  const solution = { ...noTerms };
  for (const { term, length, left, right } of equations) solution[term] = right / left[term] / length;
  return Object.values(solution).some((value) => value < 0) ? null : solution;
};

const noTerms: CpuModel = { constant: 0, perRequest: 0, perDelivery: 0, perBodyByte: 0 };

/** One equation: both sides of "=", and the term that elimination leaves on the left. */
interface Equation {
  readonly term: CpuTerm;
  readonly left: Record<CpuTerm, number>;
  right: number;
}

/** Gauss and Jordan, without pivoting: the matrix is symmetric and positive. false where it is as good as singular. */
const eliminate = (equations: readonly Equation[]): boolean => {
  for (const pivot of equations) {
    if (pivot.left[pivot.term] < 1e-6) return false;
    for (const other of equations) {
      const share = other === pivot ? 0 : other.left[pivot.term] / pivot.left[pivot.term];
      if (share === 0) continue;
      for (const term of cpuTerms) other.left[term] -= share * pivot.left[term];
      other.right -= share * pivot.right;
    }
  }
  return true;
};
