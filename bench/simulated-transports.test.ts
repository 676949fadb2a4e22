import { describe, expect, it } from "vitest";
import { predict } from "./model.ts";
import { periodic, poisson, scheduleUntil } from "./pacer.ts";
import { phaseOf, seededRandom } from "./random.ts";
import type { Theory } from "./record-summary.ts";
import type { Conditions } from "./record-trial.ts";
import { sampleConditions } from "./sample-run.ts";
import {
  pooled,
  type Simulated,
  type SimulatedDelays,
  simulateLongPolling,
  simulateShortPolling,
} from "./simulated-transports.ts";
import { mean, quantile } from "./stats.ts";

const sizes = { payloadBytes: 100, requestBytes: 60, fullAnswerBytes: 140, emptyAnswerBytes: 80 };

/** What the closed forms say of the simulated conditions. */
const theoryOf = (conditions: Partial<Conditions>, { downMs, upMs, turnaroundMs }: SimulatedDelays): Theory =>
  predict(
    sampleConditions("websocket", conditions),
    { oneWayMs: downMs, roundTripMs: downMs + upMs, turnaroundMs, blackoutMs: null },
    { ...sizes, framingPerMessageBytes: null, keepAlivePerSecond: 0 },
  );

/** Within 1 %; shares within 0.002, since a small one is not met often enough. */
const expectAgreement = (theory: Theory, seen: Simulated): void => {
  const perSecond = (number: number): number => (number * 1000) / seen.durationMs;
  const pairs = [
    ["mean", theory.responseTimeMeanMs, mean(seen.responseTimesMs)],
    ["p50", theory.responseTimeP50Ms, quantile(seen.responseTimesMs, 0.5)],
    ["p99", theory.responseTimeP99Ms, quantile(seen.responseTimesMs, 0.99)],
    ["max", theory.responseTimeMaxMs, quantile(seen.responseTimesMs, 1)],
    ["requests", theory.requestsPerSubscriberSecond, perSecond(seen.requests)],
    ["messages a response", theory.messagesPerResponse, seen.responseTimesMs.length / (seen.requests - seen.empty)],
    ["bytes", theory.bytesPerSubscriberSecond, perSecond(seen.bytes)],
  ] as const;
  for (const [name, predicted, simulated] of pairs) {
    const ratio = (predicted ?? Number.NaN) / simulated;
    expect(Math.abs(ratio - 1), `${name}: ${predicted} predicted, ${simulated} simulated`).toBeLessThan(0.01);
  }
  expect(Math.abs((theory.emptyShare ?? Number.NaN) - seen.empty / seen.requests), "empty share").toBeLessThan(0.002);
};

describe("the closed forms, under Poisson messages,", () => {
  const messages = 400_000;
  const plan = (ratePerSec: number) => {
    const pacer = poisson(ratePerSec, seededRandom(7, ratePerSec * 1000));
    return Float64Array.from({ length: messages }, (_, index) => pacer(index));
  };
  /** Published in fact, so that the plan's own chance is left out. */
  const rateOf = (instants: Float64Array): number => (messages * 1000) / (instants.at(-1) ?? Number.NaN);

  it.each([
    { ratePerSec: 1, d: 25, u: 25, c: 1, holdMs: 30_000 },
    { ratePerSec: 10, d: 25, u: 25, c: 1, holdMs: 30_000 },
    { ratePerSec: 50, d: 25, u: 25, c: 1, holdMs: 30_000 },
    { ratePerSec: 10, d: 140, u: 140, c: 2, holdMs: 30_000 },
    { ratePerSec: 5, d: 80, u: 20, c: 15, holdMs: 200 },
    { ratePerSec: 0.2, d: 10, u: 50, c: 0, holdMs: 2000 },
  ])("long polling: $ratePerSec/s, d $d, u $u, c $c, H $holdMs", ({ ratePerSec, d, u, c, holdMs }) => {
    const instants = plan(ratePerSec);
    const given = { downMs: d, upMs: u, turnaroundMs: c };
    const seen = pooled([simulateLongPolling(instants, given, holdMs, 0, sizes)]);
    expectAgreement(theoryOf({ ratePerSec: rateOf(instants), holdMs }, given), seen);
  });

  it.each([
    { ratePerSec: 1, d: 25, u: 25, everyMs: 1000 },
    { ratePerSec: 10, d: 25, u: 60, everyMs: 100 },
    { ratePerSec: 3, d: 0.2, u: 0.1, everyMs: 300 },
    { ratePerSec: 2, d: 140, u: 140, everyMs: 100 },
    { ratePerSec: 50, d: 50, u: 50, everyMs: 1000 },
  ])("short polling: $ratePerSec/s, d $d, u $u, T $everyMs", ({ ratePerSec, d, u, everyMs }) => {
    const instants = plan(ratePerSec);
    const given = { downMs: d, upMs: u, turnaroundMs: 0 };
    const seen = pooled([simulateShortPolling(instants, given, everyMs, 0, sizes)]);
    expectAgreement(theoryOf({ ratePerSec: rateOf(instants), pollEveryMs: everyMs }, given), seen);
  });
});

describe("the closed forms, under a message every D,", () => {
  const pollers = 200;
  const messages = 4000;
  const run = (everyMs: number, one: (instants: Float64Array, index: number) => Simulated) => {
    const instants = scheduleUntil(periodic(1000 / everyMs, everyMs), everyMs * (messages + 0.5));
    return pooled(Array.from({ length: pollers }, (_, index) => one(instants, index)));
  };

  it.each([
    { everyMs: 250, d: 120, u: 120, c: 2, holdMs: 30_000, why: "each finds a request waiting" },
    { everyMs: 250, d: 140, u: 140, c: 2.37, holdMs: 30_000, why: "each blackout meets one" },
    { everyMs: 40, d: 60, u: 50, c: 1.7, holdMs: 30_000, why: "several a blackout" },
    { everyMs: 1000, d: 25, u: 25, c: 1, holdMs: 300, why: "holds run out between" },
  ])("long polling, D $everyMs, d $d: $why", ({ everyMs, d, u, c, holdMs }) => {
    const given = { downMs: d, upMs: u, turnaroundMs: c };
    const seen = run(everyMs, (instants) => simulateLongPolling(instants, given, holdMs, everyMs - 1, sizes));
    expectAgreement(theoryOf({ ratePerSec: 1000 / everyMs, schedule: "periodic", holdMs }, given), seen);
  });

  it.each([
    { everyMs: 1000, pollEveryMs: 1000, d: 25, u: 25, why: "as frequent as the messages" },
    { everyMs: 1500, pollEveryMs: 500, d: 50, u: 10, why: "more frequent" },
    { everyMs: 100, pollEveryMs: 1500, d: 5, u: 5, why: "less frequent" },
    { everyMs: 250, pollEveryMs: 100, d: 70, u: 60, why: "slower to answer than asked" },
  ])("short polling, D $everyMs, T $pollEveryMs: $why", ({ everyMs, pollEveryMs, d, u }) => {
    const given = { downMs: d, upMs: u, turnaroundMs: 0 };
    const cycleMs = pollEveryMs * Math.max(1, Math.ceil((d + u) / pollEveryMs));
    const seen = run(everyMs, (instants, index) =>
      simulateShortPolling(instants, given, pollEveryMs, everyMs - u + phaseOf(index, 0) * cycleMs, sizes),
    );
    expectAgreement(theoryOf({ ratePerSec: 1000 / everyMs, schedule: "periodic", pollEveryMs }, given), seen);
  });
});
