// Charts of what a fast answer costs: p99 response time against bytes and against server CPU, one point a setting, one
// line a transport. View model in, Vega-Lite specs out.
import type { TopLevelSpec } from "vega-lite";
import type { Estimate, MetricName } from "../../bench/record/summary.ts";
import { type Frontier, type FrontierPoint, namePoint } from "../view/frontier.ts";
import type { Words } from "../words/words.ts";

import { figure, thin } from "../writing/numbers.ts";
import { type Chart, frame, ink, legendOf, tooltip, transportScales, widths } from "./style.ts";
import { logAxis } from "./sweep-axes.ts";

interface Cost {
  /** By which the words name and explain it. */
  readonly id: "bytes" | "cpu";
  readonly unit: string;
  readonly metric: MetricName;
}

const costs: readonly Cost[] = [
  { id: "bytes", unit: "B/s", metric: "bytesPerSubscriberSecond" },
  { id: "cpu", unit: "ms", metric: "serverCpuMsPerThousandDeliveries" },
];

export const frontierCharts = (frontier: Frontier, words: Words): readonly Chart[] =>
  costs.flatMap((cost) => frontierChart(frontier, cost, words) ?? []);

interface Placed {
  readonly point: FrontierPoint;
  readonly cost: Estimate;
  readonly time: Estimate;
}

const frontierChart = ({ points, absent }: Frontier, cost: Cost, words: Words): Chart | null => {
  const { basics, charts, sweeps } = words;
  const { frontier } = sweeps;
  const { title, axis, meaning } = frontier[cost.id];
  const p99 = sweeps.metrics.p99;
  const placed: readonly Placed[] = points.flatMap((point) => {
    const [spent, time] = [point.row.metrics[cost.metric], point.row.metrics.responseTimeP99Ms];
    return spent === null || time === null || !(spent.median > 0) || !(time.median > 0)
      ? []
      : { point, cost: spent, time };
  });
  if (placed.length < 2) return null;
  const raises = raisesOf(placed);
  const rows = placed.map((one, i) => ({ ...datumOf(one, cost.unit, words), raise: raises[i] ?? 0 }));
  const views = [...new Set(placed.map(({ point }) => point.view))];
  const shown = views.map((view) => ({ view, name: view.label }));
  const scales = transportScales(shown);
  const reach = (of: "cost" | "time"): readonly number[] =>
    placed.flatMap((one) => [one[of].median, positive(one[of].low) ?? one[of].median, one[of].high ?? one[of].median]);
  return {
    id: `frontier-${cost.id}`,
    title,
    description: frontier.description(axis, basics.join(placed.map(({ point }) => namePoint(point, words)))),
    howToRead: basics.sentences([
      frontier.howToRead(
        meaning,
        placed.some(({ time }) => time.low !== null),
      ),
      absent.length > 0 ? frontier.leftOut(basics.join(absent)) : "",
    ]),
    wide: false,
    series: { field: "transport", shown },
    spec: specOf(
      rows,
      scales,
      {
        x: roomyAxis("cost", axis, reach("cost"), 0.5, words),
        y: roomyAxis("time", p99.axis, reach("time"), 0.1, words),
      },
      tooltip({ whole: charts.transport, shownTime: p99.title, shownCost: axis }),
    ),
    table: {
      headings: [
        charts.transport,
        ...[axis, frontier.low, frontier.high].map((name) => charts.withUnit(name, cost.unit)),
        ...[p99.title, frontier.low, frontier.high].map((name) => charts.withUnit(name, "ms")),
        charts.trials,
      ],
      rows: placed.map(({ point, cost: spent, time }) => [
        namePoint(point, words),
        spent.median,
        spent.low,
        spent.high,
        time.median,
        time.low,
        time.high,
        time.trials,
      ]),
    },
  };
};

const plotHeight = 320;

const raisesOf = (placed: readonly Placed[]): readonly number[] => {
  const along = (of: "cost" | "time", length: number): readonly number[] =>
    logPlaces(
      placed.map((one) => one[of].median),
      length,
    );
  const [xs, ys] = [along("cost", widths.half), along("time", plotHeight)];
  return nameRaises(placed.map((_, i) => ({ x: xs[i] ?? 0, y: ys[i] ?? 0 })));
};

/** `room` beyond the largest value, as a share of the span: labels stand above and to the right of their points. */
const roomyAxis = (field: string, title: string, values: readonly number[], room: number, words: Words) => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(most / least, 1.5);
  return logAxis(field, title, [least / span ** 0.05, most * span ** room], words);
};

const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

const datumOf = ({ point, cost, time }: Placed, unit: string, words: Words) => ({
  transport: point.view.label,
  point: point.name,
  whole: namePoint(point, words),
  cost: cost.median,
  lowCost: positive(cost.low) ?? cost.median,
  highCost: cost.high ?? cost.median,
  time: time.median,
  lowTime: positive(time.low) ?? time.median,
  highTime: time.high ?? time.median,
  shownCost: `${figure(cost.median)}${thin}${unit}`,
  shownTime: `${figure(time.median)}${thin}ms`,
});

const specOf = (
  rows: readonly (ReturnType<typeof datumOf> & { readonly raise: number })[],
  scales: ReturnType<typeof transportScales>,
  { x, y }: { readonly x: ReturnType<typeof roomyAxis>; readonly y: ReturnType<typeof roomyAxis> },
  hints: ReturnType<typeof tooltip>,
): TopLevelSpec => {
  const bar = { type: "rule" as const, strokeWidth: 5, opacity: 0.3 };
  return {
    ...frame(false, plotHeight, rows),
    encoding: {
      color: {
        field: "transport",
        type: "nominal",
        scale: scales.colour,
        legend: legendOf(scales.colour.domain, false),
      },
    },
    layer: [
      { name: "lines", mark: { type: "line", strokeWidth: 1.5 }, encoding: { x, y, order: { field: "time" } } },
      {
        name: "intervals",
        mark: bar,
        encoding: { x, y: { ...y, field: "lowTime" }, y2: { field: "highTime" } },
      },
      { name: "spans", mark: bar, encoding: { x: { ...x, field: "lowCost" }, x2: { field: "highCost" }, y } },
      {
        name: "points",
        mark: { type: "point", filled: true, size: 90, opacity: 1 },
        encoding: {
          x,
          y,
          shape: { field: "transport", type: "nominal", scale: scales.shape },
          tooltip: hints,
        },
      },
      {
        name: "labels",
        mark: { type: "text", align: "left", dx: 9, dy: { expr: "-11 - datum.raise" } },
        encoding: { x, y, text: { field: "point" }, color: { value: ink } },
      },
    ],
  };
};

/** In px of the plot, to the right and up. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What a name takes of the plot, about. */
const [nameWidth, nameHeight] = [130, 15];

/** In px, in the places' order: a line for each other point that lies just below. */
export const nameRaises = (places: readonly Place[]): readonly number[] =>
  places.map((own, i) => {
    const below = places.filter(({ x, y }, j) => {
      const rise = own.y - y;
      return Math.abs(own.x - x) < nameWidth && rise < nameHeight && (rise > 0 || (rise === 0 && j < i));
    });
    return below.length * nameHeight;
  });

/** Where a value stands on a log axis of that length, counted from the least of all values. */
export const logPlaces = (values: readonly number[], length: number): readonly number[] => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (least === most ? 0 : (length * Math.log(value / least)) / Math.log(most / least)));
};
