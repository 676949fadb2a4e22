// Fits the terms of a server's CPU by non-negative least squares, and tells how far a cell is missed by a fit to all others.
// Pure. Knows nothing of transports or runs.
import { medianOrNull } from "../../bench/statistics/stats.ts";
import { valueAt } from "../../bench/statistics/value-at.ts";
import { meanRatio, nearWeight, type Place } from "./cells.ts";
import {
  busyCores,
  type CpuFit,
  type CpuModel,
  type CpuTerm,
  coresAt,
  cpuTerms,
  type LeftOut,
  type Load,
  loadOf,
  modelWeight,
} from "./cpu-terms.ts";
import { type Row, type Sums, solve, sumsOf, without } from "./weighed-fit.ts";

/** One cell's load, and the cores that its server used. */
export interface CpuPoint extends Load {
  readonly cores: number;
  readonly trials: number;
  /** Whether its trials ran beside others, which take each other's caches and cores. */
  readonly sideBySide: boolean;
  /** The setting that it was measured at; null for a flood and for silence, which are near no setting. */
  readonly place: Place | null;
  /** A flood pins the cost of a request, and is no setting to be told. */
  readonly flood: boolean;
}

/** Fewer could not show that they do not lie on the fit. */
const leastCells = 3;
/** CPU is counted this closely, in cores; above it, errors go with CPU. */
const noiseCores = 0.003;
/** How much more CPU trials may take side by side. */
const sideBySideFactors = [1, 1.25, 1.5, 1.75, 2] as const;

/** null below three cells. `elsewhere`: the factor of trials side by side where these points cannot tell it. */
export const fitCpu = (points: readonly CpuPoint[], elsewhere: number): CpuFit | null => {
  const summed = summedOf(points, elsewhere);
  const chosen = choose(points, summed, elsewhere);
  return chosen === null
    ? null
    : { ...chosen, cells: points.filter(({ flood }) => !flood).length, leftOut: leftOutOf(points, summed, elsewhere) };
};

/** How many times as much trials take side by side; null where these points cannot tell it. */
export const sideBySideOf = (points: readonly CpuPoint[]): number | null =>
  tellsFactor(points) ? (choose(points, summedOf(points, 1), 1)?.sideBySide ?? null) : null;

type Chosen = Pick<CpuFit, "terms" | "sideBySide">;

/** The sums of all terms' columns, for one factor of trials side by side. */
interface Summed {
  readonly sideBySide: number;
  readonly sums: Sums;
}

const summedOf = (points: readonly CpuPoint[], elsewhere: number): readonly Summed[] =>
  [...new Set([...sideBySideFactors, elsewhere])].map((sideBySide) => ({
    sideBySide,
    sums: sumsOf(points.map((point) => rowOf(point, sideBySide))),
  }));

/** A cell weighs its trials over the square of its CPU. */
const rowOf = (point: CpuPoint, sideBySide: number): Row => {
  const { cores, trials } = point;
  const times = point.sideBySide ? sideBySide : 1;
  return {
    columns: cpuTerms.map((term) => loadOf[term](point) * times),
    target: cores,
    weight: trials / (cores ** 2 + noiseCores ** 2),
  };
};

/**
 * Non-negative least squares, with at most half as many terms as points. The solution is that of the subset that fits best of
 * those whose solution has no negative term (Lawson and Hanson, 1974, chapter 23); it is found by trying each, with each factor.
 */
const choose = (points: readonly CpuPoint[], summed: readonly Summed[], elsewhere: number): Chosen | null => {
  if (points.filter(({ flood }) => !flood).length < leastCells) return null;
  const tells = tellsFactor(points);
  // Bodies of one size go as deliveries do.
  const oneBody = new Set(points.flatMap(({ place }) => place?.bodyBytes ?? [])).size < 2;
  let best: (Chosen & { readonly rest: number }) | null = null;
  for (const terms of subsets) {
    if (terms.length > points.length / 2 || (oneBody && terms.includes("perBodyByte"))) continue;
    for (const { sideBySide, sums } of summed) {
      if (!(tells ? isFactor(sideBySide) : sideBySide === elsewhere)) continue;
      const fit = fitTerms(sums, terms);
      // A rest below this is rounding, which a further term would only follow.
      const rest = fit === null ? null : Math.max(fit.rest, 1e-12 * sums.square);
      if (fit !== null && rest !== null && (best === null || rest < best.rest * (1 - 1e-9))) {
        best = { terms: fit.terms, sideBySide, rest };
      }
    }
  }
  return best === null ? null : { terms: best.terms, sideBySide: best.sideBySide };
};

const isFactor = (sideBySide: number): boolean => sideBySideFactors.some((factor) => factor === sideBySide);

/** Cells of both kinds are needed to tell them apart. */
const tellsFactor = (points: readonly CpuPoint[]): boolean =>
  new Set(points.flatMap(({ flood, sideBySide }) => (flood ? [] : [sideBySide]))).size > 1;

/** Every choice of at least one term, the smaller ones first, so that the simplest of equals is kept. */
const subsets: readonly (readonly CpuTerm[])[] = Array.from({ length: 2 ** cpuTerms.length - 1 }, (_, i) =>
  cpuTerms.filter((_, bit) => ((i + 1) >> bit) & 1),
).toSorted((a, b) => a.length - b.length);

/** null where a term comes out negative, or the points do not tell it. */
const fitTerms = (
  sums: Sums,
  terms: readonly CpuTerm[],
): { readonly terms: CpuModel; readonly rest: number } | null => {
  const solution = solve(
    sums,
    terms.map((term) => cpuTerms.indexOf(term)),
  );
  if (solution === null || solution.coefficients.some((value) => value < 0)) return null;
  const model = { ...noTerms };
  for (const [i, term] of terms.entries()) model[term] = valueAt(solution.coefficients, i);
  return { terms: model, rest: solution.rest };
};

export const noTerms: CpuModel = {
  constant: 0,
  perPublication: 0,
  perRequest: 0,
  perRootRequest: 0,
  perDelivery: 0,
  perBodyByte: 0,
};

/** Terms and factor are chosen anew without each cell, and what is near it corrects them as it does a prediction. */
const leftOutOf = (points: readonly CpuPoint[], summed: readonly Summed[], elsewhere: number): LeftOut | null => {
  const errors = points.flatMap((point) => {
    if (point.flood || point.cores < busyCores) return [];
    const others = points.filter((other) => other !== point);
    const summedWithout = summed.map(({ sideBySide, sums }) => ({
      sideBySide,
      sums: without(sums, rowOf(point, sideBySide)),
    }));
    const chosen = choose(others, summedWithout, elsewhere);
    return chosen === null ? [] : [Math.abs(toldBy(chosen, others, point) - point.cores) / point.cores];
  });
  const median = medianOrNull(errors);
  return median === null ? null : { cells: errors.length, median, worst: Math.max(...errors) };
};

/** The cores of a point under its own circumstances, with what the others near it say. */
const toldBy = (chosen: Chosen, others: readonly CpuPoint[], point: CpuPoint): number => {
  const bare = ({ sideBySide, ...load }: CpuPoint): number =>
    coresAt(chosen.terms, load) * (sideBySide ? chosen.sideBySide : 1);
  const { place } = point;
  const ratios = others.flatMap((other) => {
    if (place === null || other.place === null || !(bare(other) > 0)) return [];
    const weight = nearWeight(other.place, place, other.trials);
    return weight > 0 ? [{ ratio: other.cores / bare(other), weight }] : [];
  });
  return bare(point) * meanRatio(ratios, modelWeight);
};
