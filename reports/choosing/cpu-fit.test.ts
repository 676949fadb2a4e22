import { describe, expect, it } from "vitest";
import { type CpuPoint, fitCpu } from "./cpu-fit.ts";
import { coresAt } from "./cpu-terms.ts";

const terms = { constant: 0.01, perRequest: 0.00004, perDelivery: 0.00001, perBodyByte: 2e-9 };
const loads = [
  [0, 0, 0],
  [10, 100, 25_600],
  [100, 1000, 256_000],
  [1000, 1000, 256_000],
  [500, 200, 819_200],
  [50, 5000, 80_000],
  [250, 20, 1_310_720],
  [20, 400, 6400],
] as const;
const pointsOf = (of: typeof terms): readonly CpuPoint[] =>
  loads.map(([requestsPerSec, deliveriesPerSec, bodyBytesPerSec]) => {
    const load = { requestsPerSec, deliveriesPerSec, bodyBytesPerSec };
    return { ...load, cores: coresAt(of, load) };
  });

describe("server CPU", () => {
  it.each([
    ["all four terms", terms],
    ["no constant", { ...terms, constant: 0 }],
    ["requests and deliveries", { ...terms, constant: 0, perBodyByte: 0 }],
    ["deliveries alone", { constant: 0, perRequest: 0, perDelivery: 0.00003, perBodyByte: 0 }],
    ["a constant alone", { constant: 0.25, perRequest: 0, perDelivery: 0, perBodyByte: 0 }],
  ])("is found again where it is made of %s", (_, of) => {
    const fit = fitCpu(pointsOf(of));
    for (const [name, value] of Object.entries(of)) {
      expect(Object.entries(fit?.terms ?? {}).find(([key]) => key === name)?.[1], name).toBeCloseTo(value, 11);
    }
    expect(fit?.cells).toBe(8);
    expect(fit?.worstError).toBeLessThan(1e-9);
  });

  it("has as few terms as explain it: those left out are exactly 0", () => {
    expect(fitCpu(pointsOf({ ...terms, constant: 0, perBodyByte: 0 }))?.terms).toMatchObject({
      constant: 0,
      perBodyByte: 0,
    });
  });

  it("is never negative", () => {
    const falling = [1000, 2000, 3000].map((deliveriesPerSec) => ({
      requestsPerSec: 0,
      deliveriesPerSec,
      bodyBytesPerSec: 0,
      cores: 0.5 - deliveriesPerSec / 10_000,
    }));
    // Weights 1/0.4, 1/0.3 and 1/0.2: three over the sum of the inverses.
    const fit = fitCpu(falling);
    expect(fit?.terms).toMatchObject({ perRequest: 0, perDelivery: 0, perBodyByte: 0 });
    expect(fit?.terms.constant).toBeCloseTo(3 / (1 / 0.4 + 1 / 0.3 + 1 / 0.2), 12);
    expect(fit?.worstError).toBeCloseTo(18 / 13 / 5 / 0.2 - 1, 1);
  });

  it("of two terms that always go together leaves one out", () => {
    const fit = fitCpu(
      [100, 200, 300, 400].map((load) => ({
        requestsPerSec: load,
        deliveriesPerSec: load,
        bodyBytesPerSec: 0,
        cores: load / 10_000,
      })),
    );
    expect([fit?.terms.perRequest, fit?.terms.perDelivery].toSorted()).toEqual([0, expect.closeTo(0.0001, 12)]);
  });

  it("is not fitted to two cells", () => expect(fitCpu(pointsOf(terms).slice(0, 2))).toBeNull());
});
