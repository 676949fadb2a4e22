import { describe, expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { parseBenchOptions } from "../options/bench-options.ts";
import { checkPlan, estimatedMs, layOut, type Plan, type PlannedTrial } from "./plan.ts";

const planOf = (...argv: readonly string[]): Plan => planOver("short-polling,long-polling,websocket", ...argv);

const planOver = (transports: string, ...argv: readonly string[]): Plan => {
  const options = parseBenchOptions(["--transports", transports, ...argv]);
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
    const ofWindow = ({ schedule, warmupMs }: PlannedTrial): string =>
      [...schedule]
        .filter((at) => at >= warmupMs)
        .map((at) => (at - warmupMs).toFixed(6))
        .join();
    expect(new Set(first?.map(ofWindow)).size).toBe(1);
    expect(first?.map(ofWindow)[0]).not.toEqual(second?.map(ofWindow)[0]);
    for (const { schedule, warmupMs, measureMs } of trials) {
      expect([...schedule]).toEqual([...schedule].toSorted((x, y) => x - y));
      expect(schedule.every((at) => at >= 0 && at < warmupMs + measureMs)).toBe(true);
    }
  });

  it("warms up until short polling is steady, unless the command line says how long", () => {
    const warmups = (...argv: readonly string[]): readonly string[] =>
      planOf("--scenarios", "broadcast", "--trials", "1", ...argv)
        .steps.flat()
        .map(({ transport, warmupMs }) => `${transport} ${warmupMs}`)
        .toSorted();
    expect(warmups("--delay", "200")).toEqual(["long-polling 400", "short-polling 1400", "websocket 400"]);
    expect(warmups("--warmup", "50")).toEqual(["long-polling 50", "short-polling 50", "websocket 50"]);
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
    const swept = planOf("--scenarios", "distance", "--poll-every", "500,1000");
    expect(swept.steps.map((step) => step.length)).toEqual([16]);
    expect(planOf("--scenarios", "broadcast").steps.every((step) => step.length === 1)).toBe(true);
  });

  it("gives short polling and other makes six of the ten blocks, unless the command line says how many", () => {
    const transports = "short-polling,websocket,ws-library";
    const trials = (...argv: readonly string[]): readonly number[] => {
      const cells = cellsOf(planOver(transports, "--scenarios", "broadcast", ...argv));
      return ["short-polling", "websocket", "ws-library"].map(
        (name) => cells.filter((cell) => cell.includes(` ${name} `)).length,
      );
    };
    expect(trials()).toEqual([6, 10, 6]);
    expect(trials("--trials", "8")).toEqual([8, 8, 8]);
  });

  it("runs the distances in the sparse steps, which wait anyway, and in steps of their own where there are none", () => {
    const namesOf = (...argv: readonly string[]): readonly string[] =>
      planOf(...argv)
        .steps.filter((step) => step.some(({ scenario }) => scenario === "distance"))
        .map((step) => Object.entries(Object.groupBy(step, ({ scenario }) => scenario)))
        .map((groups) => groups.map(([name, trials]) => `${trials?.length} ${name}`).join(", "));
    expect(namesOf()).toEqual(["3 sparse, 12 distance"]);
    expect(namesOf("--scenarios", "distance,broadcast")).toEqual(["12 distance"]);
    // A run to publish has no other scenario beside its distances.
    expect(new Set(namesOf("--profile", "full"))).toEqual(new Set(["12 distance"]));
  });

  it("keeps the sparse scenario silent for longer than the hold, once a window", () => {
    const trials = planOf("--scenarios", "sparse").steps.flat();
    const trial = trials.find(({ transport }) => transport === "websocket");
    expect(trials.find(({ transport }) => transport === "short-polling")?.schedule).toEqual(
      Float64Array.of(850, 32_350),
    );
    expect([...(trial?.schedule ?? [])]).toEqual([150, 31_650]);
    expect(trial).toMatchObject({ warmupMs: 300, measureMs: 31_500, conditions: { schedule: "periodic" } });
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
    expect(planOf("--profile", "quick", "--scenarios", "intervals").steps.flat().length).toBe(4 + 1 + 1);
  });

  // The noise floors, the ceilings and the page take the rest.
  it.each([
    ["quick", 30],
    ["default", 230],
  ])("the %s profile is laid out for at most %i s", (profile, seconds) => {
    const options = parseBenchOptions(["--profile", profile]);
    if (options === "help") return expect.fail();
    const ms = layOut(options).steps.reduce((sum, step) => sum + estimatedMs(step), 0);
    expect(ms / 1000).toBeLessThan(seconds);
  });

  it("sweeps the delay, and lays out a twin of each transport for a self-test", () => {
    const delays = planOf("--scenarios", "distance", "--delay", "0,2.5").steps.flat();
    expect(new Set(delays.map(({ conditions }) => conditions.oneWayMs))).toEqual(new Set([0, 2.5]));
    const { steps, blocks } = planOf("--self-test", "--trials", "6");
    const arms = steps.slice(0, blocks[0]).map((step) => step.map(({ transport }) => transport));
    expect(arms.flat().toSorted()).toEqual([
      "long-polling",
      "long-polling:again",
      "short-polling",
      "short-polling:again",
      "websocket",
      "websocket:again",
    ]);
  });

  it("publishes nothing in silence, over several numbers of subscribers", () => {
    const trials = planOf("--scenarios", "silence", "--rate", "5").steps.flat();
    expect(trials.every(({ schedule }) => schedule.length === 0)).toBe(true);
    expect(new Set(trials.map(({ conditions }) => conditions.ratePerSec))).toEqual(new Set([0]));
    expect(new Set(trials.map(({ conditions }) => conditions.subscribers)).size).toBeGreaterThan(2);
  });

  it("takes a group for its scenarios, each with its own transports and headers", () => {
    const plan = planOf("--scenarios", "published");
    expect(plan.scenarios.map(({ name }) => name)).toEqual([
      "t1-headers",
      "t2-latency",
      "t3-pull",
      "t4-distance",
      "t6-updates",
      "t7-rfc6202",
      "t8-throughput",
      "sparse",
    ]);
    const heads = plan.steps.flat().filter(({ scenario }) => scenario === "t1-headers");
    expect(heads.map(({ transport, conditions }) => `${transport} ${conditions.headers}`).toSorted()).toEqual([
      "short-polling browser",
      "short-polling minimal",
      "short-polling published",
      "websocket browser",
      "websocket minimal",
      "websocket published",
    ]);
  });

  it("lays out as many blocks as a stop rule may need, and says where each is whole", () => {
    const plan = planOf("--scenarios", "broadcast", "--trials", "auto", "--auto-limit", "7");
    expect(plan.blocks).toEqual([3, 6, 9, 12, 15, 18, 21]);
    expect(plan.steps.length).toBe(21);
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
  const plan = (subscribers: number, ...more: readonly string[]): Plan =>
    planOf("--scenarios", "broadcast", "--trials", "1", "--subscribers", String(subscribers), ...more);

  it("lets through what fits, and what the system does not limit", () => {
    expect(() => checkPlan(plan(500, "--client-processes", "1,2"), [], machine)).not.toThrow();
    expect(() => checkPlan(plan(936), [], { ...machine, localPorts: null })).not.toThrow();
    expect(() => checkPlan(plan(937), [], { ...machine, localPorts: null })).toThrow(UsageError);
    expect(() => checkPlan(plan(5000), [], { cores: 2, openFiles: null, localPorts: null })).not.toThrow();
    // Nobody asked for so many: the line says whose they are.
    expect(() => checkPlan(plan(5000), null, machine)).toThrow(/^--subscribers 5000 \(scenario broadcast\): /);
  });

  it.each([
    [
      plan(501),
      /^--subscribers 501: this machine holds 500 \(1000 open files a process, 500 local ports\); use at most that many/,
    ],
    [
      plan(2, "--client-processes", "1,3"),
      "--client-processes 3: a trial has only 2 subscribers to spread; use at most that many",
    ],
  ])("refuses what does not fit", (tooMuch, message) => {
    expect(() => checkPlan(tooMuch, [], machine)).toThrow(UsageError);
    expect(() => checkPlan(tooMuch, [], machine)).toThrow(message);
  });
});

describe("client processes", () => {
  const processesOf = (...args: readonly string[]) =>
    planOf("--scenarios", "broadcast", "--trials", "1", "--subscribers", "8", "--arm", "browser", ...args)
      .steps.flat()
      .filter(({ transport }) => transport.startsWith("websocket"))
      .map(({ transport, conditions }) => `${transport} ${conditions.clientProcesses}`)
      .toSorted();

  it("are left to the machine, or a factor of each load client; pages of a browser stand beside the first number", () => {
    expect(processesOf()).toEqual(["websocket null", "websocket:browser null"]);
    expect(processesOf("--client-processes", "2,1,4")).toEqual([
      "websocket 1",
      "websocket 2",
      "websocket 4",
      "websocket:browser 2",
    ]);
  });
});
