// The command line of `bench`, read once into one read-only object. Nothing further in reads argv.

import { UsageError } from "./failure.ts";
import { type LinkWay, linkWays, type MetricName, metricNames, type StopRule } from "./record.ts";
import { type ProfileName, profileNames, scenarioNames } from "./scenarios.ts";
import { transports, twinOf } from "./transports.ts";

/** What a null leaves to the scenario. */
export interface BenchOptions {
  readonly profile: ProfileName;
  readonly transports: readonly string[];
  readonly scenarios: readonly string[] | null;
  readonly subscribers: readonly number[] | null;
  readonly ratePerSec: readonly number[] | null;
  readonly bodyBytes: readonly number[] | null;
  readonly oneWayMs: readonly number[] | null;
  readonly pollEveryMs: readonly number[] | null;
  readonly holdMs: number | null;
  readonly connection: "keep-alive" | "close";
  readonly headers: "minimal" | "browser";
  /** null under a stop rule. */
  readonly trials: number | null;
  readonly until: StopRule | null;
  /** null: namespaces where they can be had, else loopback. */
  readonly link: LinkWay | null;
  /** Each transport runs as two arms. */
  readonly selfTest: boolean;
  readonly warmupMs: number | null;
  readonly measureMs: number | null;
  /** null: cores − 1, at least 1, and no more than a trial has subscribers. */
  readonly clientProcesses: number | null;
  readonly port: number;
  readonly seed: number;
  readonly out: string;
  readonly baselineTransport: string;
  readonly keepRaw: boolean;
  readonly progress: boolean;
}

interface Flag {
  readonly placeholder: string | null;
  readonly fallback: string;
  readonly help: string;
}

/** In the order of --help; `fallback` is what the default is, in words. */
const flags = {
  "--profile": {
    placeholder: "NAME",
    fallback: "default",
    help: "quick (≤ 30 s), default (≤ 3 min) or full (for publication)",
  },
  "--transports": { placeholder: "A,B", fallback: "those marked below", help: "which to compare" },
  "--scenarios": { placeholder: "A,B", fallback: "the profile's", help: "which to run; their names stand below" },
  "--subscribers": {
    placeholder: "N[,N]",
    fallback: "the scenario's",
    help: "how many subscribe; a list makes a sweep",
  },
  "--rate": { placeholder: "MSG_PER_S[,…]", fallback: "the scenario's", help: "messages published a second" },
  "--body": { placeholder: "BYTES[,…]", fallback: "the scenario's", help: "size of a message's body" },
  "--delay": { placeholder: "MS[,…]", fallback: "the scenario's", help: "one way, between clients and server" },
  "--link": {
    placeholder: "KIND",
    fallback: "namespaces if they can be had",
    help: "namespaces (exact wire bytes, real TCP) or loopback",
  },
  "--poll-every": { placeholder: "MS[,…]", fallback: "the scenario's", help: "interval of short polling" },
  "--hold": { placeholder: "MS", fallback: "30000; quick: 2000", help: "how long a long poll is held" },
  "--connection": {
    placeholder: "KIND",
    fallback: "keep-alive",
    help: "of polls: keep-alive, or close (one a response)",
  },
  "--headers": { placeholder: "KIND", fallback: "minimal", help: "of requests: minimal, or browser (what one sends)" },
  "--trials": {
    placeholder: "N|auto",
    fallback: "the scenario's",
    help: "repetitions of every condition; auto: until intervals are narrow",
  },
  "--auto-metric": { placeholder: "NAME", fallback: "responseTimeP50Ms", help: "whose interval auto looks at" },
  "--auto-width": { placeholder: "PERCENT", fallback: "5", help: "of the median: how wide that interval may be" },
  "--auto-limit": { placeholder: "N", fallback: "30", help: "trials after which auto gives up" },
  "--warmup": { placeholder: "MS", fallback: "the scenario's", help: "published before the measured window" },
  "--measure": { placeholder: "MS", fallback: "the scenario's", help: "length of the measured window" },
  "--client-processes": {
    placeholder: "N",
    fallback: "cores − 1",
    help: "processes that the subscribers are spread over",
  },
  "--port": { placeholder: "N", fallback: "0: a free one", help: "of the server; side by side, the ports from it on" },
  "--seed": { placeholder: "N", fallback: "1", help: "of plan, order, poll phases: the same seed, the same run" },
  "--out": { placeholder: "DIR", fallback: "reports/out", help: "where the run's folder is made" },
  "--baseline-transport": {
    placeholder: "NAME",
    fallback: "websocket, else the first",
    help: "the one to compare with",
  },
  "--self-test": {
    placeholder: null,
    fallback: "no",
    help: "A/A: each transport against itself; how often is a difference claimed?",
  },
  "--keep-raw": { placeholder: null, fallback: "no", help: "write every delivery to raw/*.csv" },
  "--no-progress": { placeholder: null, fallback: "progress", help: "no progress on the terminal" },
  "--help": { placeholder: null, fallback: "", help: "this text" },
} satisfies Record<string, Flag>;

type FlagName = keyof typeof flags;

const defaultTransports = Object.keys(transports).filter((name) => transports[name]?.byDefault);

export const benchHelp = (): string => {
  const rows = Object.entries(flags).map(([name, flag]) => {
    const left = flag.placeholder === null ? name : `${name} ${flag.placeholder}`;
    const fallback = flag.fallback === "" ? "" : ` (${flag.fallback})`;
    return `  ${left.padEnd(29)} ${flag.help}${fallback}`;
  });
  return [
    "npm run bench -- [OPTIONS]: push messages over each transport, and write the comparison as a page",
    "",
    ...rows,
    "",
    `Transports: ${Object.keys(transports)
      .map((name) => (defaultTransports.includes(name) ? `${name}*` : name))
      .join(", ")} (*: by default)`,
    ...wrapped(`Scenarios: ${scenarioNames.join(", ")}`, 116),
    "Exit: 0 done · 1 a trial failed or a delivery was lost · 2 usage · 130 interrupted (what was measured is kept)",
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

const isFlag = (name: string): name is FlagName => Object.hasOwn(flags, name);

/** The flags given, each once, `--name value` or `--name=value`. Throws UsageError. */
const readFlags = (argv: readonly string[]): ReadonlyMap<FlagName, string> => {
  const given = new Map<FlagName, string>();
  for (let i = 0; i < argv.length; i++) {
    const [name = "", inline] = splitOnce(argv[i] ?? "", "=");
    if (!isFlag(name)) throw new UsageError(`${name} is not an option; ${nearest(name)}see --help`);
    if (given.has(name)) throw new UsageError(`${name} is given twice; a list is written with commas`);
    if (flags[name].placeholder === null) {
      if (inline !== undefined) throw new UsageError(`${name} takes no value; leave out "=${inline}"`);
      given.set(name, "");
      continue;
    }
    const value = inline ?? argv[++i];
    if (value === undefined || (inline === undefined && value.startsWith("--"))) {
      throw new UsageError(`${name} needs a value: ${name} ${flags[name].placeholder}`);
    }
    given.set(name, value);
  }
  return given;
};

const splitOnce = (text: string, separator: string): readonly [string, string?] => {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
};

/** A hint where the first letters agree. */
const nearest = (name: string): string => {
  const match = Object.keys(flags).find((flag) => name.length > 4 && flag.startsWith(name.slice(0, 5)));
  return match === undefined ? "" : `did you mean ${match}? `;
};

interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly unit: string;
}

const whole = (min: number, max: number, unit: string): Range => ({ min, max, whole: true, unit });

const numberIn = (flag: FlagName, text: string, { min, max, whole, unit }: Range): number => {
  const value = Number(text);
  const fits = /^[0-9.]+(e[0-9]+)?$/i.test(text) && value >= min && value <= max && (!whole || Number.isInteger(value));
  if (!fits) {
    throw new UsageError(
      `${flag} ${text}: give a ${whole ? "whole " : ""}number from ${min} to ${max}${unit === "" ? "" : ` ${unit}`}`,
    );
  }
  return value;
};

const listOf = <T>(flag: FlagName, text: string, read: (item: string) => T): readonly T[] => {
  const items = text.split(",").map((item) => read(item.trim()));
  if (new Set(items).size < items.length) throw new UsageError(`${flag} ${text}: the same value stands twice`);
  return items;
};

const oneOf = <T extends string>(flag: FlagName, text: string, names: readonly T[]): T => {
  const name = names.find((candidate) => candidate === text);
  if (name === undefined) throw new UsageError(`${flag} ${text}: there is no such name; choose of ${names.join(", ")}`);
  return name;
};

const autoFlags = ["--auto-metric", "--auto-width", "--auto-limit"] as const;

type Read = <T>(flag: FlagName, fallback: T, parse: (text: string) => T) => T;

const stopRule = (read: Read): StopRule => ({
  metric: read<MetricName>("--auto-metric", "responseTimeP50Ms", (text) => oneOf("--auto-metric", text, metricNames)),
  precision: read("--auto-width", 5, (text) => numberIn("--auto-width", text, percents)) / 100,
  mostTrials: read("--auto-limit", 30, (text) => numberIn("--auto-limit", text, whole(6, 1000, ""))),
});

const percents: Range = { min: 0.1, max: 100, whole: false, unit: "percent" };

const day = 24 * 3600 * 1000;

/** Resolves argv against the defaults; "help" where that is asked for. Throws UsageError, one line with the remedy. */
export const parseBenchOptions = (argv: readonly string[]): BenchOptions | "help" => {
  const given = readFlags(argv);
  if (given.has("--help")) return "help";
  const read = <T>(flag: FlagName, fallback: T, parse: (text: string) => T): T => {
    const text = given.get(flag);
    return text === undefined ? fallback : parse(text);
  };
  const one = (flag: FlagName, range: Range) => (text: string) => numberIn(flag, text, range);
  const many = (flag: FlagName, range: Range) => (text: string) => listOf(flag, text, one(flag, range));
  const names = (flag: FlagName, of: readonly string[]) => (text: string) =>
    listOf(flag, text, (item) => oneOf(flag, item, of));

  const selfTest = given.has("--self-test");
  const chosen = read("--transports", defaultTransports, names("--transports", Object.keys(transports)));
  const arms = selfTest ? chosen.flatMap((name) => [name, twinOf(name)]) : chosen;
  const auto = given.get("--trials") === "auto";
  const until = auto ? stopRule(read) : null;
  for (const flag of autoFlags) {
    if (!auto && given.has(flag)) throw new UsageError(`${flag} says when --trials auto is done: add --trials auto`);
  }
  const baseline = chosen.includes("websocket") ? "websocket" : (chosen[0] ?? "");
  return {
    profile: read<ProfileName>("--profile", "default", (text) => oneOf("--profile", text, profileNames)),
    transports: arms,
    scenarios: read<readonly string[] | null>(
      "--scenarios",
      selfTest ? ["broadcast"] : null,
      names("--scenarios", scenarioNames),
    ),
    subscribers: read<readonly number[] | null>("--subscribers", null, many("--subscribers", whole(1, 100_000, ""))),
    ratePerSec: read<readonly number[] | null>(
      "--rate",
      null,
      many("--rate", { min: 0.001, max: 10_000, whole: false, unit: "messages a second" }),
    ),
    bodyBytes: read<readonly number[] | null>("--body", null, many("--body", whole(1, 1024 * 1024, "bytes"))),
    oneWayMs: read<readonly number[] | null>(
      "--delay",
      null,
      many("--delay", { min: 0, max: 10_000, whole: false, unit: "ms" }),
    ),
    link: read<LinkWay | null>("--link", null, (text) => oneOf("--link", text, linkWays)),
    pollEveryMs: read<readonly number[] | null>("--poll-every", null, many("--poll-every", whole(1, day, "ms"))),
    holdMs: read<number | null>("--hold", null, one("--hold", whole(10, day, "ms"))),
    connection: read("--connection", "keep-alive", (text) => oneOf("--connection", text, ["keep-alive", "close"])),
    headers: read("--headers", "minimal", (text) => oneOf("--headers", text, ["minimal", "browser"])),
    trials: auto ? null : read<number | null>("--trials", null, one("--trials", whole(1, 1000, ""))),
    until,
    selfTest,
    warmupMs: read<number | null>("--warmup", null, one("--warmup", whole(0, day, "ms"))),
    measureMs: read<number | null>("--measure", null, one("--measure", whole(100, day, "ms"))),
    clientProcesses: read<number | null>("--client-processes", null, one("--client-processes", whole(1, 64, ""))),
    port: read("--port", 0, one("--port", whole(0, 65_535, ""))),
    seed: read("--seed", 1, one("--seed", whole(0, Number.MAX_SAFE_INTEGER, ""))),
    out: read("--out", "reports/out", (text) => text),
    baselineTransport: read("--baseline-transport", baseline, (text) => oneOf("--baseline-transport", text, chosen)),
    keepRaw: given.has("--keep-raw"),
    progress: !given.has("--no-progress"),
  };
};
