import { describe, expect, it } from "vitest";
import { samplePlace } from "../fixtures/place.ts";
import {
  cellAt,
  cellsAround,
  doublingsBetween,
  type MeasuredCell,
  meanRatio,
  nearWeight,
  type Place,
} from "./cells.ts";

const at = (change: Partial<Place>): Place => ({ ...samplePlace, ...change });
const cell = (change: Partial<Place>, trials = 1): MeasuredCell => ({
  place: at(change),
  trials,
  figures: { meanMs: null, p99Ms: null, p90Ms: null, requestsPerSec: null, bytesPerSec: null, cores: null },
  compared: null,
});

describe("the distance between two settings", () => {
  it.each([
    [{}, 0],
    [{ ratePerSec: 20 }, 1],
    [{ ratePerSec: 5 }, 1],
    [{ subscribers: 400, ratePerSec: 20 }, 2],
    // A delay of 1 ms more is a doubling of (0 + 1) ms.
    [{ oneWayMs: 1 }, 1],
    [{ oneWayMs: 3 }, 2],
    // 2 · (256 + 1024) − 1024
    [{ bodyBytes: 1536 }, 1],
  ])("of %j is %d doublings in the factor that differs most", (change, doublings) => {
    expect(doublingsBetween(samplePlace, at(change))).toBeCloseTo(doublings, 12);
    expect(doublingsBetween(at(change), samplePlace)).toBeCloseTo(doublings, 12);
  });

  it("goes by the poll interval and the hold too", () => {
    expect(doublingsBetween(at({ pollEveryMs: 250 }), at({ pollEveryMs: 1000 }))).toBe(2);
    expect(doublingsBetween(at({ holdMs: 2000 }), at({ holdMs: 32_000 }))).toBe(4);
  });
});

describe("a cell's say", () => {
  it.each([
    [2 ** 0.75, 1],
    [2 ** 0.5, 4],
    [2, 0.25],
    [2 ** 1.5, 0],
    [3, 0],
  ])("at %d times the rate weighs %d per trial", (times, weight) => {
    expect(nearWeight(samplePlace, at({ ratePerSec: 10 * times }), 3)).toBeCloseTo(3 * weight, 9);
  });

  it("at the setting itself outweighs all else", () => {
    expect(nearWeight(samplePlace, samplePlace, 1)).toBeGreaterThan(
      1e6 * nearWeight(samplePlace, at({ ratePerSec: 10.1 }), 100),
    );
  });

  it("reaches further than what is near, which ends at a factor of two", () => {
    const cells = [15, 20, 20.1, 30].map((ratePerSec) => cell({ ratePerSec }));
    expect(cellsAround(cells, samplePlace).map(({ cell: { place }, isNear }) => [place.ratePerSec, isNear])).toEqual([
      [15, true],
      [20, true],
      [20.1, false],
    ]);
  });

  it("at the setting itself is its cell, unless its messages came otherwise", () => {
    const cells = [cell({ ratePerSec: 11 }), cell({})];
    expect(cellAt(cells, samplePlace)).toBe(cells[1]);
    expect(cellAt(cells, at({ schedule: "periodic" }))).toBeNull();
  });
});

describe("the ratio of what is near", () => {
  it.each([
    ["is 1 where there is none", [], 1, 1],
    ["is 1 where there is none and nothing else has a say", [], 0, 1],
    [
      "is the weighed geometric mean",
      [
        { ratio: 2, weight: 1 },
        { ratio: 16, weight: 2 },
      ],
      0,
      8,
    ],
    ["gives the rest of the weight to 1", [{ ratio: 16, weight: 1 }], 3, 2],
  ])("%s", (_, ratios, rest, expected) => expect(meanRatio(ratios, rest)).toBeCloseTo(expected, 12));
});
