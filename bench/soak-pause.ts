// A pause that can be cut short.

import { setTimeout } from "node:timers/promises";

/** Resolves after that time, or when the signal is aborted. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await setTimeout(Math.max(0, ms), undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
