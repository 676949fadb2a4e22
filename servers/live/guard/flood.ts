// Bounds how much one address may ask, by a bucket of tokens that fills evenly. Knows no sockets and tells no time.

import type { Refusal } from "../../server.ts";

export interface Bucket {
  readonly perSec: number;
  /** Tokens of a full bucket: what may be asked at once. */
  readonly burst: number;
}

interface FloodOptions extends Bucket {
  /** Beyond so many keys, the one that has asked nothing for the longest time is forgotten: its bucket is full again. */
  readonly maxKeys: number;
}

export interface Flood {
  /** Takes a token of `key`. Returns 0 where there was one, else the ms until there is one. */
  take(key: string): number;
  /** How many keys are remembered. */
  readonly size: number;
}

/** The most keys of a flood whose keys are addresses. */
export const maxAddresses = 10_000;

/** The refusal for an empty bucket. `what` there were too many of; `waitMs` as Flood.take returned it. */
export const tooMany = (what: string, waitMs: number): Refusal => {
  const retryAfterSec = Math.ceil(waitMs / 1000);
  return { status: 429, reason: `too many ${what}; try again in ${retryAfterSec} s`, retryAfterSec };
};

/** Sums of many fractions of a ms may be off by this much. */
const toleranceMs = 1e-6;

/** The generic cell rate algorithm (ITU-T I.371), which keeps one instant a key. `clock` is in ms and never steps back. */
export const createFlood = ({ perSec, burst, maxKeys }: FloodOptions, clock: () => number): Flood => {
  const tokenMs = 1000 / perSec;
  /** When each bucket will be full, in the order in which they were last asked. */
  const fullAt = new Map<string, number>();
  return {
    take: (key) => {
      const now = clock();
      const full = Math.max(fullAt.get(key) ?? now, now);
      const waitMs = full - now - (burst - 1) * tokenMs;
      const refused = waitMs > toleranceMs;
      fullAt.delete(key);
      fullAt.set(key, refused ? full : full + tokenMs);
      const [oldest] = fullAt.keys();
      if (fullAt.size > maxKeys && oldest !== undefined) fullAt.delete(oldest);
      return refused ? waitMs : 0;
    },
    get size() {
      return fullAt.size;
    },
  };
};
