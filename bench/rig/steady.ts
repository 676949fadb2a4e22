// Measurements of the rig itself, made again where a process stood still meanwhile. Knows nothing of what they measure.

import { TrialFailure } from "../failure.ts";
import { stallLimits } from "../measurement/stalls.ts";

const attempts = 3;

/** What was measured, and the longest stretch in which one of the rig's processes did not run. */
export interface Attempt<T> {
  readonly measured: T;
  readonly stallMaxMs: number;
}

/** Throws TrialFailure where each attempt met a stall that makes a trial invalid. */
export const steadily = async <T>(measure: () => Promise<Attempt<T>>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    const { measured, stallMaxMs } = await measure();
    if (stallMaxMs <= stallLimits.longestMs) return measured;
    if (attempt === attempts)
      throw new TrialFailure(`a process of the rig stood still for ${Math.round(stallMaxMs)} ms`);
  }
};
