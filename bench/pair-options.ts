// The command line of `pair`.

import { parseArgs } from "node:util";
import { UsageError } from "./failure.ts";

export interface PairOptions {
  readonly contests: readonly string[];
  readonly cycles: number;
  readonly burstMs: number;
  readonly seed: number;
}

const usage = (names: readonly string[]): string =>
  `npm run pair -- [CONTEST …] [--cycles N] [--burst MS] [--seed N]; contests: ${names.join(", ")}`;

/** Throws UsageError. */
export const parsePairOptions = (argv: readonly string[], names: readonly string[]): PairOptions => {
  const { values, positionals } = parse(argv, names);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UsageError(`${unknown} is no contest; ${usage(names)}`);
  const number = (name: "cycles" | "burst" | "seed", least: number): number => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < least) {
      throw new UsageError(`--${name} ${values[name]}: give a whole number from ${least}`);
    }
    return value;
  };
  return {
    contests: positionals.length === 0 ? names : positionals,
    cycles: number("cycles", 3),
    burstMs: number("burst", 10),
    seed: number("seed", 0),
  };
};

const parse = (argv: readonly string[], names: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        cycles: { type: "string", default: "21" },
        burst: { type: "string", default: "200" },
        seed: { type: "string", default: "1" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new UsageError(`${reason}; ${usage(names)}`);
  }
};
