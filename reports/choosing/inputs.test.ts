import { describe, expect, it } from "vitest";
import { type SampleCell, sampleEstimate, sampleRun } from "../../bench/fixtures/run.ts";
import type { Floor } from "../../bench/record/run.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { plainTransports } from "../legend/transports.ts";
import { predictAll } from "./choices.ts";
import { choosingInputs } from "./inputs.ts";

const inputsOf = (cells: readonly SampleCell[], floors: readonly Floor[] = []) => {
  const run = { ...sampleRun(cells), floors };
  return choosingInputs(run, plainTransports(run));
};

const noTimes = {
  mean: null,
  p50: null,
  p90: null,
  p99: null,
  p999: null,
  max: null,
  count: 0,
  events: 0,
  histogram: "",
};
const floorAt = (oneWayMs: number, mean: number): Floor => ({
  oneWayMs,
  link: { kind: "veth", cpuUtilization: 0 },
  connectMs: noTimes,
  closedRoundTripMs: noTimes,
  pacedRoundTripMs: { ...noTimes, mean },
});

/** One message of 20 B with 30 B around it and 4 B of frame. */
const bytes = { body: 200, envelope: 300, framing: 40, up: 0, down: 540, perDelivery: { up: 0, down: 54 } } as const;
const socket = (change: Partial<SampleCell> = {}): SampleCell => ({
  scenario: "broadcast",
  transport: "websocket",
  conditions: { oneWayMs: 0 },
  metrics: { responseTimeMeanMs: sampleEstimate(0.3), responseTimeP99Ms: sampleEstimate(1.1) },
  trials: [{ bytes }],
  ...change,
});
const long = (change: Partial<SampleCell> = {}): SampleCell => ({
  scenario: "broadcast",
  transport: "long-polling",
  conditions: { oneWayMs: 0 },
  trials: [{ requests: { turnaroundMs: 0.08, headBytes: { request: 120, fullAnswer: 160, emptyAnswer: null } } }],
  ...change,
});

describe("what a run gives the model", () => {
  it("is nothing where no Poisson messages were timed", () => {
    expect(inputsOf([])).toBeNull();
    expect(inputsOf([socket({ metrics: {} })])).toBeNull();
    expect(inputsOf([socket({ conditions: { schedule: "periodic" } })])).toBeNull();
    expect(inputsOf([socket({ trials: [] })])).toBeNull();
  });

  it("is the software's share of the delay, of the round trip and of the turnaround", () => {
    const inputs = inputsOf([socket(), long()], [floorAt(50, 100.4), floorAt(0, 0.16)]);
    expect(inputs?.transports.map(({ name, floors }) => [name, floors])).toEqual([
      ["websocket", [{ deliveriesPerSec: 200, ms: 0.3 }]],
      ["long-polling", [{ deliveriesPerSec: 200, ms: 0.3 }]],
    ]);
    expect(inputs).toMatchObject({ roundTripFloorMs: 0.16, turnaroundMs: 0.08 });
    expect(inputs?.jitterMs).toBeCloseTo(0.8, 12);
  });

  it("takes the link's delay off where nothing was measured without one", () => {
    const metrics = { responseTimeMeanMs: sampleEstimate(50.75) };
    const inputs = inputsOf([socket({ conditions: { oneWayMs: 50 }, metrics })], [floorAt(50, 100.5)]);
    expect(inputs?.transports[0]?.floors).toEqual([{ deliveriesPerSec: 200, ms: 0.75 }]);
    expect(inputs?.roundTripFloorMs).toBe(0.5);
  });

  it("prefers floors measured without delay", () => {
    const inputs = inputsOf([
      socket(),
      socket({
        scenario: "distance",
        conditions: { oneWayMs: 50 },
        metrics: { responseTimeMeanMs: sampleEstimate(52) },
      }),
      socket({ scenario: "rates", conditions: { oneWayMs: 0, ratePerSec: 100 } }),
    ]);
    expect(inputs?.transports[0]?.floors).toEqual([
      { deliveriesPerSec: 200, ms: 0.3 },
      { deliveriesPerSec: 2000, ms: 0.3 },
    ]);
  });

  it("is the envelope without the body, and the heads", () => {
    const inputs = inputsOf([
      socket(),
      long({
        trials: [{ bytes, requests: { total: 10, headBytes: { request: 120, fullAnswer: 160, emptyAnswer: null } } }],
      }),
    ]);
    expect(inputs?.transports.map(({ wire }) => wire)).toEqual([
      {
        envelopeBytes: 30,
        requestBytes: null,
        fullAnswerBytes: null,
        emptyAnswerBytes: null,
        framingPerMessageBytes: null,
        keepAlivePerSecond: 0,
      },
      // Each answer with one message has two bytes of brackets.
      {
        envelopeBytes: 28,
        requestBytes: 120,
        fullAnswerBytes: 160,
        emptyAnswerBytes: null,
        framingPerMessageBytes: 4,
        keepAlivePerSecond: 0,
      },
    ]);
  });

  it("is CPU by requests and deliveries where the cells bear a fit", () => {
    const cell = (ratePerSec: number, pollEveryMs: number): SampleCell => ({
      scenario: "rates",
      transport: "short-polling",
      conditions: { oneWayMs: 0, ratePerSec, pollEveryMs },
      metrics: {
        responseTimeMeanMs: sampleEstimate(1),
        requestsPerSubscriberSecond: sampleEstimate(1000 / pollEveryMs),
        serverCpuUtilization: sampleEstimate((20 * 1000 * 0.000_05) / pollEveryMs + 20 * ratePerSec * 0.000_01),
      },
      trials: [{}],
    });
    const cpu = inputsOf([cell(1, 1000), cell(10, 1000), cell(10, 100), cell(50, 500)])?.transports[0]?.cpu;
    expect(cpu).toMatchObject({ from: "fit", cells: 4, terms: { constant: 0, perBodyByte: 0 } });
    expect(cpu?.from === "fit" && cpu.terms.perRequest).toBeCloseTo(0.000_05, 12);
    expect(cpu?.from === "fit" && cpu.terms.perDelivery).toBeCloseTo(0.000_01, 12);
  });

  it("is CPU per thousand deliveries where they do not", () => {
    const metrics = {
      responseTimeMeanMs: sampleEstimate(0.3),
      serverCpuUtilization: sampleEstimate(0.002),
      serverCpuMsPerThousandDeliveries: sampleEstimate(10),
    };
    expect(inputsOf([socket({ metrics })])?.transports[0]?.cpu).toEqual({
      from: "nearest",
      cells: [{ deliveriesPerSec: 200, msPerThousandDeliveries: 10 }],
    });
  });

  it("is the region of the cells with deliveries", () => {
    const inputs = inputsOf([
      socket(),
      socket({ scenario: "rates", conditions: { oneWayMs: 10, ratePerSec: 2, bodyBytes: 64 } }),
      socket({ scenario: "silence", conditions: { schedule: "silent", ratePerSec: 0, subscribers: 400 } }),
    ]);
    expect(inputs?.transports[0]?.region).toEqual({
      ratePerSec: [2, 10],
      subscribers: [20, 20],
      bodyBytes: [20, 64],
      oneWayMs: [0, 10],
      deliveriesPerSec: [40, 200],
    });
  });

  it("leaves out other makes of a transport, other heads and new connections", () => {
    const inputs = inputsOf([
      socket(),
      long(),
      socket({ transport: "ws-library" }),
      socket({ transport: "websocket:again" }),
      socket({ scenario: "heads", conditions: { headers: "browser", bodyBytes: 9 } }),
      long({ scenario: "new", conditions: { connection: "close", bodyBytes: 9 } }),
    ]);
    expect(inputs?.transports.map(({ name, region }) => [name, region.bodyBytes])).toEqual([
      ["websocket", [20, 20]],
      ["long-polling", [20, 20]],
    ]);
  });

  it("begins with the main scenario's setting, and its poll interval as the limit", () => {
    expect(choosingInputs(fixtureRun, plainTransports(fixtureRun))?.defaults).toEqual({
      ratePerSec: 10,
      subscribers: 100,
      bodyBytes: 256,
      oneWayMs: 0,
      staleMs: 1000,
    });
  });

  it("predicts of the fixed run what was invented for it, and extrapolates nothing at its own setting", () => {
    const inputs = choosingInputs(fixtureRun, plainTransports(fixtureRun));
    const predictions = inputs === null ? [] : predictAll(inputs, inputs.defaults);
    expect(predictions.map(({ name, outside }) => [name, Object.values(outside).flat()])).toEqual([
      ["short-polling", []],
      ["long-polling", []],
      ["websocket", []],
    ]);
    // 100 polls and 1000 messages: 100 · (118 + 164 + 1) + 1000 · (256 + 52 + 1); of long polls (λg)²/2 fewer than messages.
    expect(predictions.map(({ bytesPerSec }) => Math.round(bytesPerSec ?? 0))).toEqual([337_300, 591_999, 312_000]);
  });
});
