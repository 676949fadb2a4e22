// The command line of `pair` and `codec`.

import { parseArgs } from "node:util";
import { UsageError } from "../failure.ts";

export interface PairOptions {
  readonly contests: readonly string[];
  readonly cycles: number;
  readonly burstMs: number;
  readonly seed: number;
}

const usage = (command: string, names: readonly string[]): string =>
  `npm run ${command} -- [CONTEST …] [--cycles N] [--burst MS] [--seed N]; contests: ${names.join(", ")}`;

/** How long a race takes where the command line does not say. */
export interface PairDefaults {
  readonly cycles: number;
  readonly burst: number;
}

/** Throws UsageError. */
export const parsePairOptions = (
  command: string,
  argv: readonly string[],
  names: readonly string[],
  defaults: PairDefaults,
): PairOptions => {
  const help = usage(command, names);
  const { values, positionals } = parse(argv, help, defaults);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UsageError(`${unknown} is no contest; ${help}`);
  const number = (name: "cycles" | "burst" | "seed", least: number): number => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < least) {
      throw new UsageError(`--${name} ${values[name]}: give a whole number from ${least}`);
    }
    return value;
  };
  return {
    contests: positionals.length === 0 ? names : positionals,
    cycles: number("cycles", 6),
    burstMs: number("burst", 10),
    seed: number("seed", 0),
  };
};

const parse = (argv: readonly string[], help: string, { cycles, burst }: PairDefaults) => {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        cycles: { type: "string", default: String(cycles) },
        burst: { type: "string", default: String(burst) },
        seed: { type: "string", default: "1" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new UsageError(`${reason}; ${help}`);
  }
};
