import { describe, expect, it } from "vitest";
import type { Prediction } from "./choices.ts";
import { groupsOf } from "./ties.ts";

const push: Prediction = {
  name: "a",
  label: "A",
  way: "push",
  twoWay: true,
  pollEveryMs: null,
  holdMs: null,
  meanMs: 1,
  p99Ms: 2,
  p90Ms: null,
  requestsPerSec: 0,
  bytesPerSec: 1000,
  cores: 0.1,
  measured: {},
  compared: null,
  ranges: { bytesPerSec: null, cores: null },
  downBytesPerSec: 1000,
  sending: null,
  hindrance: null,
  keepAlive: false,
  keeps: true,
  bounded: false,
  beyond: null,
  outside: { meanMs: [], p99Ms: [], requestsPerSec: [], bytesPerSec: [], cores: [] },
};
const other = (change: Partial<Prediction>): Prediction => ({ ...push, name: "b", label: "B", ...change });
const namesOf = (...predictions: readonly Prediction[]): readonly (readonly string[])[] =>
  groupsOf(predictions).map((group) => group.map(({ name }) => name));

describe("a group", () => {
  it.each([
    ["costs within a tenth", { bytesPerSec: 1100 }, true],
    ["bytes that differ by more", { bytesPerSec: 1101 }, false],
    ["CPU that differs by more", { cores: 0.2 }, false],
    ["CPU that is not known", { cores: null }, true],
    ["bytes that are not known", { bytesPerSec: null }, false],
    [
      "CPU that the run compared and did not tell apart",
      { cores: 0.2, compared: { baseline: "a", isApart: false } },
      true,
    ],
    ["CPU that the run told apart", { compared: { baseline: "a", isApart: true } }, false],
    ["a comparison with a third", { compared: { baseline: "c", isApart: true } }, true],
  ] as const)("holds two with %s: %s", (_, change, isOne) => {
    expect(namesOf(push, other(change))).toEqual(isOne ? [["a", "b"]] : [["a"], ["b"]]);
  });

  it("holds two whose ranges overlap", () => {
    const first = { ...push, ranges: { ...push.ranges, bytesPerSec: { low: 900, high: 1300 } } };
    const reaching = (low: number): Prediction =>
      other({ bytesPerSec: 1400, ranges: { ...push.ranges, bytesPerSec: { low, high: 1500 } } });
    expect(namesOf(first, reaching(1300))).toEqual([["a", "b"]]);
    expect(namesOf(first, reaching(1301))).toEqual([["a"], ["b"]]);
  });

  it("begins with the fewest bytes, and none is drawn in by another than its first", () => {
    const [second, third] = [other({ bytesPerSec: 1090 }), { ...push, name: "c", bytesPerSec: 1180 }];
    expect(namesOf(third, second, push)).toEqual([["a", "b"], ["c"]]);
  });

  it("has no transport that comes more than twice as late at the same cost, which follows as a group of its own", () => {
    const late = other({ bytesPerSec: 990, p99Ms: 4.01 });
    expect(namesOf(late, push)).toEqual([["a"], ["b"]]);
    expect(namesOf({ ...late, p99Ms: 4 }, push)).toEqual([["b", "a"]]);
  });

  it("begins with the fewest bytes of those that are soon", () => {
    const late = other({ bytesPerSec: 980, p99Ms: 90 });
    const soonest = { ...push, name: "c", bytesPerSec: 1010, p99Ms: 1.5 };
    expect(namesOf(late, soonest, push)).toEqual([["a", "c"], ["b"]]);
  });

  it("holds what is later by its figures alone, where what was measured does not tell it", () => {
    const late = (low: number): Prediction => other({ p99Ms: 6, measured: { p99Ms: { value: 6, low, high: 9 } } });
    const measured = { ...push, measured: { p99Ms: { value: 2, low: 1, high: 3 } } };
    expect(namesOf(measured, late(6))).toEqual([["a", "b"]]);
    expect(namesOf(measured, late(6.01))).toEqual([["a"], ["b"]]);
  });

  it("compares means where one has no p99, and nothing where one has neither", () => {
    expect(namesOf(push, other({ p99Ms: null, meanMs: 2 }))).toEqual([["a", "b"]]);
    expect(namesOf(push, other({ p99Ms: null, meanMs: 2.01 }))).toEqual([["a"], ["b"]]);
    expect(namesOf(push, other({ p99Ms: null, meanMs: null }))).toEqual([["a", "b"]]);
  });

  it("is none of none", () => {
    expect(namesOf()).toEqual([]);
  });
});
