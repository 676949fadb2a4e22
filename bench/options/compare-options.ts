// The command line of `compare`.

import { parseArgs } from "node:util";
import { UsageError } from "../failure.ts";
import { type ConfigPlace, placeOfConfig } from "./config-reading.ts";

export interface CompareOptions {
  /** Folders of two stored runs. */
  readonly base: string;
  readonly head: string;
  /** Where the comparison is written; HEAD's folder where the command line does not say. */
  readonly out: string;
  /** Whose tolerances hold. */
  readonly config: ConfigPlace;
}

export const compareHelp = (): string =>
  [
    `${usage}: two stored runs against each other,`,
    "such as reports/out/RUN reports/out/latest",
    "",
    "  --out DIR      where compare.html, .md, .xml and the JSON files are written (HEAD's folder)",
    "  --config FILE  whose tolerances hold (bench.config.ts if there)",
    "  --help         this text",
    "",
    "Exit: 0 no regression · 1 a regression, or no number that both runs have · 2 usage, or the runs cannot be compared",
  ].join("\n");

const usage = "npm run compare -- BASE HEAD [--out DIR] [--config FILE]";

/** Throws UsageError. */
export const parseCompareOptions = (argv: readonly string[]): CompareOptions | "help" => {
  const { values, positionals } = parse(argv);
  if (values.help) return "help";
  const [base, head, ...rest] = positionals;
  if (base === undefined || head === undefined || rest.length > 0) {
    throw new UsageError(`${usage}: name two runs' folders, such as reports/out/latest`);
  }
  return { base, head, out: values.out ?? head, config: placeOfConfig(values.config) };
};

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { out: { type: "string" }, config: { type: "string" }, help: { type: "boolean", default: false } },
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new UsageError(`${reason}; ${usage}`);
  }
};
