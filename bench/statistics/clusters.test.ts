import { describe, expect, it } from "vitest";
import { type ClusteredTrial, eventsOf, pooledInterval, pooledQuantile } from "./clusters.ts";
import { type Knots, knotShares } from "./knots.ts";
import { seededRandom } from "./random.ts";

/** Messages whose subscribers all have the same value. */
const alike = (values: readonly number[]): ClusteredTrial => values.map((value) => knotShares.map(() => value));

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i + 1);

describe("pooledQuantile", () => {
  it("pools the messages of all trials, each with the same weight", () => {
    const trials = [alike(upTo(300)), alike(upTo(400).map((value) => value + 300))];
    expect(eventsOf(trials)).toBe(700);
    expect(pooledQuantile(trials, 0.99)).toBeCloseTo(693.5, 0);
    expect(pooledQuantile(trials, 0.9)).toBeCloseTo(630.5, 0);
    expect(pooledQuantile(trials, 0.5)).toBeCloseTo(350.5, 0);
  });

  it("sees what lies within a message", () => {
    const p90 = (knots: Knots): number | null => pooledQuantile([upTo(400).map(() => knots)], 0.9);
    // Of each message's deliveries the values lie evenly from 0 to 100.
    expect(p90(knotShares.map((share) => 100 * share))).toBeCloseTo(90, 9);
    // Half of them lie from 0 to 10, the others from 10 to 100.
    expect(p90(knotShares.map((share) => (share < 0.5 ? 20 * share : 10 + 180 * (share - 0.5))))).toBeCloseTo(82, 0);
    // One of a hundred is far behind, which is no matter of the other ninety-nine.
    expect(p90(knotShares.map((share) => (share === 1 ? 1000 : 1)))).toBe(1);
  });

  it("is null below the least number of messages, however many deliveries these were", () => {
    expect(pooledQuantile([alike(upTo(367))], 0.99)).toBeNull();
    expect(pooledQuantile([alike(upTo(368))], 0.99)).not.toBeNull();
    expect(pooledQuantile([], 0.5)).toBeNull();
  });
});

describe("pooledInterval", () => {
  const trials = upTo(6).map((trial) => alike(upTo(100).map((value) => value + trial)));

  it("holds the estimate, and is the same for the same seed", () => {
    const interval = pooledInterval(trials, 0.9, seededRandom(1));
    expect(interval).toEqual(pooledInterval(trials, 0.9, seededRandom(1)));
    expect([interval.low, pooledQuantile(trials, 0.9), interval.high]).toEqual([90, 94, 98]);
  });

  it("is none below six trials, and below the least number of messages", () => {
    expect(pooledInterval(trials.slice(1), 0.9, seededRandom(1))).toEqual({ low: null, high: null });
    expect(pooledInterval([...trials], 0.999, seededRandom(1))).toEqual({ low: null, high: null });
  });

  it("knows resamples without the trial that has the whole tail", () => {
    const slow = [...upTo(6).map(() => alike(upTo(100))), alike(upTo(100).map((value) => value + 1000))];
    const { low, high } = pooledInterval(slow, 0.9, seededRandom(2));
    expect([low, high]).toEqual([expect.closeTo(92, -1), expect.closeTo(1070, -2)]);
  });

  it("errs on the wide side where messages vary more than trials", () => {
    const random = seededRandom(4);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const truth = Math.exp(1.281_552 * Math.hypot(0.1, 0.3));
    const misses = upTo(20).filter(() => {
      const run = upTo(8).map(() => {
        const shift = 0.1 * normal();
        return alike(upTo(15).map(() => Math.exp(shift + 0.3 * normal())));
      });
      const { low, high } = pooledInterval(run, 0.9, random, 100);
      return low === null || high === null || low > truth || high < truth;
    });
    expect(misses.length).toBeLessThanOrEqual(1);
  });
});
