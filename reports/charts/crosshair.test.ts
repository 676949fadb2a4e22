import { expect, it } from "vitest";
import { crossingRows, tellAll } from "./crosshair.ts";
import { quantity } from "./style.ts";

const axis = (type: "log" | "linear", domain: number[]) => quantity("x", { type, domain }, { title: "x" });

const told = { lines: [["Seconds", "1"]] } as const;

type Case = readonly ["log" | "linear", number[], number[], (readonly [number, number])[]];
const cases: readonly Case[] = [
  [
    "linear",
    [0, 10],
    [1, 3, 9],
    [
      [0, 2],
      [2, 6],
      [6, 10],
    ],
  ],
  [
    "log",
    [1, 1000],
    [1, 100],
    [
      [1, 10],
      [10, 1000],
    ],
  ],
  ["linear", [0, 10], [4], [[0, 10]]],
  ["linear", [0, 10], [], []],
];

it.each(cases)("on a %s axis over %j, columns of %j meet in the middle", (type, domain, places, columns) => {
  const rows = crossingRows(
    places.map((at) => ({ at, told })),
    axis(type, domain),
  );
  expect(rows).toEqual(columns.map(([crossFrom, crossTo]) => ({ crossFrom, crossTo, told })));
});

it("tells every line in its order, and a dash of a line that has nothing there", () => {
  const all = tellAll("Seconds", "1 s", [
    ["WebSocket", "0.4 ms"],
    ["Long polling", null],
  ]);
  expect(all.lines).toEqual([
    ["Seconds", "1 s"],
    ["WebSocket", "0.4 ms"],
    ["Long polling", "–"],
  ]);
});
