// A transport's figures at a place: as measured there, else the bare model's, times what the cells around are to it. Pure. Runs in
// Node and in the browser; knows nothing of a limit.
import type { Quantity } from "../words/vocabulary.ts";
import { type Bare, bareAt, type ChoosingInputs, type TransportInputs } from "./bare.ts";
import {
  type AroundCell,
  type CellQuantity,
  type Compared,
  cellAt,
  cellsAround,
  type Measured,
  meanRatio,
  type Place,
} from "./cells.ts";
import { modelWeight } from "./cpu-terms.ts";

/** A percentile of the response time: the 99th, or the 90th where no more is known. */
export type Tail = Readonly<Record<"p99Ms" | "p90Ms", number | null>>;

/** The quantities that were measured at the very place. */
export type MeasuredHere = Readonly<Partial<Record<CellQuantity, Measured>>>;

export interface Figures extends Readonly<Record<Quantity, number | null>>, Tail {
  readonly measured: MeasuredHere;
  /** null where the run compared nothing at the very place. */
  readonly compared: Compared | null;
  readonly bare: Bare;
}

/** Each quantity as measured at the place, else as the model has it, times what the cells around are to it. */
export const figuresAt = (inputs: ChoosingInputs, transport: TransportInputs, place: Place): Figures => {
  const bare = bareAt(inputs, transport, place);
  const around = cellsAround(transport.cells, place).map((one) => ({
    ...one,
    bare: bareAt(inputs, transport, one.cell.place),
  }));
  const exact = cellAt(transport.cells, place);
  const of = (quantity: CellQuantity): number | null =>
    exact?.figures[quantity]?.value ?? correct(quantity, bare, around, place);
  const p99Ms = of("p99Ms");
  const [requestsPerSec, cores] = [of("requestsPerSec"), of("cores")];
  const isMeasured = (exact?.figures.cores ?? null) !== null;
  const cheapest = requestsPerSec === null || isMeasured ? null : cheapestOf(transport, bare, requestsPerSec);
  return {
    meanMs: of("meanMs"),
    p99Ms,
    p90Ms: p99Ms === null ? of("p90Ms") : null,
    requestsPerSec,
    bytesPerSec: of("bytesPerSec"),
    cores: cores === null || cheapest === null ? cores : Math.max(cores, cheapest),
    measured: measuredAt(exact, p99Ms === null),
    compared: exact?.compared ?? null,
    bare,
  };
};

const measuredAt = (exact: AroundCell["cell"] | null, withP90: boolean): MeasuredHere =>
  Object.fromEntries(
    Object.entries(exact?.figures ?? {}).flatMap(([quantity, measured]) =>
      measured === null || (quantity === "p90Ms" && !withP90) ? [] : [[quantity, measured]],
    ),
  );

const isTail = (quantity: CellQuantity): boolean => quantity === "p99Ms" || quantity === "p90Ms";

/** The part of a time beyond the link's delay is corrected, and no more. A tail is told near a measured one alone: the model has no jitter. */
const correct = (
  quantity: CellQuantity,
  bare: Bare,
  around: readonly (AroundCell & { readonly bare: Bare })[],
  place: Place,
): number | null => {
  const told = bare[quantity];
  if (told === null) return null;
  const isTime = quantity === "meanMs" || isTail(quantity);
  const beyondLink = (value: number, { oneWayMs }: Place): number => value - (isTime ? oneWayMs : 0);
  const ratios = around.flatMap(({ cell, weight, isNear, bare: other }) => {
    const [measured, modelled] = [cell.figures[quantity]?.value ?? null, other[quantity]];
    if (measured === null || modelled === null) return [];
    const ratio = beyondLink(measured, cell.place) / beyondLink(modelled, cell.place);
    return ratio > 0 && Number.isFinite(ratio) ? [{ ratio, weight, isNear }] : [];
  });
  if (isTail(quantity) && !ratios.some(({ isNear }) => isNear)) return null;
  const link = isTime ? place.oneWayMs : 0;
  return link + (told - link) * meanRatio(ratios, isTail(quantity) ? 0 : modelWeight);
};

/** The CPU below which no answer of this run came, in cores. */
const cheapestOf = ({ flood }: TransportInputs, { emptyShare }: Bare, requestsPerSec: number): number | null =>
  flood === null || emptyShare === null
    ? null
    : requestsPerSec * ((1 - emptyShare) * flood.full.leastCores + emptyShare * flood.empty.leastCores);
