import { describe, expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { defaultTolerances } from "../gate/tolerances.ts";
import { benchHelp, configPlaceOf, parseBenchOptions } from "./bench-options.ts";

const defaults = {
  profile: "default",
  transports: ["short-polling", "long-polling", "server-sent-events", "websocket", "ws-library"],
  arms: ["load"],
  scenarios: null,
  subscribers: null,
  ratePerSec: null,
  bodyBytes: null,
  oneWayMs: null,
  link: null,
  pollEveryMs: null,
  holdMs: null,
  connection: "keep-alive",
  headers: "minimal",
  trials: null,
  until: null,
  selfTest: false,
  warmupMs: null,
  measureMs: null,
  clientProcesses: null,
  port: 0,
  seed: 1,
  out: "reports/out",
  baselineTransport: "websocket",
  keepRaw: false,
  acceptBusy: false,
  pin: "off",
  progress: true,
  baseline: null,
  against: null,
  rerun: true,
  tolerances: defaultTolerances,
};

describe("parseBenchOptions", () => {
  it("has a default for everything", () => {
    expect(parseBenchOptions([])).toMatchObject({
      ...defaults,
      transports: expect.arrayContaining(defaults.transports),
    });
  });

  it.each([
    [
      ["--profile", "quick"],
      { profile: "quick", transports: ["short-polling", "long-polling", "server-sent-events", "websocket"] },
    ],
    [["--profile", "quick", "--transports", "ws-library"], { transports: ["ws-library"] }],
    [
      ["--transports=long-polling,short-polling"],
      { transports: ["long-polling", "short-polling"], baselineTransport: "long-polling" },
    ],
    [["--scenarios", "sparse, broadcast"], { scenarios: ["sparse", "broadcast"] }],
    [["--subscribers", "1,1000"], { subscribers: [1, 1000] }],
    [["--rate", "0.5,20"], { ratePerSec: [0.5, 20] }],
    [["--client-processes", "1,2", "--pin", "split"], { clientProcesses: [1, 2], pin: "split" }],
    [["--body", "1"], { bodyBytes: [1] }],
    [["--poll-every", "100,200"], { pollEveryMs: [100, 200] }],
    [["--hold", "2000"], { holdMs: 2000 }],
    [["--connection", "close", "--headers", "browser"], { connection: "close", headers: "browser" }],
    [["--trials", "3", "--warmup", "0", "--measure", "1000"], { trials: 3, warmupMs: 0, measureMs: 1000 }],
    [["--delay", "0,12.5", "--link", "loopback"], { oneWayMs: [0, 12.5], link: "loopback" }],
    [["--trials", "auto"], { trials: null, until: { metric: "responseTimeP50Ms", precision: 0.05, mostTrials: 30 } }],
    [
      ["--trials", "auto", "--auto-metric", "bytesPerDelivery", "--auto-width", "2", "--auto-limit", "9"],
      { until: { metric: "bytesPerDelivery", precision: 0.02, mostTrials: 9 } },
    ],
    [
      ["--self-test", "--transports", "websocket"],
      { selfTest: true, transports: ["websocket", "websocket:again"], scenarios: ["broadcast"] },
    ],
    [["--client-processes", "2", "--port", "8080", "--seed", "7"], { clientProcesses: [2], port: 8080, seed: 7 }],
    [["--out", "x/y", "--baseline-transport", "short-polling"], { out: "x/y", baselineTransport: "short-polling" }],
    [["--keep-raw", "--no-progress"], { keepRaw: true, progress: false }],
    [["--no-keep-raw", "--progress"], { keepRaw: false, progress: true }],
    [
      ["--arm", "browser", "--transports", "websocket"],
      { arms: ["load", "browser"], transports: ["websocket", "websocket:browser"], baselineTransport: "websocket" },
    ],
    [["--arm", "load,browser"], { arms: ["load", "browser"] }],
    [["--baseline", "reports/out/x"], { baseline: "reports/out/x", against: null, profile: "gate", rerun: true }],
    [["--against", "main", "--no-rerun"], { against: "main", baseline: null, profile: "gate", rerun: false }],
    [["--against", "HEAD~1", "--profile", "quick"], { against: "HEAD~1", profile: "quick" }],
    [["--against", "none"], { against: null, baseline: null, profile: "default" }],
  ])("reads %j", (argv, expected) => {
    expect(parseBenchOptions(argv)).toMatchObject(expected);
  });

  it("asks for help with --help, and every option stands in it", () => {
    expect(parseBenchOptions(["--seed", "3", "--help"])).toBe("help");
    for (const flag of ["--profile", "--transports", "--hold", "--no-progress", "--client-processes"]) {
      expect(benchHelp()).toContain(flag);
    }
    for (const line of benchHelp().split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each([
    [["--polling"], "--polling is not an option; did you mean --poll-every? see --help"],
    [["fast"], "fast is not an option; see --help"],
    [["--seed"], "--seed needs a value: --seed N"],
    [["--seed", "--profile"], "--seed needs a value: --seed N"],
    [["--keep-raw=yes"], '--keep-raw takes no value; leave out "=yes"'],
    [["--seed", "1", "--seed", "2"], "--seed is given twice; a list is written with commas"],
    [["--profile", "huge"], "--profile huge: there is no such name; choose from quick, default, full"],
    [["--scenarios", "flood"], /^--scenarios flood: there is no such name; choose from broadcast, sparse, intervals/],
    [
      ["--transports", "pigeon"],
      /^--transports pigeon: there is no such name; choose from short-polling, long-polling/,
    ],
    [["--transports", "websocket,websocket"], "--transports websocket,websocket: the same value stands twice"],
    [["--subscribers", "0"], "--subscribers 0: give a whole number from 1 to 100000"],
    [["--subscribers", "-5"], "--subscribers -5: give a whole number from 1 to 100000"],
    [["--subscribers", "1.5"], "--subscribers 1.5: give a whole number from 1 to 100000"],
    [["--subscribers", "10,"], '--subscribers "": give a whole number from 1 to 100000'],
    [["--subscribers", "many"], "--subscribers many: give a whole number from 1 to 100000"],
    [["--rate", "1e9"], "--rate 1e9: give a number from 0.001 to 10000 messages a second"],
    [["--rate", "0"], "--rate 0: give a number from 0.001 to 10000 messages a second"],
    [["--rate", "NaN"], "--rate NaN: give a number from 0.001 to 10000 messages a second"],
    [["--rate", "0x10"], "--rate 0x10: give a number from 0.001 to 10000 messages a second"],
    [["--body", "9999999"], "--body 9999999: give a whole number from 1 to 1048576 bytes"],
    [["--measure", "10"], "--measure 10: give a whole number from 100 to 86400000 ms"],
    [["--hold", "forever"], "--hold forever: give a whole number from 10 to 86400000 ms"],
    [["--delay", "-1"], "--delay -1: give a number from 0 to 10000 ms"],
    [["--link", "cable"], "--link cable: there is no such name; choose from namespaces, loopback"],
    [["--trials", "auto", "--auto-limit", "5"], "--auto-limit 5: give a whole number from 6 to 1000"],
    [["--auto-width", "1"], "--auto-width has an effect only with --trials auto: add that"],
    [["--trial", "3"], "--trial is not an option; did you mean --trials? see --help"],
    [["--arm", "robot"], "--arm robot: there is no such name; choose from load, browser"],
    [["--out="], '--out "": give a folder'],
    [["--baseline", "a", "--against", "b"], "--baseline and --against exclude each other: leave one out"],
    [
      ["--self-test", "--profile", "quick"],
      "--self-test needs 6 trials of each arm, and --profile quick gives 2: add --trials 10, or leave out --profile quick",
    ],
    [
      ["--self-test", "--trials", "5"],
      "--self-test needs 6 trials of each arm, and --trials gives 5: add --trials 10, or leave out --trials",
    ],
    [["--against", "b", "--self-test"], "--self-test and --against exclude each other: leave one out"],
    [["--no-rerun"], "--no-rerun has an effect only in a comparison: add --baseline PATH or --against GITREF"],
    [["--keep-raw", "--no-keep-raw"], "--no-keep-raw is given twice"],
    [["--port", "70000"], "--port 70000: give a whole number from 0 to 65535"],
    [["--connection", "pipe"], "--connection pipe: there is no such name; choose from keep-alive, close"],
    [
      ["--baseline-transport", "long-polling", "--transports", "websocket"],
      "--baseline-transport long-polling: there is no such name; choose from websocket",
    ],
  ])("refuses %j in one line with the remedy", (argv, message) => {
    const parse = (): unknown => parseBenchOptions(argv);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });
});

it.each([
  [[], { path: "bench.config.ts", asked: false }],
  [["--seed", "2", "--config", "x/y.ts"], { path: "x/y.ts", asked: true }],
  [["--config", "x/y.ts", "--help"], null],
])("of %j looks for a config file at %j", (argv, place) => expect(configPlaceOf(argv)).toEqual(place));
