// The command lines of the commands with few options: report, picture, fuzz and doctor.

import { UsageError } from "../failure.ts";
import { type Command, commandHelp } from "./command.ts";
import { readArguments } from "./flags.ts";
import { numberIn, whole } from "./values.ts";

const plain = { table: {}, flagsWidth: 8, notes: [], takesOperands: false } as const;

const report = {
  ...plain,
  usage: "npm run report -- RUN",
  purpose: "builds a run's page again from its stored facts",
  exits: ["0 done · 2 usage, or the folder holds no run"],
  takesOperands: true,
} satisfies Command;

const picture = {
  ...plain,
  usage: "npm run picture -- RUN",
  purpose: "takes the README's picture of a run's page",
  exits: ["0 done · 2 usage, or there is no Chromium"],
  takesOperands: true,
} satisfies Command;

const doctor = {
  ...plain,
  usage: "npm run doctor",
  purpose: "what this machine can hold, and what to change",
  exits: ["0 done · 2 usage"],
} satisfies Command;

const most = Number.MAX_SAFE_INTEGER;

// biome-ignore format: one line an option
const fuzz = {
  ...plain,
  usage: "npm run fuzz -- [--count N] [--seed N]",
  purpose: "the WebSocket core under seeded random and mutated input",
  table: {
    count: { flag: "--count", placeholder: "N", read: numberIn(whole(1, most, "")), fallback: "1000000", help: "how many inputs" },
    seed: { flag: "--seed", placeholder: "N", read: numberIn(whole(0, most, "")), fallback: "1", help: "the same seed, the same inputs" },
  },
  flagsWidth: 10,
  exits: ["0 no fault · 1 a fault: it ends the run, and names the input that shows it again · 2 usage"],
} as const satisfies Command;

export const reportHelp = (): string => commandHelp(report);
export const pictureHelp = (): string => commandHelp(picture);
export const doctorHelp = (): string => commandHelp(doctor);
export const fuzzHelp = (): string => commandHelp(fuzz);

const parseRunFolder = (argv: readonly string[], command: Command): { readonly folder: string } | "help" => {
  const read = readArguments(argv, command);
  if (read === "help") return read;
  const [folder, ...rest] = read.operands;
  if (folder !== undefined && rest.length === 0) return { folder };
  throw new UsageError(`${command.usage}: name one run's folder, such as reports/out/latest`);
};

/** Throws UsageError. */
export const parseReportOptions = (argv: readonly string[]) => parseRunFolder(argv, report);

/** Throws UsageError. */
export const parsePictureOptions = (argv: readonly string[]) => parseRunFolder(argv, picture);

/** Throws UsageError. */
export const parseDoctorOptions = (argv: readonly string[]) => readArguments(argv, doctor);

/** Throws UsageError. */
export const parseFuzzOptions = (
  argv: readonly string[],
): { readonly count: number; readonly seed: number } | "help" => {
  const read = readArguments(argv, fuzz);
  return read === "help" ? read : { count: 1_000_000, seed: 1, ...read.values };
};
