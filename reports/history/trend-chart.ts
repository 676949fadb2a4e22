// The chart of one metric over the runs of a plan: a line a transport, each against its own median, since a step of a tenth
// would not show beside lines a thousand times apart. View model in, Vega-Lite spec out.
import type { Estimate } from "../../bench/record/summary.ts";
import type { TrendMetric } from "../../bench/run/runs.ts";
import {
  type Chart,
  type ChartTable,
  categories,
  frame,
  ink,
  quantity,
  quietInk,
  transportScales,
} from "../charts/style.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { instant } from "../writing/numbers.ts";
import type { HistoryChange } from "./history.ts";
import {
  changeRows,
  type Line,
  linesOf,
  nodeChanges,
  nodeRows,
  type PointRow,
  rowsOf,
  shareDomain,
  withinDomain,
} from "./trend-rows.ts";
import { metricForms, shortCommit, type Trend } from "./trends.ts";

/** null where no run told the metric, or all told none. */
export const trendChart = (
  trend: Trend,
  metric: TrendMetric,
  changes: readonly HistoryChange[],
  words: Words = english,
): Chart | null => {
  const { basics, index } = words;
  const own = changes.filter((change) => change.trend === trend && change.series.metric === metric);
  const lines = linesOf(trend, metric);
  const drawn = lines.filter(({ base }) => base > 0);
  if (drawn.length === 0) return null;
  const points = withinDomain(drawn.flatMap((line) => rowsOf(trend, line, own)));
  const title = index.trends.metrics[metric];
  return {
    id: `${trend.id}-${metricForms[metric].id}`,
    title,
    description: index.trends.description(
      title,
      trend.runs.length - trend.drawnFrom,
      basics.join(drawn.map(({ view }) => view.label)),
    ),
    howToRead: explain(
      trend,
      lines,
      own,
      points.some(({ low }) => low !== null),
      words,
    ),
    wide: false,
    spec: {
      ...frame(false, 240, [...points, ...changeRows(trend, own), ...nodeRows(trend)]),
      encoding: { x: runAxis(trend) },
      layer: [...layersOf(drawn, points, words)],
    },
    table: tableOf(trend, metric, own, words),
  };
};

/** More names than this, and every second or third run goes without. */
const mostNames = 26;

const runAxis = ({ runs, drawnFrom }: Trend) => {
  const names = runs.slice(drawnFrom).map(({ label }) => label);
  const step = Math.ceil(names.length / mostNames);
  const named = names.filter((_, i) => (names.length - 1 - i) % step === 0);
  return {
    ...categories("run", names, 0),
    scale: { type: "point" as const, domain: names, padding: 0.6 },
    axis: { title: null, labelAngle: -90, labelFontSize: 11, values: named, grid: false },
  };
};

const shareAxis = (points: readonly PointRow[], { index: { trends } }: Words) => {
  const axis = { title: trends.axis, tickCount: 5, labelExpr: "format(datum.value, '~f')" };
  return quantity("value", { domain: [...shareDomain(points)], nice: false, zero: false }, axis);
};

const layersOf = (lines: readonly Line[], points: readonly PointRow[], words: Words) => {
  const { colour, shape } = transportScales(lines);
  const y = shareAxis(points, words);
  const colours = {
    field: "line",
    type: "nominal" as const,
    scale: colour,
    // A name with its figure is long, and the pale bands must not lend it their paleness.
    legend: { columns: 1, labelLimit: 420, symbolOpacity: 1 },
  };
  const only = (expression: string) => ({ transform: [{ filter: expression }] });
  const part = { field: "part", type: "nominal" as const };
  const upright = (name: string, expression: string, dash: number[]) => ({
    name,
    ...only(expression),
    mark: { type: "rule" as const, color: quietInk, strokeDash: dash },
  });
  return [
    upright("nodes", "isValid(datum.otherNode)", [1, 4]),
    upright("changes", "isValid(datum.numbers)", [1, 0]),
    {
      name: "bands",
      ...only("isValid(datum.low)"),
      mark: { type: "area" as const, opacity: 0.1 },
      encoding: { y: { ...y, field: "low" }, y2: { field: "high" }, color: colours, detail: part },
    },
    {
      name: "lines",
      ...only("isValid(datum.value)"),
      mark: { type: "line" as const, strokeWidth: 1.75 },
      encoding: { y, color: colours, detail: part },
    },
    {
      name: "points",
      ...only("isValid(datum.value)"),
      mark: { type: "point" as const, filled: true, size: 26, opacity: 1 },
      encoding: { y, color: colours, shape: { field: "line", type: "nominal" as const, scale: shape } },
    },
    {
      name: "rings",
      ...only("datum.changed === true"),
      mark: { type: "point" as const, shape: "circle", filled: false, size: 170, strokeWidth: 2, opacity: 1 },
      encoding: { y, color: colours },
    },
    {
      name: "numbers",
      ...only("isValid(datum.numbers)"),
      mark: { type: "text" as const, color: ink, fontWeight: "bold" as const, baseline: "bottom" as const, dy: -3 },
      encoding: { y: { value: 0 }, text: { field: "numbers", type: "nominal" as const } },
    },
  ] as const;
};

const explain = (
  trend: Trend,
  lines: readonly Line[],
  changes: readonly HistoryChange[],
  bands: boolean,
  { basics, index: { trends } }: Words,
): string => {
  const none = lines.filter(({ base }) => !(base > 0));
  return basics.sentences([
    trends.order,
    trends.ownMedian,
    bands ? trends.bands : "",
    changes.length > 0 ? trends.change : "",
    nodeChanges(trend).length > 0 ? trends.node : "",
    none.length > 0 ? trends.notDrawn(basics.join(none.map(({ view }) => view.label))) : "",
    trend.drawnFrom > 0 ? trends.last(trend.runs.length - trend.drawnFrom, trend.runs.length) : "",
  ]);
};

/** Newest first. A transport has columns for its interval where any run has one. */
const tableOf = (
  trend: Trend,
  metric: TrendMetric,
  changes: readonly HistoryChange[],
  { basics, charts, index: { trends } }: Words,
): ChartTable => {
  const { unit } = metricForms[metric];
  const heads: Readonly<Record<"median" | "low" | "high", (label: string) => string>> = {
    median: (label) => label,
    low: trends.low,
    high: trends.high,
  };
  const parts = ["median", "low", "high"] as const satisfies readonly (keyof Estimate)[];
  const columns = trend.transports.flatMap((view) => {
    const series = trend.series.filter((one) => one.metric === metric && one.transport.name === view.name);
    const values = new Map(series.flatMap(({ points }) => points.map(({ at, value }) => [at, value])));
    const told = parts.filter(
      (part) => part === "median" || [...values.values()].some((value) => value[part] !== null),
    );
    return told.map((part) => ({
      heading: unit === "" ? heads[part](view.label) : charts.withUnit(heads[part](view.label), unit),
      valueAt: (at: number): number | null => values.get(at)?.[part] ?? null,
    }));
  });
  return {
    headings: [trends.run, trends.commit, ...columns.map(({ heading }) => heading), trends.isNew],
    rows: trend.runs
      .map(({ run, changed }, at) => {
        const here = changes.filter((change) => change.at === at).map(({ number }) => trends.changeNumber(number));
        return [
          instant(run.startedAt),
          shortCommit(run),
          ...columns.map(({ valueAt }) => valueAt(at)),
          basics.parts([...here, ...changed]),
        ];
      })
      .toReversed(),
  };
};
