// The command line of `compare`.

import { UsageError } from "../failure.ts";
import { type ConfigPlace, placeOfConfig } from "./config-reading.ts";
import { type CommandLine, commandLine } from "./flags.ts";
import { configOption } from "./option-table.ts";
import { textFor } from "./values.ts";

interface CompareOptions {
  /** Two stored runs: their folders, or files in them. */
  readonly base: string;
  readonly head: string;
  /** The folder that the comparison is written to; null for HEAD's own. */
  readonly out: string | null;
  /** The file whose tolerances hold. */
  readonly config: ConfigPlace;
}

// biome-ignore format: one line an option
const table = {
  out: { flag: "--out", placeholder: "DIR", read: textFor("a folder"), fallback: "HEAD's folder", help: "folder for compare.html, .md, .xml and the JSON files" },
  config: { ...configOption, help: "file whose tolerances hold" },
} as const;

const usage = "npm run compare -- BASE HEAD [--out DIR] [--config FILE]";

const command = {
  usage,
  purpose: "two stored runs against each other,\nsuch as reports/out/RUN reports/out/latest",
  table,
  flagsWidth: 14,
  notes: [],
  exits: {
    done: "no regression",
    found: "a regression, or no time that could be judged",
    usage: "usage, or the runs cannot be compared",
  },
  takesOperands: true,
};

export const compareCommand: CommandLine<CompareOptions> = commandLine(command, ({ out, config }, operands) => {
  const [base, head, ...rest] = operands;
  if (base === undefined || head === undefined || [base, head].includes("") || rest.length > 0) {
    throw new UsageError(`${usage}: name two runs' folders, such as reports/out/latest`);
  }
  return { base, head, out: out ?? null, config: placeOfConfig(config) };
});
