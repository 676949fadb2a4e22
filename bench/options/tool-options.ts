// The command lines of the commands with few options: report, picture, fuzz and doctor.

import { UsageError } from "../failure.ts";
import type { Exits } from "./exits.ts";
import { type CommandLine, commandLine } from "./flags.ts";
import { numberIn, whole } from "./values.ts";

const plain = { table: {}, flagsWidth: 8, notes: [], takesOperands: false };

export const doctorCommand = commandLine(
  {
    ...plain,
    usage: "npm run doctor",
    purpose: "what this machine can hold, and what to change",
    exits: { done: "done" },
  },
  () => null,
);

/** A command that takes one run's folder. */
const runCommand = (usage: string, purpose: string, exits: Exits): CommandLine<{ readonly folder: string }> =>
  commandLine({ ...plain, usage, purpose, exits, takesOperands: true }, (_, [folder, ...rest]) => {
    if (folder !== undefined && folder !== "" && rest.length === 0) return { folder };
    throw new UsageError(`${usage}: name one run's folder, such as reports/out/latest`);
  });

export const reportCommand = runCommand("npm run report -- RUN", "build a run's page again from its stored facts", {
  done: "done",
  usage: "usage, or the folder holds no run",
});

export const pictureCommand = runCommand("npm run picture -- RUN", "take the README's picture of a run's page", {
  done: "done",
  usage: "usage, or there is no Chromium",
});

const most = Number.MAX_SAFE_INTEGER;

// biome-ignore format: one line an option
const fuzzTable = {
  count: { flag: "--count", placeholder: "N", read: numberIn(whole(1, most, "")), fallback: "1000000", help: "how many inputs to try" },
  seed: { flag: "--seed", placeholder: "N", read: numberIn(whole(0, most, "")), fallback: "1", help: "the same seed gives the same inputs" },
} as const;

export const fuzzCommand = commandLine(
  {
    ...plain,
    usage: "npm run fuzz -- [--count N] [--seed N]",
    purpose: "the WebSocket core under seeded random and mutated input",
    table: fuzzTable,
    flagsWidth: 10,
    exits: { done: "no fault", found: "a fault: it ends the run, and names the input that shows it again" },
  },
  (values) => ({ count: 1_000_000, seed: 1, ...values }),
);
