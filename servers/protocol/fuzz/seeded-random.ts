// Random numbers that a seed repeats, for tests and the fuzz run. Predictable, hence never for masks or nonces.

export interface SeededRandom {
  /** A whole number from 0 to `below` - 1. */
  readonly integer: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
  readonly bytes: (length: number) => Buffer;
  readonly fill: (target: Buffer) => void;
}

/** Mulberry32 by Tommy Ettinger: 32 bits of state, good enough to find what a fixed list would not. */
export const seededRandom = (seed: number): SeededRandom => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const integer = (below: number): number => Math.floor(next() * below);
  const fill = (target: Buffer): void => {
    for (let at = 0; at < target.length; at++) target[at] = integer(256);
  };
  return {
    integer,
    fill,
    chance: (probability) => next() < probability,
    pick: (choices) => {
      const index = integer(choices.length);
      // By position: a choice may itself be undefined, such as a header that is missing.
      return choices.reduce((picked, choice, at) => (at === index ? choice : picked));
    },
    bytes: (length) => {
      const bytes = Buffer.allocUnsafe(length);
      fill(bytes);
      return bytes;
    },
  };
};
