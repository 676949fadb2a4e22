// The command lines of the commands with few options: report, picture, fuzz and doctor.

import { UsageError } from "../failure.ts";
import type { Command, OptionTable } from "./command.ts";
import { type CommandLine, commandLine } from "./flags.ts";
import { numberIn, whole } from "./values.ts";

const plain = { table: {}, notes: [], takesOperands: false };

export const doctorCommand = commandLine(
  {
    ...plain,
    usage: "npm run doctor",
    purpose: "what this machine can hold, what keeps it busy, and what to change: fit or not fit",
    examples: [
      { call: "npm run doctor", does: "a look of two seconds, and the verdict" },
      { call: "npm run doctor && npm run bench", does: "measures on a machine that is fit, and on no other" },
      { call: "ulimit -n 65536; npm run doctor", does: "whether more open files would help" },
    ],
    exits: { done: "fit to measure on", found: "not fit" },
  },
  () => null,
);

/** A command that takes one run's folder. */
const runCommand = (
  told: Pick<Command<OptionTable>, "usage" | "purpose" | "examples" | "exits">,
): CommandLine<{ readonly folder: string }> =>
  commandLine({ ...plain, ...told, takesOperands: true }, (_, [folder, ...rest]) => {
    if (folder !== undefined && folder !== "" && rest.length === 0) return { folder };
    throw new UsageError(`${told.usage}: name one run's folder, such as reports/out/latest`);
  });

export const reportCommand = runCommand({
  usage: "npm run report -- RUN",
  purpose: "build a run's page again from its stored facts",
  examples: [
    { call: "npm run report -- reports/out/latest", does: "the newest run's page" },
    { call: "npm run report -- reports/out/RUN/base", does: "the page of the revision that a run was compared with" },
    { call: "npm run report -- reports/out/RUN/rerun", does: "the page of the rerun of a run's regressions" },
  ],
  exits: { done: "done", usage: "usage, or the folder holds no run" },
});

export const pictureCommand = runCommand({
  usage: "npm run picture -- RUN",
  purpose: "take the README's picture of a run's page",
  examples: [
    { call: "npm run picture -- reports/out/latest", does: "of the newest run" },
    { call: "npm run picture -- reports/out/RUN", does: "of the run with that name" },
    { call: "npm run picture -- reports/out/RUN/base", does: "of the revision that it was compared with" },
  ],
  exits: { done: "done", usage: "usage, or there is no Chromium" },
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
    examples: [
      { call: "npm run fuzz", does: "a million inputs" },
      { call: "npm run fuzz -- --seed 2", does: "a million others" },
      { call: "npm run fuzz -- --count 10000", does: "a short look" },
    ],
    exits: { done: "no fault", found: "a fault: it ends the run, and names the input that shows it again" },
  },
  (values) => ({ count: 1_000_000, seed: 1, ...values }),
);
