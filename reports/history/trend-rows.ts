// The data of a chart of one metric over runs: lines against their own medians, changes, and runs with another Node. Plain
// data; knows nothing of how it is drawn.
import type { ComparedMetric } from "../../bench/record/summary.ts";
import { median } from "../../bench/statistics/stats.ts";
import { valueAt } from "../../bench/statistics/value-at.ts";
import type { TransportView } from "../legend/transports.ts";
import { drawnSeries, type HistoryChange } from "./history.ts";
import { type Series, showValue, type Trend } from "./trends.ts";

export interface Line {
  readonly view: TransportView;
  /** The transport's label with the figure that is the line's 100 %. */
  readonly name: string;
  readonly base: number;
  readonly series: readonly Series[];
}

export const linesOf = (trend: Trend, metric: ComparedMetric): readonly Line[] => {
  const series = drawnSeries(trend).filter((one) => one.metric === metric);
  return trend.transports.flatMap((view) => {
    const mine = series.filter(({ transport }) => transport.name === view.name);
    if (mine.length === 0) return [];
    const base = median(mine.flatMap(({ points }) => points.map(({ value }) => value.median)));
    return [{ view, base, series: mine, name: `${view.label}: ${showValue(base, metric)}` }];
  });
};

export interface PointRow {
  readonly run: string;
  readonly line: string;
  /** Runs with the same Node, whose points are joined. */
  readonly part: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly changed: boolean;
}

export const rowsOf = (
  trend: Trend,
  { name, base, series }: Line,
  changes: readonly HistoryChange[],
): readonly PointRow[] => {
  const share = (value: number): number => (100 * value) / base;
  return series.flatMap(({ transport, node, points }) =>
    points.map(({ at, value: { median: middle, low, high } }) => ({
      run: valueAt(trend.runs, at).label,
      line: name,
      part: `${name} ${node}`,
      value: share(middle),
      low: low === null || high === null ? null : share(low),
      high: low === null || high === null ? null : share(high),
      changed: changes.some((change) => change.at === at && change.series.transport === transport),
    })),
  );
};

/** One mark for each run in which any line changed. */
export const changeRows = (trend: Trend, changes: readonly HistoryChange[]): readonly object[] =>
  [...Map.groupBy(changes, ({ at }) => at)].map(([at, here]) => ({
    run: valueAt(trend.runs, at).label,
    numbers: here.map((change) => change.number).join(", "),
  }));

/** Labels of the runs that had another Node than the run before. */
export const nodeChanges = (trend: Trend): readonly string[] =>
  trend.runs.flatMap(({ run, label }, i) => {
    const before = trend.runs[i - 1]?.run;
    return i > trend.drawnFrom && before?.environment.node !== run.environment.node ? [label] : [];
  });

export const nodeRows = (trend: Trend): readonly object[] =>
  nodeChanges(trend).map((run) => ({ run, otherNode: true }));

/** The ends of the axis span the values, and at least ±5 %, so that a ripple does not look like a wave. */
export const shareDomain = (points: readonly PointRow[]): readonly [number, number] => {
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(95, ...values), Math.max(105, ...values)];
  const air = (most - least) * 0.08;
  return [least - air, most + air];
};

/** Intervals end at the chart's frame. A clip path would do too, but has an id that differs between two drawings. */
export const withinDomain = (points: readonly PointRow[]): readonly PointRow[] => {
  const [bottom, top] = shareDomain(points);
  const clamp = (value: number | null): number | null =>
    value === null ? null : Math.min(top, Math.max(bottom, value));
  return points.map((point) => ({ ...point, low: clamp(point.low), high: clamp(point.high) }));
};
