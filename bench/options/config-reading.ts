// The reading of a config file's contents: every key and value is checked and named with its place. Pure; the file is loaded elsewhere.

import { defaultTolerances, type Tolerances } from "../gate/tolerances.ts";
import { readTolerances } from "./config-tolerances.ts";
import type { Given } from "./flags.ts";
import { againstTable, type Option, type OptionTable, planTable } from "./option-table.ts";
import { entriesOf, nearest, refuse, type Written, type WrittenValue } from "./values.ts";

/** Where a config file is looked for; one that was not asked for may be missing. */
export interface ConfigPlace {
  readonly path: string;
  readonly asked: boolean;
}

/** In the current directory, where --config does not say otherwise. */
export const placeOfConfig = (path: string | undefined): ConfigPlace =>
  path === undefined ? { path: "bench.config.ts", asked: false } : { path, asked: true };

/** As it was loaded, unchecked. */
export interface ConfigFile {
  /** As messages call it. */
  readonly name: string;
  readonly value: unknown;
}

export interface ReadConfig {
  readonly given: Given;
  /** The defaults where the file does not say otherwise. */
  readonly tolerances: Tolerances;
}

/** Checks everything, also what a flag overrules. Throws UsageError. */
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

/** What a name that is no key of a table may have been meant for. */
export type Hints = ReadonlyMap<string, string>;

/** `--poll-every` as a key, of one who knows the flag alone. */
export const camelCase = (flag: string): string =>
  flag.slice(2).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

export const planHints: Hints = new Map([
  ...Object.entries(planTable).map(([key, { flag }]) => [camelCase(flag), key] as const),
  ...Object.keys(planTable).map((key) => [key, key] as const),
  ...Object.keys(againstTable).map((key) => [key, `${key} beside plan`] as const),
]);

export const topHints: Hints = new Map([
  ...Object.keys(planTable).map((key) => [key, `plan.${key}`] as const),
  ...["plan", "tolerances", ...Object.keys(againstTable)].map((key) => [key, key] as const),
]);

/** The option under that key, which takes what is written there. */
export const optionAt = (table: OptionTable, key: string, written: WrittenValue, hints: Hints): Option<unknown> => {
  const option = Object.hasOwn(table, key) ? table[key] : undefined;
  if (option === undefined) {
    const meant = hints.get(nearest(key, [...hints.keys()]) ?? "");
    throw refuse(written, `there is no such option; ${meant === undefined ? "see --help" : `did you mean ${meant}?`}`);
  }
  option.read(written);
  return option;
};
