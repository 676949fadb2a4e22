// Seeded randomness: the same seed gives the same stream, on every machine. Pure.

import { valueAt } from "./value-at.ts";

/** A stream of uniform numbers in [0, 1). */
export type Random = () => number;

/** sfc32, Chris Doty-Humphrey's small fast counting generator. Streams of one seed are independent. */
export const seededRandom = (seed: number, stream = 0): Random => {
  let a = seed | 0;
  let b = Math.floor(seed / 0x1_0000_0000) | 0;
  let c = stream | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
};

/**
 * The phase of the index-th of many pollers, in [0, 1). Phases are multiples of the golden section from a random start (a
 * Weyl sequence): each is uniform, and all together are spread evenly, however many there are.
 */
export const phaseOf = (index: number, start: number): number => (start + index * 0.618_033_988_749_894_8) % 1;

/** A shuffled copy (Fisher-Yates). */
export const shuffled = <T>(items: readonly T[], random: Random): T[] => {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const moved = valueAt(copy, i);
    copy[i] = valueAt(copy, j);
    copy[j] = moved;
  }
  return copy;
};
