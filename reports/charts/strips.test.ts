import { expect, it } from "vitest";
import { fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { english } from "../words/english/english.ts";
import { latencyStripsChart } from "./strip-charts.ts";
import { stripChart } from "./strips.ts";

const { panels, transports } = buildReport(fixtureRun);
const [broadcast] = panels;
if (broadcast === undefined) throw new Error("the fixed run has lost its panels");

const rowsOf = (chart: ReturnType<typeof stripChart>): readonly ReadonlyMap<string, unknown>[] => {
  const data = chart?.spec.data;
  const values = data && "values" in data && Array.isArray(data.values) ? data.values : [];
  return values.map((row) => new Map(Object.entries(row)));
};

it("response times have a point a trial and quantity, the invalid one's apart", () => {
  const chart = latencyStripsChart(broadcast, transports, english);
  const count = (name: string, lane: string, part: string): number =>
    rowsOf(chart).filter((row) => row.get("name") === name && row.get("lane") === lane && row.get("part") === part)
      .length;
  for (const lane of ["p50", "tail"]) {
    expect(count("Short polling", lane, "trial"), lane).toBe(8);
    expect(count("Long polling", lane, "trial"), lane).toBe(7);
    expect(count("WebSocket (ws package)", lane, "trial"), lane).toBe(7);
    expect(count("WebSocket (ws package)", lane, "invalid"), lane).toBe(1);
    expect(count("WebSocket", lane, "median"), lane).toBe(1);
  }
});

it("its table says of each percentile what the summary says", () => {
  const chart = latencyStripsChart(broadcast, transports, english);
  expect(chart?.table.headings).toEqual(["Transport", "Quantity", "Median (ms)", "Low (ms)", "High (ms)", "Trials"]);
  const [row] = broadcast.rows;
  const { responseTimeP50Ms, responseTimeTailMs } = row?.metrics ?? {};
  expect(chart?.table.rows.slice(0, 2)).toEqual([
    ["Short polling", "p50", responseTimeP50Ms?.median, responseTimeP50Ms?.low, responseTimeP50Ms?.high, 8],
    ["Short polling", "tail", responseTimeTailMs?.median, responseTimeTailMs?.low, responseTimeTailMs?.high, 8],
  ]);
});

it("figures of one lane stand without its word, in the strip's unit", () => {
  const chart = stripChart(
    {
      id: "rate",
      title: "Rate",
      axis: "Thousands",
      unit: "k",
      divisor: 1000,
      howToRead: "",
      lanes: [{ metric: "serverBytesPerIdleSubscriber", word: "" }],
      log: false,
    },
    broadcast,
    transports,
    english,
  );
  expect(
    rowsOf(chart)
      .find((row) => row.get("part") === "median")
      ?.get("shown"),
  ).toMatch(/^9\.\d\d k$/);
  expect(chart?.table.headings).toEqual(["Transport", "Median (k)", "Low (k)", "High (k)", "Trials"]);
});

it("where nothing was measured there is no chart", () => {
  const rows = broadcast.rows.map((row) => ({ ...row, measured: [], trials: { ...row.trials, measured: 0 } }));
  expect(latencyStripsChart({ ...broadcast, rows }, transports, english)).toBeNull();
});
