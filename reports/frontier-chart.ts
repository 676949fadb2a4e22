// Charts of what a fast answer costs: p99 response time against bytes and against server CPU, one point a setting, one
// line a transport. View model in, Vega-Lite specs out.
import type { TopLevelSpec } from "vega-lite";
import type { Estimate, MetricName } from "../bench/record.ts";
import { type Chart, frame, ink, tooltip, transportScales } from "./chart-style.ts";
import { type Frontier, type FrontierPoint, namePoint } from "./frontier-view.ts";
import { figure, thin } from "./numbers.ts";
import { join } from "./phrases.ts";
import { logAxis } from "./sweep-axes.ts";

interface Cost {
  readonly id: string;
  readonly title: string;
  readonly axis: string;
  readonly unit: string;
  readonly metric: MetricName;
  readonly meaning: string;
}

const costs: readonly Cost[] = [
  {
    id: "bytes",
    title: "p99 response time against bytes",
    axis: "Bytes of one subscriber in a second",
    unit: "B/s",
    metric: "bytesPerSubscriberSecond",
    meaning: "Bytes are up and down together at one subscriber's socket, without TCP/IP headers.",
  },
  {
    id: "cpu",
    title: "p99 response time against server CPU",
    axis: "Processor time in ms per 1000 deliveries",
    unit: "ms",
    metric: "serverCpuMsPerThousandDeliveries",
    meaning: "Processor time is the server process's, without the thread that paces the publisher.",
  },
];

export const frontierCharts = (frontier: Frontier): readonly Chart[] =>
  costs.flatMap((cost) => frontierChart(frontier, cost) ?? []);

interface Placed {
  readonly point: FrontierPoint;
  readonly cost: Estimate;
  readonly time: Estimate;
}

const frontierChart = ({ points, absent }: Frontier, cost: Cost): Chart | null => {
  const placed: readonly Placed[] = points.flatMap((point) => {
    const [spent, time] = [point.row.metrics[cost.metric], point.row.metrics.responseTimeP99Ms];
    return spent === null || time === null || !(spent.median > 0) || !(time.median > 0)
      ? []
      : { point, cost: spent, time };
  });
  if (placed.length < 2) return null;
  const rows = placed.map((one) => datumOf(one, cost.unit));
  const views = [...new Set(placed.map(({ point }) => point.view))];
  const scales = transportScales(views.map((view) => ({ view, name: view.label })));
  const reach = (of: "cost" | "time"): readonly number[] =>
    placed.flatMap((one) => [one[of].median, positive(one[of].low) ?? one[of].median, one[of].high ?? one[of].median]);
  return {
    id: `frontier-${cost.id}`,
    title: cost.title,
    description: `Scatter chart on logarithmic axes: p99 response time in ms against ${cost.axis.toLowerCase()}, for ${join(placed.map(({ point }) => namePoint(point)))}.`,
    howToRead:
      "Down is sooner, left is cheaper: of two points, the one that is lower and further left is better in both. A line joins the " +
      `settings of one transport; where it passes another's point, the two trade places. ${cost.meaning} Medians over trials` +
      (placed.some(({ time }) => time.low !== null) ? "; the pale bars are 95 % intervals, both ways." : ".") +
      (absent.length > 0 ? ` Without a valid trial, and left out: ${join(absent)}.` : ""),
    wide: false,
    spec: specOf(
      rows,
      scales,
      {
        x: roomyAxis("cost", cost.axis, reach("cost"), 0.5),
        y: roomyAxis("time", "p99 response time in ms", reach("time"), 0.1),
      },
      cost,
    ),
    table: {
      headings: [
        "Transport",
        `${cost.axis} (${cost.unit})`,
        "low",
        "high",
        "p99 response time (ms)",
        "low",
        "high",
        "Trials",
      ],
      rows: placed.map(({ point, cost: spent, time }) => [
        namePoint(point),
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

/** `room` beyond the largest value, as a share of the span: labels stand above and to the right of their points. */
const roomyAxis = (field: string, title: string, values: readonly number[], room: number) => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(most / least, 1.5);
  return logAxis(field, title, [least / span ** 0.05, most * span ** room]);
};

const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

const datumOf = ({ point, cost, time }: Placed, unit: string) => ({
  transport: point.view.label,
  point: point.name,
  whole: namePoint(point),
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
  rows: readonly ReturnType<typeof datumOf>[],
  scales: ReturnType<typeof transportScales>,
  { x, y }: { readonly x: ReturnType<typeof roomyAxis>; readonly y: ReturnType<typeof roomyAxis> },
  cost: Cost,
): TopLevelSpec => {
  const bar = { type: "rule" as const, strokeWidth: 5, opacity: 0.3 };
  return {
    ...frame(false, 320, rows),
    encoding: { color: { field: "transport", type: "nominal", scale: scales.colour, legend: { symbolOpacity: 1 } } },
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
          tooltip: tooltip({ whole: "Transport", shownTime: "p99 response time", shownCost: cost.axis }),
        },
      },
      {
        name: "labels",
        mark: { type: "text", align: "left", dx: 9, dy: -11 },
        encoding: { x, y, text: { field: "point" }, color: { value: ink } },
      },
    ],
  };
};
