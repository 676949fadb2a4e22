// When messages are due: schedules, not timers. Pure.

import type { Random } from "../statistics/random.ts";

/** The instant of the index-th message, in ms from the start; ascending. */
export type Pacer = (index: number) => number;

/** Independent exponential gaps: arrivals that no poller's rhythm can lock to. */
export const poisson = (ratePerSec: number, random: Random): Pacer => {
  const instants: number[] = [];
  return (index) => {
    let last = instants.at(-1) ?? 0;
    while (instants.length <= index) {
      last += (-Math.log1p(-random()) * 1000) / ratePerSec;
      instants.push(last);
    }
    return instants[index] ?? last;
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
