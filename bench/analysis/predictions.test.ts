import { describe, expect, it } from "vitest";
import { type TrialChange, trialOf } from "../fixtures/trial.ts";
import type { Floor } from "../record/run.ts";
import type { Conditions, MeasuredTrial } from "../record/trial.ts";
import { knotsOf } from "../statistics/knots.ts";
import { predictions } from "./predictions.ts";

const base = trialOf();
/** A bare echo comes back after 0.2 ms. */
const echo: Floor = {
  oneWayMs: 0,
  link: { kind: "veth", cpuUtilization: 0 },
  connectMs: base.responseTimeMs,
  closedRoundTripMs: base.responseTimeMs,
  fanOut: null,
  pacedRoundTripMs: { ...base.responseTimeMs, p50: 0.2 },
};

/** Messages far apart from each other, but for the last two; the software takes 1 ms to the first subscriber, 3 to the last. */
const sentMs = [100, 200, 300, 400, 500, 600, 700, 800, 815];
const messages = { dueMs: sentMs, sentMs, knotsMs: sentMs.map(() => knotsOf([1, 2, 3])) };
const service = (p50: number) => ({ ...base.serviceTimeMs, p50 });

const held = { holdMs: 30_000 } as const;
const polled = { pollEveryMs: 200 } as const;

const trial = (transport: string, conditions: Partial<Conditions>, change: TrialChange = {}): MeasuredTrial => ({
  ...trialOf({ transport, conditions, messages, ...change }),
  serviceTimeMs: service(2 + (conditions.oneWayMs === 10 ? 10.5 : 0)),
});
const closeBy = [trial("websocket", {}), trial("server-sent-events", {}), trial("long-polling", held)];
const farSocket = trial("websocket", { oneWayMs: 10 });

const told = (cell: MeasuredTrial, others: readonly MeasuredTrial[] = [...closeBy, farSocket]) =>
  predictions([...others, cell], [echo], 1)([cell]);

describe("a pushed message", () => {
  const far = trial("server-sent-events", { oneWayMs: 10 }, { responseTimeMs: { mean: 13, p50: 12.5 } });

  it("takes what the link adds to a WebSocket's, and its own transport's software time", () => {
    expect(told(far)).toEqual([
      expect.objectContaining({ metric: "responseTimeMeanMs", predicted: expect.closeTo(12.5, 9) }),
      expect.objectContaining({ metric: "responseTimeP50Ms", residual: expect.objectContaining({ median: 0 }) }),
    ]);
    expect(told(far)[0]?.residual.median).toBeCloseTo(0.04, 9);
  });

  it.each([
    ["gives the delay", trial("websocket", { oneWayMs: 10 }, { responseTimeMs: { mean: 13 } }), undefined],
    ["has none", trial("server-sent-events", {}, { responseTimeMs: { mean: 13 } }), undefined],
    ["has no trial of its transport without a delay", far, [trial("websocket", {}), farSocket]],
    ["has nothing that gives the delay", far, [trial("server-sent-events", {})]],
  ])("is not checked where its cell %s", (_, cell, others) => {
    expect(told(cell, others)).toEqual([]);
  });
});

describe("long polling", () => {
  const requests = { total: 100, empty: 0, perSubscriberSecond: 9, messagesPerResponse: 1 };
  const change = { responseTimeMs: { mean: 14 }, requests: { ...requests, turnaroundMs: 0 } };

  it("is predicted with the blackout of its way, its software and its turnaround", () => {
    // 800 arrives after 12.5 ms in the mean, the next request 10.6 ms later: 815 waits for it.
    const [time, asked] = told(trial("long-polling", { ...held, oneWayMs: 10 }, change));
    expect(time?.predicted).toBeCloseTo(12.5 + (800 + 12.5 + 10.6 - 815) / 9, 2);
    expect(asked).toBeUndefined();
  });

  it("without a delay is checked for what it asks, and not for the software's own time", () => {
    const often = Array.from({ length: 20 }, (_, i) => 50 * i + 3);
    const busy = { dueMs: often, sentMs: often, knotsMs: often.map(() => knotsOf([1, 2, 3])) };
    const cell = trial("long-polling", { ...held, subscribers: 11 }, { ...change, messages: busy });
    expect(told(cell).map(({ metric, predicted, grain }) => [metric, predicted, grain])).toEqual([
      ["requestsPerSubscriberSecond", 20, 0.05],
      ["messagesPerResponse", 1, 0.05],
    ]);
  });
});

describe("short polling", () => {
  it("is predicted for the time, and for empty answers where there are some and others", () => {
    const often = Array.from({ length: 40 }, (_, i) => 25 * i);
    const requests = { total: 500, empty: 250, perSubscriberSecond: 50 };
    const busy = { dueMs: often, sentMs: often, knotsMs: often.map(() => knotsOf([1, 2, 3])) };
    const cell = trial(
      "short-polling",
      { pollEveryMs: 20 },
      { messages: busy, requests, responseTimeMs: { mean: 11 } },
    );
    const [time, empty, ...rest] = told(cell);
    expect(time?.metric).toBe("responseTimeMeanMs");
    expect(time?.predicted).toBeCloseTo(10 + 1, 0);
    expect(empty).toMatchObject({ metric: "emptyShare", measured: { median: 0.5 }, grain: 0.02 });
    expect(empty?.predicted).toBeCloseTo(0.2, 1);
    expect(rest).toEqual([]);
  });

  it("is not checked for empty answers that could not be, nor for fewer than ten polls", () => {
    const requests = { total: 50, empty: 0, perSubscriberSecond: 5 };
    expect(told(trial("short-polling", polled, { requests })).map(({ metric }) => metric)).toEqual([]);
  });
});

it("has an interval over six trials, each against its own plan", () => {
  const cells = Array.from({ length: 6 }, (_, repetition) =>
    trial("server-sent-events", { oneWayMs: 10 }, { repetition, responseTimeMs: { mean: 12.5 + repetition / 8 } }),
  );
  const [time] = predictions([...closeBy, farSocket, ...cells], [echo], 1)(cells);
  expect(time?.residual).toMatchObject({ median: expect.closeTo(0.025, 9), trials: 6 });
  expect(time?.residual.low).toBeCloseTo(0, 9);
});

it("a silent plan has nothing to replay, and a saturated server is not modelled", () => {
  const silent = trial("long-polling", { ...held, schedule: "silent" }, { messages: trialOf().messages });
  expect(told(silent)).toEqual([]);
  const far = trial("server-sent-events", { oneWayMs: 10 }, { responseTimeMs: { mean: 13 } });
  expect(told({ ...far, status: "saturated" })).toEqual([]);
});
