// The options of `bench`: each one's flag, its key in a config file, the reading of its value, its default in words, its help.
// Command line, config file and --help follow from these tables.

import { type ProfileName, profileNames } from "../plan/scenario.ts";
import { scenarioNames } from "../plan/scenarios.ts";
import { linkWays } from "../record/run.ts";
import { metricNames } from "../record/summary.ts";
import { armNames, transportNamed, transports } from "../transports.ts";
import type { Option, OptionTable } from "./command.ts";
import { anyFrom, listOf, numberIn, oneOf, orWord, textFor, whole, yesOrNo } from "./values.ts";

const day = 24 * 3600 * 1000;
const scenarios = "the scenario's";

/** The heads of --help. */
const what = "What to measure";
const how = "How to measure";
const comparing = "Comparing";
const whereTo = "Where to";
const output = "Output";

/** The options under `plan` in a config file; --help has them in this order under each head. */
// biome-ignore format: one line an option
export const planTable = {
  profile: { group: what, flag: "--profile", placeholder: "NAME", read: oneOf(profileNames), fallback: "default", help: "quick (½ min), default (4 min), full (50 min, to publish), gate (24 min with four transports, to compare)" },
  transports: { group: what, flag: "--transports", placeholder: "A,B", read: listOf(oneOf(Object.keys(transports))), fallback: "those marked below", help: "which transports to compare" },
  arms: { group: what, flag: "--arm", placeholder: "KIND[,KIND]", read: listOf(oneOf(armNames)), fallback: "load", help: "load: load clients subscribe; browser: pages of a real browser do so too" },
  scenarios: { group: what, flag: "--scenarios", placeholder: "A,B", read: listOf(oneOf(scenarioNames)), fallback: "the profile's", help: "which scenarios to run; their names stand below" },
  subscribers: { group: what, flag: "--subscribers", placeholder: "N[,N]", read: listOf(numberIn(whole(1, 100_000, ""))), fallback: scenarios, help: "how many subscribe; a list makes a sweep" },
  ratePerSec: { group: what, flag: "--rate", placeholder: "MSG_PER_S[,…]", read: listOf(numberIn(anyFrom(0.001, 10_000, "messages a second"))), fallback: scenarios, help: "messages published per second" },
  bodyBytes: { group: what, flag: "--body", placeholder: "BYTES[,…]", read: listOf(numberIn(whole(1, 1024 * 1024, "bytes"))), fallback: scenarios, help: "size of a message's body" },
  oneWayMs: { group: what, flag: "--delay", placeholder: "MS[,…]", read: listOf(numberIn(anyFrom(0, 10_000, "ms"))), fallback: scenarios, help: "delay between clients and server, one way" },
  link: { group: how, flag: "--link", placeholder: "KIND", read: oneOf(linkWays), fallback: "namespaces if they can be had", help: "namespaces (exact wire bytes, real TCP), or loopback" },
  pollEveryMs: { group: what, flag: "--poll-every", placeholder: "MS[,…]", read: listOf(numberIn(whole(1, day, "ms"))), fallback: scenarios, help: "interval of short polling" },
  holdMs: { group: what, flag: "--hold", placeholder: "MS", read: numberIn(whole(10, day, "ms")), fallback: "30000; quick: 2000", help: "how long the server holds a long poll" },
  connection: { group: what, flag: "--connection", placeholder: "KIND", read: oneOf(["keep-alive", "close"]), fallback: "keep-alive", help: "connections of pollers: keep-alive, or close (a new one for each poll)" },
  headers: { group: what, flag: "--headers", placeholder: "KIND", read: oneOf(["minimal", "browser"]), fallback: "minimal", help: "heads of requests: minimal, or browser (as a browser sends them)" },
  trials: { group: how, flag: "--trials", placeholder: "N|auto", read: orWord("auto", numberIn(whole(1, 1000, ""))), fallback: scenarios, help: "how often each condition is repeated; auto: until intervals are narrow" },
  autoMetric: { group: how, flag: "--auto-metric", placeholder: "NAME", read: oneOf(metricNames), fallback: "responseTimeP50Ms", help: "the metric whose intervals --trials auto looks at" },
  autoWidthPercent: { group: how, flag: "--auto-width", placeholder: "PERCENT", read: numberIn(anyFrom(0.1, 100, "percent")), fallback: "5", help: "how wide these intervals may be, in percent of the median" },
  autoLimit: { group: how, flag: "--auto-limit", placeholder: "N", read: numberIn(whole(6, 1000, "")), fallback: "30", help: "trials after which --trials auto gives up" },
  warmupMs: { group: how, flag: "--warmup", placeholder: "MS", read: numberIn(whole(0, day, "ms")), fallback: scenarios, help: "how long messages are published before the measured window" },
  measureMs: { group: how, flag: "--measure", placeholder: "MS", read: numberIn(whole(100, day, "ms")), fallback: scenarios, help: "length of the measured window" },
  clientProcesses: { group: how, flag: "--client-processes", placeholder: "N[,N]", read: listOf(numberIn(whole(1, 64, ""))), fallback: "cores − 1", help: "how many processes the subscribers are spread over; a list makes a sweep" },
  pin: { group: how, flag: "--pin", placeholder: "KIND", read: oneOf(["off", "split"]), fallback: "off", help: "off, or split: one core for the server, the others for the clients" },
  port: { group: how, flag: "--port", placeholder: "N", read: numberIn(whole(0, 65_535, "")), fallback: "0: a free one", help: "the server's port; trials side by side take the ports after it too" },
  seed: { group: how, flag: "--seed", placeholder: "N", read: numberIn(whole(0, Number.MAX_SAFE_INTEGER, "")), fallback: "1", help: "seed of plan, order and poll phases: the same seed gives the same run" },
  out: { group: whereTo, flag: "--out", placeholder: "DIR", read: textFor("a folder"), fallback: "reports/out", help: "folder in which the run's own folder is made" },
  baselineTransport: { group: comparing, flag: "--baseline-transport", placeholder: "NAME", read: textFor("a transport's name"), fallback: "websocket, else the first", help: "the transport that all others are compared with" },
  selfTest: { group: comparing, flag: "--self-test", placeholder: null, read: yesOrNo, fallback: "no", help: "run each transport against itself, to see how often a difference is claimed" },
  keepRaw: { group: whereTo, flag: "--keep-raw", placeholder: null, read: yesOrNo, fallback: "no", help: "write every delivery to raw/*.csv" },
  acceptBusy: { group: how, flag: "--accept-busy", placeholder: null, read: yesOrNo, fallback: "no", help: "keep the numbers of trials that other work on the machine disturbed, marked" },
  dryRun: { group: how, flag: "--dry-run", placeholder: null, read: yesOrNo, fallback: "no", help: "tell the plan and about how long it takes, and measure nothing" },
  json: { group: output, flag: "--json", placeholder: null, read: yesOrNo, fallback: "no", help: "the run as one line of JSON on standard output, and nothing else there" },
  verbose: { group: output, flag: "--verbose", placeholder: null, read: yesOrNo, fallback: "no", help: "print every table, with notes and sentences; else one table and the verdict" },
  quiet: { group: output, flag: "--quiet", placeholder: null, read: yesOrNo, fallback: "no", help: "on standard output the page's path alone; no progress" },
  progress: { group: output, flag: "--no-progress", placeholder: null, read: yesOrNo, fallback: "it is shown", help: "show no progress on the terminal" },
  rerun: { group: comparing, flag: "--no-rerun", placeholder: null, read: yesOrNo, fallback: "it does", help: "a comparison does not measure regressions in times again to confirm them" },
} as const satisfies OptionTable;

/** The options beside `plan` in a config file: the run or revision that a run is compared with. */
// biome-ignore format: one line an option
export const againstTable = {
  baseline: { group: comparing, flag: "--baseline", placeholder: "PATH", read: textFor("a stored run's folder"), fallback: "none", help: "the folder of a stored run to compare with; none overrules the config file" },
  against: { group: comparing, flag: "--against", placeholder: "GITREF", read: textFor("a git revision"), fallback: "none", help: "a git revision to compare with, in turns with this tree; or none" },
} as const satisfies OptionTable;

/** The one option that a config file cannot have. */
export const configOption: Option<string> = {
  group: how,
  flag: "--config",
  placeholder: "FILE",
  read: textFor("a file"),
  fallback: "bench.config.ts if there",
  help: "file with options and tolerances; a flag wins over it",
};

export const defaultTransports: readonly string[] = Object.entries(transports)
  .filter(([, { byDefault }]) => byDefault)
  .map(([name]) => name);

/** A quick run has too few trials to tell two makes of one transport apart. */
export const defaultTransportsOf = (profile: ProfileName): readonly string[] =>
  defaultTransports.filter((name) => profile !== "quick" || transportNamed(name).variantOf === null);
