import { describe, expect, it } from "vitest";
import { UsageError } from "./failure.ts";
import { checkPlan } from "./limits.ts";
import { parseBenchOptions } from "./options.ts";
import { estimatedMs, layOut, type Plan } from "./plan.ts";

const planOf = (...argv: readonly string[]): Plan => {
  const options = parseBenchOptions(["--transports", "short-polling,long-polling,websocket", ...argv]);
  if (options === "help") throw new Error("help");
  return layOut(options);
};

const cellsOf = (plan: Plan): readonly string[] =>
  plan.steps
    .flat()
    .map(
      ({ scenario, transport, conditions, repetition }) =>
        `${scenario} ${transport} ${conditions.pollEveryMs} ${repetition}`,
    );

describe("layOut", () => {
  it("is the same for a seed and another for another", () => {
    expect(planOf("--seed", "5")).toEqual(planOf("--seed", "5"));
    expect(cellsOf(planOf("--seed", "6"))).not.toEqual(cellsOf(planOf("--seed", "5")));
  });

  it("holds every transport once a block, in shuffled blocks", () => {
    const cells = cellsOf(planOf("--scenarios", "broadcast", "--trials", "4"));
    const blocks = [0, 1, 2, 3].map((i) => cells.slice(i * 3, i * 3 + 3));
    for (const [i, block] of blocks.entries()) {
      expect(block.toSorted()).toEqual([
        `broadcast long-polling null ${i}`,
        `broadcast short-polling 1000 ${i}`,
        `broadcast websocket null ${i}`,
      ]);
    }
    const orders = new Set(blocks.map((block) => block.map((cell) => cell.split(" ")[1]).join()));
    expect(orders.size).toBeGreaterThan(1);
  });

  it("publishes at the same instants over every transport, and at others in the next repetition", () => {
    const trials = planOf("--scenarios", "broadcast", "--trials", "2").steps.flat();
    const [first, second] = [0, 1].map((repetition) => trials.filter((trial) => trial.repetition === repetition));
    expect(new Set(first?.map(({ schedule }) => schedule.join())).size).toBe(1);
    expect(first?.[0]?.schedule).not.toEqual(second?.[0]?.schedule);
    expect(first?.[0]?.schedule.every((at) => at < 3300)).toBe(true);
  });

  it("sweeps a factor only over the transports that respond to it", () => {
    expect(cellsOf(planOf("--scenarios", "intervals", "--poll-every", "100,200")).toSorted()).toEqual([
      "intervals long-polling null 0",
      "intervals short-polling 100 0",
      "intervals short-polling 200 0",
      "intervals websocket null 0",
    ]);
    const conditions = planOf("--scenarios", "broadcast", "--trials", "1", "--connection", "close")
      .steps.flat()
      .map(({ transport, conditions: { holdMs, connection, pollEveryMs } }) =>
        [transport, pollEveryMs, holdMs, connection].join(" "),
      );
    expect(conditions.toSorted()).toEqual(["long-polling  30000 close", "short-polling 1000  close", "websocket   "]);
  });

  it("sweeps over the product of the lists", () => {
    const plan = planOf("--scenarios", "broadcast", "--trials", "1", "--subscribers", "1,2", "--body", "10,20,30");
    expect(plan.steps.length).toBe(3 * 2 * 3);
  });

  it("runs the transports of the sparse scenario side by side, and all else alone", () => {
    const sparse = planOf("--scenarios", "sparse");
    expect(sparse.steps.map((step) => step.map(({ transport }) => transport).toSorted())).toEqual([
      ["long-polling", "short-polling", "websocket"],
    ]);
    const swept = planOf("--scenarios", "sparse", "--poll-every", "500,1000");
    expect(swept.steps.map((step) => step.length).toSorted()).toEqual([1, 3]);
    expect(planOf("--scenarios", "broadcast").steps.every((step) => step.length === 1)).toBe(true);
  });

  it("keeps the sparse scenario silent for longer than the hold, once a window", () => {
    const [trial] = planOf("--scenarios", "sparse").steps.flat();
    expect([...(trial?.schedule ?? [])]).toEqual([400, 33_400]);
    expect(trial).toMatchObject({ warmupMs: 800, measureMs: 33_000, conditions: { schedule: "periodic" } });
  });

  it("leaves the variants of a transport out of a sweep, unless they stand alone", () => {
    const transports = (list: string): readonly string[] => {
      const options = parseBenchOptions(["--transports", list, "--scenarios", "intervals", "--poll-every", "100"]);
      return options === "help"
        ? []
        : layOut(options)
            .steps.flat()
            .map(({ transport }) => transport)
            .toSorted();
    };
    expect(transports("short-polling,websocket,ws-library")).toEqual(["short-polling", "websocket"]);
    expect(transports("ws-library,websocket-deflate")).toEqual(["websocket-deflate", "ws-library"]);
  });

  it("takes a named scenario from the default profile where the profile has none", () => {
    expect(planOf("--profile", "quick", "--scenarios", "intervals").steps.length).toBeGreaterThan(2);
  });

  it.each([
    ["quick", 30],
    ["default", 180],
  ])("the %s profile is laid out for at most %i s", (profile, seconds) => {
    const ms = planOf("--profile", profile).steps.reduce((sum, step) => sum + estimatedMs(step), 0);
    expect(ms / 1000).toBeLessThan(seconds);
  });

  it("refuses a trial that is too large to keep", () => {
    expect(() => planOf("--rate", "10000", "--measure", "86400000")).toThrow(UsageError);
    expect(() => planOf("--rate", "10000", "--measure", "86400000")).toThrow(
      /lower --rate, --subscribers or --measure$/,
    );
  });
});

describe("checkPlan", () => {
  const machine = { cores: 2, openFiles: 1000, localPorts: 500 };
  const plan = (subscribers: number): Plan =>
    planOf("--scenarios", "broadcast", "--trials", "1", "--subscribers", String(subscribers));

  it("lets through what fits, and what the system does not limit", () => {
    expect(() => checkPlan(plan(500), 2, machine)).not.toThrow();
    expect(() => checkPlan(plan(936), 2, { ...machine, localPorts: null })).not.toThrow();
    expect(() => checkPlan(plan(937), 2, { ...machine, localPorts: null })).toThrow(UsageError);
    expect(() => checkPlan(plan(5000), 2, { cores: 2, openFiles: null, localPorts: null })).not.toThrow();
  });

  it.each([
    [
      plan(501),
      1,
      /^--subscribers 501: this machine holds 500 \(1000 open files a process, 500 local ports\); use at most that many/,
    ],
    [plan(1), 2, "--client-processes 2: a trial has only 1 subscribers to spread; use at most that many"],
  ])("refuses what does not fit", (tooMuch, processes, message) => {
    expect(() => checkPlan(tooMuch, processes, machine)).toThrow(UsageError);
    expect(() => checkPlan(tooMuch, processes, machine)).toThrow(message);
  });
});
