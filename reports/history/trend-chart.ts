// The chart of one metric over the runs of a plan. Each transport has a line, drawn against its own median: a step of a
// tenth would not show beside lines a thousand times apart. View model in, Vega-Lite spec out.
import type { ComparedMetric, Estimate } from "../../bench/record/summary.ts";
import {
  type Chart,
  type ChartTable,
  categories,
  frame,
  ink,
  quantity,
  quietInk,
  transportScales,
  widths,
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

/** null where no run has a value of the metric above 0. */
export const trendChart = (
  trend: Trend,
  metric: ComparedMetric,
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
    howToRead: explain(trend, lines, own, points, words),
    spec: {
      ...frame(200, [...points, ...changeRows(trend, own), ...nodeRows(trend)], widths.still),
      encoding: { x: runAxis(trend) },
      layer: [...layersOf(drawn, points, words)],
    },
    table: tableOf(trend, metric, own, words),
  };
};

/** The axis holds no more names than this: with more runs, only every second or third has its name there. */
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

const nominal = (field: string) => ({ field, type: "nominal" as const });

const only = (expression: string) => ({ transform: [{ filter: expression }] });

/** An upright line at each run that the expression holds for. */
const uprights = (name: string, expression: string, dash: number[]) => ({
  name,
  ...only(expression),
  mark: { type: "rule" as const, color: quietInk, strokeDash: dash },
});

const layersOf = (lines: readonly Line[], points: readonly PointRow[], words: Words) => {
  const { colour, shape } = transportScales(lines);
  const y = shareAxis(points, words);
  // A name with its figure is long, and the pale bands must not lend it their paleness.
  const color = { ...nominal("line"), scale: colour, legend: { columns: 1, labelLimit: 420, symbolOpacity: 1 } };
  const detail = nominal("part");
  return [
    uprights("nodes", "isValid(datum.otherNode)", [1, 4]),
    uprights("changes", "isValid(datum.numbers)", [1, 0]),
    {
      name: "bands",
      ...only("isValid(datum.low)"),
      mark: { type: "area" as const, opacity: 0.1 },
      encoding: { y: { ...y, field: "low" }, y2: { field: "high" }, color, detail },
    },
    {
      name: "lines",
      ...only("isValid(datum.value)"),
      mark: { type: "line" as const, strokeWidth: 1.75 },
      encoding: { y, color, detail },
    },
    {
      name: "points",
      ...only("isValid(datum.value)"),
      mark: { type: "point" as const, filled: true, size: 26, opacity: 1 },
      encoding: { y, color, shape: { ...nominal("line"), scale: shape } },
    },
    {
      name: "rings",
      ...only("datum.changed === true"),
      mark: { type: "point" as const, shape: "circle", filled: false, size: 170, strokeWidth: 2, opacity: 1 },
      encoding: { y, color },
    },
    {
      name: "numbers",
      ...only("isValid(datum.numbers)"),
      mark: { type: "text" as const, color: ink, fontWeight: "bold" as const, baseline: "bottom" as const, dy: -3 },
      encoding: { y: { value: 0 }, text: nominal("numbers") },
    },
  ] as const;
};

const explain = (
  trend: Trend,
  lines: readonly Line[],
  changes: readonly HistoryChange[],
  points: readonly PointRow[],
  { basics, index: { trends } }: Words,
): string => {
  const bands = points.some(({ low }) => low !== null);
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

interface ValueColumn {
  readonly heading: string;
  readonly valueAt: (at: number) => number | null;
}

const estimateParts = ["median", "low", "high"] as const satisfies readonly (keyof Estimate)[];

/** A transport has columns for its interval where any run has one. */
const columnsOf = (
  { transports, series }: Trend,
  metric: ComparedMetric,
  { charts, index: { trends } }: Words,
): readonly ValueColumn[] => {
  const { unit } = metricForms[metric];
  const nameOf = { median: (label: string) => label, low: trends.low, high: trends.high };
  return transports.flatMap((view) => {
    const own = series.filter((one) => one.metric === metric && one.transport.name === view.name);
    const values = new Map(own.flatMap(({ points }) => points.map(({ at, value }) => [at, value])));
    const told = estimateParts.filter(
      (part) => part === "median" || [...values.values()].some((value) => value[part] !== null),
    );
    return told.map((part) => {
      const name = nameOf[part](view.label);
      return {
        heading: unit === "" ? name : charts.withUnit(name, unit),
        valueAt: (at) => values.get(at)?.[part] ?? null,
      };
    });
  });
};

/** Newest first. */
const tableOf = (trend: Trend, metric: ComparedMetric, changes: readonly HistoryChange[], words: Words): ChartTable => {
  const { basics, index } = words;
  const { run: runHeading, commit, isNew, changeNumber } = index.trends;
  const columns = columnsOf(trend, metric, words);
  const rows = trend.runs.map(({ run, changed }, at) => {
    const here = changes.filter((change) => change.at === at).map(({ number }) => changeNumber(number));
    const values = columns.map(({ valueAt }) => valueAt(at));
    return [instant(run.startedAt), shortCommit(run), ...values, basics.parts([...here, ...changed])];
  });
  return {
    headings: [runHeading, commit, ...columns.map(({ heading }) => heading), isNew],
    rows: rows.toReversed(),
  };
};
