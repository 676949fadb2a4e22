import { describe, expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { pairCommand } from "../options/pair-options.ts";
import { seededRandom } from "../statistics/random.ts";
import { type Contest, type Contestant, cpuOf, formatStandings, raceAll, runContest, type Standing } from "./pair.ts";

/** A machine whose speed changes from cycle to cycle; every contestant costs its own multiple of it. */
const contestOf = (costs: Readonly<Record<string, number>>, bursts: string[] = []): Contest & { closed: number } => {
  let [done, drift] = [0, 1];
  const names = Object.keys(costs);
  const contestant = (name: string): Contestant => ({
    name,
    burst: async () => {
      if (done++ % names.length === 0) drift = 1 + (done % 7);
      bursts.push(name);
      return { work: 100, costMs: (costs[name] ?? 1) * drift };
    },
  });
  const [baseline = contestant("?"), twin = contestant("?"), ...contestants] = names.map(contestant);
  return {
    title: "a race",
    unit: "lap",
    cost: "CPU",
    baseline,
    twin,
    contestants,
    targets: { fast: 2 },
    closed: 0,
    async close() {
      this.closed++;
    },
  };
};

describe("runContest", () => {
  it("takes the ratio within each cycle, so that a drifting machine does not show", async () => {
    const contest = contestOf({ base: 2, twin: 2, fast: 1, slow: 4 });
    const standings = await runContest(contest, { cycles: 7, burstMs: 1 }, seededRandom(1));
    expect(standings.map(({ name, ratio, low, high, target }) => [name, ratio, low, high, target])).toEqual([
      ["twin", 1, 1, 1, null],
      ["fast", 2, 2, 2, 2],
      ["slow", 0.5, 0.5, 0.5, null],
    ]);
  });

  it("lets everyone warm up once, then run once a cycle in a new order", async () => {
    const bursts: string[] = [];
    await runContest(
      contestOf({ base: 1, twin: 1, fast: 1, slow: 1 }, bursts),
      { cycles: 6, burstMs: 1 },
      seededRandom(2),
    );
    const rounds = Array.from({ length: 7 }, (_, i) => bursts.slice(i * 4, i * 4 + 4));
    for (const round of rounds) expect(round.toSorted()).toEqual(["base", "fast", "slow", "twin"]);
    expect(new Set(rounds.map(String)).size).toBeGreaterThan(3);
  });
});

describe("raceAll", () => {
  it("holds the chosen contests, tells each, and closes them, also when one fails", async () => {
    const contest = contestOf({ base: 1, twin: 1, fast: 0.4 });
    const told: string[] = [];
    const race = { cycles: 6, burstMs: 1, seed: 1 };
    await raceAll({ a: async () => contest, b: async () => contest }, { ...race, contests: ["b"] }, (text) =>
      told.push(text),
    );
    expect([told.length, contest.closed]).toEqual([1, 1]);
    expect(told[0]).toMatch(
      /^a race: CPU per lap.*\n.*twin.*\n.*fast.*2\.50 × \(2\.50–2\.50\) {2}target ≥ 2: met\n\n$/,
    );
    const failing = { ...contest, contestants: [{ name: "bad", burst: () => Promise.reject(new Error("no")) }] };
    await expect(raceAll({ a: async () => failing }, { ...race, contests: ["a"] }, () => {})).rejects.toThrow("no");
    expect(failing.closed).toBe(2);
  });
});

describe("formatStandings", () => {
  const standing = (name: string, ratio: number, target: number | null = null): Standing => ({
    name,
    microseconds: 1.234,
    ratio,
    low: ratio - 0.1,
    high: ratio + 0.1,
    target,
  });

  it("says what was missed, and when the machine was too noisy to say anything", () => {
    const contest = contestOf({ base: 1, twin: 1, fast: 1 });
    expect(formatStandings(contest, [standing("twin", 1), standing("fast", 1.5, 2)])).toBe(
      [
        "a race: CPU per lap, and how much more is done in the same CPU than by base",
        "  twin                                    1.23 µs    1.00 × (0.90–1.10)",
        "  fast                                    1.23 µs    1.50 × (1.40–1.60)  target ≥ 2: missed",
      ].join("\n"),
    );
    for (const ratio of [0.9, 1.1]) {
      expect(formatStandings(contest, [standing("twin", ratio)])).toContain("A against A is outside 0.95–1.05");
    }
  });
});

describe("cpuOf", () => {
  it("counts the processor's time, not the clock's", async () => {
    const idle = await cpuOf(() => new Promise((resolve) => setTimeout(() => resolve(3), 50)));
    expect(idle.work).toBe(3);
    expect(idle.costMs).toBeLessThan(45);
  });
});

describe("pairCommand", () => {
  const parse = (...argv: readonly string[]) => pairCommand(["a", "b"]).parse(argv);

  it("takes contests and times, all of them by default", () => {
    expect(parse()).toEqual({ contests: ["a", "b"], cycles: 21, burstMs: 200, seed: 1 });
    expect(parse("b", "--cycles", "8", "--burst=50", "--seed", "9")).toEqual({
      contests: ["b"],
      cycles: 8,
      burstMs: 50,
      seed: 9,
    });
  });

  it.each([
    [["c"], "c is not a contest; choose from a, b; npm run pair -- [CONTEST …] [--cycles N] [--burst MS] [--seed N]"],
    [["--cycles", "2"], "--cycles 2: give a whole number from 6"],
    [["--burst", "x"], "--burst x: give a whole number from 10"],
    [["--laps", "2"], /^--laps is not an option; npm run pair -- /],
  ])("refuses %j in one line", (argv, message) => {
    expect(() => parse(...argv)).toThrow(UsageError);
    expect(() => parse(...argv)).toThrow(message);
  });
});
