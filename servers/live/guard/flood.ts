// How much one address may ask: a bucket of tokens for each, filled evenly. Knows no sockets and tells no time.

import type { Refusal } from "../../server.ts";

export interface Bucket {
  readonly perSec: number;
  /** Tokens of a full bucket: what may be asked at once. */
  readonly burst: number;
}

export interface FloodOptions extends Bucket {
  /** Of the keys remembered; beyond it, whoever has asked nothing for the longest time has a full bucket again. */
  readonly maxKeys: number;
}

export interface Flood {
  /** Takes a token of `key`: 0 where there was one, else the ms until there is one. */
  take(key: string): number;
  /** Keys remembered. */
  readonly size: number;
}

/** Addresses remembered, where keys are those. */
export const maxAddresses = 10_000;

/** What is said where a bucket was empty; `what` there were too many of, `waitMs` as taken. */
export const tooMany = (what: string, waitMs: number): Refusal => {
  const retryAfterSec = Math.ceil(waitMs / 1000);
  return { status: 429, reason: `too many ${what}; try again in ${retryAfterSec} s`, retryAfterSec };
};

/** What sums of many fractions of a ms may be off by. */
const toleranceMs = 1e-6;

/** `clock` in ms, never stepping back. The generic cell rate algorithm (ITU-T I.371): one instant a key. */
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
