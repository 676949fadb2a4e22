import { describe, expect, it } from "vitest";
import { type BenchConfig, defineConfig } from "../config.ts";
import { UsageError } from "../failure.ts";
import { defaultTolerances } from "../gate/tolerances.ts";
import { benchHelp, parseBenchOptions } from "./bench-options.ts";
import { readConfig } from "./config-reading.ts";
import { planTable } from "./option-table.ts";

const name = "bench.config.ts";

/** The options that a file with this value gives under these flags. */
const resolve = (value: BenchConfig, argv: readonly string[] = []): unknown => parseBenchOptions(argv, { name, value });

/** A value of each option that is not its default. */
const everything = {
  profile: "quick",
  transports: ["long-polling", "short-polling"],
  arms: ["browser", "load"],
  scenarios: ["sparse"],
  subscribers: [10, 100],
  ratePerSec: [0.5, 20],
  bodyBytes: [16],
  oneWayMs: [0, 12.5],
  link: "loopback",
  pollEveryMs: [100],
  holdMs: 2000,
  connection: "close",
  headers: "browser",
  trials: "auto",
  autoMetric: "bytesPerDelivery",
  autoWidthPercent: 2,
  autoLimit: 9,
  warmupMs: 0,
  measureMs: 1000,
  clientProcesses: [2],
  pin: "split",
  port: 8080,
  seed: 7,
  out: "x/y",
  baselineTransport: "short-polling",
  selfTest: false,
  keepRaw: true,
  acceptBusy: true,
  dryRun: true,
  json: true,
  verbose: true,
  quiet: true,
  progress: false,
  rerun: false,
} as const satisfies BenchConfig["plan"];

describe("a config file", () => {
  it("has a place for every option of the command line", () => {
    expect(Object.keys(everything)).toEqual(Object.keys(planTable));
    const { autoMetric, autoWidthPercent, autoLimit, trials, ...asTheyAre } = everything;
    expect(resolve(defineConfig({ plan: everything, against: "main" }))).toEqual({
      ...asTheyAre,
      arms: ["load", "browser"],
      transports: ["long-polling", "long-polling:browser", "short-polling", "short-polling:browser"],
      trials: null,
      until: { metric: "bytesPerDelivery", precision: 0.02, mostTrials: 9 },
      baseline: null,
      against: "main",
      tolerances: defaultTolerances,
    });
    for (const { flag } of Object.values(planTable)) expect(benchHelp()).toContain(`\n  ${flag} `);
  });

  it("is empty, or leaves out by undefined, and then the defaults hold", () => {
    expect(resolve({})).toEqual(parseBenchOptions([]));
    const undone: unknown = { plan: { seed: undefined }, tolerances: undefined, baseline: undefined };
    expect(parseBenchOptions([], { name, value: undone })).toEqual(parseBenchOptions([]));
    expect(readConfig(null)).toEqual({ given: new Map(), tolerances: defaultTolerances });
  });

  it.each<[string, BenchConfig, readonly string[], object]>([
    ["a flag wins", { plan: { seed: 7, trials: 3 } }, ["--seed", "8"], { seed: 8, trials: 3 }],
    [
      "a switch is turned back",
      { plan: { keepRaw: true, progress: false } },
      ["--no-keep-raw", "--progress"],
      { keepRaw: false, progress: true },
    ],
    [
      "a number of trials wins over auto",
      { plan: { trials: "auto", autoLimit: 9 } },
      ["--trials", "4"],
      { trials: 4, until: null },
    ],
    [
      "the flags of auto belong to the file's auto",
      { plan: { trials: "auto" } },
      ["--auto-limit", "8"],
      { until: { metric: "responseTimeP50Ms", precision: 0.05, mostTrials: 8 } },
    ],
    ["a limit waits for auto", { plan: { autoLimit: 9 } }, [], { trials: null, until: null }],
    ["a baseline asks for the gate's profile", { baseline: "a" }, [], { baseline: "a", profile: "gate" }],
    ["a profile holds beside a baseline", { baseline: "a", plan: { profile: "full" } }, [], { profile: "full" }],
    ["--against wins over a baseline", { baseline: "a" }, ["--against", "b"], { baseline: null, against: "b" }],
    [
      "--self-test wins over a baseline",
      { baseline: "a" },
      ["--self-test"],
      { baseline: null, selfTest: true, profile: "default" },
    ],
    [
      "--baseline wins over a self-test",
      { plan: { selfTest: true } },
      ["--baseline", "a"],
      { baseline: "a", selfTest: false },
    ],
    [
      "a self-test is called off",
      { plan: { selfTest: true } },
      ["--no-self-test"],
      { selfTest: false, scenarios: null },
    ],
    ["--no-rerun goes with the file's baseline", { baseline: "a" }, ["--no-rerun"], { rerun: false }],
  ])("%s", (_, value, argv, expected) => expect(resolve(value, argv)).toMatchObject(expected));

  it("states tolerances, the rest and an unstated slack stay as they are", () => {
    const value = defineConfig({
      tolerances: {
        responseTimeTailMs: 0.1,
        requestsPerDelivery: { relative: 0.02 },
        bytesPerDelivery: { relative: 0.05, slack: 3 },
      },
    });
    expect(resolve(value)).toMatchObject({
      tolerances: {
        ...defaultTolerances,
        responseTimeTailMs: { relative: 0.1, slack: 0 },
        requestsPerDelivery: { relative: 0.02, slack: 0.005 },
        bytesPerDelivery: { relative: 0.05, slack: 3 },
      },
    });
  });

  it.each<[unknown, string]>([
    [7, "give an object, in braces"],
    [[], "give an object, in braces"],
    [{ plans: {} }, "plans: there is no such option; did you mean plan?"],
    [{ constructor: {} }, "constructor: there is no such option; see --help"],
    [{ subscribers: [1] }, "subscribers: there is no such option; did you mean plan.subscribers?"],
    [{ plan: null }, "plan: give an object, in braces"],
    [{ plan: { subscriber: [1] } }, "plan.subscriber: there is no such option; did you mean subscribers?"],
    [{ plan: { rate: [1] } }, "plan.rate: there is no such option; did you mean ratePerSec?"],
    [{ plan: { baseline: "a" } }, "plan.baseline: there is no such option; did you mean baseline beside plan?"],
    [{ plan: { subscribers: [10, 0] } }, "plan.subscribers[1]: give a whole number from 1 to 100000"],
    [{ plan: { subscribers: [10, "100"] } }, "plan.subscribers[1]: give a whole number from 1 to 100000"],
    [{ plan: { subscribers: new Array(1) } }, "plan.subscribers[0]: give a whole number from 1 to 100000"],
    [{ plan: { subscribers: 10 } }, "plan.subscribers: give a list, in brackets"],
    [{ plan: { subscribers: [] } }, "plan.subscribers: give at least one, or leave it out"],
    [{ plan: { bodyBytes: [1, 1] } }, "plan.bodyBytes: the same value stands twice; give each value once"],
    [{ plan: { ratePerSec: [Number.NaN] } }, "plan.ratePerSec[0]: give a number from 0.001 to 10000 messages a second"],
    [{ plan: { holdMs: null } }, "plan.holdMs: give a whole number from 10 to 86400000 ms"],
    [{ plan: { trials: "many" } }, "plan.trials: give a whole number from 1 to 1000"],
    [{ plan: { connection: "pipe" } }, "plan.connection: there is no such name; choose from keep-alive, close"],
    [{ plan: { progress: "no" } }, "plan.progress: give true or false"],
    [{ plan: { out: "" } }, "plan.out: give a folder"],
    [
      { plan: { transports: ["websocket"], baselineTransport: "long-polling" } },
      "plan.baselineTransport: there is no such name; choose from websocket",
    ],
    [{ baseline: 3 }, "baseline: give a stored run's folder"],
    [{ baseline: "a", against: "b" }, "baseline and against exclude each other: leave one out"],
    [{ baseline: "a", plan: { selfTest: true } }, "plan.selfTest and baseline exclude each other: leave one out"],
    [{ tolerances: [] }, "tolerances: give an object, in braces"],
    [
      { tolerances: { responseTimeP5Ms: 1 } },
      "tolerances.responseTimeP5Ms: there is no such metric; did you mean responseTimeP50Ms?",
    ],
    [{ tolerances: { p99: 1 } }, "tolerances.p99: there is no such metric; they are listed in bench/gate/metrics.ts"],
    [
      { tolerances: { lostDeliveries: 1 } },
      "tolerances.lostDeliveries: a fault of delivery is never tolerated; leave it out",
    ],
    [
      { tolerances: { requestsPerDelivery: -1 } },
      "tolerances.requestsPerDelivery: give a number from 0 to 10 times the base: 0.05 for 5 %",
    ],
    [
      { tolerances: { bytesPerDelivery: "5 %" } },
      "tolerances.bytesPerDelivery: give a number from 0 to 10 times the base: 0.05 for 5 %",
    ],
    [{ tolerances: { bytesPerDelivery: null } }, "tolerances.bytesPerDelivery: give an object, in braces"],
    [
      { tolerances: { bytesPerDelivery: { slack: 1 } } },
      "tolerances.bytesPerDelivery.relative: give a number from 0 to 10 times the base: 0.05 for 5 %",
    ],
    [
      { tolerances: { bytesPerDelivery: { relative: 0, slack: -1 } } },
      "tolerances.bytesPerDelivery.slack: give a number from 0 to 1000000000 in the metric's unit",
    ],
    [
      { tolerances: { bytesPerDelivery: { relative: 0, abs: 1 } } },
      "tolerances.bytesPerDelivery.abs: there is no such key; give relative and, if need be, slack",
    ],
  ])("refuses %j in one line with its place and the remedy", (value, message) => {
    const parse = (): unknown => parseBenchOptions([], { name, value });
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(new UsageError(`${name}: ${message}`));
  });

  it("is checked where a flag overrules it, too", () => {
    const parse = (): unknown => parseBenchOptions(["--seed", "1"], { name, value: { plan: { seed: -1 } } });
    expect(parse).toThrow(/^bench\.config\.ts: plan\.seed: give a whole number from 0 to \d+$/);
  });

  it("is typed: a wrong key or value does not compile", () => {
    // @ts-expect-error a list is an array
    defineConfig({ plan: { subscribers: 10 } });
    // @ts-expect-error the name is of another list
    defineConfig({ plan: { profile: "huge" } });
    // @ts-expect-error no loss is ever tolerated
    defineConfig({ tolerances: { lostDeliveries: 1 } });
    // @ts-expect-error there is no such metric
    defineConfig({ tolerances: { responseTimeP5Ms: 1 } });
    // @ts-expect-error its place is beside plan
    expect(defineConfig({ plan: { against: "main" } })).toEqual({ plan: { against: "main" } });
  });
});
