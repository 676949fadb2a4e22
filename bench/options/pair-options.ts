// The command lines of `pair` and `codec`, which are alike but for their contests and how long these take.

import { UsageError } from "../failure.ts";
import { type CommandLine, commandLine } from "./flags.ts";
import { numberIn, shown, whole } from "./values.ts";

interface PairOptions {
  readonly contests: readonly string[];
  readonly cycles: number;
  readonly burstMs: number;
  readonly seed: number;
}

type PairDefaults = Pick<PairOptions, "cycles" | "burstMs">;

const most = Number.MAX_SAFE_INTEGER;

// biome-ignore format: one line an option
const tableOf = ({ cycles, burstMs }: PairDefaults) => ({
  cycles: { flag: "--cycles", placeholder: "N", read: numberIn(whole(6, most, "")), fallback: `${cycles}`, help: "how often each code path runs, in a new order each time" },
  burstMs: { flag: "--burst", placeholder: "MS", read: numberIn(whole(10, most, "ms")), fallback: `${burstMs}`, help: "how long it runs at a time" },
  seed: { flag: "--seed", placeholder: "N", read: numberIn(whole(0, most, "")), fallback: "1", help: "seed of these orders" },
} as const);

const commandOf = (
  name: string,
  purpose: string,
  contests: readonly string[],
  defaults: PairDefaults,
): CommandLine<PairOptions> => {
  const usage = `npm run ${name} -- [CONTEST …] [--cycles N] [--burst MS] [--seed N]`;
  const [first = "CONTEST"] = contests;
  const command = {
    usage,
    purpose,
    table: tableOf(defaults),
    notes: [`Contests, all of them by default: ${contests.join(", ")}.`],
    examples: [
      { call: `npm run ${name}`, does: "every contest" },
      { call: `npm run ${name} -- ${first}`, does: "one contest alone" },
      {
        call: `npm run ${name} -- ${first} --cycles ${2 * defaults.cycles}`,
        does: "the same for twice as long, to see smaller differences",
      },
    ],
    exits: { done: "done" },
    takesOperands: true,
  };
  return commandLine(command, (values, chosen) => {
    const unknown = chosen.find((contest) => !contests.includes(contest));
    if (unknown !== undefined) {
      throw new UsageError(`${shown(unknown)} is not a contest; choose from ${contests.join(", ")}; ${usage}`);
    }
    const again = chosen.find((contest, i) => chosen.indexOf(contest) !== i);
    if (again !== undefined) throw new UsageError(`${again} is named twice; name each contest once; ${usage}`);
    return { ...defaults, seed: 1, ...values, contests: chosen.length === 0 ? contests : chosen };
  });
};

export const pairCommand = (contests: readonly string[]): CommandLine<PairOptions> =>
  commandOf("pair", "code paths against each other by the paired method, A against A first", contests, {
    cycles: 21,
    burstMs: 200,
  });

export const codecCommand = (contests: readonly string[]): CommandLine<PairOptions> =>
  commandOf("codec", "the WebSocket core beside the ws package's, by the paired method", contests, {
    cycles: 15,
    burstMs: 60,
  });
