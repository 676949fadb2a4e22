// The chart of an interval sweep: response time against requests, one point an interval. View model in, Vega-Lite spec out.
import { valueAt } from "../../bench/statistics/value-at.ts";
import type { TransportView } from "../legend/transports.ts";
import { nameRow, type Panel, type Row } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure } from "../writing/numbers.ts";
import { widthFor } from "./end-labels.ts";
import { logPlaces, nameRaises } from "./frontier.ts";
import { dots, type Layer, nominal, quietLine, rings, where, whereTold } from "./marks.ts";
import { viewOf } from "./shown-rows.ts";
import {
  type Chart,
  type ChartTable,
  frame,
  fromZero,
  ink,
  logMs,
  type Series,
  tooltip,
  transportScales,
  widths,
} from "./style.ts";
import { meanTime, readValue, requests, type SweepValue } from "./sweep-metrics.ts";

const plotHeight = 280;

interface Point {
  readonly view: TransportView;
  readonly row: Row;
  /** The only setting of its transport: no curve goes through it. */
  readonly single: boolean;
  readonly standing: SweepValue["standing"];
  readonly time: SweepValue["estimate"];
  readonly requests: number;
  /** The model's point; null where it does not predict both numbers, and for a single point. */
  readonly theory: { readonly ms: number; readonly requests: number } | null;
}

const theoryOf = ({ theory }: Row): Point["theory"] => {
  const { responseTimeMeanMs: ms, requestsPerSubscriberSecond: made } = theory;
  return ms === null || ms === 0 || made === null ? null : { ms, requests: made };
};

/** The rows with both numbers; a time of 0 has no place on a log axis. */
const pointsOf = ({ rows }: Panel, transports: readonly TransportView[]): readonly Point[] =>
  rows.flatMap((row) =>
    viewOf(transports, row).flatMap((view) => {
      const [time, made] = [readValue(row, meanTime), readValue(row, requests)];
      if (time === null || made === null || time.estimate.median <= 0) return [];
      const single = rows.filter(({ transport }) => transport === row.transport).length === 1;
      return [
        {
          view,
          row,
          single,
          standing: time.standing,
          time: time.estimate,
          requests: made.estimate.median,
          theory: single ? null : theoryOf(row),
        },
      ];
    }),
  );

const mostRequests = (points: readonly Point[]): number => Math.max(...points.map((point) => point.requests));

/** The point of each curve that stands above its others: its name says the transport, where the others say their setting. */
const slowestOfEach = (points: readonly Point[]): ReadonlySet<Point> =>
  new Set(
    [...Map.groupBy(points, ({ view }) => view).values()].flatMap((own) =>
      own.toSorted((a, b) => b.time.median - a.time.median).slice(0, 1),
    ),
  );

const dataOf = (points: readonly Point[], words: Words) => {
  const first = slowestOfEach(points);
  const heights = logPlaces(
    points.map(({ time }) => time.median),
    plotHeight,
  );
  const most = mostRequests(points) || 1;
  const raises = nameRaises(
    points.map((point, i) => ({ x: (widths.wide * point.requests) / most, y: valueAt(heights, i) })),
  );
  return points.map((one, i) => datumOf(one, first.has(one), valueAt(raises, i), words));
};

const datumOf = (
  { row, single, standing, time, requests: made, theory }: Point,
  first: boolean,
  raise: number,
  words: Words,
) => {
  const point = single ? row.label : row.setting;
  return {
    transport: row.label,
    point,
    named: first && !single ? nameRow(row, words) : point,
    single,
    standing,
    ms: time.median,
    lowMs: time.low ?? time.median,
    highMs: time.high ?? time.median,
    requests: made,
    shownMs: `${figure(time.median)} ms`,
    shownRequests: `${figure(made)} /s`,
    ...(theory === null ? {} : { theoryMs: theory.ms, theoryRequests: theory.requests }),
    raise,
  };
};

const hasTheory = (points: readonly Point[]): boolean => points.some(({ theory }) => theory !== null);
const hasInvalid = (points: readonly Point[]): boolean => points.some(({ standing }) => standing === "invalid");

const axesOf = (points: readonly Point[], { charts, sweeps: { metrics } }: Words) => ({
  x: fromZero("requests", mostRequests(points), metrics.requests.axis, 1.1),
  y: logMs(
    "ms",
    charts.logScale(metrics.mean.axis),
    points.flatMap(({ time: { median, low, high }, theory }) => [
      low ?? median,
      high ?? median,
      ...(theory === null ? [] : [theory.ms]),
    ]),
  ),
});

const layersOf = (points: readonly Point[], shown: Series["shown"], words: Words): readonly Layer[] => {
  const { charts, sweeps } = words;
  const { x, y } = axesOf(points, words);
  const scales = transportScales(shown);
  const [color, shape] = [
    { ...nominal("transport", scales.colour), legend: null },
    { ...nominal("transport", scales.shape), legend: null },
  ];
  const hints = tooltip({
    transport: charts.transport,
    point: sweeps.setting,
    shownMs: sweeps.metrics.mean.title,
    shownRequests: sweeps.intervals.requests,
  });
  const theory: Layer = {
    name: "theory",
    ...whereTold("theoryMs"),
    mark: quietLine([3, 3]),
    encoding: {
      x: { ...x, field: "theoryRequests" },
      y: { ...y, field: "theoryMs" },
      detail: { field: "transport", type: "nominal" },
    },
  };
  const invalid: Layer = {
    name: "invalid",
    ...where("datum.standing === 'invalid'"),
    mark: rings(110),
    encoding: { x, y, color, shape, tooltip: hints },
  };
  // At the right, a label that ran on would leave the chart; below left of its point it keeps clear of the theory line.
  const atRight = `datum.requests > ${0.6 * mostRequests(points)}`;
  return [
    ...(hasTheory(points) ? [theory] : []),
    {
      name: "intervals",
      mark: { type: "rule", strokeWidth: 1.5 },
      encoding: { x, y: { ...y, field: "lowMs" }, y2: { field: "highMs" }, color },
    },
    {
      name: "points",
      ...where("datum.standing === 'measured'"),
      mark: dots(110),
      encoding: { x, y, color, shape, tooltip: hints },
    },
    ...(hasInvalid(points) ? [invalid] : []),
    {
      name: "labels",
      mark: {
        type: "text",
        align: { expr: `${atRight} ? 'right' : 'left'` },
        dx: { expr: `${atRight} ? -8 : 10` },
        dy: { expr: `${atRight} ? 16 : -12 - datum.raise` },
        color: ink,
        text: { expr: "ends ? datum.named : datum.point" },
      },
      encoding: { x, y },
    },
  ];
};

const tableOf = (points: readonly Point[], { charts, sweeps }: Words): ChartTable => {
  const { intervals } = sweeps;
  const times = [sweeps.metrics.mean.title, intervals.low, intervals.high, intervals.predicted];
  return {
    headings: [
      charts.transport,
      sweeps.setting,
      charts.withUnit(intervals.requests, "/s"),
      ...times.map((title) => charts.withUnit(title, "ms")),
    ],
    rows: points.map(({ row, single, standing, time, requests: made, theory }) => [
      standing === "invalid" ? sweeps.noValidTrial(row.label) : row.label,
      single ? "" : row.setting,
      made,
      time.median,
      time.low,
      time.high,
      theory?.ms ?? null,
    ]),
  };
};

/** null where the panel is no sweep over intervals, or has fewer than two points. */
export const intervalChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const { basics, sweeps } = words;
  const { intervals } = sweeps;
  const points = panel.factor === "pollEveryMs" ? pointsOf(panel, transports) : [];
  if (points.length < 2) return null;
  const data = dataOf(points, words);
  const shown = transports.flatMap((view) => {
    const own = points.find((point) => point.view === view);
    return own === undefined ? [] : [{ view, name: own.row.label }];
  });
  return {
    id: `${panel.id}-sweep`,
    title: intervals.title,
    description: intervals.description(basics.parts(shown.map(({ name }) => name))),
    howToRead: basics.sentences([
      intervals.howToRead,
      hasTheory(points) ? intervals.theory : "",
      hasInvalid(points) ? intervals.hollow : "",
    ]),
    ends: { fromWidth: widthFor(data.map(({ named }) => named)), others: [] },
    series: { field: "transport", shown },
    spec: { ...frame(plotHeight, data), layer: [...layersOf(points, shown, words)] },
    table: tableOf(points, words),
  };
};
