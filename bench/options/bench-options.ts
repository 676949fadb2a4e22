// The options of `bench`: flags over config file over defaults, resolved once into one read-only object. Nothing further in
// reads argv or the file.

import { UsageError } from "../failure.ts";
import type { Tolerances } from "../gate/tolerances.ts";
import type { PlanOptions } from "../plan/plan.ts";
import type { ProfileName } from "../plan/scenario.ts";
import { scenarioNames, scenariosOf } from "../plan/scenarios.ts";
import type { LinkWay } from "../record/run.ts";
import { leastBlocks } from "../statistics/effects.ts";
import { valueAt } from "../statistics/value-at.ts";
import { type ArmName, armsOf, transports, twinOf } from "../transports.ts";
import { type Command, commandHelp, helpOption, type Option } from "./command.ts";
import { type ConfigFile, type ConfigPlace, placeOfConfig, readConfig } from "./config-reading.ts";
import { exitMeanings } from "./exits.ts";
import { type Given, isOn, readFlags, valueIn, valuesOf } from "./flags.ts";
import { againstTable, configOption, defaultTransports, defaultTransportsOf, planTable } from "./option-table.ts";
import { oneOf } from "./values.ts";

/** All options of a run; the plan's own among them. */
export interface BenchOptions extends PlanOptions {
  readonly arms: readonly ArmName[];
  /** null: namespaces where they can be had, else loopback. */
  readonly link: LinkWay | null;
  /** Each transport runs as two arms. */
  readonly selfTest: boolean;
  readonly port: number;
  readonly out: string;
  readonly baselineTransport: string;
  readonly keepRaw: boolean;
  /** Trials beside other work of the machine count, with a warning. */
  readonly acceptBusy: boolean;
  /** `split`: a core of its own for the server, and the others for the clients. */
  readonly pin: "off" | "split";
  readonly progress: boolean;
  /** Only the plan is told. */
  readonly dryRun: boolean;
  /** Standard output is for a program. */
  readonly json: boolean;
  /** Every table is printed, with its notes. */
  readonly verbose: boolean;
  /** Standard output is the page's path alone. */
  readonly quiet: boolean;
  /** A stored run's folder to compare with; null beside `against` and `selfTest`. */
  readonly baseline: string | null;
  /** A git revision to compare with; its trials run between this tree's. */
  readonly against: string | null;
  /** Regressions in times are measured again, and have to show again. */
  readonly rerun: boolean;
  readonly tolerances: Tolerances;
}

const leftOut = defaultTransports.filter((name) => !defaultTransportsOf("quick").includes(name));
const marked = Object.keys(transports).map((name) => (defaultTransports.includes(name) ? `${name}*` : name));

const command: Command = {
  usage: "npm run bench -- [OPTIONS]",
  purpose: "push messages over each transport, and write the comparison as a page",
  table: { ...planTable, ...againstTable, config: configOption },
  notes: [
    "Each switch has an opposite, in case the config file has set it: --no-keep-raw, --progress.",
    `Transports: ${marked.join(", ")} (*: by default; quick leaves out ${leftOut.join(", ")}).`,
    `Scenarios: ${scenarioNames.join(", ")}.`,
  ],
  examples: [
    { call: "npm run bench -- --profile quick", does: "the four transports in half a minute, without a claim" },
    { call: "npm run bench -- --subscribers 1000 --rate 2", does: "your own load, in the default scenarios" },
    { call: "npm run bench -- --against main", does: "this tree and a git revision in turns, judged by the gate" },
  ],
  exits: exitMeanings,
  takesOperands: false,
};

export const benchHelp = (): string => commandHelp(command);

/** The config file that argv asks for; null where it asks for help. Throws UsageError. */
export const configPlaceOf = (argv: readonly string[]): ConfigPlace | null => {
  const { given } = readFlags(argv, command);
  return isOn(given, helpOption) ? null : placeOfConfig(valueIn(given, configOption));
};

/** The options that no flag and no file gives; null leaves them to the scenario or the machine. */
const defaults = {
  subscribers: null,
  ratePerSec: null,
  bodyBytes: null,
  oneWayMs: null,
  link: null,
  pollEveryMs: null,
  holdMs: null,
  connection: "keep-alive",
  headers: "minimal",
  warmupMs: null,
  measureMs: null,
  clientProcesses: null,
  port: 0,
  seed: 1,
  out: "reports/out",
  keepRaw: false,
  acceptBusy: false,
  pin: "off",
  progress: true,
  dryRun: false,
  json: false,
  verbose: false,
  quiet: false,
  rerun: true,
} as const satisfies Partial<BenchOptions>;

/** Resolves argv over a config file over the defaults; "help" where that is asked for. Throws UsageError, one line with the remedy. */
export const parseBenchOptions = (argv: readonly string[], file: ConfigFile | null = null): BenchOptions | "help" => {
  const { given: flags } = readFlags(argv, command);
  if (isOn(flags, helpOption)) return "help";
  const { given: inFile, tolerances } = readConfig(file);
  const given: Given = new Map([...inFile, ...flags]);
  const purpose = purposeOf(flags) ?? purposeOf(new Map([...inFile].filter(([option]) => !flags.has(option))));
  const selfTest = purpose === planTable.selfTest;
  const { baseline, against } = comparedWith(given, purpose);
  const compares = baseline !== null || against !== null;
  const { trials = null, autoMetric, autoWidthPercent, autoLimit, ...stated } = valuesOf(given, planTable);
  refuseIdle(flags, trials === "auto", compares);

  const profile = stated.profile ?? (compares ? "gate" : "default");
  const scenarios = stated.scenarios ?? (selfTest ? ["broadcast"] : null);
  if (selfTest && trials === null) refuseFewTrials(profile, scenarios);
  if (selfTest && typeof trials === "number") refuseFew(trials, "--trials");
  const chosen = stated.transports ?? defaultTransportsOf(profile);
  const arms: readonly ArmName[] = stated.arms?.includes("browser") ? ["load", "browser"] : ["load"];
  const inArms = armsOf(chosen, arms);
  const until = {
    metric: autoMetric ?? "responseTimeP50Ms",
    precision: (autoWidthPercent ?? 5) / 100,
    mostTrials: autoLimit ?? 30,
  };
  return {
    ...defaults,
    ...stated,
    profile,
    transports: selfTest ? inArms.flatMap((name) => [name, twinOf(name)]) : inArms,
    arms,
    scenarios,
    trials: trials === "auto" ? null : trials,
    until: trials === "auto" ? until : null,
    selfTest,
    baselineTransport: baselineAmong(chosen, given),
    baseline,
    against,
    tolerances,
  };
};

/** With fewer trials of each arm nothing could be claimed, and a self-test could only fail. Throws UsageError. */
const refuseFew = (trials: number, where: string): void => {
  if (trials >= leastBlocks) return;
  throw new UsageError(
    `--self-test needs ${leastBlocks} trials of each arm, and ${where} gives ${trials}: add --trials 10, or leave out ${where}`,
  );
};

const refuseFewTrials = (profile: ProfileName, scenarios: readonly string[] | null): void =>
  refuseFew(Math.max(...scenariosOf(profile, scenarios).map(({ trials }) => trials)), `--profile ${profile}`);

/** The stated one, which has to be among the chosen; else `websocket`, or the first. */
const baselineAmong = (chosen: readonly string[], given: Given): string => {
  const written = given.get(planTable.baselineTransport);
  if (written !== undefined) return oneOf(chosen)(written);
  return chosen.includes("websocket") ? "websocket" : valueAt(chosen, 0);
};

/** The stored run or the revision that a run is held against, if that is its purpose. */
const comparedWith = (
  given: Given,
  purpose: Option<unknown> | undefined,
): Pick<BenchOptions, "baseline" | "against"> => {
  const named = (option: Option<string>): string | null =>
    purpose === option ? unlessNone(valueIn(given, option)) : null;
  return { baseline: named(againstTable.baseline), against: named(againstTable.against) };
};

/** The word "none" on the command line overrules the file. */
const unlessNone = (name: string | undefined): string | null => (name === undefined || name === "none" ? null : name);

const purposes: readonly Option<unknown>[] = [planTable.selfTest, againstTable.baseline, againstTable.against];

/** The one of the three exclusive purposes that a source states; undefined where it states none. Throws UsageError. */
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

/** A flag that would do nothing is a mistake; a key of a file may wait for its flag. Throws UsageError. */
const refuseIdle = (flags: Given, auto: boolean, compares: boolean): void => {
  for (const option of [planTable.autoMetric, planTable.autoWidthPercent, planTable.autoLimit]) {
    if (auto || !flags.has(option)) continue;
    throw new UsageError(`${option.flag} has an effect only with --trials auto: add that`);
  }
  if (flags.has(planTable.rerun) && !compares) {
    throw new UsageError(
      `${planTable.rerun.flag} has an effect only in a comparison: add --baseline PATH or --against GITREF`,
    );
  }
};
