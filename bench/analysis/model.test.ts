import { describe, expect, it } from "vitest";
import { joinMessages } from "../../servers/protocol/joined-messages.ts";
import { headerBytes } from "../../servers/protocol/websocket/frame.ts";
import type { MeasuredDelays, Theory } from "../record/summary.ts";
import type { Conditions } from "../record/trial.ts";
import {
  type ByteInputs,
  blackoutOf,
  longPollRequestsPerSec,
  modelHolds,
  predict,
  quantileOf,
  shortPollBeatsLongPollAbove,
} from "./model.ts";

const conditions = (change: Partial<Conditions>): Conditions => ({
  subscribers: 100,
  ratePerSec: 10,
  schedule: "poisson",
  bodyBytes: 256,
  oneWayMs: 25,
  pollEveryMs: null,
  holdMs: null,
  connection: null,
  clientProcesses: null,
  headers: "minimal",
  ...change,
});
const silent = { schedule: "silent", ratePerSec: 0 } as const;

const delays = (downMs: number, upMs: number, turnaroundMs: number): MeasuredDelays => ({
  oneWayMs: downMs,
  roundTripMs: downMs + upMs,
  turnaroundMs,
  blackoutMs: null,
});

/** The method's worked example: the blackout g is 51 ms. */
const worked = delays(25, 25, 1);
const unknown: MeasuredDelays = { oneWayMs: null, roundTripMs: null, turnaroundMs: null, blackoutMs: null };

const sizes: ByteInputs = {
  payloadBytes: 100,
  requestBytes: 60,
  fullAnswerBytes: 140,
  emptyAnswerBytes: 80,
  framingPerMessageBytes: null,
  keepAlivePerSecond: 0,
};

const nothing: Theory = {
  responseTimeMeanMs: null,
  responseTimeP50Ms: null,
  responseTimeP99Ms: null,
  responseTimeMaxMs: null,
  emptyShare: null,
  requestsPerSubscriberSecond: null,
  messagesPerResponse: null,
  bytesPerSubscriberSecond: null,
};
const everyQuantile = (ms: number) => ({
  responseTimeMeanMs: ms,
  responseTimeP50Ms: ms,
  responseTimeP99Ms: ms,
  responseTimeMaxMs: ms,
});

describe("the worked figures of the method", () => {
  it.each([
    { transport: "long", ratePerSec: 1, mean: 26.3, p99: 66.0, max: 76, requests: 0.999 },
    { transport: "long", ratePerSec: 10, mean: 36.7, p99: 74.9, max: 76, requests: 9.005 },
    { transport: "long", ratePerSec: 50, mean: 49.7, p99: 75.5, max: 76, requests: 19.025 },
    { transport: "short", ratePerSec: 1, mean: 525, p99: 1015, max: 1025, requests: 1 },
    { transport: "short", ratePerSec: 50, mean: 525, p99: 1015, max: 1025, requests: 1 },
    { transport: "WebSocket", ratePerSec: 10, mean: 25, p99: 25, max: 25, requests: 0 },
  ])(
    "$transport at $ratePerSec/s: $mean ms mean, $p99 ms p99",
    ({ transport, ratePerSec, mean, p99, max, requests }) => {
      const factors = { long: { holdMs: 30_000 }, short: { pollEveryMs: 1000 } }[transport] ?? {};
      const theory = predict(conditions({ ...factors, ratePerSec }), worked, null);
      expect(theory.responseTimeMeanMs).toBeCloseTo(mean, 1);
      expect(theory.responseTimeP99Ms).toBeCloseTo(p99, 1);
      expect(theory.responseTimeMaxMs).toBe(max);
      expect(theory.requestsPerSubscriberSecond).toBeCloseTo(requests, 3);
    },
  );

  it("T2: a long poll takes 50 to 100 ms in the mean and 150 at most where a WebSocket takes 50", () => {
    const distant = delays(50, 50, 0);
    const at = (ratePerSec: number) => predict(conditions({ holdMs: 30_000, ratePerSec }), distant, null);
    expect(at(0.01).responseTimeMeanMs).toBeCloseTo(50.19, 2);
    expect(at(1).responseTimeMeanMs).toBeCloseTo(54.98, 2);
    expect(at(1000).responseTimeMeanMs).toBeCloseTo(100, 2);
    expect(at(10).responseTimeMaxMs).toBe(150);
    expect(predict(conditions({ pollEveryMs: 1000 }), distant, null).responseTimeMeanMs).toBe(550);
  });

  it.each([
    { oneWayMs: 20, mean: 20 },
    { oneWayMs: 60, mean: 60 },
    { oneWayMs: 110, mean: 110 },
    { oneWayMs: 120, mean: 120 },
    { oneWayMs: 140, mean: 281 },
    { oneWayMs: 200, mean: 401 },
  ])("T4: at 4 messages/s and $oneWayMs ms a long poll takes $mean ms", ({ oneWayMs, mean }) => {
    const regular = conditions({ holdMs: 30_000, ratePerSec: 4, schedule: "periodic" });
    expect(predict(regular, delays(oneWayMs, oneWayMs, 2), null).responseTimeMeanMs).toBe(mean);
  });

  it("T7: an idle long poll asks about 120 times an hour", () => {
    expect(longPollRequestsPerSec(0, 30_000, 51) * 3600).toBeCloseTo(3600 / 30.051, 9);
    expect(longPollRequestsPerSec(1e-9, 30_000, 51)).toBeCloseTo(1 / 30.051, 9);
  });
});

describe("predict", () => {
  it("says of a silent schedule what asking costs, and no latency", () => {
    expect(predict(conditions({ ...silent, pollEveryMs: 500 }), worked, sizes)).toEqual({
      ...nothing,
      emptyShare: 1,
      requestsPerSubscriberSecond: 2,
      bytesPerSubscriberSecond: 2 * (60 + 80),
    });
    expect(predict(conditions({ ...silent, holdMs: 949 }), worked, sizes)).toEqual({
      ...nothing,
      emptyShare: 1,
      requestsPerSubscriberSecond: 1,
      bytesPerSubscriberSecond: 60 + 80,
    });
    expect(predict(conditions(silent), worked, { ...sizes, keepAlivePerSecond: 0.5 })).toEqual({
      ...nothing,
      requestsPerSubscriberSecond: 0,
      bytesPerSubscriberSecond: 0.5,
    });
  });

  it("long polling under a periodic publisher counts the holds that run out in each gap", () => {
    const regular = conditions({ holdMs: 30_000, ratePerSec: 1 / 33, schedule: "periodic" });
    expect(predict(regular, worked, null)).toEqual({
      ...nothing,
      ...everyQuantile(25),
      emptyShare: 0.5,
      requestsPerSubscriberSecond: expect.closeTo(2 / 33, 12),
      messagesPerResponse: expect.closeTo(1, 12),
    });
  });

  it("has no form where a periodic message falls into the blackout after a hold", () => {
    expect(predict(conditions({ holdMs: 930, ratePerSec: 1, schedule: "periodic" }), worked, sizes)).toEqual(nothing);
  });

  it("skips the polls that an answer on a long way overruns", () => {
    const theory = predict(conditions({ pollEveryMs: 100 }), delays(140, 140, 1), null);
    expect(theory).toMatchObject({ responseTimeMeanMs: 290, emptyShare: Math.exp(-3) });
    expect(theory.requestsPerSubscriberSecond).toBeCloseTo(1000 / 300, 12);
  });

  it("predicts nothing from what was not measured", () => {
    expect(predict(conditions({ holdMs: 1000 }), unknown, sizes)).toEqual(nothing);
    expect(predict(conditions({}), unknown, null)).toEqual({ ...nothing, requestsPerSubscriberSecond: 0 });
    const short = predict(conditions({ pollEveryMs: 1000 }), unknown, { ...sizes, requestBytes: null });
    expect(short).toMatchObject({
      requestsPerSubscriberSecond: 1,
      responseTimeMeanMs: null,
      bytesPerSubscriberSecond: null,
    });
    const held = predict(conditions({ holdMs: 1000 }), { ...unknown, blackoutMs: 1 }, null);
    expect(held).toMatchObject({ responseTimeMeanMs: null, emptyShare: Math.exp(-10.01) });
  });
});

describe("bytes", () => {
  it.each([1, 2, 5])("an answer of %i messages is what the server joins: k + 1 bytes beyond the messages", (k) => {
    const payload = Buffer.alloc(100, "1");
    expect(joinMessages(Array.from({ length: k }, () => payload)).length).toBe(k * 100 + k + 1);
    // A message every 1000/k ms, a poll every second: each answer carries k.
    const regular = conditions({ pollEveryMs: 1000, ratePerSec: k, schedule: "periodic" });
    expect(predict(regular, worked, sizes).bytesPerSubscriberSecond).toBe(60 + 140 + k * 100 + k + 1);
  });

  it.each([125, 126, 65_535, 65_536])(
    "a pushed payload of %i bytes has the frame header of RFC 6455",
    (payloadBytes) => {
      const theory = predict(conditions({ ratePerSec: 1 }), worked, { ...sizes, payloadBytes });
      expect(theory.bytesPerSubscriberSecond).toBe(payloadBytes + headerBytes(payloadBytes, false));
    },
  );

  it("a pushed message has the framing that was measured, where it was", () => {
    const wire = { ...sizes, framingPerMessageBytes: 15, keepAlivePerSecond: 0.25 };
    expect(predict(conditions({ ratePerSec: 4 }), worked, wire).bytesPerSubscriberSecond).toBe(460.25);
  });

  it("an answer too rare to have been met does not hide the bytes of the others; one that counts does", () => {
    const wire = { ...sizes, emptyAnswerBytes: null };
    expect(predict(conditions({ pollEveryMs: 1000 }), worked, wire).bytesPerSubscriberSecond).toBeCloseTo(1211, 2);
    expect(predict(conditions({ pollEveryMs: 100 }), worked, wire).bytesPerSubscriberSecond).toBeNull();
  });
});

describe("quantileOf", () => {
  it.each([
    { p: 0, ms: 25, why: "nobody waits less than the delay" },
    { p: 0.5, ms: 25, why: "more than half meet a waiting request" },
    { p: 0.55, ms: 76 - 0.45 / 0.009005, why: "from 1 − Rg on they meet the blackout" },
    { p: 1, ms: 76, why: "at most all of it" },
  ])("long polling at $p: $why", ({ p, ms }) => {
    expect(quantileOf(conditions({ holdMs: 30_000 }), worked, p)).toBeCloseTo(ms, 2);
  });
});

describe("blackoutOf", () => {
  it.each([
    { given: { ...worked, roundTripMs: null, blackoutMs: 52 }, g: 52, why: "as an empty poll showed it" },
    { given: { ...worked, blackoutMs: 65 }, g: 51, why: "as the round trip and the turnaround make it" },
    { given: { ...worked, turnaroundMs: null }, g: null, why: "unknown" },
  ])("is $g: $why", ({ given, g }) => {
    expect(blackoutOf(given)).toBe(g);
  });
});

describe("modelHolds", () => {
  const close = { ...worked, oneWayMs: 2 };
  it.each([
    { change: { oneWayMs: 10 }, given: worked, holds: true, why: "pushed over an injected delay" },
    { change: { oneWayMs: 0 }, given: close, holds: false, why: "pushed on bare loopback" },
    { change: { oneWayMs: 0, holdMs: 30_000 }, given: close, holds: false, why: "held on bare loopback" },
    { change: { oneWayMs: 0, pollEveryMs: 100 }, given: close, holds: true, why: "an interval far above the delay" },
    { change: { oneWayMs: 0, pollEveryMs: 10 }, given: close, holds: false, why: "an interval near the delay" },
    { change: { oneWayMs: 10, ...silent }, given: worked, holds: false, why: "silence has no latency" },
    { change: { oneWayMs: 10 }, given: unknown, holds: false, why: "nothing measured" },
  ])("is $holds: $why", ({ change, given, holds }) => {
    expect(modelHolds(conditions(change), given)).toBe(holds);
  });
});

describe("shortPollBeatsLongPollAbove", () => {
  it.each([
    { everyMs: 1000, g: 0 },
    { everyMs: 1000, g: 51 },
    { everyMs: 1000, g: 200 },
    { everyMs: 500, g: 200 },
  ])("T = $everyMs, g = $g: the two ask equally often, near (1/T)(1 + g²/2T²)", ({ everyMs, g }) => {
    const above = shortPollBeatsLongPollAbove(everyMs, g) ?? Number.NaN;
    expect(longPollRequestsPerSec(above, 1e9, g)).toBeCloseTo(1000 / everyMs, 9);
    expect(above / ((1000 / everyMs) * (1 + (g * g) / (2 * everyMs * everyMs)))).toBeCloseTo(1, 2);
  });

  it("has no answer where the interval is within the blackout: long polling cannot ask more often", () => {
    expect(shortPollBeatsLongPollAbove(50, 51)).toBeNull();
    expect(shortPollBeatsLongPollAbove(51, 51)).toBeNull();
  });
});
