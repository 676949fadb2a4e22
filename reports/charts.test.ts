import { describe, expect, test } from "vitest";
import { logTicks } from "./chart-style.ts";
import { chartPanel } from "./charts.ts";
import { type DrawnChart, drawChart } from "./drawing.ts";
import { fixtureRun } from "./fixture.ts";
import { buildReport } from "./report.ts";

const report = buildReport(fixtureRun);
const charts = new Map<string, DrawnChart>();
// A warning of the compiler, of the parser or of a scale throws: drawing is the first test.
for (const [i, panel] of report.panels.entries()) {
  for (const chart of chartPanel(panel, i, report.transports)) charts.set(chart.id, await drawChart(chart));
}

const get = (id: string): DrawnChart => {
  const chart = charts.get(id);
  if (chart === undefined) throw new Error(`no chart ${id}`);
  return chart;
};

/** The rows that a chart draws. */
const rowsOf = (id: string): readonly ReadonlyMap<string, unknown>[] => {
  const { data } = get(id).spec;
  const values = data && "values" in data && Array.isArray(data.values) ? data.values : [];
  return values.map((row) => new Map(Object.entries(row)));
};

test("each panel gets the charts that fit its data, without a warning", () => {
  expect([...charts.keys()]).toEqual([
    "panel-1-spectrum",
    "panel-1-bytes",
    "panel-1-requests",
    "panel-1-cpu",
    "panel-1-memory",
    "panel-2-idle",
    "panel-2-bytes",
    "panel-2-requests",
    "panel-3-sweep",
  ]);
});

describe("every chart", () => {
  test.each([...charts.values()].map((chart) => [chart.id, chart] as const))("%s", (_, chart) => {
    expect(chart.howToRead.length).toBeGreaterThan(80);
    expect(chart.table.rows.length).toBeGreaterThan(0);
    for (const row of chart.table.rows) expect(row).toHaveLength(chart.table.headings.length);
    expect(chart.svg).toMatch(/^<svg /);
    expect(chart.svg).not.toMatch(/NaN|Infinity|undefined|style=/);
    // A bar's length says nothing on a log axis.
    const spec = JSON.stringify(chart.spec);
    expect(spec.includes('"type":"log"') && spec.includes('"type":"bar"')).toBe(false);
  });

  test("has no id of its own, which a counter would make differ from drawing to drawing", () => {
    for (const { svg } of charts.values()) expect(svg).not.toMatch(/\sid=/);
  });

  test("draws the same twice", async () => {
    const chart = get("panel-1-spectrum");
    expect((await drawChart(chart)).svg).toBe(chart.svg);
  });
});

test("the spectrum ends where each sample does, and shows transports by colour, dash and shape", () => {
  const rows = rowsOf("panel-1-spectrum");
  const last = rows.findLast((row) => row.get("transport") === "WebSocket");
  expect(last?.get("oneIn")).toBeCloseTo(40_000 / 3.69, -2);
  const spec = JSON.stringify(get("panel-1-spectrum").spec);
  expect(spec).toContain('"range":["#d55e00","#009e73","#0072b2"]');
  expect(spec).toContain('"range":[[7,3],[2,2],[1,0]]');
  expect(spec).toContain('"range":["square","triangle-up","circle"]');
  expect(get("panel-1-spectrum").table.headings).toEqual([
    "Transport",
    "p50 (ms)",
    "p90 (ms)",
    "p99 (ms)",
    "p99.9 (ms)",
    "p99.99 (ms)",
    "Deliveries",
    "Trials",
  ]);
});

test("bytes by kind add up to what the summary says of each direction", () => {
  const [row] = report.panels[0]?.rows ?? [];
  const bytes = get("panel-1-bytes").table;
  const [down, up] = bytes.rows;
  expect(bytes.headings).toEqual([
    "Transport",
    "Direction",
    "message body (B)",
    "JSON envelope (B)",
    "HTTP headers (B)",
    "framing (B)",
    "Total (B)",
  ]);
  expect(down?.at(-1)).toBeCloseTo(row?.metrics.bytesPerDeliveryDown?.median ?? 0, 6);
  expect(up?.at(-1)).toBeCloseTo(row?.metrics.bytesPerDeliveryUp?.median ?? 0, 6);
});

test("requests are split into useful and empty", () => {
  const [short, long, websocket] = get("panel-2-requests").table.rows;
  expect(short?.[0]).toBe("Short polling");
  expect(Number(short?.[1]) + Number(short?.[2])).toBeCloseTo(74.5, 2);
  expect(Number(long?.[2]) / Number(long?.[3])).toBeCloseTo(0.561, 3);
  expect(websocket).toEqual(["WebSocket", 0, 0, 0]);
});

test("the sweep has one point an interval, single points for the others, and the prediction", () => {
  const rows = rowsOf("panel-3-sweep").map((row) => [
    String(row.get("point")).replace("\u202f", " "),
    Math.round(Number(row.get("requests")) * 10) / 10,
    row.get("theoryMs") ?? null,
  ]);
  expect(rows).toEqual([
    ["every 100 ms", 10, 50.4],
    ["every 250 ms", 4, 125.4],
    ["every 500 ms", 2, 250.4],
    ["every 1 s", 1, 500.4],
    ["every 2 s", 0.5, 1000.4],
    ["Long polling", 5, null],
    ["WebSocket", 0, null],
  ]);
});

test("the price of waiting stands in requests a minute, beside its prediction", () => {
  const rows = rowsOf("panel-2-idle").map((row) => [row.get("name"), row.get("shown"), row.get("shownPredicted")]);
  expect(rows).toEqual([
    ["Short polling", "59.6", "60"],
    ["Long polling", "2.64", "2.66"],
    ["WebSocket", "0", "not modelled"],
  ]);
});

test("a panel without a measured trial has no chart", () => {
  const failed = { ...fixtureRun, trials: fixtureRun.trials.filter(({ status }) => status !== "measured") };
  const bare = buildReport(failed);
  const idle = bare.panels.flatMap((panel, i) => chartPanel(panel, i, bare.transports)).map(({ id }) => id);
  expect(idle).toEqual(["panel-3-sweep"]);
});

test.each([
  [[0.3, 800], [0.2, 1000], 12],
  [[1, 1], [0.5, 2], 1],
  [[0.001, 5000], [0.001, 10_000], 8],
])("a log axis over %j ends at %j with %d ticks", (values, domain, ticks) => {
  const axis = logTicks(values);
  expect(axis.domain).toEqual(domain);
  expect(axis.ticks).toHaveLength(ticks);
});
