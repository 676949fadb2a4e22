import { expect, it } from "vitest";
import { studentQuantile, studentTails } from "./student.ts";

// Student 1908, as in every table: two-sided.
it.each([
  [1, 0.05, 12.7062],
  [2, 0.05, 4.3027],
  [5, 0.05, 2.5706],
  [11, 0.05, 2.201],
  [14, 0.05, 2.1448],
  [30, 0.05, 2.0423],
  [5, 0.01, 4.0321],
  [10, 0.4, 0.8791],
])("with %i degrees of freedom a share of %f lies beyond ±%f", (degrees, outside, quantile) => {
  expect(studentQuantile(degrees, outside)).toBeCloseTo(quantile, 4);
  expect(studentTails(-studentQuantile(degrees, outside), degrees)).toBeCloseTo(outside, 12);
});

it.each([
  [0, 7, 1],
  // One degree is Cauchy's distribution: a half lies beyond ±1. Two have the tails 1 − t/√(2 + t²).
  [1, 1, 0.5],
  [2, 2, 1 - 2 / Math.sqrt(6)],
  [1e9, 9, 0],
])("beyond ±%f with %i degrees of freedom lies %f", (t, degrees, tails) => {
  expect(studentTails(t, degrees)).toBeCloseTo(tails, 12);
});
