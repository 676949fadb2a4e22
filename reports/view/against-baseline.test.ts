import { describe, expect, it } from "vitest";
import type { Comparison } from "../../bench/record/summary.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { english } from "../words/english/english.ts";
import { baselineOf, comparisonOf, inOneLine, showComparison, verdictOf } from "./against-baseline.ts";
import { buildReport } from "./report.ts";

const [some] = fixtureRun.comparisons;
const comparison = (change: Partial<Comparison>): Comparison => {
  if (some === undefined) throw new Error("the fixed run has comparisons");
  return { ...some, ...change };
};

it.each([
  [{ median: 1.262, low: 1.199, high: 1.306, trials: 6 }, "more", "1.26× (1.20–1.31) more"],
  [{ median: 0.738, low: 0.689, high: 0.815, trials: 6 }, "less", "0.738× (0.689–0.815) less"],
  [{ median: 1.02, low: 0.97, high: 1.05, trials: 6 }, "~", "1.02× (0.970–1.05) ~, could have seen ±12 %"],
  [{ median: 1, low: 1, high: 1, trials: 6 }, "same", "1× same, could have seen ±12 %"],
  [{ median: 3.101, low: null, high: null, trials: 1 }, "untold", "3.10× †"],
  [null, "more", "more"],
  [{ median: 1.91, low: null, high: null, trials: 6 }, null, "1.91×"],
] as const)("%j, %s is shown as %s", (ratio, verdict, text) => {
  expect(inOneLine(comparison({ ratio, verdict, detectable: 1.123 }), english).replaceAll("\u202f", " ")).toBe(text);
});

it("an interval that prints like its ratio is left out", () => {
  const ratio = { median: 1.0811, low: 1.0809, high: 1.0812, trials: 6 };
  expect(showComparison(comparison({ ratio, verdict: "more" }), english)).toEqual({
    times: "1.08×",
    between: "",
    mark: "more",
    seen: "",
  });
});

describe("of the fixed run", () => {
  const [panel] = buildReport(fixtureRun).panels;
  if (panel === undefined) throw new Error("the fixed run has a panel");

  it("the panel's baseline is WebSocket, and each row's verdict is the run's", () => {
    expect(baselineOf(panel)).toBe("websocket");
    expect(panel.rows.map((row) => verdictOf(panel, row, "responseTimeP50Ms"))).toEqual([
      "more",
      "more",
      "baseline",
      "~",
    ]);
    expect(panel.rows.map((row) => verdictOf(panel, row, "serverCpuMsPerThousandDeliveries"))).toEqual([
      "more",
      "more",
      "baseline",
      "less",
    ]);
  });

  it("what was not compared has no verdict", () => {
    const [short] = panel.rows;
    if (short === undefined) throw new Error("the panel has rows");
    expect(comparisonOf(short, "emptyShare")).toBeNull();
    expect(verdictOf(panel, short, "emptyShare")).toBeNull();
    expect(baselineOf({ rows: [] })).toBeNull();
  });
});
