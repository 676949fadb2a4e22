import { describe, expect, it } from "vitest";
import { endRows, nudges, placeIn, widthFor } from "./end-labels.ts";
import { quantity } from "./style.ts";

describe("names at the ends of lines", () => {
  it.each([
    ["that are far apart stay where they are", [10, 50, 90], [0, 0, 0]],
    ["of two at one place go to both sides", [50, 50], [-5, 5]],
    ["that are close spread around their middle", [48, 50, 52], [-8, 0, 8]],
    ["keep their order, however they are listed", [52, 48, 50], [8, -8, 0]],
    ["at the top are moved down", [0, 0], [0, 10]],
    ["at the bottom are moved up", [100, 100, 100], [-20, -10, 0]],
    ["that are pushed together push their neighbours", [40, 40, 46], [-8, 2, 6]],
    ["that are too many for the plot begin at its top", Array.from({ length: 12 }, () => 50), -50],
    ["of no line are none", [], []],
  ])("%s", (_, places, expected) => {
    const moves = nudges(places, 10, 100);
    if (typeof expected === "number") expect(moves[0]).toBe(expected);
    else expect(moves).toEqual(expected);
  });

  it("stand at least a gap apart and within the plot, wherever their lines end", () => {
    for (let seed = 1; seed < 200; seed += 1) {
      const places = Array.from({ length: 6 }, (_, i) => (seed * 37 + i * i * 11) % 101);
      const moves = nudges(places, 15, 100);
      const stood = places.map((place, i) => place + (moves[i] ?? Number.NaN)).toSorted((a, b) => a - b);
      expect(Math.min(...stood)).toBeGreaterThanOrEqual(-1e-9);
      expect(Math.max(...stood)).toBeLessThanOrEqual(100 + 1e-9);
      for (const [i, place] of stood.slice(1).entries()) {
        expect(place - (stood[i] ?? Number.NaN)).toBeGreaterThanOrEqual(15 - 1e-9);
      }
    }
  });
});

it.each([
  [{ type: "log", domain: [1, 100] } as const, 10, 50],
  [{ type: "log", domain: [1, 100] } as const, 100, 0],
  [{ domain: [0, 4] } as const, 1, 75],
])("%j has %d at %d px", (scale, value, place) => {
  expect(placeIn({ ...scale, domain: [...scale.domain] }, value, 100)).toBeCloseTo(place, 9);
});

it("a row holds the end, the edge and how far its name is moved", () => {
  const y = quantity("ms", { domain: [0, 100] }, { title: "ms" });
  const ends = [
    { name: "a", x: 3, y: 50 },
    { name: "b", x: 4, y: 50, quiet: true },
  ];
  expect(endRows(ends, "line", 5, y, 200)).toEqual([
    { line: "a", endName: "a", endX: 3, endY: 50, edge: 5, nudge: -7.5, quiet: false },
    { line: "b", endName: "b", endX: 4, endY: 50, edge: 5, nudge: 7.5, quiet: true },
  ]);
});

it("the room for names grows with the longest, and Han characters are wider", () => {
  expect(widthFor([])).toBe(270);
  expect(widthFor(["a", "WebSocket"])).toBe(Math.ceil(270 + 9 * 6.6));
  expect(widthFor(["短轮询"])).toBe(306);
});
