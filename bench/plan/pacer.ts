// The instants at which messages are due: schedules, not timers. Pure.

import type { Random } from "../statistics/random.ts";
import { valueAt } from "../statistics/value-at.ts";

/** The instant of the index-th message, in ms from the start; ascending. */
export type Pacer = (index: number) => number;

/** Independent exponential gaps: no poller's rhythm can lock to such arrivals. */
export const poisson = (ratePerSec: number, random: Random): Pacer => {
  const instants: number[] = [];
  let last = 0;
  return (index) => {
    while (instants.length <= index) {
      last += (-Math.log1p(-random()) * 1000) / ratePerSec;
      instants.push(last);
    }
    return valueAt(instants, index);
  };
};

/** Equal gaps from `firstMs` on. */
export const periodic =
  (ratePerSec: number, firstMs: number): Pacer =>
  (index) =>
    firstMs + (index * 1000) / ratePerSec;

/** All instants before `endMs`. */
export const scheduleUntil = (pacer: Pacer, endMs: number): Float64Array<ArrayBuffer> => {
  const instants: number[] = [];
  for (let at = pacer(0); at < endMs; at = pacer(instants.length)) instants.push(at);
  return Float64Array.from(instants);
};
