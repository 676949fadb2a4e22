import { describe, expect, it } from "vitest";
import { comparedMetrics } from "../../bench/record/summary.ts";
import { seededRandom } from "../../bench/statistics/random.ts";
import { drawChart } from "../charts/drawing.ts";
import type { Chart } from "../charts/style.ts";
import { manyRuns, runOfDay } from "../fixtures/history.ts";
import { buildHistory, type History } from "./history.ts";
import { trendChart } from "./trend-chart.ts";
import { type HistoryRun, mostDrawn } from "./trends.ts";

const historyOf = (runs: readonly HistoryRun[]): History => buildHistory({ runs, unread: [] }, seededRandom(1));

const chartsOf = ({ trends, changes }: History): readonly (Chart | null)[] =>
  trends.flatMap((trend) => comparedMetrics.map((metric) => trendChart(trend, metric, changes)));

const rowsOf = (chart: Chart | null | undefined): readonly ReadonlyMap<string, unknown>[] => {
  const data = chart?.spec.data;
  const values = data && "values" in data && Array.isArray(data.values) ? data.values : [];
  return values.map((row) => new Map(Object.entries(row)));
};

const changed = chartsOf(historyOf(manyRuns(24, 14, 1.1)));

it("each metric has a chart, drawn without a warning", async () => {
  expect(changed.map((chart) => chart?.id)).toEqual([
    "trend-1-p50",
    "trend-1-tail",
    "trend-1-bytes",
    "trend-1-requests",
    "trend-1-cpu",
  ]);
  for (const chart of changed) expect((await drawChart(chart ?? expect.fail())).svg).toMatch(/^<svg/);
});

describe("the chart of a change", () => {
  const [chart, without] = changed;

  it("marks its run with its number, and its point with a ring", () => {
    const rows = rowsOf(chart);
    expect(rows.filter((row) => row.has("numbers")).map((row) => [row.get("run"), row.get("numbers")])).toEqual([
      ["01-15 0123456", "1"],
    ]);
    expect(rows.filter((row) => row.get("changed") === true).map((row) => row.get("run"))).toEqual(["01-15 0123456"]);
    expect(chart?.howToRead).toContain("marks a change from the list at the top");
    expect(without?.howToRead).not.toContain("marks a change from the list at the top");
  });

  it("has each line at 100 % in the middle", () => {
    const values = rowsOf(chart)
      .filter((row) => String(row.get("line")).startsWith("WebSocket:"))
      .map((row) => Number(row.get("value")))
      .toSorted((x, y) => x - y);
    expect(values).toHaveLength(24);
    expect(((values[11] ?? 0) + (values[12] ?? 0)) / 2).toBeCloseTo(100, 9);
  });

  it("has a table of all runs, newest first", () => {
    const { headings, rows } = chart?.table ?? { headings: [], rows: [] };
    expect(headings.slice(0, 5)).toEqual([
      "Run",
      "Commit",
      "Short polling (ms)",
      "Short polling, low (ms)",
      "Short polling, high (ms)",
    ]);
    expect(headings.at(-1)).toBe("What is new");
    expect(rows).toHaveLength(24);
    expect(rows[0]?.slice(0, 2)).toEqual(["2026-01-24 09:30:00 UTC", "0123456"]);
    expect(rows.map((row) => row.at(-1)).filter((news) => news !== "")).toEqual(["change 1"]);
  });
});

it("a transport that is always at 0 is named as not drawn", () => {
  const [, , , requests] = changed;
  expect(requests?.howToRead).toContain("Not drawn: WebSocket and WebSocket (ws package), with a median of 0.");
  expect(new Set(rowsOf(requests).map((row) => String(row.get("line")).replace(/:.*/, "")))).toEqual(
    new Set(["Short polling", "Long polling"]),
  );
});

it("of very many runs the last are drawn, and all are in the table", () => {
  const [chart] = chartsOf(historyOf(manyRuns(mostDrawn + 10)));
  expect(new Set(rowsOf(chart).map((row) => row.get("run"))).size).toBe(mostDrawn);
  expect(chart?.table.rows).toHaveLength(mostDrawn + 10);
  expect(chart?.howToRead).toContain("The chart shows the last 60 of 70 runs. The table has all.");
});

it("lines do not cross a change of Node, which is marked", async () => {
  const runs = [3, 2].map((day) => runOfDay(day, 1, { environment: { node: "v27.0.0" } }));
  const [chart] = chartsOf(historyOf([...runs, runOfDay(1), runOfDay(0)]));
  const rows = rowsOf(chart);
  expect(new Set(rows.flatMap((row) => (row.has("part") ? [String(row.get("part")).slice(-8)] : [])))).toEqual(
    new Set(["v26.10.0", " v27.0.0"]),
  );
  expect(rows.filter((row) => row.has("otherNode")).map((row) => row.get("run"))).toEqual(["01-03 0123456"]);
  expect(chart?.howToRead).toContain("A dotted upright line marks a change of Node's version.");
  expect((await drawChart(chart ?? expect.fail())).svg).toContain("nodes_marks");
});

it("a metric that no run told has no chart", () => {
  const silent = manyRuns(4).map((run) => ({
    ...run,
    cells: run.cells.map((cell) => ({ ...cell, metrics: { ...cell.metrics, responseTimeTailMs: null } })),
  }));
  expect(chartsOf(historyOf(silent))[1]).toBeNull();
});
