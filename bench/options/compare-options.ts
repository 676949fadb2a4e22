// The command line of `compare`.

import { UsageError } from "../failure.ts";
import { type ConfigPlace, placeOfConfig } from "./config-reading.ts";
import { type CommandLine, commandLine } from "./flags.ts";
import { configOption } from "./option-table.ts";
import { textFor, yesOrNo } from "./values.ts";

interface CompareOptions {
  /** Two stored runs: their folders, or files in them. */
  readonly base: string;
  readonly head: string;
  /** The folder that the comparison is written to; null for HEAD's own. */
  readonly out: string | null;
  /** The file whose tolerances hold. */
  readonly config: ConfigPlace;
  /** Every change with its reason is printed; else one table and the verdict. */
  readonly verbose: boolean;
}

// biome-ignore format: one line an option
const table = {
  out: { group: "Where to", flag: "--out", placeholder: "DIR", read: textFor("a folder"), fallback: "HEAD's folder", help: "folder for compare.html, .md, .xml and the JSON files" },
  config: { ...configOption, group: "Comparing", help: "file whose tolerances hold" },
  verbose: { group: "Output", flag: "--verbose", placeholder: null, read: yesOrNo, fallback: "no", help: "print every change with its reason; else one table and the verdict" },
} as const;

const usage = "npm run compare -- BASE HEAD [--out DIR] [--config FILE] [--verbose]";

const command = {
  usage,
  purpose: "two stored runs against each other, such as reports/out/RUN reports/out/latest",
  table,
  notes: [],
  examples: [
    { call: "npm run compare -- reports/out/RUN reports/out/latest", does: "the newest run against an earlier one" },
    { call: "npm run compare -- BASE HEAD --verbose", does: "every change with its reason, and what was not compared" },
    {
      call: "npm run compare -- BASE HEAD --out DIR",
      does: "the same, with its page and files in a folder of their own",
    },
  ],
  exits: {
    done: "no regression",
    found: "a regression, or no time that could be judged",
    usage: "usage, or the runs cannot be compared",
  },
  takesOperands: true,
};

export const compareCommand: CommandLine<CompareOptions> = commandLine(
  command,
  ({ out, config, verbose = false }, operands) => {
    const [base, head, ...rest] = operands;
    if (base === undefined || head === undefined || [base, head].includes("") || rest.length > 0) {
      throw new UsageError(`${usage}: name two runs' folders, such as reports/out/latest`);
    }
    return { base, head, out: out ?? null, config: placeOfConfig(config), verbose };
  },
);
