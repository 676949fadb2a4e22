// Charts of the price of a fast delivery: p99 response time against bytes and against server CPU, one point a setting, one
// line a transport. View model in, Vega-Lite specs out.
import type { Estimate, MetricName } from "../../bench/record/summary.ts";
import { valueAt } from "../../bench/statistics/value-at.ts";
import { type Frontier, type FrontierPoint, namePoint } from "../view/frontier.ts";
import type { Words } from "../words/words.ts";
import { withUnit } from "../writing/numbers.ts";
import { widthFor } from "./end-labels.ts";
import { dots, intervalBar, type Layer, line, lineChannels } from "./marks.ts";
import { type Chart, type ChartTable, frame, ink, tooltip, widths } from "./style.ts";
import { logAxis } from "./sweep-axes.ts";

interface Cost {
  /** The words name and explain it by this. */
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

/** A point without a place on both log axes is left out. */
const placedAt = (point: FrontierPoint, { metric }: Cost): readonly Placed[] => {
  const { [metric]: cost, responseTimeP99Ms: time } = point.row.metrics;
  return cost === null || time === null || !(cost.median > 0) || !(time.median > 0) ? [] : [{ point, cost, time }];
};

/** null where fewer than two settings have both numbers. */
const frontierChart = ({ points, absent }: Frontier, cost: Cost, words: Words): Chart | null => {
  const { basics, sweeps } = words;
  const { frontier } = sweeps;
  const { title, axis, meaning } = frontier[cost.id];
  const placed = points.flatMap((point) => placedAt(point, cost));
  if (placed.length < 2) return null;
  const raises = raisesOf(placed);
  const first = slowestOfEach(placed);
  const data = placed.map((one, i) => ({
    ...datumOf(one, cost.unit, words),
    named: first.has(one) ? namePoint(one.point, words) : one.point.name,
    raise: valueAt(raises, i),
  }));
  const views = [...new Set(placed.map(({ point }) => point.view))];
  const shown = views.map((view) => ({ view, name: view.label }));
  const { color, shape } = lineChannels("transport", shown);
  const hasInterval = placed.some(({ time }) => time.low !== null);
  return {
    id: `frontier-${cost.id}`,
    title,
    description: frontier.description(axis, basics.join(placed.map(({ point }) => namePoint(point, words)))),
    howToRead: basics.sentences([
      frontier.howToRead(meaning, hasInterval),
      absent.length > 0 ? frontier.leftOut(basics.join(absent)) : "",
    ]),
    ends: { fromWidth: widthFor(data.map(({ named }) => named)), others: [] },
    series: { field: "transport", shown },
    spec: {
      ...frame(plotHeight, data),
      encoding: { color },
      layer: [...layersOf(data, shape, axis, words)],
    },
    table: tableOf(placed, cost.unit, axis, words),
  };
};

/** The point of each transport that stands above its others: its name says the transport, where the others say their setting. */
const slowestOfEach = (placed: readonly Placed[]): ReadonlySet<Placed> =>
  new Set(
    [...Map.groupBy(placed, ({ point }) => point.view).values()].flatMap((own) =>
      own.toSorted((a, b) => b.time.median - a.time.median).slice(0, 1),
    ),
  );

const plotHeight = 280;

const raisesOf = (placed: readonly Placed[]): readonly number[] => {
  const along = (of: "cost" | "time", length: number): readonly number[] =>
    logPlaces(
      placed.map((one) => one[of].median),
      length,
    );
  const ys = along("time", plotHeight);
  return nameRaises(along("cost", widths.half).map((x, i) => ({ x, y: valueAt(ys, i) })));
};

/** `room` beyond the largest value, as a share of the span: labels stand above and to the right of their points. */
const roomyAxis = (field: string, title: string, values: readonly number[], room: number, words: Words) => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(most / least, 1.5);
  return logAxis(field, title, [least / span ** 0.05, most * span ** room], words);
};

/** The ends of an interval on a log axis: without one, or down to 0, it ends at the median. */
const endsOf = ({ median, low, high }: Estimate): readonly [number, number] => [
  low !== null && low > 0 ? low : median,
  high ?? median,
];

const datumOf = ({ point, cost, time }: Placed, unit: string, words: Words) => {
  const [[lowCost, highCost], [lowTime, highTime]] = [endsOf(cost), endsOf(time)];
  return {
    transport: point.view.label,
    point: point.name,
    whole: namePoint(point, words),
    cost: cost.median,
    lowCost,
    highCost,
    time: time.median,
    lowTime,
    highTime,
    shownCost: withUnit(cost.median, unit),
    shownTime: withUnit(time.median, "ms"),
  };
};

const layersOf = (
  data: readonly ReturnType<typeof datumOf>[],
  shape: ReturnType<typeof lineChannels>["shape"],
  axis: string,
  words: Words,
): readonly Layer[] => {
  const { p99 } = words.sweeps.metrics;
  const costs = data.flatMap(({ cost, lowCost, highCost }) => [cost, lowCost, highCost]);
  const times = data.flatMap(({ time, lowTime, highTime }) => [time, lowTime, highTime]);
  const x = roomyAxis("cost", axis, costs, 0.5, words);
  const y = roomyAxis("time", p99.axis, times, 0.1, words);
  const hints = tooltip({ whole: words.charts.transport, shownTime: p99.title, shownCost: axis });
  return [
    { name: "lines", mark: line(1.5), encoding: { x, y, order: { field: "time" } } },
    {
      name: "intervals",
      mark: intervalBar,
      encoding: { x, y: { ...y, field: "lowTime" }, y2: { field: "highTime" } },
    },
    {
      name: "spans",
      mark: intervalBar,
      encoding: { x: { ...x, field: "lowCost" }, x2: { field: "highCost" }, y },
    },
    { name: "points", mark: dots(90), encoding: { x, y, shape, tooltip: hints } },
    {
      name: "labels",
      mark: {
        type: "text",
        align: "left",
        dx: 9,
        dy: { expr: "-11 - datum.raise" },
        text: { expr: "ends ? datum.named : datum.point" },
      },
      encoding: { x, y, color: { value: ink } },
    },
  ];
};

const tableOf = (placed: readonly Placed[], unit: string, axis: string, words: Words): ChartTable => {
  const { charts, sweeps } = words;
  const { low, high } = sweeps.frontier;
  return {
    headings: [
      charts.transport,
      ...[axis, low, high].map((name) => charts.withUnit(name, unit)),
      ...[sweeps.metrics.p99.title, low, high].map((name) => charts.withUnit(name, "ms")),
      charts.trials,
    ],
    rows: placed.map(({ point, cost, time }) => [
      namePoint(point, words),
      ...[cost.median, cost.low, cost.high],
      ...[time.median, time.low, time.high],
      time.trials,
    ]),
  };
};

/** A place in px of the plot, to the right and up. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** The room that a name takes in the plot, about. */
const [nameWidth, nameHeight] = [130, 15];

/** How far each name is raised, in px: a line for each other point that lies just below. */
export const nameRaises = (places: readonly Place[]): readonly number[] =>
  places.map((own, i) => {
    const below = places.filter(({ x, y }, j) => {
      const rise = own.y - y;
      return Math.abs(own.x - x) < nameWidth && rise < nameHeight && (rise > 0 || (rise === 0 && j < i));
    });
    return below.length * nameHeight;
  });

/** The place of each value on a log axis of that length, counted from the least of them. */
export const logPlaces = (values: readonly number[], length: number): readonly number[] => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (least === most ? 0 : (length * Math.log(value / least)) / Math.log(most / least)));
};
