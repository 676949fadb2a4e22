import { expect, it } from "vitest";
import { logPlaces, nameRaises } from "./frontier.ts";

it.each([
  ["points far apart stay where they are", [0, 0], [0, 15], [0, 0]],
  ["of two that are close, the upper name is raised", [0, 0], [10, 0], [15, 0]],
  ["of two at the same place, the later name is", [5, 5], [7, 7], [0, 15]],
  ["side by side, neither is", [0, 130], [0, 10], [0, 0]],
  ["three close ones make a stack", [0, 10, 20], [0, 5, 10], [0, 15, 30]],
])("%s", (_, xs, ys, raises) => {
  expect(nameRaises(xs.map((x, i) => ({ x, y: ys[i] ?? 0 })))).toEqual(raises);
});

it("places on a log axis", () => {
  expect(logPlaces([1, 10, 100], 200)).toEqual([0, 100, 200]);
  expect(logPlaces([7, 7], 200)).toEqual([0, 0]);
});
