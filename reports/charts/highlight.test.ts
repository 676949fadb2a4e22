import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { expect, it } from "vitest";
import { hostileRun, payload } from "../fixtures/hostile.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { chartReport } from "./charts.ts";
import { type DrawnChart, drawChart } from "./drawing.ts";
import { faint, withHighlight } from "./highlight.ts";

const drawn = async (run: typeof fixtureRun, id: string): Promise<DrawnChart> => {
  const chart = [...chartReport(buildReport(run)).values()].flat().find((one) => one.id === id);
  if (chart === undefined) throw new Error(`no chart ${id}`);
  return drawChart(chart);
};

interface Seen {
  readonly mark: string;
  readonly name: unknown;
  readonly opacity: number;
}

/** The parts of a drawing: marks by the field of their rows, entries of legends and axes by their value. */
const look = (scene: unknown, field: string, inside = ""): readonly Seen[] => {
  if (typeof scene !== "object" || scene === null) return [];
  const own = "name" in scene && typeof scene.name === "string" ? scene.name : "";
  const role = "role" in scene && typeof scene.role === "string" ? scene.role : "";
  const mark = own || (role.startsWith("legend-") || role.startsWith("axis-") ? role : inside);
  const items = "items" in scene && Array.isArray(scene.items) ? scene.items : [];
  const datum: unknown = "datum" in scene ? scene.datum : undefined;
  const opacity = "opacity" in scene && typeof scene.opacity === "number" ? scene.opacity : 1;
  const row = typeof datum === "object" && datum !== null ? new Map(Object.entries(datum)) : new Map();
  const name = row.get(field) ?? row.get("value");
  const seen = items.length === 0 && name !== undefined ? [{ mark, name, opacity }] : [];
  return [...seen, ...items.flatMap((item) => look(item, field, mark))];
};

const opacitiesOf = async (chart: DrawnChart, highlight: readonly string[]): Promise<readonly Seen[]> => {
  const runtime = vega.parse(chart.vega, undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: "none", expr: expressionInterpreter });
  await view.signal("highlight", [...highlight]).runAsync();
  const graph: object = view.scenegraph();
  const seen = look("root" in graph ? graph.root : null, chart.series?.field ?? "");
  view.finalize();
  return seen;
};

it("a chart tells the page for whom each name of its rows stands", async () => {
  const { vega: spec } = await drawn(fixtureRun, "broadcast-bytes");
  expect(spec.usermeta).toEqual({
    series: {
      field: "bar",
      names: [
        ["Short polling ↓ down", "short-polling"],
        ["Short polling ↑ up", "short-polling"],
        ["Long polling ↓ down", "long-polling"],
        ["Long polling ↑ up", "long-polling"],
        ["WebSocket ↓ down", "websocket"],
        ["WebSocket ↑ up", "websocket"],
        ["WebSocket (ws package) ↓ down", "ws-library"],
        ["WebSocket (ws package) ↑ up", "ws-library"],
      ],
    },
  });
});

it("every chart of the page can set a transport off", async () => {
  const charts = [...chartReport(buildReport(fixtureRun)).values()].flat();
  for (const chart of charts) expect(chart.series?.shown.length, chart.id).toBeGreaterThan(1);
});

it("a chart that names no transports stays as it was", () => {
  const spec = { marks: [] };
  expect(withHighlight(spec, undefined)).toBe(spec);
});

it("where nothing is asked for, nothing fades", async () => {
  const chart = await drawn(fixtureRun, "broadcast-timeline");
  expect(new Set((await opacitiesOf(chart, [])).map(({ opacity }) => opacity))).toEqual(new Set([1, 0.14, 0]));
});

it("all but the names that are asked for fade, in proportion to what they were", async () => {
  const chart = await drawn(fixtureRun, "broadcast-timeline");
  const seen = await opacitiesOf(chart, ["WebSocket"]);
  const of = (name: string): ReadonlySet<number> =>
    new Set(seen.filter((one) => one.name === name).map(({ opacity }) => Number(opacity.toPrecision(6))));
  expect(of("WebSocket")).toEqual(new Set([1, 0.14, 0]));
  expect(of("Long polling")).toEqual(new Set([faint, Number((0.14 * faint).toPrecision(6)), 0]));
});

it.each([
  ["broadcast-cpu", "axis-label"],
  ["broadcast-timeline", "ends_marks"],
  ["broadcast-timeline", "leaders_marks"],
])("in %s, each %s fades with its marks", async (id, role) => {
  const chart = await drawn(fixtureRun, id);
  const seen = await opacitiesOf(chart, ["WebSocket"]);
  expect(seen.filter(({ mark, name }) => mark === role && typeof name === "string")).toEqual([
    { mark: role, name: "Short polling", opacity: faint },
    { mark: role, name: "Long polling", opacity: faint },
    { mark: role, name: "WebSocket", opacity: 1 },
    { mark: role, name: "WebSocket (ws package)", opacity: faint },
  ]);
});

it("a legend of something else than transports does not fade", async () => {
  const seen = await opacitiesOf(await drawn(fixtureRun, "broadcast-bytes"), ["WebSocket ↓ down"]);
  const legend = seen.filter(({ mark }) => mark.startsWith("legend-"));
  expect(legend.length).toBeGreaterThan(4);
  expect(new Set(legend.map(({ opacity }) => opacity))).toEqual(new Set([1]));
});

it("a run's texts stand in no rule of any chart", async () => {
  for (const chart of [...chartReport(buildReport(hostileRun)).values()].flat()) {
    const spec = JSON.stringify((await drawChart(chart)).vega);
    const rules = spec.match(/"test":"(?:[^"\\]|\\.)*"/g)?.filter((rule) => rule.includes("highlight")) ?? [];
    expect(rules.length, chart.id).toBeGreaterThan(2);
    expect(rules.filter((rule) => rule.includes("injected"))).toEqual([]);
    expect(spec).toContain(JSON.stringify(payload).slice(1, -1));
  }
});
