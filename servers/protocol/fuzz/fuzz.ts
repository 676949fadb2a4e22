// Seeded random and mutated input for every part of the core that reads a stranger's bytes. A fault is thrown, with the seed
// and number that show it again. It does not know how long anything takes.
import { fuzzRequest, fuzzResponse } from "./handshake-targets.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";
import { connection, decoder, inflater } from "./wire-targets.ts";

/** How often each outcome came up, so that a run shows what it reached. */
type FuzzOutcomes = ReadonlyMap<string, number>;

/** Takes one input, and names the outcome that the input rightly has. */
type FuzzTarget = (random: SeededRandom) => string;
type Targets = readonly [FuzzTarget, ...FuzzTarget[]];

export const allFuzzTargets: Targets = [
  connection,
  connection,
  connection,
  decoder,
  decoder,
  inflater,
  fuzzRequest,
  fuzzResponse,
];

/** Runs `count` inputs from number `first` on, each made from `seed` and its number alone. Throws at the first fault. */
export const fuzz = (seed: number, count: number, targets: Targets = allFuzzTargets, first = 0): FuzzOutcomes => {
  const outcomes = new Map<string, number>();
  for (let number = first; number < first + count; number++) {
    const outcome = fuzzOne(seed, number, targets);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return new Map([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1)));
};

const fuzzOne = (seed: number, number: number, targets: Targets): string => {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) + number);
  const target = random.pick(targets);
  try {
    return `${target.name}: ${target(random)}`;
  } catch (cause) {
    throw new Error(`input ${number} of seed ${seed} breaks ${target.name}`, { cause });
  }
};
