import { describe, expect, it } from "vitest";
import { samplePlace } from "../fixtures/place.ts";
import { type CpuPoint, fitCpu, noTerms, sideBySideOf } from "./cpu-fit.ts";
import { type CpuModel, coresAt, type Load } from "./cpu-terms.ts";

const terms: CpuModel = {
  constant: 0.01,
  perPublication: 0.0005,
  perRequest: 0.00004,
  perRootRequest: 0,
  perDelivery: 0.00001,
  perBodyByte: 2e-9,
};

/** Publications, requests, deliveries and body bytes a second. */
const loads = [
  [0, 0, 0, 0],
  [1, 10, 100, 25_600],
  [10, 100, 1000, 256_000],
  [20, 1000, 1000, 256_000],
  [5, 500, 200, 819_200],
  [100, 50, 5000, 80_000],
  [2, 250, 20, 1_310_720],
  [40, 20, 400, 6400],
  [0, 800, 0, 0],
  [60, 0, 100, 51_200],
  [8, 70, 2000, 32_000],
  [30, 400, 900, 900_000],
] as const;

const point = (load: Partial<Load>, cores: number, change: Partial<CpuPoint> = {}): CpuPoint => ({
  publicationsPerSec: 0,
  requestsPerSec: 0,
  deliveriesPerSec: 0,
  bodyBytesPerSec: 0,
  ...load,
  cores,
  trials: 1,
  sideBySide: false,
  place: null,
  flood: false,
  ...change,
});

/** Bodies of more than one size, without which they cannot be told from deliveries. */
const pointsOf = (of: CpuModel): readonly CpuPoint[] =>
  loads.map(([publicationsPerSec, requestsPerSec, deliveriesPerSec, bodyBytesPerSec], i) => {
    const load = { publicationsPerSec, requestsPerSec, deliveriesPerSec, bodyBytesPerSec };
    return point(load, coresAt(of, load), { place: { ...samplePlace, bodyBytes: 16 ** i, ratePerSec: 8 ** i } });
  });

describe("server CPU", () => {
  it.each([
    ["five terms", terms],
    ["no constant", { ...terms, constant: 0 }],
    ["the root of requests", { ...noTerms, perRootRequest: 0.004, perRequest: 0.00002 }],
    ["requests and deliveries", { ...noTerms, perRequest: 0.00004, perDelivery: 0.00001 }],
    ["publications and deliveries", { ...noTerms, perPublication: 0.0004, perDelivery: 0.00002 }],
    ["deliveries alone", { ...noTerms, perDelivery: 0.00003 }],
    ["a constant alone", { ...noTerms, constant: 0.25 }],
  ])("is found again where it is made of %s", (_, of) => {
    const fit = fitCpu(pointsOf(of), 1);
    for (const [name, value] of Object.entries(of)) {
      expect(Object.entries(fit?.terms ?? {}).find(([key]) => key === name)?.[1], name).toBeCloseTo(value, 9);
    }
    expect(fit).toMatchObject({ cells: 12, sideBySide: 1 });
    expect(fit?.leftOut?.worst ?? 0).toBeLessThan(1e-6);
  });

  it("has as few terms as explain it: those left out are exactly 0", () => {
    expect(fitCpu(pointsOf({ ...terms, constant: 0, perPublication: 0, perBodyByte: 0 }), 1)?.terms).toMatchObject({
      constant: 0,
      perPublication: 0,
      perRootRequest: 0,
      perBodyByte: 0,
    });
  });

  it("is never negative", () => {
    const falling = [1000, 2000, 3000].map((deliveriesPerSec) =>
      point({ deliveriesPerSec }, 0.5 - deliveriesPerSec / 10_000),
    );
    const weights = falling.map(({ cores }) => 1 / (cores ** 2 + 0.003 ** 2));
    const weighed = falling.reduce((sum, { cores }, i) => sum + cores * (weights[i] ?? Number.NaN), 0);
    const fit = fitCpu(falling, 1);
    expect(fit?.terms).toMatchObject({ ...noTerms, constant: expect.any(Number) });
    expect(fit?.terms.constant).toBeCloseTo(weighed / weights.reduce((sum, weight) => sum + weight, 0), 12);
  });

  it("weighs a cell by its trials", () => {
    // One term of three points: the constant, in which a cell of 98 trials outweighs two of one.
    const fit = fitCpu([point({}, 0.1, { trials: 98 }), point({}, 0.2), point({}, 0.2)], 1);
    const [many, one] = [98 / (0.1 ** 2 + 0.003 ** 2), 1 / (0.2 ** 2 + 0.003 ** 2)];
    expect(fit?.terms.constant).toBeCloseTo((0.1 * many + 0.4 * one) / (many + 2 * one), 12);
  });

  it("of two terms that always go together leaves one out", () => {
    const fit = fitCpu(
      [100, 200, 300, 400].map((load) => point({ requestsPerSec: load, deliveriesPerSec: load }, load / 10_000)),
      1,
    );
    expect([fit?.terms.perRequest, fit?.terms.perDelivery].toSorted()).toEqual([0, expect.closeTo(0.0001, 12)]);
  });

  it("has no term for bodies where all were of one size", () => {
    const same = [100, 200, 300, 400].map((load) =>
      point({ deliveriesPerSec: load, bodyBytesPerSec: load * 256 }, load / 10_000, { place: samplePlace }),
    );
    expect(fitCpu(same, 1)?.terms).toMatchObject({ perDelivery: expect.closeTo(0.0001, 12), perBodyByte: 0 });
  });

  it("is not fitted to two cells, nor to two and a flood", () => {
    const two = pointsOf(terms).slice(0, 2);
    expect(fitCpu(two, 1)).toBeNull();
    expect(fitCpu([...two, point({ requestsPerSec: 10_000 }, 0.9, { flood: true })], 1)).toBeNull();
  });
});

describe("trials side by side", () => {
  const mixed = [100, 200, 300, 400, 500].map((deliveriesPerSec, i) => {
    const sideBySide = i % 2 === 1;
    return point({ deliveriesPerSec }, (deliveriesPerSec / 5000) * (sideBySide ? 1.5 : 1), { sideBySide });
  });

  it("take so many times as much", () => {
    expect(sideBySideOf(mixed)).toBe(1.5);
    expect(fitCpu(mixed, 1)).toMatchObject({ sideBySide: 1.5, terms: { perDelivery: expect.closeTo(0.0002, 12) } });
  });

  it("tell noTerms of it where none ran alone: then other transports do", () => {
    const beside = mixed.map((one) => ({ ...one, sideBySide: true }));
    expect(sideBySideOf(beside)).toBeNull();
    expect(fitCpu(beside, 2)?.sideBySide).toBe(2);
  });
});

describe("the error at settings left out", () => {
  const points = [
    [100, 0.1],
    [200, 0.2],
    [300, 0.3],
    [400, 0.6],
  ] as const;

  it("is that of the fit to all others, by hand", () => {
    const slopeWithout = (left: number): number => {
      const rest = points.filter((_, i) => i !== left).map(([x, y]) => [x, y, 1 / (y ** 2 + 0.003 ** 2)] as const);
      return rest.reduce((sum, [x, y, w]) => sum + w * x * y, 0) / rest.reduce((sum, [x, , w]) => sum + w * x * x, 0);
    };
    const errors = points.map(([x, y], i) => Math.abs(slopeWithout(i) * x - y) / y).toSorted((a, b) => a - b);
    const fit = fitCpu(
      points.map(([deliveriesPerSec, cores]) => point({ deliveriesPerSec }, cores)),
      1,
    );
    // Without the last, the others lie on 0.001 a delivery: 0.4 for 0.6 is a third too little.
    expect(errors[3]).toBeCloseTo(1 / 3, 4);
    expect(fit?.leftOut?.cells).toBe(4);
    expect(fit?.leftOut?.worst).toBeCloseTo(errors[3] ?? Number.NaN, 12);
    expect(fit?.leftOut?.median).toBeCloseTo(((errors[1] ?? Number.NaN) + (errors[2] ?? Number.NaN)) / 2, 12);
  });

  it("is lessened by what was measured near by", () => {
    // The last two lie a quarter of a doubling apart, and both a half above 0.001 a delivery.
    const far = points
      .slice(0, 3)
      .map(([x, y], i) => point({ deliveriesPerSec: x }, y, { place: { ...samplePlace, ratePerSec: 10 * 8 ** i } }));
    const near = [1, 2 ** 0.25].map((times) =>
      point({ deliveriesPerSec: 400 * times }, 0.6 * times, { place: { ...samplePlace, ratePerSec: 10_000 * times } }),
    );
    const alone = fitCpu([...far, ...near.map((one) => ({ ...one, place: null }))], 1)?.leftOut;
    expect(fitCpu([...far, ...near], 1)?.leftOut?.worst).toBeLessThan(alone?.worst ?? 0);
  });

  it("counts no idle cell and no flood, and is null without a busy one", () => {
    const idle = [100, 200, 300, 400].map((load) => point({ requestsPerSec: load }, load / 10_000));
    const flood = point({ requestsPerSec: 10_000 }, 0.9, { flood: true });
    expect(fitCpu([...idle, flood], 1)).toMatchObject({ cells: 4, leftOut: null });
    const busy = point({ requestsPerSec: 500 }, 0.05);
    expect(fitCpu([...idle, busy, flood], 1)?.leftOut).toMatchObject({ cells: 1 });
  });
});
