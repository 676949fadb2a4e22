import { describe, expect, it } from "vitest";
import { deriveRun, fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { chartReport } from "./charts.ts";
import { type DrawnChart, drawChart } from "./drawing.ts";
import { logTicks } from "./style.ts";

const report = buildReport(fixtureRun);
const charts = new Map<string, DrawnChart>();
// A warning of the compiler, of the parser or of a scale throws: drawing is the first test.
for (const [section, made] of chartReport(report)) {
  if (report.panels.some(({ id }) => id === section))
    for (const chart of made) charts.set(chart.id, await drawChart(chart));
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

it("each panel gets the charts that fit its data, without a warning", () => {
  expect([...charts.keys()]).toEqual([
    "broadcast-spectrum",
    "broadcast-strips",
    "broadcast-bytes",
    "broadcast-requests",
    "broadcast-cpu",
    "broadcast-memory",
    "broadcast-timeline",
    "sparse-idle",
    "sparse-bytes",
    "sparse-requests",
    "intervals-sweep",
    "distance-mean",
    "distance-requests",
  ]);
});

describe("every chart", () => {
  it.each([...charts.values()].map((chart) => [chart.id, chart] as const))("%s", (_, chart) => {
    expect(chart.howToRead.length).toBeGreaterThan(80);
    expect(chart.table.rows.length).toBeGreaterThan(0);
    for (const row of chart.table.rows) expect(row).toHaveLength(chart.table.headings.length);
    expect(chart.svg).toMatch(/^<svg /);
    expect(chart.svg).not.toMatch(/NaN|Infinity|undefined|style=/);
    // A bar's length says nothing on a log axis.
    const spec = JSON.stringify(chart.spec);
    expect(spec.includes('"type":"log"') && spec.includes('"type":"bar"')).toBe(false);
  });

  it("has no id of its own, which a counter would make differ from drawing to drawing", () => {
    for (const { svg } of charts.values()) expect(svg).not.toMatch(/\sid=/);
  });

  it("draws the same twice", async () => {
    const chart = get("broadcast-spectrum");
    expect((await drawChart(chart)).svg).toBe(chart.svg);
  });
});

it("the spectrum ends where each sample does, and shows transports by colour, dash and shape", () => {
  const rows = rowsOf("broadcast-spectrum").filter((row) => row.has("ms"));
  const last = rows.findLast((row) => row.get("transport") === "WebSocket");
  expect(last?.get("oneIn")).toBe(129.266);
  const spec = JSON.stringify(get("broadcast-spectrum").spec);
  expect(spec).toContain('"range":["#d55e00","#009e73","#0072b2","#8c7300"]');
  expect(spec).toContain('"range":[[7,3],[2,2],[1,0],[5,2,1,2]]');
  expect(spec).toContain('"range":["square","triangle-up","circle","cross"]');
  expect(get("broadcast-spectrum").table.headings).toEqual([
    "Transport",
    "p50 (ms)",
    "p90 (ms)",
    "p99 (ms)",
    "Messages",
    "Trials",
  ]);
});

it("the spectrum has the closed form where it holds, and the noise floor as far as its sample goes", () => {
  const { table, howToRead } = get("broadcast-spectrum");
  expect(table.rows.map(([name]) => name)).toEqual([
    "Short polling, every 1\u202fs",
    "Short polling, every 1\u202fs, predicted",
    "Long polling, hold 30\u202fs",
    "WebSocket",
    "WebSocket (ws package)",
    "Noise floor",
  ]);
  const predicted = table.rows[1]?.map((value) => (typeof value === "number" ? Math.round(value * 10) / 10 : value));
  expect(predicted?.slice(1)).toEqual([500.4, 900.4, 990.4, null, null]);
  const floor = table.rows
    .at(-1)
    ?.map((value) => (typeof value === "number" ? Math.round(value * 1000) / 1000 : value));
  expect(floor?.slice(1)).toEqual([0.979, 1.676, null, null, null]);
  expect(howToRead).toContain("bare writes of such a message to 100 of the same client sockets");
  expect(howToRead).toContain("the closed forms expect over all plans");
});

it("bytes by kind add up to what the summary says of each direction, and with TCP/IP to the wire", () => {
  const [row] = report.panels[0]?.rows ?? [];
  const bytes = get("broadcast-bytes").table;
  const [down, up] = bytes.rows;
  expect(bytes.headings).toEqual([
    "Transport",
    "Direction",
    "message body (B)",
    "JSON envelope (B)",
    "HTTP headers (B)",
    "framing (B)",
    "Application (B)",
    "TCP/IP and ACKs (B)",
    "On the wire (B)",
  ]);
  expect(down?.at(-3)).toBeCloseTo(row?.metrics.bytesPerDeliveryDown?.median ?? 0, 6);
  expect(up?.at(-3)).toBeCloseTo(row?.metrics.bytesPerDeliveryUp?.median ?? 0, 6);
  expect(down?.at(-1)).toBe(row?.metrics.wireBytesPerDeliveryDown?.median);
  expect(Number(up?.at(-3)) + Number(up?.at(-2))).toBeCloseTo(Number(up?.at(-1)), 9);
  expect(bytes.rows.find(([name, way]) => name === "WebSocket" && way === "up")?.slice(-3)).toEqual([0, 52, 52]);
});

it("a wire that was not counted is no zero: the bar says so, and the reason stands below", () => {
  const { table, howToRead } = get("sparse-bytes");
  expect(table.rows.map((row) => row.at(-1))).toEqual([null, null, null, null, null, null]);
  expect(rowsOf("sparse-bytes").flatMap((row) => row.get("total") ?? [])).toContain("312 + ?");
  expect(howToRead).toContain("the system does not tell: no network namespace, and no ss");
});

it("requests are split into useful and empty", () => {
  const rows = get("sparse-requests").table.rows.map((row) =>
    row.map((value) => (typeof value === "number" ? Math.round(value * 1e6) / 1e6 : value)),
  );
  expect(rows).toEqual([
    ["Short polling", 1, 32, 33],
    ["Long polling", 1, 1, 2],
    ["WebSocket", 0, 0, 0],
  ]);
});

it("a title states what the comparisons tell", () => {
  expect(get("broadcast-bytes").finding).toMatch(
    /^Long polling moved [\d.]+\u202f× and short polling [\d.]+\u202f× the bytes of WebSocket$/,
  );
  expect(get("broadcast-timeline").finding).toBeUndefined();
});

it("names stand at the ends of lines, one a line, and the noise floor has its own", () => {
  const named = (id: string) => rowsOf(id).flatMap((row) => row.get("endName") ?? []);
  expect(named("broadcast-spectrum")).toEqual([
    "Short polling, every 1\u202fs",
    "Long polling, hold 30\u202fs",
    "WebSocket",
    "WebSocket (ws package)",
    "noise floor",
  ]);
  expect(get("broadcast-spectrum").ends?.others).toEqual(["noise floor"]);
  expect(get("broadcast-timeline").svg).toMatch(/ends_marks.*>WebSocket</s);
});

it("an axis of trials is broken where one transport is far above the others, and the text says so", () => {
  const { howToRead, svg } = get("broadcast-strips");
  expect(howToRead).toContain("The axis is broken at the upright grey line");
  expect(svg).toContain("break_marks");
});

it("the sweep has one point an interval, single points for the others, and the prediction", () => {
  const rows = rowsOf("intervals-sweep").map((row) => [
    String(row.get("point")).replace("\u202f", " "),
    Math.round(Number(row.get("requests")) * 10) / 10,
    row.get("theoryMs") === undefined ? null : Math.round(Number(row.get("theoryMs")) * 10) / 10,
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

it("the price of waiting stands in requests a minute, beside its prediction", () => {
  const rows = rowsOf("sparse-idle").map((row) => [row.get("name"), row.get("shown"), row.get("shownPredicted")]);
  expect(rows).toEqual([
    ["Short polling", "60", "60"],
    ["Long polling", "3.64", "3.64"],
    ["WebSocket", "0", "0"],
  ]);
});

describe("a transport of which no trial counts", () => {
  const trials = fixtureRun.trials.map((trial) =>
    trial.transport === "long-polling" && trial.status === "measured"
      ? { ...trial, status: "invalid" as const, reasons: [{ code: "failure" as const, why: "too busy" }] }
      : trial,
  );
  const made = [...chartReport(buildReport({ ...fixtureRun, ...deriveRun(trials) })).values()].flat();
  const chart = (id: string) => {
    const found = made.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no chart ${id}`);
    return found;
  };

  it.each(["broadcast-bytes", "broadcast-requests", "broadcast-cpu", "broadcast-memory", "sparse-idle"])(
    "keeps its place in %s, with its status and the reason, and no figure",
    async (id) => {
      const { table, howToRead } = chart(id);
      const row = table.rows.find(([name]) => String(name).startsWith("Long polling"));
      expect(row?.[0]).toMatch(/^Long polling \(invalid(, failed)?\)$/);
      expect(row?.slice(1).filter((value) => typeof value === "number" && value !== 0)).toEqual([]);
      expect(howToRead).toMatch(/Without figures: Long polling: invalid: too busy \(\d of \d trials?\)\./);
      const { svg } = await drawChart(chart(id));
      expect(svg).toMatch(/>invalid(, failed)?<\/text>/);
      expect(svg.indexOf(">Short polling")).toBeLessThan(svg.indexOf(">Long polling"));
      expect(svg.indexOf(">Long polling")).toBeLessThan(svg.indexOf(">WebSocket"));
    },
  );

  it("is drawn pale in the spectrum, under a name that says so", async () => {
    const { table, spec } = chart("broadcast-spectrum");
    const name = "Long polling, hold 30\u202fs (invalid)";
    expect(table.rows.find(([first]) => first === name)?.at(-1)).toBe(0);
    expect(JSON.stringify(spec)).toContain('"opacity":{"condition":{"test":"datum.invalid","value":0.35},"value":1}');
  });
});

it("one invalid trial is a hollow point beside the others, and marks the figure", () => {
  const rows = rowsOf("broadcast-cpu").filter((row) => row.get("name") === "WebSocket (ws package)");
  expect(rows.filter((row) => row.get("part") === "invalid")).toHaveLength(1);
  expect(rows.find((row) => row.get("part") === "median")?.get("shown")).toBe("7.38 ms *");
});

it("charts stand in pairs, the first of an odd number alone, and what few readers need is folded", () => {
  const placed = [...charts.values()].map(({ id, wide, aside, spec }) => [id, wide, aside, Object(spec).width]);
  expect(placed.filter(([id]) => String(id).startsWith("broadcast"))).toEqual([
    ["broadcast-spectrum", undefined, undefined, 500],
    ["broadcast-strips", undefined, undefined, 500],
    ["broadcast-bytes", undefined, undefined, 500],
    ["broadcast-requests", undefined, undefined, 500],
    ["broadcast-cpu", undefined, undefined, 500],
    ["broadcast-memory", undefined, undefined, 500],
    ["broadcast-timeline", true, true, 1040],
  ]);
  expect(placed.filter(([id]) => /^(sparse|intervals)/.test(String(id)))).toEqual([
    ["sparse-idle", undefined, undefined, 500],
    ["sparse-bytes", undefined, undefined, 500],
    ["sparse-requests", true, true, 1040],
    ["intervals-sweep", true, undefined, 1040],
  ]);
});

it("a panel without any trial has no chart of trials", () => {
  const failed = { ...fixtureRun, trials: fixtureRun.trials.filter(({ status }) => status === "failed") };
  expect(chartReport(buildReport(failed)).get("broadcast")).toEqual([]);
});

it.each([
  [[0.3, 800], [0.2, 1000], 12],
  [[1, 1], [0.5, 2], 1],
  [[0.001, 5000], [0.001, 10_000], 8],
])("a log axis over %j ends at %j with %d ticks", (values, domain, ticks) => {
  const axis = logTicks(values);
  expect(axis.domain).toEqual(domain);
  expect(axis.ticks).toHaveLength(ticks);
});
