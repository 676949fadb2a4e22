import { describe, expect, it } from "vitest";
import { type TrialChange, trialOf } from "../fixtures/trial.ts";
import { cellKey } from "../record/metrics.ts";
import type { Comparison } from "../record/summary.ts";
import type { MeasuredTrial, TrialRecord } from "../record/trial.ts";
import { compare, comparePairs } from "./comparisons.ts";

const p50s = (transport: string, values: readonly number[], change: TrialChange = {}): readonly MeasuredTrial[] =>
  values.map((p50, repetition) => trialOf({ ...change, transport, repetition, responseTimeMs: { p50 } }));

const cellsOf = (trials: readonly TrialRecord[]) => [...new Map(trials.map((one) => [cellKey(one), one])).values()];

const comparisonsOf = (trials: readonly TrialRecord[], baseline = "websocket"): readonly Comparison[] =>
  compare(trials, cellsOf(trials), baseline, 1);

const six = [1, 2, 3, 4, 5, 6];
const times = (factor: number): readonly number[] => six.map((value) => value * factor);

describe("compare", () => {
  it.each([
    { what: "higher throughout", own: times(10), verdict: "more", p: 2 / 924 },
    { what: "lower throughout", own: times(0.1), verdict: "less", p: 2 / 924 },
    { what: "much the same", own: [1.5, 2.5, 3.5, 4.5, 5.5, 6.5], verdict: "~", p: 0.699_134_2 },
    { what: "five trials", own: times(10).slice(1), verdict: "untold", p: null },
  ])("says of $what: $verdict", ({ own, verdict, p }) => {
    const [found, ...others] = comparisonsOf([...p50s("websocket", six), ...p50s("long-polling", own)]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ transport: "long-polling", baseline: "websocket", metric: "responseTimeP50Ms" });
    expect([found?.verdict, found?.p === null]).toEqual([verdict, p === null]);
    if (p !== null) expect(found?.p).toBeCloseTo(p, 8);
    expect(found?.adjustedP).toBe(found?.p);
    expect(found?.ratio?.trials).toBe(own.length);
    expect(found?.ratio?.low === null).toBe(p === null);
  });

  it("takes measured trials alone, and none for the metric that they do not tell", () => {
    const invalid = p50s("websocket", six).map((one): TrialRecord => ({ ...one, status: "invalid" }));
    expect(comparisonsOf([...invalid, ...p50s("long-polling", six)])).toEqual([]);
    const trials = [...p50s("websocket", six), ...invalid, ...p50s("long-polling", times(10))];
    expect(comparisonsOf(trials)).toEqual(
      comparisonsOf([...p50s("websocket", six), ...p50s("long-polling", times(10))]),
    );
  });

  it("gives no ratio to a baseline without requests, but a verdict; and leaves out what is 0 on both sides", () => {
    const polls = (transport: string, perDelivery: number) =>
      six.map((repetition) => trialOf({ transport, repetition, requests: { perDelivery } }));
    const [found, ...others] = comparisonsOf([
      ...polls("websocket", 0),
      ...polls("long-polling", 0.5),
      ...polls("ws", 0),
    ]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      transport: "long-polling",
      metric: "requestsPerDelivery",
      ratio: null,
      verdict: "more",
    });
    expect(found?.p).toBeCloseTo(2 / 924, 12);
  });

  it("finds no difference between constants that are the same", () => {
    const bytes = (transport: string) =>
      six.map((repetition) => trialOf({ transport, repetition, bytes: { perDelivery: { up: 1, down: 4 } } }));
    const [found] = comparisonsOf([...bytes("websocket"), ...bytes("ws")]);
    expect(found).toMatchObject({ metric: "bytesPerDelivery", p: 1, adjustedP: 1, verdict: "~" });
    expect(found?.ratio).toEqual({ median: 1, low: 1, high: 1, trials: 6 });
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
      found.map(({ conditions, ratio }) => [conditions.pollEveryMs, conditions.subscribers, ratio?.median]),
    ).toEqual([
      [100, 10, 10],
      [1000, 10, 100],
      [1000, 20, 100],
    ]);
    for (const { adjustedP } of found) expect(adjustedP).toBeCloseTo((3 * 2) / 924, 12);
  });

  it("compares nothing with a baseline that was swept over a factor the other does not respond to", () => {
    const trials = [
      ...p50s("websocket", six),
      ...p50s("short-polling", six, { conditions: { pollEveryMs: 100 } }),
      ...p50s("short-polling", six, { conditions: { pollEveryMs: 1000 } }),
    ];
    expect(comparisonsOf(trials, "short-polling")).toEqual([]);
  });

  it("does not tell where so many comparisons are made that six trials could never show a difference", () => {
    const bodies = Array.from({ length: 24 }, (_, i) => i + 1);
    const runOf = (count: number, own: readonly number[]) =>
      comparisonsOf(
        bodies
          .slice(0, count)
          .flatMap((bodyBytes) => [
            ...p50s("websocket", six, { conditions: { bodyBytes } }),
            ...p50s("long-polling", own, { conditions: { bodyBytes } }),
          ]),
      );
    expect(new Set(runOf(23, times(10)).map(({ verdict }) => verdict))).toEqual(new Set(["more"]));
    expect(new Set(runOf(24, times(10)).map(({ verdict }) => verdict))).toEqual(new Set(["untold"]));
    expect(new Set(runOf(23, six).map(({ verdict }) => verdict))).toEqual(new Set(["~"]));
  });

  it("gives the same values the same interval, whatever stands beside them", () => {
    const two = [...p50s("websocket", six), ...p50s("long-polling", times(10))];
    const [alone] = comparisonsOf(two);
    const beside = comparisonsOf([...p50s("ws", times(3)), ...two]).find(
      ({ transport }) => transport === "long-polling",
    );
    expect(beside?.ratio).toEqual(alone?.ratio);
    expect(alone?.ratio).toEqual({ median: 10, low: 2.5, high: expect.closeTo(37.129, 3), trials: 6 });
  });
});

describe("comparePairs", () => {
  it("is not told by cells that have no trial", () => {
    const [own] = p50s("websocket", [1]);
    if (own === undefined) return expect.fail();
    expect(comparePairs([own], [{ cell: { ...own, transport: "none" }, baseline: own }], 1)).toEqual([]);
  });
});
