import { describe, expect, it } from "vitest";
import { sampleConditions } from "../fixtures/run.ts";
import { periodic, poisson, scheduleUntil } from "../plan/pacer.ts";
import type { Conditions } from "../record/trial.ts";
import { seededRandom } from "../statistics/random.ts";
import { mean, quantile } from "../statistics/stats.ts";
import { predict } from "./model.ts";
import { type Played, type Replayed, replayLongPolling, replayPush, replayShortPolling, type Way } from "./replay.ts";

const played = (instants: readonly number[], change: Partial<Played> = {}): Played => ({
  dueMs: Float64Array.from(instants),
  sentMs: Float64Array.from(instants),
  readyMs: 0,
  measureMs: 1000,
  subscribers: 1,
  ...change,
});
const way = { downMs: 10, upMs: 20, turnaroundMs: 1 };
const told = ({ responseTimesMs, requests, empty, full, messages }: Replayed) => [
  [...responseTimesMs],
  requests,
  empty,
  full,
  messages,
];
const software =
  (...knots: readonly number[]) =>
  () =>
    knots;

describe("a pushed message", () => {
  it("takes the way down and the software's own time, from when it was meant to be published", () => {
    const late = played([100, 200], { sentMs: Float64Array.of(103, 200) });
    expect([...replayPush(late, way, software(2)).responseTimesMs]).toEqual([12, 15]);
  });

  it("reaches the first subscriber sooner than the last, each rank for a tenth of them", () => {
    const { responseTimesMs, subscribers } = replayPush(played([5], { subscribers: 400 }), way, software(0, 10));
    expect(subscribers).toBe(10);
    expect([...responseTimesMs]).toEqual([10.5, 11.5, 12.5, 13.5, 14.5, 15.5, 16.5, 17.5, 18.5, 19.5]);
  });

  it("counts where it was due in the window, however late it comes, and among the messages where it came in it", () => {
    const seen = replayPush(played([-5, 995]), way, software(0));
    expect([[...seen.responseTimesMs], seen.messages]).toEqual([[10], 1]);
  });
});

describe("a short poll", () => {
  it("finds what was published until it was at the server, and leaves at its phase", () => {
    // Polls at −150, 50, 250, … are at the server 20 ms later: that of 250 finds two messages, and its answer comes at 280.
    const seen = replayShortPolling(played([71, 270, 900]), way, software(0), 200, [0.25]);
    expect(told(seen)).toEqual([[10, 180, 209], 5, 4, 1, 2]);
  });

  it("is left out while an answer is on its way", () => {
    const far = { downMs: 130, upMs: 130, turnaroundMs: 0 };
    // Polls at −100, 200, 500, 800; the answers to those within the window come at 160, 460, 760.
    const seen = replayShortPolling(played([100, 400]), far, software(0), 100, [0]);
    expect([seen.requests, seen.empty, seen.full]).toEqual([3, 1, 2]);
  });

  it("is answered alone: what the first of a message's subscribers takes is its software's time", () => {
    const seen = replayShortPolling(played([100]), way, software(3, 50), 200, [0.5]);
    expect([...seen.responseTimesMs]).toEqual([33]);
  });
});

describe("a long poll", () => {
  it("that waits is answered at once; what comes within the blackout waits for the next request", () => {
    // The answer of 100 arrives at 112, and the request after it is there at 133: 120 and 130 leave then, together.
    const seen = replayLongPolling(played([100, 120, 130, 500]), way, software(2), 30_000);
    expect(told(seen)).toEqual([[12, 12, 15, 25], 3, 0, 3, 4]);
  });

  it("is answered with all that its server's turn holds", () => {
    expect(replayLongPolling(played([100, 100.2, 100.3]), way, software(0), 30_000).full).toBe(2);
  });

  it("is answered empty when its hold is over", () => {
    // Held from 0: over at 300, at the client at 310, there again at 331; the second hold is over at 631.
    expect(told(replayLongPolling(played([700]), way, software(0), 300))).toEqual([[10], 3, 2, 1, 1]);
  });

  it("is not taken in while the server still writes the answers to a message", () => {
    const near = { downMs: 0, upMs: 0, turnaroundMs: 0 };
    const seen = replayLongPolling(played([100, 105], { subscribers: 2 }), near, software(0, 20), 30_000);
    // The two have the first message after 5 and 15 ms, and are both waiting again after 20.
    expect([...seen.responseTimesMs]).toEqual([5, 15, 20, 30]);
  });
});

const sizes = { payloadBytes: 100, requestBytes: 60, fullAnswerBytes: 140, emptyAnswerBytes: 80 };

/** The closed forms' expectation under such conditions. */
const expected = (conditions: Partial<Conditions>, { downMs, upMs, turnaroundMs }: Way) =>
  predict(
    sampleConditions("websocket", conditions),
    { oneWayMs: downMs, roundTripMs: downMs + upMs, turnaroundMs, blackoutMs: null },
    { ...sizes, framingPerMessageBytes: null, keepAlivePerSecond: 0 },
  );

/** Within 1 %. Shares within 0.002, since a rare event does not come up often enough for 1 %. */
const expectAgreement = (theory: ReturnType<typeof expected>, seen: Replayed, measureMs: number): void => {
  const perSecond = (number: number): number => (number * 1000) / measureMs / seen.subscribers;
  const { requests, empty, full, messages, responseTimesMs } = seen;
  const heads = requests * sizes.requestBytes + full * (sizes.fullAnswerBytes + 1) + empty * sizes.emptyAnswerBytes;
  const pairs = [
    ["mean", theory.responseTimeMeanMs, mean(responseTimesMs)],
    ["p50", theory.responseTimeP50Ms, quantile(responseTimesMs, 0.5)],
    ["p99", theory.responseTimeP99Ms, quantile(responseTimesMs, 0.99)],
    ["max", theory.responseTimeMaxMs, quantile(responseTimesMs, 1)],
    ["requests", theory.requestsPerSubscriberSecond, perSecond(requests)],
    ["messages a response", theory.messagesPerResponse, messages / full],
    ["bytes", theory.bytesPerSubscriberSecond, perSecond(heads + messages * (sizes.payloadBytes + 1))],
  ] as const;
  for (const [name, predicted, replayed] of pairs) {
    const ratio = (predicted ?? Number.NaN) / replayed;
    expect(Math.abs(ratio - 1), `${name}: ${predicted} expected, ${replayed} replayed`).toBeLessThan(0.01);
  }
  expect(Math.abs((theory.emptyShare ?? Number.NaN) - empty / requests), "empty share").toBeLessThan(0.002);
};

describe("over a long Poisson plan, the replay comes to the closed forms:", () => {
  const count = 100_000;
  const plan = (ratePerSec: number): Played => {
    const pacer = poisson(ratePerSec, seededRandom(7, ratePerSec * 1000));
    return played(
      Array.from({ length: count }, (_, index) => pacer(index)),
      { measureMs: pacer(count - 1) },
    );
  };
  /** The rate that was published in fact, so that the chance in the plan does not count. */
  const rateOf = ({ measureMs }: Played): number => (count * 1000) / measureMs;

  it.each([
    { ratePerSec: 1, d: 25, u: 25, c: 1, holdMs: 30_000 },
    { ratePerSec: 10, d: 25, u: 25, c: 1, holdMs: 30_000 },
    { ratePerSec: 50, d: 25, u: 25, c: 1, holdMs: 30_000 },
    { ratePerSec: 10, d: 140, u: 140, c: 2, holdMs: 30_000 },
    { ratePerSec: 5, d: 80, u: 20, c: 15, holdMs: 200 },
    { ratePerSec: 0.2, d: 10, u: 50, c: 0, holdMs: 2000 },
  ])("long polling, $ratePerSec/s, d $d, u $u, c $c, H $holdMs", ({ ratePerSec, d, u, c, holdMs }) => {
    const given = { downMs: d, upMs: u, turnaroundMs: c };
    const whole = plan(ratePerSec);
    const seen = replayLongPolling(whole, given, software(0), holdMs);
    expectAgreement(expected({ ratePerSec: rateOf(whole), holdMs }, given), seen, whole.measureMs);
  });

  it.each([
    { ratePerSec: 1, d: 25, u: 25, everyMs: 1000 },
    { ratePerSec: 10, d: 25, u: 60, everyMs: 100 },
    { ratePerSec: 3, d: 0.2, u: 0.1, everyMs: 300 },
    { ratePerSec: 2, d: 140, u: 140, everyMs: 100 },
    { ratePerSec: 50, d: 50, u: 50, everyMs: 1000 },
  ])("short polling, $ratePerSec/s, d $d, u $u, T $everyMs", ({ ratePerSec, d, u, everyMs }) => {
    const given = { downMs: d, upMs: u, turnaroundMs: 0 };
    const whole = plan(ratePerSec);
    const seen = replayShortPolling(whole, given, software(0), everyMs, [0]);
    expectAgreement(expected({ ratePerSec: rateOf(whole), pollEveryMs: everyMs }, given), seen, whole.measureMs);
  });
});

describe("with a message every D, the replay comes to the closed forms:", () => {
  const plan = (everyMs: number, change: Partial<Played> = {}): Played => {
    const measureMs = everyMs * 2000.5;
    return played([...scheduleUntil(periodic(1000 / everyMs, everyMs), measureMs)], { measureMs, ...change });
  };

  it.each([
    { everyMs: 250, d: 120, u: 120, c: 2, holdMs: 30_000, why: "each finds a request waiting" },
    { everyMs: 250, d: 140, u: 140, c: 2.37, holdMs: 30_000, why: "each blackout meets one" },
    { everyMs: 40, d: 60, u: 50, c: 1.7, holdMs: 30_000, why: "several a blackout" },
    { everyMs: 1000, d: 25, u: 25, c: 1, holdMs: 300, why: "holds run out between" },
  ])("long polling, D $everyMs, d $d: $why", ({ everyMs, d, u, c, holdMs }) => {
    const given = { downMs: d, upMs: u, turnaroundMs: c };
    const whole = plan(everyMs, { readyMs: everyMs - 1 });
    const seen = replayLongPolling(whole, given, software(0), holdMs);
    const theory = expected({ ratePerSec: 1000 / everyMs, schedule: "periodic", holdMs }, given);
    expectAgreement(theory, seen, whole.measureMs);
  });

  it.each([
    { everyMs: 1000, pollEveryMs: 1000, d: 25, u: 25, why: "as frequent as the messages" },
    { everyMs: 1500, pollEveryMs: 500, d: 50, u: 10, why: "more frequent" },
    { everyMs: 100, pollEveryMs: 1500, d: 5, u: 5, why: "less frequent" },
    { everyMs: 250, pollEveryMs: 100, d: 70, u: 60, why: "slower to answer than asked" },
  ])("short polling, D $everyMs, T $pollEveryMs: $why", ({ everyMs, pollEveryMs, d, u }) => {
    const given = { downMs: d, upMs: u, turnaroundMs: 0 };
    const phases = Array.from({ length: 50 }, (_, index) => (index + 0.5) / 50);
    const whole = plan(everyMs, { subscribers: phases.length });
    const seen = replayShortPolling(whole, given, software(0), pollEveryMs, phases);
    const theory = expected({ ratePerSec: 1000 / everyMs, schedule: "periodic", pollEveryMs }, given);
    expectAgreement(theory, seen, whole.measureMs);
  });
});
