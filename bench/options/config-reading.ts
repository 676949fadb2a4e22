// The reading of a config file's contents: every key and value is checked and named with its place. Pure; the file is loaded
// elsewhere. Values are read as flags are (values.ts), so that a complaint states the remedy; a schema library could not.

import { defaultTolerances, type Tolerances } from "../gate/tolerances.ts";
import type { Option, OptionTable } from "./command.ts";
import { readTolerances } from "./config-tolerances.ts";
import type { Given } from "./flags.ts";
import { againstTable, planTable } from "./option-table.ts";
import { entriesOf, nearest, refuse, type Written, type WrittenValue } from "./values.ts";

/** The place where a config file is looked for; one that was not asked for may be missing. */
export interface ConfigPlace {
  readonly path: string;
  readonly asked: boolean;
}

/** The file that --config names, else the one in the current directory. */
export const placeOfConfig = (path: string | undefined): ConfigPlace =>
  path === undefined ? { path: "bench.config.ts", asked: false } : { path, asked: true };

/** A config file as it was loaded, unchecked. */
export interface ConfigFile {
  /** The name that messages use. */
  readonly name: string;
  readonly value: unknown;
}

interface ReadConfig {
  readonly given: Given;
  /** The gate's own where the file does not say otherwise. */
  readonly tolerances: Tolerances;
}

/** Checks everything, also a value that a flag overrules. Throws UsageError. */
export const readConfig = (file: ConfigFile | null): ReadConfig => {
  const given = new Map<Option<unknown>, Written>();
  let tolerances = defaultTolerances;
  if (file === null) return { given, tolerances };
  for (const [key, written] of entriesOf({ in: "file", file: file.name, place: "", value: file.value })) {
    if (key === "plan") {
      for (const [name, value] of entriesOf(written)) given.set(optionAt(planTable, name, value, planHints), value);
    } else if (key === "tolerances") tolerances = readTolerances(written);
    else given.set(optionAt(againstTable, key, written, topHints), written);
  }
  return { given, tolerances };
};

/** The key that may have been meant, for a name that is no key of a table. */
type Hints = ReadonlyMap<string, string>;

/** `pollEvery` of `--poll-every`: the key that somebody would try who knows the flag. */
const camelCase = (flag: string): string =>
  flag.slice(2).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const planHints: Hints = new Map([
  ...Object.entries(planTable).map(([key, { flag }]) => [camelCase(flag), key] as const),
  ...Object.keys(planTable).map((key) => [key, key] as const),
  ...Object.keys(againstTable).map((key) => [key, `${key} beside plan`] as const),
]);

const topHints: Hints = new Map([
  ...Object.keys(planTable).map((key) => [key, `plan.${key}`] as const),
  ...["plan", "tolerances", ...Object.keys(againstTable)].map((key) => [key, key] as const),
]);

/** The option under that key. Throws UsageError where there is none, or where it does not take what is written. */
const optionAt = (table: OptionTable, key: string, written: WrittenValue, hints: Hints): Option<unknown> => {
  const option = Object.hasOwn(table, key) ? table[key] : undefined;
  if (option === undefined) {
    const near = nearest(key, [...hints.keys()]);
    const meant = near === undefined ? undefined : hints.get(near);
    throw refuse(written, `there is no such option; ${meant === undefined ? "see --help" : `did you mean ${meant}?`}`);
  }
  option.read(written);
  return option;
};
