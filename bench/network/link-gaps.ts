// The stretches in which a link's program did not do its part, as it tells them itself.

import { TrialFailure } from "../failure.ts";
import type { Gap } from "../machine/pulse.ts";

/** The lateness of the program that delays; instants in ms on the host clock. */
export interface LinkGaps {
  /** The stretches in which it did not run. */
  readonly stalls: readonly Gap[];
  /** From when a packet was due until it was passed on: of those that were late, the latest in each beat. */
  readonly late: readonly Gap[];
}

export const noGaps: LinkGaps = { stalls: [], late: [] };

type Pairs = readonly (readonly [number, number])[];

const isTold = (told: unknown): told is Readonly<Record<keyof LinkGaps, Pairs>> =>
  typeof told === "object" && told !== null && "stalls" in told && "late" in told;

const gapsOf = (pairs: Pairs): readonly Gap[] => pairs.map(([from, to]) => ({ from, to }));

/** From the line that link.py prints. Throws TrialFailure where it is another one. */
export const readLinkGaps = (line: string): LinkGaps => {
  const told: unknown = JSON.parse(line);
  if (!isTold(told)) throw new TrialFailure("the delaying link told what it was late with in another shape");
  return { stalls: gapsOf(told.stalls), late: gapsOf(told.late) };
};
