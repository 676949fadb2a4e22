// The figures that were measured at each setting, and which measured settings are near another. Pure. Runs in Node and in the browser;
// knows nothing of the model.
import type { Conditions } from "../../bench/record/trial.ts";
import type { Quantity } from "../words/vocabulary.ts";

/** The factors of a setting, as one transport has them. */
export type Place = Pick<
  Conditions,
  "ratePerSec" | "subscribers" | "schedule" | "bodyBytes" | "oneWayMs" | "pollEveryMs" | "holdMs"
>;

/** A number with its 95 % interval; null where the trials were too few for one. */
export interface Measured {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** p90 stands in where the messages were too few for p99. */
export type CellQuantity = Quantity | "p90Ms";

/** The run's comparison of a transport's CPU with the baseline's at the same setting. */
export interface Compared {
  readonly baseline: string;
  /** Whether it told a difference. */
  readonly isApart: boolean;
}

export interface MeasuredCell {
  readonly place: Place;
  readonly trials: number;
  /** Each is of all subscribers together; null where the trials do not tell it. */
  readonly figures: Readonly<Record<CellQuantity, Measured | null>>;
  readonly compared: Compared | null;
}

export interface AroundCell {
  readonly cell: MeasuredCell;
  readonly weight: number;
  /** Within a factor of two, in every factor. */
  readonly isNear: boolean;
}

/** A delay and a body below these matter no more: to both of a pair, they are added before the ratio is taken. */
const leastDelayMs = 1;
const leastBodyBytes = 1024;
/** No distance is less, so that a measured cell outweighs all others without dividing by zero. */
const leastDoublings = 1e-6;

/** How many doublings lie between two places, in the factor in which they differ most. */
export const doublingsBetween = (x: Place, y: Place): number => {
  const of = (number: (place: Place) => number): number => Math.abs(Math.log2(number(x) / number(y)));
  return Math.max(
    of(({ ratePerSec }) => ratePerSec),
    of(({ subscribers }) => subscribers),
    of(({ bodyBytes }) => bodyBytes + leastBodyBytes),
    of(({ oneWayMs }) => oneWayMs + leastDelayMs),
    of(({ pollEveryMs }) => pollEveryMs ?? 1),
    of(({ holdMs }) => holdMs ?? 1),
  );
};

/** How far a cell's say reaches. Further than near: up to there no cell loses its say at once. */
const reachDoublings = 1.5;
/** Rounding takes no setting out of a factor of two. */
const nearDoublings = 1 + 1e-9;

/** Goes by the trials, is as good as infinite at the cell, a trial's is 1 half way, and it vanishes at the reach. */
export const nearWeight = (cell: Place, place: Place, trials: number): number => {
  const apart = Math.max(leastDoublings, doublingsBetween(cell, place));
  return trials * (Math.max(0, reachDoublings - apart) / apart) ** 2;
};

/** The cells that have a say. */
export const cellsAround = (cells: readonly MeasuredCell[], place: Place): readonly AroundCell[] =>
  cells.flatMap((cell) => {
    const weight = nearWeight(cell.place, place, cell.trials);
    const isNear = doublingsBetween(cell.place, place) <= nearDoublings;
    return weight > 0 ? [{ cell, weight, isNear }] : [];
  });

/** The cell at the place itself. */
export const cellAt = (cells: readonly MeasuredCell[], place: Place): MeasuredCell | null =>
  cells.find((cell) => cell.place.schedule === place.schedule && doublingsBetween(cell.place, place) < 1e-9) ?? null;

/** The ratios' weighed geometric mean, in which a ratio of 1 has `rest` of the weight. */
export const meanRatio = (
  ratios: readonly { readonly ratio: number; readonly weight: number }[],
  rest: number,
): number => {
  const weight = ratios.reduce((sum, one) => sum + one.weight, rest);
  const logs = ratios.reduce((sum, one) => sum + one.weight * Math.log(one.ratio), 0);
  return weight > 0 ? Math.exp(logs / weight) : 1;
};
