import { describe, expect, it } from "vitest";
import { atShare, knotShares, knotsOf } from "./knots.ts";

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

describe("knots", () => {
  it("are the values at stated shares, each of a hundred in the middle of its hundredth", () => {
    const hundred = Float64Array.from({ length: 100 }, (_, i) => i + 1);
    expect(knotsOf(hundred)).toEqual(close([1, 10.5, 25.5, 50.5, 75.5, 90.5, 95.5, 97.5, 98.5, 99.5, 100]));
    expect(knotsOf([7])).toEqual(knotShares.map(() => 7));
  });

  it("tell every quantile between them, along straight lines", () => {
    const knots = knotShares.map((share) => 100 * share);
    const shares = [0, 0.05, 0.5, 0.6, 0.965, 0.999, 1];
    expect(shares.map((q) => atShare(knots, q))).toEqual(close(shares.map((q) => 100 * q)));
  });

  it("keep the one straggler of a hundred from the others", () => {
    const knots = knotsOf([...Array.from({ length: 99 }, () => 1), 100]);
    expect([0.9, 0.98, 0.99, 1].map((q) => atShare(knots, q))).toEqual(close([1, 1, 50.5, 100]));
  });
});
