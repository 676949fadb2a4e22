// The command lines of `pair` and `codec`, which are alike but for their contests and how long these take.

import { UsageError } from "../failure.ts";
import { type Command, commandHelp, wrapped } from "./command.ts";
import { readArguments } from "./flags.ts";
import { numberIn, whole } from "./values.ts";

interface PairOptions {
  readonly contests: readonly string[];
  readonly cycles: number;
  readonly burstMs: number;
  readonly seed: number;
}

interface PairCommand {
  readonly name: "pair" | "codec";
  readonly purpose: string;
  readonly cycles: number;
  readonly burstMs: number;
}

export const pairCommand: PairCommand = {
  name: "pair",
  purpose: "code paths against each other by the paired method, A against A first",
  cycles: 21,
  burstMs: 200,
};

export const codecCommand: PairCommand = {
  name: "codec",
  purpose: "the WebSocket core beside the ws package's, by the paired method",
  cycles: 15,
  burstMs: 60,
};

const most = Number.MAX_SAFE_INTEGER;

// biome-ignore format: one line an option
const tableOf = ({ cycles, burstMs }: PairCommand) => ({
  cycles: { flag: "--cycles", placeholder: "N", read: numberIn(whole(6, most, "")), fallback: `${cycles}`, help: "how often each path runs, in a new order each time" },
  burstMs: { flag: "--burst", placeholder: "MS", read: numberIn(whole(10, most, "ms")), fallback: `${burstMs}`, help: "how long it runs at a time" },
  seed: { flag: "--seed", placeholder: "N", read: numberIn(whole(0, most, "")), fallback: "1", help: "of the orders" },
} as const);

const commandOf = (pair: PairCommand, contests: readonly string[]) =>
  ({
    usage: `npm run ${pair.name} -- [CONTEST …] [--cycles N] [--burst MS] [--seed N]`,
    purpose: pair.purpose,
    table: tableOf(pair),
    flagsWidth: 12,
    notes: wrapped(`Contests, all of them by default: ${contests.join(", ")}`),
    exits: ["0 done · 2 usage"],
    takesOperands: true,
  }) satisfies Command;

export const pairHelp = (pair: PairCommand, contests: readonly string[]): string =>
  commandHelp(commandOf(pair, contests));

/** Throws UsageError. */
export const parsePairOptions = (
  pair: PairCommand,
  argv: readonly string[],
  contests: readonly string[],
): PairOptions | "help" => {
  const command = commandOf(pair, contests);
  const read = readArguments(argv, command);
  if (read === "help") return read;
  const unknown = read.operands.find((name) => !contests.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`${unknown} is no contest; ${command.usage}; contests: ${contests.join(", ")}`);
  }
  const { cycles, burstMs } = pair;
  const chosen = read.operands.length === 0 ? contests : read.operands;
  return { cycles, burstMs, seed: 1, ...read.values, contests: chosen };
};
