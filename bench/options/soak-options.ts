// The command line of `soak`.

import { UsageError } from "../failure.ts";
import { type MachineLimits, mostSubscribers } from "../machine/limits.ts";
import { readFlags } from "./flags.ts";
import type { Option, OptionTable } from "./option-table.ts";
import { anyFrom, numberIn, whole, yesOrNo } from "./values.ts";

export interface SoakOptions {
  readonly subscribers: number;
  readonly minutes: number;
  readonly ratePerSec: number;
}

const defaults: SoakOptions = { subscribers: 500, minutes: 10, ratePerSec: 20 };

// biome-ignore format: one line an option
const table = {
  subscribers: { flag: "--subscribers", placeholder: "N", read: numberIn(whole(1, 100_000, "")), fallback: `${defaults.subscribers}`, help: "spread evenly over the transports" },
  minutes: { flag: "--minutes", placeholder: "N", read: numberIn(anyFrom(0.01, 24 * 60, "minutes")), fallback: `${defaults.minutes}`, help: "how long messages are published; memory is judged from 4 on" },
  ratePerSec: { flag: "--rate", placeholder: "MSG_PER_S", read: numberIn(anyFrom(0.1, 50, "messages a second")), fallback: `${defaults.ratePerSec}`, help: "messages of 256 B published a second" },
  help: { flag: "--help", placeholder: null, read: yesOrNo, fallback: "", help: "this text" },
} as const satisfies OptionTable;

export const soakHelp = (): string =>
  [
    "npm run soak -- [OPTIONS]: many subscribers of every transport at one server, for long: is anything lost, or left behind?",
    "",
    ...Object.values(table).map(({ flag, placeholder, fallback, help }) => {
      const left = placeholder === null ? flag : `${flag} ${placeholder}`;
      return `  ${left.padEnd(20)} ${help}${fallback === "" ? "" : ` (${fallback})`}`;
    }),
    "",
    "Exit: 0 nothing lost, nothing left, memory flat · 1 otherwise · 2 usage · 130 interrupted",
  ].join("\n");

/** Throws UsageError. */
export const parseSoakOptions = (argv: readonly string[], limits: MachineLimits): SoakOptions | "help" => {
  const given = readFlags(argv, Object.values(table));
  if (given.has(table.help)) return "help";
  const read = <T>(option: Option<T>, fallback: T): T => {
    const written = given.get(option);
    return written === undefined ? fallback : option.read(written);
  };
  const options = {
    subscribers: read(table.subscribers, defaults.subscribers),
    minutes: read(table.minutes, defaults.minutes),
    ratePerSec: read(table.ratePerSec, defaults.ratePerSec),
  };
  const most = mostSubscribers(limits);
  if (most !== null && options.subscribers > most) {
    throw new UsageError(
      `--subscribers ${options.subscribers}: this machine holds ${most}; use at most that many, or raise "ulimit -n" (npm run doctor)`,
    );
  }
  return options;
};
