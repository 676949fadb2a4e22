import { describe, expect, test } from "vitest";
import { sampleConditions, sampleDelays } from "../bench/sample-run.ts";
import { fixtureRun } from "./fixture.ts";
import { buildReport } from "./report.ts";
import { mergeSpectrum } from "./spectrum.ts";
import { floorPoints, theoryPoints } from "./spectrum-lines.ts";

const row = (transport: string, oneWayMs: number) => ({
  conditions: sampleConditions(transport, { oneWayMs }),
  delays: { ...sampleDelays, oneWayMs },
});

describe("the closed form", () => {
  test.each([
    // d + p·T
    ["short-polling", 50, [50, 550, 1040]],
    ["websocket", 50, [50, 50, 50]],
    // Without a delay, only where the poll interval is much the larger.
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

  test("is half the paced round trip over the panel's own link", () => {
    const [panel] = panels;
    const [floor] = fixtureRun.floors;
    if (panel === undefined || floor === undefined) throw new Error("the fixed run has both");
    const points = floorPoints(panel, fixtureRun.floors);
    const whole = mergeSpectrum([floor.pacedRoundTripMs]).points;
    expect(points).toEqual(whole.map(({ oneIn, ms }) => ({ oneIn, ms: ms / 2 })));
    expect(points.find(({ oneIn }) => oneIn === 2)?.ms).toBeCloseTo((floor.pacedRoundTripMs.p50 ?? 0) / 2, 2);
  });

  test("is not drawn where none was measured over that link, nor where the rows have several", () => {
    const [panel, , , distance] = panels;
    if (panel === undefined || distance === undefined) throw new Error("the fixed run has both");
    expect(floorPoints(panel, fixtureRun.floors.slice(1))).toEqual([]);
    expect(floorPoints(distance, fixtureRun.floors)).toEqual([]);
  });
});
