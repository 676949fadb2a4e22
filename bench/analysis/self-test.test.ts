import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import type { TrialRecord } from "../record/trial.ts";
import { rateOf } from "../statistics/inference.ts";
import { type Random, seededRandom } from "../statistics/random.ts";
import { twinOf } from "../transports.ts";
import { formatSelfTest, judgeSelfTest, type SelfTestResult, selfTestPassed } from "./self-test.ts";

/** Log-normal, as latencies often are, by Box and Muller's method. */
const latency = (random: Random): number =>
  Math.exp(0.4 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));

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
          responseTimeMs: { p50: latency(random) * factor },
          tailMs: 9 * latency(random) * factor,
          bytes: { perDelivery: { up: 0, down: 70 * factor } },
          requests: { perDelivery: 0 },
          server: { cpuMsPerThousandDeliveries: 20 * latency(random) * factor },
        });
      }),
    ),
  );
};

const judged = (repetitions: number, twinFactor = 1): SelfTestResult =>
  judgeSelfTest(run(repetitions, twinFactor), ["websocket", "long-polling"], seededRandom(4), 2000);

describe("judgeSelfTest", () => {
  it("compares each arm with its twin, and finds nothing where they are the same", () => {
    const result = judged(10);
    expect(result.real).toEqual({
      comparisons: 6,
      untold: 0,
      nominal: 1,
      claimed: 0,
      intervals: 6,
      intervalsWithoutOne: 1,
    });
    const { nominal, intervalsWithoutOne } = result.simulated ?? {};
    expect(nominal).toEqual(intervalsWithoutOne);
    expect(nominal).toMatchObject({ count: 105, of: 2004 });
    expect(selfTestPassed(result)).toBe(true);
    expect(judged(10)).toEqual(result);
  });

  it("does not pass a run whose twins differ", () => {
    const result = judged(10, 5);
    expect(result.real).toMatchObject({ comparisons: 6, nominal: 6, claimed: 6, intervalsWithoutOne: 6 });
    expect(selfTestPassed(result)).toBe(false);
  });

  it("does not pass a run of too few trials, since nothing could be told", () => {
    const result = judged(5);
    expect(result).toEqual({
      real: { comparisons: 6, untold: 6, nominal: 0, claimed: 0, intervals: 0, intervalsWithoutOne: 0 },
      simulated: null,
    });
    expect(selfTestPassed(result)).toBe(false);
  });
});

describe("the verdict on the analysis", () => {
  const result: SelfTestResult = {
    real: { comparisons: 15, untold: 0, nominal: 1, claimed: 0, intervals: 12, intervalsWithoutOne: 1 },
    simulated: { nominal: rateOf(82, 2000), intervalsWithoutOne: rateOf(95, 2000) },
  };
  const { real } = result;

  it.each([
    { what: "rates at the level", change: {}, passed: true },
    { what: "three of fifteen claimed", change: { real: { ...real, claimed: 3 } }, passed: true },
    { what: "four of fifteen claimed", change: { real: { ...real, claimed: 4 } }, passed: false },
    {
      what: "a rate surely above what is held",
      change: { simulated: { nominal: rateOf(170, 2000), intervalsWithoutOne: rateOf(95, 2000) } },
      passed: false,
    },
    {
      what: "intervals too narrow",
      change: { simulated: { nominal: rateOf(82, 2000), intervalsWithoutOne: rateOf(170, 2000) } },
      passed: false,
    },
    {
      what: "intervals too wide, of which less than a fiftieth leave out 1",
      change: { simulated: { nominal: rateOf(82, 2000), intervalsWithoutOne: rateOf(18, 2000) } },
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
        "A against A, 2000 times, with the sides of this run's own pairs swapped at random:",
        "  p below 0.05: 4.1 % (95 % interval 3.3 to 5.1 %)",
        "  ratio intervals without 1: 4.8 % (95 % interval 3.9 to 5.8 %)",
        "Passed: as much is claimed as the level of 0.05 says.",
      ].join("\n"),
    );
    expect(
      formatSelfTest({ real: { ...real, untold: 15 }, simulated: null })
        .split("\n")
        .slice(2),
    ).toEqual([
      "  differences claimed after Holm's correction: 0, too few pairs for a verdict: 15",
      "  ratio intervals without 1: 1 of 12",
      "No arm has the six pairs that a claim needs: nothing was simulated.",
      "Failed: more or less is claimed than the level says, or too few trials were measured to say.",
    ]);
  });
});
