import { describe, expect, it } from "vitest";
import { type TrialChange, trialOf } from "../fixtures/trial.ts";
import { cellKey } from "../record/metrics.ts";
import type { Comparison } from "../record/summary.ts";
import type { MeasuredTrial, TrialRecord } from "../record/trial.ts";
import { valueAt } from "../statistics/value-at.ts";
import { compare, compareValues, pairValues } from "./comparisons.ts";

const p50s = (transport: string, values: readonly number[], change: TrialChange = {}): readonly MeasuredTrial[] =>
  values.map((p50, repetition) => trialOf({ ...change, transport, repetition, responseTimeMs: { p50 } }));

const cellsOf = (trials: readonly TrialRecord[]) => [...new Map(trials.map((one) => [cellKey(one), one])).values()];

const comparisonsOf = (trials: readonly TrialRecord[], baseline = "websocket", sideBySide = false) =>
  compare(trials, cellsOf(trials), baseline, [{ name: "broadcast", sideBySide }]);

/** Blocks that differ much from each other, as slow phases of a machine make them. */
const six = [1, 20, 3, 400, 5, 60];
/** The noise of each block, on top of the factor: a tenth more or less. */
const noise = [1.1, 0.91, 1, 1.1, 0.91, 1];
const times = (factor: number, own: readonly number[] = noise): readonly number[] =>
  six.map((value, block) => value * factor * valueAt(own, block));

describe("compare", () => {
  it.each([
    { what: "a third higher, far less than blocks differ", own: times(1.33), verdict: "more", p: 0.000_427 },
    { what: "a third lower", own: times(0.67), verdict: "less", p: 0.000_085 },
    { what: "a tenth higher", own: times(1.1), verdict: "~", p: 0.039_709 },
    { what: "the same within a tenth", own: times(1, [1.01, 0.99, 1, 1.02, 0.98, 1]), verdict: "same", p: 0.989_042 },
    { what: "not to be told", own: times(1, [1.5, 0.7, 1, 1.4, 0.6, 1.2]), verdict: "~", p: 0.952_968 },
    { what: "five pairs", own: times(10).slice(1), verdict: "untold", p: null },
  ])("says of $what: $verdict", ({ own, verdict, p }) => {
    const others = [...p50s("websocket", six), ...p50s("ws", times(1))];
    const found = comparisonsOf([...others, ...p50s("long-polling", own)]).find(
      (one) => one.transport === "long-polling",
    );
    expect(found).toMatchObject({ baseline: "websocket", metric: "responseTimeP50Ms", verdict });
    expect(found?.ratio?.trials).toBe(own.length);
    if (p === null) {
      expect(found).toMatchObject({ p: null, adjustedP: null, detectable: null, ratio: { low: null, high: null } });
    } else {
      expect(found?.p).toBeCloseTo(p, 6);
    }
  });

  it("pairs the trials of a repetition, and leaves out what only one side has measured", () => {
    const own = p50s("long-polling", times(1.33)).slice(1);
    const base = p50s("websocket", six).slice(0, -1);
    const [found] = comparisonsOf([...base, ...own]);
    expect(found?.ratio).toMatchObject({ median: expect.closeTo(1.33 * (0.91 * 1.1 * 0.91) ** (1 / 4), 9), trials: 4 });
    const invalid = base.map((one): TrialRecord => ({ ...one, status: "invalid" }));
    expect(comparisonsOf([...invalid, ...own])).toEqual([]);
    const saturated = base.map((one): TrialRecord => ({ ...one, status: "saturated" }));
    expect(comparisonsOf([...saturated, ...own])).toEqual([found]);
  });

  it("says what could have been seen, less of it the more is tested", () => {
    const alone = comparisonsOf([...p50s("websocket", six), ...p50s("long-polling", times(1))]);
    const beside = comparisonsOf([
      ...p50s("websocket", six),
      ...p50s("long-polling", times(1)),
      ...p50s("ws", times(2)),
      ...p50s("sse", times(3)),
    ]);
    const [one, among] = [alone[0]?.detectable, beside[0]?.detectable];
    // (2.571 + 0.920) and, at a third of the level, (3.534 + 0.920) standard errors of 0.0347.
    expect([one, among]).toEqual([expect.closeTo(1.128, 2), expect.closeTo(1.167, 2)]);
  });

  it("tells the tail of each trial and its CPU, but no CPU of transports that ran side by side", () => {
    const trials = ["websocket", "ws"].flatMap((transport, side) =>
      six.map((value, repetition) =>
        trialOf({
          transport,
          repetition,
          tailMs: value * (1 + side),
          server: { cpuMsPerThousandDeliveries: value / (1 + side) },
        }),
      ),
    );
    const told = (found: readonly Comparison[]) =>
      found.map(({ metric, verdict, ratio }) => [metric, verdict, ratio?.high]);
    expect(told(comparisonsOf(trials))).toEqual([
      ["responseTimeTailMs", "more", 2],
      ["serverCpuMsPerThousandDeliveries", "less", 0.5],
    ]);
    expect(told(comparisonsOf(trials, "websocket", true))).toEqual([["responseTimeTailMs", "more", 2]]);
  });

  it("gives counts their ratio and tests none of them; there is none to a baseline without requests", () => {
    const polls = (transport: string, perDelivery: number, down: number) =>
      six.map((_, repetition) =>
        trialOf({ transport, repetition, requests: { perDelivery }, bytes: { perDelivery: { up: 1, down } } }),
      );
    const found = comparisonsOf([...polls("websocket", 0, 4), ...polls("long-polling", 0.5, 9), ...polls("ws", 0, 4)]);
    expect(
      found.map(({ transport, metric, ratio, p, verdict }) => [transport, metric, ratio?.median, p, verdict]),
    ).toEqual([
      ["long-polling", "bytesPerDelivery", 2, null, null],
      ["long-polling", "requestsPerDelivery", undefined, null, null],
      ["ws", "bytesPerDelivery", 1, null, null],
    ]);
  });

  it("holds each interval of a sweep against the one baseline cell, and other conditions against their like", () => {
    const trials = [
      ...p50s("websocket", six),
      ...p50s("websocket", times(2), { conditions: { subscribers: 20 } }),
      ...p50s("short-polling", times(10), { conditions: { pollEveryMs: 100 } }),
      ...p50s("short-polling", times(100), { conditions: { pollEveryMs: 1000 } }),
      ...p50s("short-polling", times(200), { conditions: { pollEveryMs: 1000, subscribers: 20 } }),
      ...p50s("short-polling", times(200), { conditions: { pollEveryMs: 1000, bodyBytes: 99 } }),
      ...p50s("short-polling", times(200), { conditions: { pollEveryMs: 1000 }, scenario: "sparse" }),
    ];
    const found = comparisonsOf(trials);
    expect(
      found.map(({ conditions, ratio }) => [
        conditions.pollEveryMs,
        conditions.subscribers,
        Math.round(ratio?.median ?? 0),
      ]),
    ).toEqual([
      [100, 10, 10],
      [1000, 10, 100],
      [1000, 20, 100],
    ]);
  });

  it("compares nothing with a baseline that was swept over a factor the other does not respond to", () => {
    const trials = [
      ...p50s("websocket", six),
      ...p50s("short-polling", six, { conditions: { pollEveryMs: 100 } }),
      ...p50s("short-polling", six, { conditions: { pollEveryMs: 1000 } }),
    ];
    expect(comparisonsOf(trials, "short-polling")).toEqual([]);
  });

  it("tells a large difference however many comparisons are made", () => {
    const found = comparisonsOf(
      Array.from({ length: 100 }, (_, bodyBytes) => [
        ...p50s("websocket", six, { conditions: { bodyBytes } }),
        ...p50s("long-polling", times(160), { conditions: { bodyBytes } }),
      ]).flat(),
    );
    expect(found.length).toBe(100);
    expect(new Set(found.map(({ verdict }) => verdict))).toEqual(new Set(["more"]));
  });
});

it("a value that is not above 0 has no ratio and is not told", () => {
  const [found] = comparisonsOf([...p50s("websocket", six), ...p50s("long-polling", [0, ...six.slice(1)])]);
  expect(found).toMatchObject({ ratio: null, p: null, verdict: "untold" });
});

it("cells without a trial have no values", () => {
  const [own] = p50s("websocket", [1]);
  if (own === undefined) return expect.fail();
  const pairs = [{ cell: { ...own, transport: "none" }, baseline: own }];
  expect(pairValues([own], pairs)).toEqual([]);
  expect(compareValues([])).toEqual([]);
});
