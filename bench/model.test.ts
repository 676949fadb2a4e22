import { describe, expect, it } from "vitest";
import { emptyShareGiven, predict } from "./model.ts";
import { poisson, scheduleUntil } from "./pacer.ts";
import type { Conditions } from "./record.ts";
import { seededRandom } from "./stats.ts";

const conditions = (change: Partial<Conditions>): Conditions => ({
  subscribers: 100,
  ratePerSec: 10,
  schedule: "poisson",
  bodyBytes: 256,
  pollEveryMs: null,
  holdMs: null,
  connection: null,
  headers: "minimal",
  ...change,
});

/** The method's worked example: d = u = 25 ms, c = 1 ms, so the blackout g is 51 ms. */
const worked = { oneWayMs: 25, blackoutMs: 51 };

const nothing = {
  responseTimeMeanMs: null,
  emptyShare: null,
  emptyShareOfPlan: null,
  requestsPerSubscriberSecond: null,
};

describe("emptyShareGiven", () => {
  it.each([
    { instants: [], share: 1, why: "nothing published" },
    { instants: [10, 60], share: 0.8, why: "two apart" },
    { instants: [10, 15], share: 0.85, why: "two that overlap" },
    { instants: [10, 10], share: 0.9, why: "two at once" },
    { instants: [-5], share: 0.95, why: "one from before the window" },
    { instants: [-50], share: 1, why: "one from long before" },
    { instants: [95], share: 0.95, why: "one that reaches beyond the window" },
    { instants: [120], share: 1, why: "one after it" },
  ])("is $share with $why", ({ instants, share }) => {
    expect(emptyShareGiven(instants, 10, 0, 100)).toBeCloseTo(share, 12);
  });

  it("is e^(−λT) over a long Poisson plan", () => {
    const instants = scheduleUntil(poisson(10, seededRandom(1)), 1_000_000);
    const published = instants.length / 1_000_000;
    expect(emptyShareGiven(instants, 100, 0, 1_000_000)).toBeCloseTo(Math.exp(-published * 100), 2);
  });
});

describe("predict", () => {
  it("knows a WebSocket by its one-way delay, and nothing else", () => {
    expect(predict(conditions({}), worked)).toEqual({
      ...nothing,
      ...nothing,
      responseTimeMeanMs: 25,
    });
  });

  it("short polling: d + T/2, 1/T, and e^(−λT) of the polls empty", () => {
    expect(predict(conditions({ pollEveryMs: 1000, ratePerSec: 1 }), worked)).toEqual({
      ...nothing,
      responseTimeMeanMs: 525,
      emptyShare: Math.exp(-1),
      requestsPerSubscriberSecond: 1,
    });
    expect(predict(conditions({ pollEveryMs: 1000, ratePerSec: 0.25, schedule: "periodic" }), worked).emptyShare).toBe(
      0.75,
    );
    expect(predict(conditions({ pollEveryMs: 1000, ratePerSec: 4, schedule: "periodic" }), worked).emptyShare).toBe(0);
  });

  it.each([
    { ratePerSec: 1, mean: 26.3, requests: 0.9994 },
    { ratePerSec: 10, mean: 36.7, requests: 9.0 },
    { ratePerSec: 50, mean: 49.7, requests: 19.0 },
  ])("long polling at $ratePerSec/s gives the worked means: $mean ms", ({ ratePerSec, mean, requests }) => {
    const theory = predict(conditions({ holdMs: 30_000, ratePerSec }), worked);
    expect(theory.responseTimeMeanMs).toBeCloseTo(mean, 1);
    expect(theory.requestsPerSubscriberSecond).toBeCloseTo(requests, 1);
  });

  it("an idle long poll asks once a hold and blackout: about 120 times an hour", () => {
    const idle = predict(conditions({ holdMs: 30_000, ratePerSec: 1e-9 }), worked);
    expect((idle.requestsPerSubscriberSecond ?? 0) * 3600).toBeCloseTo(3600 / 30.051, 3);
    expect(idle.emptyShare).toBeCloseTo(1, 6);
  });

  it("long polling under a periodic publisher counts the holds that run out in each gap", () => {
    expect(predict(conditions({ holdMs: 30_000, ratePerSec: 1 / 33, schedule: "periodic" }), worked)).toEqual({
      ...nothing,
      responseTimeMeanMs: 25,
      emptyShare: 0.5,
      requestsPerSubscriberSecond: expect.closeTo(2 / 33, 12),
    });
    const busy = predict(conditions({ holdMs: 30_000, ratePerSec: 25, schedule: "periodic" }), worked);
    expect(busy).toEqual({ ...nothing, emptyShare: 0, requestsPerSubscriberSecond: 25 });
  });

  it("predicts nothing from what was not measured", () => {
    const unknown = { oneWayMs: null, blackoutMs: null };
    expect(predict(conditions({ holdMs: 1000 }), unknown)).toEqual(nothing);
    expect(predict(conditions({}), unknown)).toEqual(nothing);
    expect(predict(conditions({ holdMs: 1000 }), { oneWayMs: null, blackoutMs: 1 }).responseTimeMeanMs).toBeNull();
    expect(predict(conditions({ pollEveryMs: 1000 }), unknown).responseTimeMeanMs).toBeNull();
  });
});
