import { describe, expect, it } from "vitest";
import { sampleConditions, sampleDelays } from "../../bench/fixtures/run.ts";
import { distribution as measured } from "../../bench/measurement/response-times.ts";
import type { Distribution } from "../../bench/record/times.ts";
import { leastSample } from "../../bench/statistics/stats.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { crossingPlaces, farthest, floorLine, mergeSpectrum, theoryPoints } from "./spectrum.ts";

const distribution = (timesMs: readonly number[]): Distribution => ({
  mean: null,
  p50: null,
  p90: null,
  p99: null,
  p999: null,
  max: null,
  events: timesMs.length,
  count: timesMs.length,
  histogram: measured(Float64Array.from(timesMs)).histogram,
});

it.each([0.9, 0.99, 0.999])("the line reaches %d with the least sample that bounds it, and not with one less", (p) => {
  const least = leastSample(p);
  expect(1 - 1 / farthest(least)).toBeGreaterThanOrEqual(p);
  expect(1 - 1 / farthest(least - 1)).toBeLessThan(p);
});

it("all lines are told of six times a decade and at the percentiles that are looked for", () => {
  expect(crossingPlaces(11)).toEqual([1, 1.4678, 2, 2.15443, 3.16228, 4.64159, 6.81292, 10]);
});

it("all lines have a point wherever they are told of", () => {
  const { points } = mergeSpectrum([distribution(Array.from({ length: 1000 }, (_, i) => i + 1))]);
  const places = points.map(({ oneIn }) => oneIn);
  expect(crossingPlaces(farthest(1000)).filter((place) => !places.includes(place))).toEqual([]);
});

it("histograms are merged, and values are in ms", () => {
  const low = Array.from({ length: 500 }, () => 1);
  const high = Array.from({ length: 500 }, () => 3);
  const { events, points } = mergeSpectrum([distribution(low), distribution([]), distribution(high)]);
  expect(events).toBe(1000);
  expect(points[0]).toEqual({ oneIn: 1, ms: 1 });
  expect(points.find(({ oneIn }) => oneIn === 2)?.ms).toBe(1);
  expect(points.find(({ oneIn }) => oneIn === 10)?.ms).toBeCloseTo(3, 2);
  expect(points.at(-1)?.oneIn).toBeCloseTo(farthest(1000), 2);
  expect(points.map(({ oneIn }) => oneIn)).toEqual(points.map(({ oneIn }) => oneIn).toSorted((a, b) => a - b));
});

it("a sample of less than six has no line, nor has none", () => {
  expect(mergeSpectrum([distribution([1, 2, 3, 4, 5])]).points).toEqual([]);
  expect(mergeSpectrum([])).toEqual({ count: 0, events: 0, points: [] });
});

it("a line ends where its messages do, however many deliveries they were", () => {
  const times = Array.from({ length: 3000 }, (_, i) => i + 1);
  const { points } = mergeSpectrum([{ ...distribution(times), events: 30 }]);
  expect(points.at(-1)?.oneIn).toBeCloseTo(farthest(30), 4);
});

const row = (transport: string, oneWayMs: number) => ({
  conditions: sampleConditions(transport, { oneWayMs }),
  delays: { ...sampleDelays, oneWayMs },
});

describe("the closed form", () => {
  it.each([
    // d + p·T
    ["short-polling", 50, [50, 550, 1040]],
    ["websocket", 50, [50, 50, 50]],
    // Without a delay the model stands only where the poll interval is much the larger.
    ["short-polling", 0, [500, 990]],
    ["long-polling", 0, []],
    ["websocket", 0, []],
  ] as const)("of %s over %d ms, at the fastest, p50 and p99", (transport, oneWayMs, expected) => {
    const points = theoryPoints(row(transport, oneWayMs), [1, 2, 100]);
    expect(points.map(({ ms }) => Number(ms.toFixed(6)))).toEqual(expected);
  });
});

describe("the noise floor", () => {
  const { panels } = buildReport(fixtureRun);

  it("is that of a fan-out to as many sockets as the panel's rows have subscribers", () => {
    const [panel] = panels;
    const [floor] = fixtureRun.floors;
    if (panel === undefined || floor === undefined || floor.fanOut === null) throw new Error("the fixed run has all");
    const { points, sockets } = floorLine(panel, fixtureRun.floors);
    expect(sockets).toBe(100);
    expect(points).toEqual(mergeSpectrum([floor.fanOut.deliveryMs]).points);
    const fanOut = { ...floor.fanOut, subscribers: 50 };
    expect(floorLine(panel, [{ ...floor, fanOut }]).sockets).toBe(null);
  });

  it("is half the paced round trip over the panel's own link where there was no such fan-out", () => {
    const [panel] = panels;
    const [floor] = fixtureRun.floors;
    if (panel === undefined || floor === undefined) throw new Error("the fixed run has both");
    const { points, sockets } = floorLine(panel, [{ ...floor, fanOut: null }]);
    const whole = mergeSpectrum([floor.pacedRoundTripMs]).points;
    expect(sockets).toBe(null);
    expect(points).toEqual(whole.map(({ oneIn, ms }) => ({ oneIn, ms: ms / 2 })));
    expect(points.find(({ oneIn }) => oneIn === 2)?.ms).toBeCloseTo((floor.pacedRoundTripMs.p50 ?? 0) / 2, 2);
  });

  it("is not drawn where none was measured over that link, nor where the rows have several", () => {
    const [panel, , , distance] = panels;
    if (panel === undefined || distance === undefined) throw new Error("the fixed run has both");
    expect(floorLine(panel, fixtureRun.floors.slice(1)).points).toEqual([]);
    expect(floorLine(distance, fixtureRun.floors).points).toEqual([]);
  });
});
