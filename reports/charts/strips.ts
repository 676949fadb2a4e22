// A strip chart: one dot a trial, a tick at their median and a band over its interval, so that spread is seen and not hidden
// in a bar's height. Invalid trials are hollow dots and do not count in the median. View model in, Vega-Lite spec out.
import { metricOf } from "../../bench/record/metrics.ts";
import type { Estimate, MetricName } from "../../bench/record/summary.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure } from "../writing/numbers.ts";
import { barChart } from "./bars.ts";
import { breakBetween, breakPlace, brokenAxis, placeOn } from "./broken-axis.ts";
import { dots, type Layer, rowChannels, tick, where } from "./marks.ts";
import { inPanelOrder, invalidValues, type ShownRow, showRows } from "./shown-rows.ts";
import { type Chart, type ChartTable, fromZero, ink, quietInk, roomyLogMs, tooltip } from "./style.ts";

interface Lane {
  readonly metric: MetricName;
  /** Stands before its figures; empty where a chart has one lane. */
  readonly word: string;
}

export interface Strip {
  readonly id: string;
  readonly title: string;
  readonly axis: string;
  readonly unit: string;
  /** Divides the stored number into the unit. */
  readonly divisor: number;
  readonly howToRead: string;
  /** One below the other in each transport's row. */
  readonly lanes: readonly Lane[];
  /** Logarithmic, of milliseconds; else from zero. */
  readonly log: boolean;
}

/** One lane of a transport's row, in the strip's unit. */
interface Dots extends ShownRow {
  readonly word: string;
  readonly middle: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly values: readonly number[];
  readonly invalid: readonly number[];
  readonly trials: Estimate["trials"];
}

const dotsOf = (shown: ShownRow, { metric, word }: Lane, { divisor, log }: Strip): readonly Dots[] => {
  const estimate = shown.row.metrics[metric];
  if (estimate === null) return [];
  const scale = (value: number): number => value / divisor;
  const scaled = (value: number | null): number | null => (value === null ? null : scale(value));
  const drawable = (values: readonly number[]): readonly number[] =>
    values.filter((value) => !log || value > 0).map(scale);
  return [
    {
      ...shown,
      word,
      middle: scale(estimate.median),
      low: scaled(estimate.low),
      high: scaled(estimate.high),
      values: drawable(shown.row.measured.flatMap((trial) => metricOf[metric](trial) ?? [])),
      invalid: drawable(invalidValues(shown.row, metric)),
      trials: estimate.trials,
    },
  ];
};

const rowsOf = (
  { name, word, mark, middle, low, high, values, invalid }: Dots,
  placed: StripAxis["placed"],
  unit: string,
  { basics, charts }: Words,
): readonly object[] => {
  const told = low === null || high === null ? charts.noInterval : basics.range(figure(low), `${figure(high)} ${unit}`);
  const row = (part: "median" | "trial" | "invalid", value: number, note: string) => ({
    name,
    lane: word,
    part,
    value: placed(value),
    low: placed(low ?? middle),
    high: placed(high ?? middle),
    shown: `${word === "" ? "" : `${word} `}${figure(value)} ${unit}${part === "median" ? mark : ""}`,
    short: figure(value),
    note,
  });
  return [
    row("median", middle, told),
    ...values.map((value) => row("trial", value, charts.strips.trial)),
    ...invalid.map((value) => row("invalid", value, charts.strips.invalid)),
  ];
};

interface StripAxis {
  readonly x: ReturnType<typeof fromZero>;
  /** The place of a value, as the axis counts. */
  readonly placed: (value: number) => number;
  /** The place at which the axis is broken; null where it is whole. */
  readonly brokenAt: number | null;
}

const reachOf = ({ values, invalid, middle, low, high }: Dots): readonly number[] => [
  ...values,
  ...invalid,
  middle,
  low ?? middle,
  high ?? middle,
];

/** Broken where one transport is far above all others, so that the others' spread can be seen. */
const axisOf = (strip: Strip, dots: readonly Dots[], { charts }: Words): StripAxis => {
  const rows = [...Map.groupBy(dots, ({ name }) => name).values()].map((own) => own.flatMap(reachOf));
  const broken = breakBetween(rows, strip.log);
  if (broken === null) return { x: wholeAxis(strip, rows.flat()), placed: (value) => value, brokenAt: null };
  return {
    x: brokenAxis("value", charts.broken(strip.axis), broken),
    placed: (value) => placeOn(broken, value),
    brokenAt: breakPlace(broken),
  };
};

const wholeAxis = ({ log, axis }: Strip, values: readonly number[]): StripAxis["x"] => {
  if (!log) return fromZero("value", Math.max(...values), axis, 1.15);
  return roomyLogMs("value", axis, values);
};

/** Two lanes stand closer than two rows do. */
const rowHeight = (lanes: number): number => 40 * lanes - 2 * (lanes - 1);

/** null where no lane has a measured trial. */
export const stripChart = (
  strip: Strip,
  panel: Panel,
  transports: readonly TransportView[],
  words: Words,
): Chart | null => {
  const { absent, ...rows } = showRows(panel, transports, words);
  const { lanes, unit } = strip;
  const dotted = rows.measured.flatMap((shown) => lanes.flatMap((lane) => dotsOf(shown, lane, strip)));
  if (dotted.length === 0) return null;
  const measured = [...new Map(dotted.map((lane) => [lane.name, lane])).values()];
  const shown = inPanelOrder<ShownRow>(panel, [...measured, ...absent]);
  const several = lanes.length > 1;
  const axis = axisOf(strip, dotted, words);
  const { brokenAt } = axis;
  return barChart(
    panel,
    { measured, absent },
    {
      id: strip.id,
      texts: {
        title: strip.title,
        description: words.charts.strips.description(strip.axis),
        howToRead: words.basics.sentences([strip.howToRead, brokenAt === null ? "" : words.charts.strips.broken]),
      },
      field: "name",
      names: shown.map(({ name }) => name),
      shown,
      lineHeight: rowHeight(lanes.length),
      padding: several ? 0.12 : 0,
      data: [
        ...dotted.flatMap((lane) => rowsOf(lane, axis.placed, unit, words)),
        ...(brokenAt === null ? [] : shown.map(({ name }) => ({ name, part: "break", value: brokenAt }))),
      ],
      layers: layersOf(strip, rowChannels("name", shown), axis, words),
      table: tableOf(strip, dotted, words),
      absentCells: [...(several ? [""] : []), null, null, null, 0],
    },
    words,
  );
};

const tableOf = ({ lanes, unit }: Strip, dotted: readonly Dots[], { charts, features }: Words): ChartTable => {
  const several = lanes.length > 1;
  const { median, low, high } = charts.strips;
  return {
    headings: [
      charts.transport,
      ...(several ? [features.quantity] : []),
      ...[median, low, high].map((heading) => charts.withUnit(heading, unit)),
      charts.trials,
    ],
    rows: dotted.map((lane) => [
      lane.name,
      ...(several ? [lane.word] : []),
      lane.middle,
      lane.low,
      lane.high,
      lane.trials,
    ]),
  };
};

const layersOf = (
  strip: Strip,
  { color, shape }: ReturnType<typeof rowChannels>,
  { x, brokenAt }: StripAxis,
  { charts }: Words,
): readonly Layer[] => {
  const hints = tooltip({ name: charts.transport, shown: strip.title, note: charts.interval });
  const lane = {
    field: "lane",
    type: "nominal" as const,
    // Without a sort, an offset's order is made of the colours' names: an expression with a run's texts inside.
    sort: "ascending" as const,
    scale: { domain: strip.lanes.map(({ word }) => word) },
  };
  const place = strip.lanes.length > 1 ? { x, yOffset: lane } : { x };
  const only = (part: string) => where(`datum.part === '${part}'`);
  const crack: Layer = {
    name: "break",
    ...only("break"),
    mark: { type: "tick", thickness: 1, size: rowHeight(strip.lanes.length), color: quietInk, opacity: 0.6 },
    encoding: { x },
  };
  return [
    ...(brokenAt === null ? [] : [crack]),
    {
      name: "intervals",
      ...only("median"),
      mark: { type: "rule", strokeWidth: 12, opacity: 0.28 },
      encoding: { ...place, x: { ...x, field: "low" }, x2: { field: "high" }, color },
    },
    { name: "trials", ...only("trial"), mark: dots(42, 0.85), encoding: { ...place, color, shape, tooltip: hints } },
    {
      name: "invalid",
      ...only("invalid"),
      mark: { type: "point", filled: false, size: 42, strokeWidth: 1.5 },
      encoding: { ...place, color, shape, tooltip: hints },
    },
    { name: "medians", ...only("median"), mark: tick(24), encoding: { ...place, tooltip: hints } },
    {
      name: "labels",
      ...only("median"),
      // On a telephone an axis of several decades leaves no room for words.
      mark: {
        type: "text",
        dy: -19,
        color: ink,
        text: { expr: strip.log ? "narrow ? datum.short : datum.shown" : "datum.shown" },
      },
      encoding: place,
    },
  ];
};
