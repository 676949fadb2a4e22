import { describe, expect, it } from "vitest";
import { predict } from "../../bench/analysis/model.ts";
import { type ChoosingInputs, predictAll, type Setting, type TransportInputs } from "./choices.ts";

const sizes = {
  envelopeBytes: 50,
  requestBytes: 120,
  fullAnswerBytes: 160,
  emptyAnswerBytes: 140,
  keepAlivePerSecond: 0,
};
const floors = [
  { deliveriesPerSec: 10, ms: 0.25 },
  { deliveriesPerSec: 1000, ms: 0.5 },
];
const deliveries = { constant: 0, perRequest: 0.00004, perDelivery: 0.00001, perBodyByte: 0 };
const region = { ratePerSec: [1, 10], subscribers: [10, 100], bodyBytes: [256, 256], oneWayMs: [0, 50] } as const;
const transport = (way: TransportInputs["way"], change: Partial<TransportInputs> = {}): TransportInputs => ({
  name: way,
  label: way,
  way,
  holdMs: way === "long" ? 30_000 : null,
  floors,
  wire: { ...sizes, framingPerMessageBytes: null },
  cpu: { from: "fit", terms: deliveries, cells: 5, medianError: 0, worstError: 0 },
  region,
  ...change,
});

const sampleInputs: ChoosingInputs = {
  transports: [transport("short"), transport("long"), transport("push")],
  roundTripFloorMs: 0.2,
  turnaroundMs: 0.1,
  jitterMs: null,
  defaults: { ratePerSec: 10, subscribers: 100, bodyBytes: 256, oneWayMs: 0, staleMs: 1000 },
};
const at = (change: Partial<Setting> = {}): Setting => ({ ...sampleInputs.defaults, ...change });
const predictionOf = (way: TransportInputs["way"], setting: Setting, inputs = sampleInputs) =>
  predictAll(inputs, setting).find((prediction) => prediction.way === way);

describe("a prediction", () => {
  it("is the model's, with the delay added to what was measured without one", () => {
    const theory = predict(
      {
        subscribers: 100,
        ratePerSec: 10,
        schedule: "poisson",
        bodyBytes: 256,
        oneWayMs: 40,
        pollEveryMs: null,
        holdMs: 30_000,
        connection: null,
        clientProcesses: null,
        headers: "minimal",
      },
      { oneWayMs: 40.5, roundTripMs: 80.2, turnaroundMs: 0.1, blackoutMs: null },
      { ...sizes, payloadBytes: 306, framingPerMessageBytes: null },
    );
    const long = predictionOf("long", at({ oneWayMs: 40 }));
    expect(long?.meanMs).toBe(theory.responseTimeMeanMs);
    expect(long?.p99Ms).toBe(theory.responseTimeP99Ms);
    expect(long?.requestsPerSec).toBe(100 * (theory.requestsPerSubscriberSecond ?? Number.NaN));
    expect(long?.bytesPerSec).toBe(100 * (theory.bytesPerSubscriberSecond ?? Number.NaN));
    expect(long?.cores).toBeCloseTo(0.00004 * (long?.requestsPerSec ?? Number.NaN) + 0.01, 12);
  });

  it.each([
    [1000, 100, 0.5],
    [0.1, 100, 0.25],
    [1, 99, 0.25],
    [1, 101, 0.5],
  ])("at %d messages/s to %d subscribers takes the floor of the nearest load: %d ms", (ratePerSec, subscribers, ms) => {
    expect(predictionOf("push", at({ ratePerSec, subscribers }))).toMatchObject({ meanMs: ms, p99Ms: ms });
  });

  it("of bytes counts frame heads by the body's size", () => {
    expect(predictionOf("push", at({ bodyBytes: 75 }))?.bytesPerSec).toBe(1000 * 127);
    expect(predictionOf("push", at({ bodyBytes: 76 }))?.bytesPerSec).toBe(1000 * 130);
    expect(predictionOf("push", at({ bodyBytes: 65_486 }))?.bytesPerSec).toBe(1000 * 65_546);
  });

  it.each([
    ["the fit", transport("push").cpu, 0.01],
    [
      "the nearest cell",
      {
        from: "nearest",
        cells: [
          { deliveriesPerSec: 800, msPerThousandDeliveries: 20 },
          { deliveriesPerSec: 20, msPerThousandDeliveries: 90 },
        ],
      },
      0.02,
    ],
    ["nothing", { from: "nearest", cells: [] }, null],
  ] as const)("of CPU comes from %s", (_, cpu, cores) => {
    const inputs = { ...sampleInputs, transports: [transport("push", { cpu })] };
    expect(predictionOf("push", at(), inputs)?.cores).toBe(cores);
  });

  it("of what was not measured is null, and so is whether it keeps the limit", () => {
    const inputs = { ...sampleInputs, transports: [transport("push", { floors: [], wire: null })] };
    expect(predictionOf("push", at(), inputs)).toMatchObject({
      meanMs: null,
      p99Ms: null,
      bytesPerSec: null,
      keeps: null,
    });
  });
});

describe("short polling", () => {
  it.each([
    // (1000 − 0.5) / 0.99 = 1009.6, in three digits
    [1000, 0, 1000, true],
    // (100 − 0.5) / 0.99 = 100.505…
    [100, 0, 100, true],
    // (2000 − 25.5) / 0.99 = 1994.4…
    [2000, 25, 1990, true],
    // A round trip of 100.2 ms: 50.5 + 0.99 · 100.2 = 149.698
    [150, 50, 100.2, true],
    [149, 50, 100.2, false],
    [5, 50, 100.2, false],
    // (1.2 − 0.5) / 0.99 < 1
    [1.2, 0, 1, false],
  ])("within %d ms, %d ms away, asks every %d ms: keeps the limit: %s", (staleMs, oneWayMs, pollEveryMs, keeps) => {
    expect(predictionOf("short", at({ staleMs, oneWayMs }))).toMatchObject({ pollEveryMs, keeps });
  });

  it("is compared with the limit at p99", () => {
    expect(predictionOf("short", at())).toMatchObject({ p99Ms: 990.5, meanMs: 500.5, requestsPerSec: 100 });
  });
});

describe("extrapolation", () => {
  it("is none at the edge of the region", () => {
    expect(predictionOf("push", at({ oneWayMs: 50 }))?.outside).toEqual({
      meanMs: [],
      p99Ms: [],
      requestsPerSec: [],
      bytesPerSec: [],
      cores: [],
    });
  });

  it("names the factors that matter to each number", () => {
    expect(predictionOf("push", at({ bodyBytes: 257, subscribers: 9, oneWayMs: 51 }))?.outside).toEqual({
      meanMs: ["subscribers", "bodyBytes", "oneWayMs"],
      p99Ms: ["subscribers", "bodyBytes", "oneWayMs"],
      requestsPerSec: ["oneWayMs"],
      bytesPerSec: ["bodyBytes", "oneWayMs"],
      cores: ["bodyBytes", "oneWayMs"],
    });
  });

  it.each([
    [1040, []],
    [1060, ["deliveriesPerSec"]],
  ])("of a load begins 5 %% beyond what was measured: %d/s", (load, outside) => {
    const inputs = { ...sampleInputs, transports: [transport("push", { region: { deliveriesPerSec: [1, 1000] } })] };
    expect(predictionOf("push", at({ ratePerSec: load / 100 }), inputs)?.outside.cores).toEqual(outside);
  });

  it("goes by the interval that short polling was given", () => {
    const inputs = { ...sampleInputs, transports: [transport("short", { region: { pollEveryMs: [250, 2000] } })] };
    expect(predictionOf("short", at({ staleMs: 200 }), inputs)?.outside.p99Ms).toEqual(["pollEveryMs"]);
    expect(predictionOf("short", at({ staleMs: 300 }), inputs)?.outside.p99Ms).toEqual([]);
  });
});
