import { describe, expect, it } from "vitest";
import { predict } from "../../bench/analysis/model.ts";
import { samplePlace } from "../fixtures/place.ts";
import type { ChoosingInputs, Setting, TransportInputs } from "./bare.ts";
import type { CellQuantity, Measured, MeasuredCell, Place } from "./cells.ts";
import { type Prediction, predictAll, predictAt } from "./choices.ts";

const sizes = {
  envelopeBytes: 50,
  requestBytes: 120,
  fullAnswerBytes: 160,
  emptyAnswerBytes: 140,
  keepAlivePerSecond: 0,
};
const terms = {
  constant: 0,
  perPublication: 0,
  perRequest: 0.00004,
  perRootRequest: 0,
  perDelivery: 0.00001,
  perBodyByte: 0,
};
const region = { ratePerSec: [1, 10], subscribers: [10, 100], bodyBytes: [256, 256], oneWayMs: [0, 50] } as const;
const transport = (way: TransportInputs["way"], change: Partial<TransportInputs> = {}): TransportInputs => ({
  name: way,
  label: way,
  way,
  twoWay: way === "push",
  passes: "any",
  holdMs: way === "long" ? 30_000 : null,
  cells: [],
  tailMs: 0,
  software: { ms: 0.25, msPerSubscriber: 0.0025 },
  wire: { ...sizes, framingPerMessageBytes: null },
  cpu: { from: "fit", terms, sideBySide: 1, cells: 5, leftOut: null },
  flood: null,
  region,
  errors: { bytesPerSec: null, cores: null },
  ...change,
});

const sampleInputs: ChoosingInputs = {
  transports: [transport("short"), transport("long"), transport("push")],
  roundTripFloorMs: 0.2,
  turnaroundMs: 0.1,
  defaults: {
    ratePerSec: 10,
    subscribers: 100,
    bodyBytes: 256,
    oneWayMs: 0,
    staleMs: 1000,
    sendsPerMin: 0,
    between: "nothing",
  },
};
const at = (change: Partial<Setting> = {}): Setting => ({ ...sampleInputs.defaults, ...change });
const withOne = (one: TransportInputs): ChoosingInputs => ({ ...sampleInputs, transports: [one] });
const predictionOf = (way: TransportInputs["way"], setting: Setting, inputs = sampleInputs): Prediction => {
  const found = predictAll(inputs, setting).find((prediction) => prediction.way === way);
  if (found === undefined) throw new Error(`no ${way}`);
  return found;
};

const alone = (value: number): Measured => ({ value, low: null, high: null });
const cell = (
  figures: Partial<Record<CellQuantity, Measured>>,
  place: Partial<Place> = {},
  trials = 1,
): MeasuredCell => ({
  place: { ...samplePlace, ...place },
  trials,
  figures: {
    meanMs: null,
    p99Ms: null,
    p90Ms: null,
    requestsPerSec: null,
    bytesPerSec: null,
    cores: null,
    ...figures,
  },
  compared: null,
});

describe("a prediction far from what was measured", () => {
  it("is the model's, with the transport's own software time and its CPU", () => {
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
    const requestsPerSec = 100 * (theory.requestsPerSubscriberSecond ?? Number.NaN);
    expect(long).toMatchObject({ meanMs: theory.responseTimeMeanMs, requestsPerSec, measured: {} });
    expect(long.bytesPerSec).toBe(100 * (theory.bytesPerSubscriberSecond ?? Number.NaN));
    // 1000 deliveries, of which each answer's first costs nothing of its own.
    const full = requestsPerSec * (1 - (theory.emptyShare ?? Number.NaN));
    expect(long.cores).toBeCloseTo(0.00004 * requestsPerSec + 0.00001 * (1000 - full), 12);
  });

  it("is silent about p99", () => {
    const inputs = withOne(transport("push", { cells: [cell({ p99Ms: alone(6) }, { ratePerSec: 21 })] }));
    expect(predictionOf("push", at(), inputs)).toMatchObject({ p99Ms: null, p90Ms: null, meanMs: 0.5 });
  });

  it("of bytes counts frame heads by the body's size", () => {
    expect(predictionOf("push", at({ bodyBytes: 75 })).bytesPerSec).toBe(1000 * 127);
    expect(predictionOf("push", at({ bodyBytes: 76 })).bytesPerSec).toBe(1000 * 130);
    expect(predictionOf("push", at({ bodyBytes: 65_486 })).bytesPerSec).toBe(1000 * 65_546);
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
    expect(predictionOf("push", at(), withOne(transport("push", { cpu }))).cores).toBe(cores);
  });

  it("of what was not measured is null, and so is whether it keeps the limit", () => {
    const inputs = withOne(transport("push", { software: null, wire: null }));
    expect(predictionOf("push", at(), inputs)).toMatchObject({ meanMs: null, bytesPerSec: null, keeps: null });
  });
});

describe("a prediction at a measured setting", () => {
  const figures = {
    meanMs: { value: 3, low: 2.5, high: 3.5 },
    p99Ms: alone(6),
    p90Ms: alone(5),
    requestsPerSec: alone(0),
    bytesPerSec: alone(300_000),
    cores: alone(0.03),
  };

  it("is what was measured, with its interval", () => {
    const inputs = withOne(transport("push", { cells: [cell(figures)], region: {} }));
    const { p90Ms: _, ...told } = figures;
    expect(predictionOf("push", at(), inputs)).toMatchObject({
      meanMs: 3,
      p99Ms: 6,
      p90Ms: null,
      requestsPerSec: 0,
      bytesPerSec: 300_000,
      cores: 0.03,
      measured: told,
      bounded: false,
      keeps: true,
    });
  });

  it("is extrapolated in nothing, whatever the region says", () => {
    const inputs = withOne(transport("push", { cells: [cell(figures)], region: { ratePerSec: [20, 30] } }));
    expect(Object.values(predictionOf("push", at(), inputs).outside).flat()).toEqual([]);
  });

  it("takes the place of each figure that was measured, and of no other", () => {
    const inputs = withOne(transport("push", { cells: [cell({ cores: alone(0.03) })] }));
    expect(predictionOf("push", at(), inputs)).toMatchObject({
      meanMs: 0.5,
      cores: 0.03,
      measured: { cores: alone(0.03) },
    });
  });

  it("has p90 where the messages were too few for p99", () => {
    const inputs = withOne(transport("push", { cells: [cell({ p90Ms: alone(5), meanMs: alone(3) })] }));
    expect(predictionOf("push", at(), inputs)).toMatchObject({ p99Ms: null, p90Ms: 5, keeps: true, bounded: true });
    expect(predictionOf("push", at({ staleMs: 4 }), inputs).keeps).toBe(false);
  });

  it("is of short polling where its interval is chosen within two hundredths of a measured one that keeps the limit", () => {
    const inputs = (p99Ms: number): ChoosingInputs =>
      withOne(transport("short", { cells: [cell({ ...figures, p99Ms: alone(p99Ms) }, { pollEveryMs: 100 })] }));
    // (100 − 0.5) / 0.99 = 100.505…, in three digits 100; (101 − 0.5) / 0.99 = 101.5, but 100 was measured
    expect(predictionOf("short", at({ staleMs: 101 }), inputs(100.6))).toMatchObject({
      pollEveryMs: 100,
      p99Ms: 100.6,
    });
    // 100.6 is no measured p99 within 100: the interval shrinks until what was measured, scaled, keeps the limit.
    const shorter = predictionOf("short", at({ staleMs: 100 }), inputs(100.6));
    expect(shorter.pollEveryMs).toBe(99.4);
    expect(shorter.p99Ms).toBeCloseTo(100, 0);
    expect(shorter.keeps).toBe(true);
  });
});

describe("a prediction near a measured setting", () => {
  it("is the model's, scaled by what was measured over it, the model being one trial of two", () => {
    // Three quarters of a doubling away a cell of one trial weighs 1, as the model does: the root of the ratio.
    const ratePerSec = 10 / 2 ** 0.75;
    const push = transport("push", { cells: [cell({ meanMs: alone(2), cores: alone(0.04), p99Ms: alone(8) })] });
    const near = predictionOf("push", at({ ratePerSec }), withOne(push));
    expect(near.meanMs).toBeCloseTo(0.5 * 2, 6);
    expect(near.cores).toBeCloseTo((0.01 / 2 ** 0.75) * 2, 6);
    // The model has no jitter, and so no say in p99.
    expect(near.p99Ms).toBeCloseTo(8, 6);
    expect(near.measured).toEqual({});
  });

  it("scales only what exceeds the link's delay", () => {
    const push = transport("push", { cells: [cell({ meanMs: alone(51), p99Ms: alone(54) }, { oneWayMs: 50 })] });
    const near = predictionOf("push", at({ oneWayMs: 60 }), withOne(push));
    expect(near.meanMs).toBeGreaterThan(60.5);
    expect(near.meanMs).toBeLessThan(61);
    expect(near.p99Ms).toBeCloseTo(64, 6);
  });

  it("meets measured settings without a jump", () => {
    const cells = [
      cell({ meanMs: alone(2), cores: alone(0.04), bytesPerSec: alone(250_000) }, {}, 6),
      cell({ meanMs: alone(1), cores: alone(0.004), bytesPerSec: alone(200_000) }, { ratePerSec: 7 }),
    ];
    const inputs = withOne(transport("push", { cells }));
    for (const { place, figures } of cells) {
      const beside = predictionOf("push", at({ ratePerSec: place.ratePerSec * 1.000_001 }), inputs);
      for (const quantity of ["meanMs", "cores", "bytesPerSec"] as const) {
        expect((beside[quantity] ?? Number.NaN) / (figures[quantity]?.value ?? Number.NaN)).toBeCloseTo(1, 4);
      }
    }
  });

  it("says p99 up to a factor of two, and no further", () => {
    const push = transport("push", { cells: [cell({ p99Ms: alone(8), p90Ms: alone(5) })] });
    const tailAt = (change: Partial<Setting>): readonly (number | null)[] => {
      const { p99Ms, p90Ms } = predictionOf("push", at(change), withOne(push));
      return [p99Ms, p90Ms];
    };
    expect(tailAt({ ratePerSec: 20 })).toEqual([expect.closeTo(8, 6), null]);
    expect(tailAt({ subscribers: 50 })[0]).not.toBeNull();
    for (const change of [
      { ratePerSec: 21 },
      { ratePerSec: 4.9 },
      { subscribers: 201 },
      { oneWayMs: 2 },
      { bodyBytes: 2000 },
    ]) {
      expect(tailAt(change)).toEqual([null, null]);
    }
  });

  it("takes a cell whose messages came otherwise by its own form", () => {
    const periodic = cell({ meanMs: alone(1) }, { schedule: "periodic" });
    const found = predictionOf("push", at(), withOne(transport("push", { cells: [periodic] })));
    expect(found.meanMs).toBeCloseTo(1, 6);
    expect(found.measured).toEqual({});
  });
});

describe("the limit, where no p99 was measured near by,", () => {
  it.each([
    ["push", 0, 0.5, 0, true],
    ["push", 0, 0.4, 0, false],
    // 20.5 ms by the model, of which no p99 of the run exceeded it by more than 8
    ["push", 8, 28.5, 20, true],
    ["push", 8, 28.4, 20, null],
    // A gap of 40.2 + 0.1 ms: none waits longer.
    ["long", 8, 20.5 + 40.3 + 8, 20, true],
    ["long", 8, 20.5 + 40.2 + 8, 20, null],
    ["long", 8, 20, 20, false],
    // At most one time in a hundred exceeds 100 times the mean: 100 · 0.5 ms
    ["push", null, 20 + 50, 20, true],
    ["push", null, 20 + 49, 20, null],
  ] as const)(
    "for %s and a worst tail of %s ms within %d ms, %d ms away, is kept: %s",
    (way, tailMs, staleMs, oneWayMs, keeps) => {
      const inputs = withOne(transport(way, { tailMs }));
      expect(predictionOf(way, at({ staleMs, oneWayMs }), inputs)).toMatchObject({ keeps, bounded: true });
    },
  );
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

  it("waits half its interval in the mean", () => {
    expect(predictionOf("short", at())).toMatchObject({ meanMs: 500.5, requestsPerSec: 100 });
  });
});

describe("a flood", () => {
  const flood = {
    full: { leastCores: 0.000_06, mostPerSec: 16_000 },
    empty: { leastCores: 0.000_05, mostPerSec: 20_000 },
  };
  const short = transport("short", { flood });

  it("is the least that requests cost", () => {
    // At 0.01 messages/s polls find nothing: 1000 subscribers every 100 ms
    const rare = at({ ratePerSec: 0.01, subscribers: 1000, staleMs: 102.25 });
    const found = predictionOf("short", rare, withOne(short));
    const empty = Math.exp(-0.001);
    expect(found.requestsPerSec).toBeCloseTo(10_000, 6);
    expect(found.cores).toBeCloseTo(10_000 * (empty * 0.000_05 + (1 - empty) * 0.000_06), 9);
    expect(found.beyond).toBeNull();
  });

  it("is the most requests that one process answers", () => {
    const crowd = at({ ratePerSec: 0.01, subscribers: 2100, staleMs: 105 });
    const found = predictionOf("short", crowd, withOne(short));
    expect(found).toMatchObject({ keeps: false, meanMs: null, p99Ms: null });
    expect(found.beyond?.requestsPerSec).toBeCloseTo(20_000, -2);
  });

  it("has no say where more was measured", () => {
    const cells = [
      cell(
        { requestsPerSec: alone(21_000), cores: alone(0.9), meanMs: alone(60) },
        { subscribers: 2100, pollEveryMs: 100 },
      ),
    ];
    const place = cells[0]?.place ?? cell({}).place;
    expect(predictAt(withOne(short), { ...short, cells }, place, at())).toMatchObject({
      beyond: null,
      meanMs: 60,
      cores: 0.9,
    });
  });

  it("is none for a push, which one core limits", () => {
    expect(predictionOf("push", at({ ratePerSec: 1000 }))).toMatchObject({ cores: 1, beyond: null });
    expect(predictionOf("push", at({ ratePerSec: 1001 }))).toMatchObject({
      keeps: false,
      meanMs: null,
      beyond: { requestsPerSec: null, processes: 2 },
    });
    expect(predictionOf("push", at({ ratePerSec: 2500 })).beyond).toEqual({ requestsPerSec: null, processes: 3 });
  });
});

describe("what clients send", () => {
  const wire = { ...sizes, framingPerMessageBytes: null };

  it("is a frame of its own where a transport goes both ways", () => {
    // 100 subscribers, 6 a minute: 10 frames a second of 256 + 4 + 4 bytes
    const [listening, sending] = [predictionOf("push", at()), predictionOf("push", at({ sendsPerMin: 6 }))];
    expect(sending.sending).toEqual({ requestsPerSec: 0, upBytesPerSec: 2640, downBytesPerSec: 0, cores: 0 });
    expect(sending.bytesPerSec).toBe((listening.bytesPerSec ?? Number.NaN) + 2640);
    expect(sending.requestsPerSec).toBe(listening.requestsPerSec);
    expect(sending.downBytesPerSec).toBe(listening.downBytesPerSec);
  });

  it("is a request of its own elsewhere", () => {
    const [listening, sending] = [predictionOf("short", at()), predictionOf("short", at({ sendsPerMin: 6 }))];
    expect(sending.sending).toEqual({
      requestsPerSec: 10,
      upBytesPerSec: 10 * (wire.requestBytes + 256),
      downBytesPerSec: 10 * wire.emptyAnswerBytes,
      cores: 0,
    });
    expect(sending.requestsPerSec).toBe((listening.requestsPerSec ?? Number.NaN) + 10);
  });

  it("takes from a figure that it was measured", () => {
    const figures = { requestsPerSec: alone(0), bytesPerSec: alone(300_000), cores: alone(0.03), meanMs: alone(3) };
    const inputs = withOne(transport("push", { cells: [cell(figures)] }));
    const told = Object.keys(predictionOf("push", at({ sendsPerMin: 6 }), inputs).measured);
    expect(told).toEqual(["meanMs", "requestsPerSec", "cores"]);
    const asking = withOne(transport("push", { cells: [cell(figures)], twoWay: false }));
    expect(Object.keys(predictionOf("push", at({ sendsPerMin: 6 }), asking).measured)).toEqual(["meanMs"]);
  });
});

describe("what stands between", () => {
  it.each([
    ["nothing", "upgrade", null, false],
    ["buffers", "streaming", "buffers", false],
    ["buffers", "upgrade", null, false],
    ["cuts", "patient", "cuts", false],
    ["cuts", "streaming", null, true],
    ["cuts", "any", null, false],
    ["refuses", "upgrade", "refuses", false],
    ["refuses", "patient", null, false],
  ] as const)(
    "%s: what passes %s is hindered by %s, and has to keep alive: %s",
    (between, passes, hindrance, keepAlive) => {
      const told = predictionOf("push", at({ between }), withOne(transport("push", { passes })));
      expect(told).toMatchObject({ hindrance, keepAlive, keeps: hindrance === null });
    },
  );
});

describe("the range of a cost", () => {
  it("is the interval of what was measured, else what the model may be off by", () => {
    const cells = [cell({ cores: { value: 0.03, low: 0.02, high: 0.05 } })];
    const inputs = withOne(transport("push", { cells, errors: { bytesPerSec: 0.25, cores: 1 } }));
    const told = predictionOf("push", at(), inputs);
    const bytes = told.bytesPerSec ?? Number.NaN;
    expect(told.ranges).toEqual({
      bytesPerSec: { low: bytes / 1.25, high: bytes * 1.25 },
      cores: { low: 0.02, high: 0.05 },
    });
  });

  it("is not known where neither is", () => {
    expect(predictionOf("push", at()).ranges).toEqual({ bytesPerSec: null, cores: null });
  });
});

describe("extrapolation", () => {
  it("is none at the edge of the region", () => {
    expect(predictionOf("push", at({ oneWayMs: 50 })).outside).toEqual({
      meanMs: [],
      p99Ms: [],
      requestsPerSec: [],
      bytesPerSec: [],
      cores: [],
    });
  });

  it("names the factors that matter to each number", () => {
    expect(predictionOf("push", at({ bodyBytes: 257, subscribers: 9, oneWayMs: 51 })).outside).toEqual({
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
    const inputs = withOne(transport("push", { region: { deliveriesPerSec: [1, 1000] } }));
    expect(predictionOf("push", at({ ratePerSec: load / 100 }), inputs).outside.cores).toEqual(outside);
  });

  it("goes by the interval that short polling was given", () => {
    const inputs = withOne(transport("short", { region: { pollEveryMs: [250, 2000] } }));
    expect(predictionOf("short", at({ staleMs: 200 }), inputs).outside.meanMs).toEqual(["pollEveryMs"]);
    expect(predictionOf("short", at({ staleMs: 300 }), inputs).outside.meanMs).toEqual([]);
  });
});
