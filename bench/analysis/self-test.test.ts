import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import type { TrialRecord } from "../record/trial.ts";
import { holm, mannWhitney, rateOf } from "../statistics/inference.ts";
import { type Random, seededRandom } from "../statistics/random.ts";
import { twinOf } from "../transports.ts";
import {
  formatSelfTest,
  judgeSelfTest,
  type SelfTestResult,
  selfTestPassed,
  simulateFalsePositives,
  simulateIntervalMisses,
} from "./self-test.ts";

/** Log-normal, as latencies often are, by Box and Muller's method. */
const latency = (random: Random): number =>
  Math.exp(0.4 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));

describe("where there is nothing to find", () => {
  it.each([
    // The highest level below 5 % that the exact distribution has: twice P(U ≤ 5, 8, 23, 64).
    { n: 6, attainable: 38 / 924 },
    { n: 7, attainable: 0.037_879 },
    { n: 10, attainable: 0.043_258 },
    { n: 15, attainable: 0.045_334 },
  ])("the exact test claims its attainable level and no more, at $n trials a side", ({ n, attainable }) => {
    const rate = simulateFalsePositives({ n, simulations: 5000, random: seededRandom(20 + n), draw: latency });
    expect(rate.of).toBe(5000);
    expect(rate.low).toBeLessThan(attainable);
    expect(rate.high).toBeGreaterThan(attainable);
    expect(rate.count / rate.of).toBeLessThan(0.05);
  });

  it.each([6, 7, 10, 15])("one page in twenty or fewer makes a false claim after Holm, at %i trials a side", (n) => {
    const random = seededRandom(100 + n);
    const arm = () => Array.from({ length: n }, () => latency(random));
    let pages = 0;
    for (let page = 0; page < 400; page++) {
      const ps = Array.from({ length: 15 }, () => mannWhitney(arm(), arm()).p);
      if (holm(ps).some((p) => p < 0.05)) pages++;
    }
    expect(rateOf(pages, 400).low).toBeLessThanOrEqual(0.05);
    expect(pages).toBeGreaterThan(0);
  });

  it.each([6, 10])("ratio intervals leave out 1 in 5 %% or fewer, at %i trials a side", (n) => {
    const rate = simulateIntervalMisses({ n, simulations: 400, random: seededRandom(n), draw: latency });
    expect(rate.count / rate.of).toBeLessThanOrEqual(0.05);
    expect(rate.count).toBeGreaterThan(0);
  });

  it("a test that claimed too often would be seen", () => {
    let draws = 0;
    const random = seededRandom(1);
    // Six trials of one arm, then six of the other, which is slower by a fifth.
    const draw = () => latency(random) * (Math.floor(draws++ / 6) % 2 === 0 ? 1 : 1.2);
    expect(simulateFalsePositives({ n: 6, simulations: 1000, random, draw }).low).toBeGreaterThan(0.05);
  });
});

const run = (repetitions: number, twinFactor: number): readonly TrialRecord[] => {
  const random = seededRandom(8);
  return ["websocket", "long-polling"].flatMap((transport) =>
    [transport, twinOf(transport)].flatMap((arm) =>
      Array.from({ length: repetitions }, (_, repetition) => {
        const factor = arm === transport ? 1 : twinFactor;
        return trialOf({
          transport: arm,
          repetition,
          conditions: { holdMs: transport === "websocket" ? null : 30_000 },
          responseTimeMs: { p50: latency(random) * factor, p99: 9 * latency(random) * factor },
          bytes: { perDelivery: { up: 0, down: 70 * factor } },
          requests: { perDelivery: 0 },
          server: { cpuMsPerThousandDeliveries: 20 * latency(random) * factor },
        });
      }),
    ),
  );
};

const judged = (repetitions: number, twinFactor = 1): SelfTestResult =>
  judgeSelfTest(run(repetitions, twinFactor), ["websocket", "long-polling"], 1, seededRandom(4), 400);

describe("judgeSelfTest", () => {
  it("compares each arm with its twin, and finds nothing where they are the same", () => {
    const result = judged(10);
    expect(result.real).toEqual({
      comparisons: 8,
      untold: 0,
      nominal: 1,
      claimed: 0,
      intervals: 8,
      intervalsWithoutOne: 0,
    });
    expect(result.simulated?.nominal.of).toBe(400);
    expect(result.simulated?.nominal.high).toBeGreaterThan(0.03);
    expect(selfTestPassed(result)).toBe(true);
    expect(judged(10)).toEqual(result);
  });

  it("does not pass a run whose twins differ", () => {
    const result = judged(10, 5);
    expect(result.real).toMatchObject({ comparisons: 8, nominal: 8, claimed: 8, intervalsWithoutOne: 8 });
    expect(selfTestPassed(result)).toBe(false);
  });

  it("does not pass a run of too few trials, since nothing could be told", () => {
    const result = judged(5);
    expect(result).toEqual({
      real: { comparisons: 8, untold: 8, nominal: 0, claimed: 0, intervals: 0, intervalsWithoutOne: 0 },
      simulated: null,
    });
    expect(selfTestPassed(result)).toBe(false);
  });
});

describe("the verdict on the analysis", () => {
  const result: SelfTestResult = {
    real: { comparisons: 15, untold: 0, nominal: 1, claimed: 0, intervals: 12, intervalsWithoutOne: 1 },
    simulated: { nominal: rateOf(82, 2000), intervalsWithoutOne: rateOf(30, 2000) },
  };
  const { real } = result;

  it.each([
    { what: "rates below the level", change: {}, passed: true },
    { what: "three of fifteen claimed", change: { real: { ...real, claimed: 3 } }, passed: true },
    { what: "four of fifteen claimed", change: { real: { ...real, claimed: 4 } }, passed: false },
    {
      what: "a rate that may be the level",
      change: { simulated: { nominal: rateOf(115, 2000), intervalsWithoutOne: rateOf(30, 2000) } },
      passed: true,
    },
    {
      what: "a rate surely above the level",
      change: { simulated: { nominal: rateOf(125, 2000), intervalsWithoutOne: rateOf(30, 2000) } },
      passed: false,
    },
    {
      what: "intervals too narrow",
      change: { simulated: { nominal: rateOf(82, 2000), intervalsWithoutOne: rateOf(125, 2000) } },
      passed: false,
    },
  ])("$what: $passed", ({ change, passed }) => {
    expect(selfTestPassed({ ...result, ...change })).toBe(passed);
  });

  it("is a few lines for a terminal", () => {
    expect(formatSelfTest(result)).toBe(
      [
        "A against A, 15 comparisons of a transport with itself:",
        "  p below 0.05, uncorrected: 1 (about 0.8 are due to chance)",
        "  differences claimed after Holm's correction: 0",
        "  ratio intervals without 1: 1 of 12",
        "A against A, 2000 times, drawn from this run's own trials:",
        "  p below 0.05: 4.1 % (95 % interval 3.3 to 5.1 %)",
        "  ratio intervals without 1: 1.5 % (95 % interval 1.1 to 2.1 %)",
        "Passed: no more is claimed than the level of 0.05 allows.",
      ].join("\n"),
    );
    expect(
      formatSelfTest({ real: { ...real, untold: 15 }, simulated: null })
        .split("\n")
        .slice(2),
    ).toEqual([
      "  differences claimed after Holm's correction: 0, too few trials for a verdict: 15",
      "  ratio intervals without 1: 1 of 12",
      "No arm has the six trials that a claim needs: nothing was simulated.",
      "Failed: differences are claimed where there are none, or too few trials were measured to say.",
    ]);
  });
});
