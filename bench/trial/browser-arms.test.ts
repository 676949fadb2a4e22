// A browser arm's name, its place in the plan, and the load it is charged with. Whole trials: browser-arm.browser.test.ts.

import { describe, expect, it } from "vitest";
import { requireChromium } from "../chromium/chromium.ts";
import { UsageError } from "../failure.ts";
import { loadBetween } from "../machine/processes.ts";
import { parseBenchOptions } from "../options/bench-options.ts";
import { layOut, type Plan } from "../plan/plan.ts";
import { armsOf, browserClientOf, isBrowserArm, labelOf, plainName, transportNamed } from "../transports.ts";

const planOf = (...argv: readonly string[]): Plan => {
  const options = parseBenchOptions(["--transports", "long-polling,websocket", "--arm", "browser", ...argv]);
  if (options === "help") throw new Error("help");
  return layOut(options);
};

it("a browser arm is a further name of its transport", () => {
  expect(armsOf(["websocket", "long-polling"], ["load"])).toEqual(["websocket", "long-polling"]);
  const arms = ["websocket", "websocket:browser"];
  for (const asked of [["browser"], ["load", "browser"]] as const) expect(armsOf(["websocket"], asked)).toEqual(arms);
  expect(arms.map(isBrowserArm)).toEqual([false, true]);
  expect(transportNamed("websocket:browser")).toBe(transportNamed("websocket"));
  expect(labelOf("websocket:browser")).toBe("WebSocket, in Chromium");
  expect(labelOf("websocket:browser:again")).toBe("WebSocket, in Chromium, again");
  expect(plainName("websocket:browser:again")).toBe("websocket");
  expect(["ws-library:browser", "long-polling:browser"].map(browserClientOf)).toEqual(["websocket", "long-polling"]);
});

describe("a plan with a browser arm", () => {
  it("gives both arms the same few subscribers, and each browser a step of its own", () => {
    const { steps } = planOf("--scenarios", "distance", "--delay", "10", "--measure", "1000");
    expect(steps.map((step) => step.map(({ transport }) => transport).toSorted()).toSorted()).toEqual([
      ["long-polling", "websocket"],
      ["long-polling:browser"],
      ["websocket:browser"],
    ]);
    expect(new Set(steps.flat().map(({ conditions }) => conditions.subscribers))).toEqual(new Set([8]));
    const asked = planOf("--scenarios", "broadcast", "--subscribers", "3").steps.flat();
    expect(new Set(asked.map(({ conditions }) => conditions.subscribers))).toEqual(new Set([3]));
  });

  it("asks no browser for heads that are not its own", () => {
    const heads = planOf("--scenarios", "t1-headers").steps.flat();
    expect(new Set(heads.map(({ transport }) => transport))).toEqual(new Set(["websocket"]));
  });

  it.each([
    [
      ["--subscribers", "4,33"],
      "--subscribers 33: with --arm browser each is a page in Chromium, and 32 is the most; use at most that many",
    ],
    [
      ["--connection", "close"],
      "--connection close: a browser keeps its connections; leave it out, or leave out --arm browser",
    ],
  ])("refuses %j", (argv, line) => {
    expect(() => planOf(...argv)).toThrow(UsageError);
    expect(() => planOf(...argv)).toThrow(line);
  });
});

it.each([
  [
    { CHROMIUM_PATH: "/nowhere/chromium" },
    "--arm browser: CHROMIUM_PATH /nowhere/chromium cannot be executed; run scripts/install-chromium.sh, or set CHROMIUM_PATH to one",
  ],
])("a browser arm without a Chromium is refused with the remedy", (environment, line) => {
  expect(() => requireChromium(environment)).toThrow(UsageError);
  expect(() => requireChromium(environment)).toThrow(line);
});

it("processes of Chromium are charged with what they used between two readings, new ones with all of theirs", () => {
  const before = new Map([
    [1, { cpuMs: 100, waitedMs: 5 }],
    [2, { cpuMs: 50, waitedMs: 1 }],
    [3, { cpuMs: 900, waitedMs: 9 }],
  ]);
  const after = new Map([
    [1, { cpuMs: 130, waitedMs: 6 }],
    [2, { cpuMs: 50, waitedMs: 4.5 }],
    [4, { cpuMs: 20, waitedMs: null }],
  ]);
  expect(loadBetween(before, after)).toEqual({ cpuMs: 50, busiestMs: 30, runDelayMs: 3.5 });
  expect(loadBetween(new Map(), new Map())).toEqual({ cpuMs: 0, busiestMs: 0, runDelayMs: null });
});
