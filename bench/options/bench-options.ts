// The options of `bench`: flags over config file over defaults, resolved once into one read-only object. Nothing further in
// reads argv or the file.

import { UsageError } from "../failure.ts";
import type { Tolerances } from "../gate/tolerances.ts";
import type { PlanOptions } from "../plan/plan.ts";
import { scenarioNames } from "../plan/scenarios.ts";
import type { LinkWay, StopRule } from "../record/run.ts";
import { type ArmName, armsOf, transports, twinOf } from "../transports.ts";
import { type ConfigFile, type ConfigPlace, placeOfConfig, readConfig } from "./config-reading.ts";
import { type Given, readFlags } from "./flags.ts";
import {
  againstTable,
  commandTable,
  defaultTransports,
  defaultTransportsOf,
  type Option,
  planTable,
} from "./option-table.ts";
import { oneOf } from "./values.ts";

/** All options of a run; the plan's own among them. */
export interface BenchOptions extends PlanOptions {
  readonly arms: readonly ArmName[];
  /** null: namespaces where they can be had, else loopback. */
  readonly link: LinkWay | null;
  /** Each transport runs as two arms. */
  readonly selfTest: boolean;
  /** null: cores − 1, at least 1, and no more than a trial has subscribers. */
  readonly clientProcesses: number | null;
  readonly port: number;
  readonly out: string;
  readonly baselineTransport: string;
  readonly keepRaw: boolean;
  readonly progress: boolean;
  /** A stored run's folder to compare with; never beside `against` or `selfTest`. */
  readonly baseline: string | null;
  /** A git revision to compare with, by trials between this one's. */
  readonly against: string | null;
  /** Regressions in times are measured again, and have to show again. */
  readonly rerun: boolean;
  readonly tolerances: Tolerances;
}

const all: readonly Option<unknown>[] = [planTable, againstTable, commandTable].flatMap((table) =>
  Object.values(table),
);

export const benchHelp = (): string => {
  const rows = all.map(({ flag, placeholder, fallback, help }) => {
    const left = placeholder === null ? flag : `${flag} ${placeholder}`;
    return `  ${left.padEnd(29)} ${help}${fallback === "" ? "" : ` (${fallback})`}`;
  });
  const leftOut = defaultTransports.filter((name) => !defaultTransportsOf("quick").includes(name));
  const marked = Object.keys(transports).map((name) => (defaultTransports.includes(name) ? `${name}*` : name));
  return [
    "npm run bench -- [OPTIONS]: push messages over each transport, and write the comparison as a page",
    "",
    ...rows,
    "",
    "A switch has an opposite, for where the file has turned it: --no-keep-raw, --progress.",
    ...wrapped(`Transports: ${marked.join(", ")} (*: by default; quick leaves out ${leftOut.join(", ")})`, 116),
    ...wrapped(`Scenarios: ${scenarioNames.join(", ")}`, 116),
    "Exit: 0 done · 1 a trial failed, a delivery was lost, or a comparison found a regression or no number to compare",
    "      2 usage · 130 interrupted (what was measured is kept)",
  ].join("\n");
};

/** In lines of at most `width` characters, broken at spaces. */
const wrapped = (text: string, width: number): readonly string[] => {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last.length + word.length < width) lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
};

/** Which config file argv asks for; null where it asks for help alone. Throws UsageError. */
export const configPlaceOf = (argv: readonly string[]): ConfigPlace | null => {
  const flags = readFlags(argv, all);
  return isOn(flags, commandTable.help) ? null : placeOfConfig(readFrom(flags, commandTable.config));
};

const readFrom = <T>(given: Given, option: Option<T>): T | undefined => {
  const written = given.get(option);
  return written === undefined ? undefined : option.read(written);
};

const isOn = (given: Given, option: Option<boolean>): boolean => readFrom(given, option) ?? false;

/** Resolves argv over a config file over the defaults; "help" where that is asked for. Throws UsageError, one line with the remedy. */
export const parseBenchOptions = (argv: readonly string[], file: ConfigFile | null = null): BenchOptions | "help" => {
  const flags = readFlags(argv, all);
  if (isOn(flags, commandTable.help)) return "help";
  const { given, tolerances } = readConfig(file);
  const merged: Given = new Map([...given, ...flags]);
  const get = <T>(option: Option<T>): T | undefined => readFrom(merged, option);

  const purpose = purposeOf(flags) ?? purposeOf(new Map([...given].filter(([option]) => !flags.has(option))));
  const selfTest = purpose === planTable.selfTest;
  const baseline = purpose === againstTable.baseline ? unlessNone(get(againstTable.baseline)) : null;
  const against = purpose === againstTable.against ? unlessNone(get(againstTable.against)) : null;
  const compares = baseline !== null || against !== null;
  const trials = get(planTable.trials) ?? null;
  refuseIdle(flags, trials === "auto", compares);

  const profile = get(planTable.profile) ?? (compares ? "gate" : "default");
  const chosen = get(planTable.transports) ?? defaultTransportsOf(profile);
  const arms: readonly ArmName[] = get(planTable.arms)?.includes("browser") ? ["load", "browser"] : ["load"];
  const inArms = armsOf(chosen, arms);
  const chosenBaseline = merged.get(planTable.baselineTransport);
  return {
    profile,
    transports: selfTest ? inArms.flatMap((name) => [name, twinOf(name)]) : inArms,
    arms,
    scenarios: get(planTable.scenarios) ?? (selfTest ? ["broadcast"] : null),
    subscribers: get(planTable.subscribers) ?? null,
    ratePerSec: get(planTable.ratePerSec) ?? null,
    bodyBytes: get(planTable.bodyBytes) ?? null,
    oneWayMs: get(planTable.oneWayMs) ?? null,
    link: get(planTable.link) ?? null,
    pollEveryMs: get(planTable.pollEveryMs) ?? null,
    holdMs: get(planTable.holdMs) ?? null,
    connection: get(planTable.connection) ?? "keep-alive",
    headers: get(planTable.headers) ?? "minimal",
    trials: trials === "auto" ? null : trials,
    until: trials === "auto" ? stopRule(merged) : null,
    selfTest,
    warmupMs: get(planTable.warmupMs) ?? null,
    measureMs: get(planTable.measureMs) ?? null,
    clientProcesses: get(planTable.clientProcesses) ?? null,
    port: get(planTable.port) ?? 0,
    seed: get(planTable.seed) ?? 1,
    out: get(planTable.out) ?? "reports/out",
    baselineTransport: chosenBaseline === undefined ? firstOf(chosen) : oneOf(chosen)(chosenBaseline),
    keepRaw: get(planTable.keepRaw) ?? false,
    progress: get(planTable.progress) ?? true,
    baseline,
    against,
    rerun: get(planTable.rerun) ?? true,
    tolerances,
  };
};

const firstOf = (names: readonly string[]): string => (names.includes("websocket") ? "websocket" : (names[0] ?? ""));

const stopRule = (given: Given): StopRule => ({
  metric: readFrom(given, planTable.autoMetric) ?? "responseTimeP50Ms",
  precision: (readFrom(given, planTable.autoWidthPercent) ?? 5) / 100,
  mostTrials: readFrom(given, planTable.autoLimit) ?? 30,
});

/** So that a flag can take back what the file says. */
const unlessNone = (name: string | undefined): string | null => (name === undefined || name === "none" ? null : name);

const purposes: readonly Option<unknown>[] = [planTable.selfTest, againstTable.baseline, againstTable.against];

/** What one source wants a run held against, of the three that exclude each other; undefined where it does not say. */
const purposeOf = (given: Given): Option<unknown> | undefined => {
  const stated = purposes.flatMap((option) => {
    const written = given.get(option);
    return written === undefined || option.read(written) === false ? [] : [{ option, written }];
  });
  const [one, other] = stated;
  if (one !== undefined && other !== undefined) {
    const file = one.written.in === "file" ? `${one.written.file}: ` : "";
    const both = `${one.written.place} and ${other.written.place}`;
    throw new UsageError(`${file}${both} exclude each other: leave one out`);
  }
  return one?.option;
};

/** A flag that would do nothing is a mistake; in a file it may wait for its flag. */
const refuseIdle = (flags: Given, auto: boolean, compares: boolean): void => {
  for (const option of [planTable.autoMetric, planTable.autoWidthPercent, planTable.autoLimit]) {
    if (auto || !flags.has(option)) continue;
    throw new UsageError(`${option.flag} says when --trials auto is done: add --trials auto`);
  }
  if (flags.has(planTable.rerun) && !compares) {
    throw new UsageError(`${planTable.rerun.flag} is about regressions: add --baseline PATH or --against GITREF`);
  }
};
