import { describe, expect, it } from "vitest";
import { sampleEstimate, sampleSummary } from "../fixtures/run.ts";
import type { Estimate, Summary } from "../record/summary.ts";
import type { Conditions } from "../record/trial.ts";
import { crossings } from "./crossings.ts";

/** The transport's requests at each rate. */
const requests = (
  transport: string,
  atRates: readonly (readonly [number, Estimate])[],
  conditions: Partial<Conditions> = {},
): readonly Summary[] =>
  atRates.map(([ratePerSec, estimate]) =>
    sampleSummary({
      scenario: "rates",
      transport,
      conditions: { ...conditions, ratePerSec },
      metrics: { requestsPerSubscriberSecond: estimate },
    }),
  );

const held = { oneWayMs: 50, bodyBytes: 20, subscribers: 20, pollEveryMs: 1000 };

describe("crossings", () => {
  it("finds where long polling starts to ask more often than short polling, and where the model has it", () => {
    const long = requests("long-polling", [
      [0.25, sampleEstimate(0.25, 0.01)],
      [0.5, sampleEstimate(0.5, 0.01)],
      [2, sampleEstimate(2, 0.1)],
      [10, sampleEstimate(5, 0.1)],
    ]);
    const short = requests(
      "short-polling",
      [0.25, 0.5, 2, 10].map((rate) => [rate, sampleEstimate(1, 0.01)] as const),
    );
    expect(crossings([...short, ...long])).toEqual([
      {
        scenario: "rates",
        metric: "requestsPerSubscriberSecond",
        factor: "ratePerSec",
        below: "long-polling",
        above: "short-polling",
        at: expect.closeTo(1, 12),
        between: [0.5, 2],
        // (1/T)(1 + g²/2T²) with g = 102 ms, T = 1 s.
        predictedAt: expect.closeTo(1.0052, 3),
        held,
      },
    ]);
  });

  it.each([
    { why: "the intervals overlap at one setting", low: sampleEstimate(0.9, 0.2), high: sampleEstimate(2, 0.1) },
    { why: "the intervals touch", low: sampleEstimate(0.9, 0.09), high: sampleEstimate(2, 0.1) },
    { why: "the same has less at both", low: sampleEstimate(0.5, 0.1), high: sampleEstimate(0.6, 0.1) },
    { why: "there is no interval", low: sampleEstimate(0.5), high: sampleEstimate(2, 0.1) },
  ])("says nothing where $why", ({ low, high }) => {
    const long = requests("long-polling", [
      [1, low],
      [4, high],
    ]);
    const short = requests("short-polling", [
      [1, sampleEstimate(1, 0.01)],
      [4, sampleEstimate(1, 0.01)],
    ]);
    expect(crossings([...long, ...short])).toEqual([]);
  });

  it("holds a transport that knows no interval against every interval of short polling", () => {
    const short = [100, 1000].map((pollEveryMs) =>
      requests("short-polling", [[10, sampleEstimate(1000 / pollEveryMs, 0.01)]], { pollEveryMs }),
    );
    const long = requests("long-polling", [[10, sampleEstimate(5, 0.01)]]);
    expect(crossings([...short.flat(), ...long])).toEqual([
      expect.objectContaining({
        factor: "pollEveryMs",
        below: "long-polling",
        above: "short-polling",
        at: expect.closeTo(200, 9),
        between: [100, 1000],
        // 1/R: g + e^(−λg)/λ with g = 102 ms, λ = 10/s.
        predictedAt: expect.closeTo(102 + 100 * Math.exp(-1.02), 9),
        held: { ratePerSec: 10, oneWayMs: 50, bodyBytes: 20, subscribers: 20 },
      }),
    ]);
  });

  it("goes in a straight line from a setting or a value of 0, and predicts no latency", () => {
    const at = (transport: string, oneWayMs: number, median: number): Summary =>
      sampleSummary({
        scenario: "distance",
        transport,
        conditions: { oneWayMs },
        metrics: { responseTimeMeanMs: sampleEstimate(median, 0) },
      });
    const summaries = [
      at("long-polling", 0, 0),
      at("long-polling", 100, 110),
      at("websocket", 0, 10),
      at("websocket", 100, 80),
    ];
    expect(crossings(summaries)).toEqual([
      expect.objectContaining({ metric: "responseTimeMeanMs", factor: "oneWayMs", at: 25, predictedAt: null }),
    ]);
  });

  it("holds nothing against another scenario, other conditions, or itself", () => {
    const rising = [
      [1, sampleEstimate(0.5, 0.1)],
      [4, sampleEstimate(2, 0.1)],
    ] as const;
    const flat = [
      [1, sampleEstimate(1, 0.1)],
      [4, sampleEstimate(1, 0.1)],
    ] as const;
    const long = requests("long-polling", rising);
    const elsewhere = requests("short-polling", flat).map((summary) => ({ ...summary, scenario: "other" }));
    const farther = requests("short-polling", flat, { oneWayMs: 140 });
    const slower = requests("long-polling", flat, { holdMs: 1000 });
    expect(crossings([...long, ...elsewhere, ...farther, ...slower])).toEqual([]);
  });
});
