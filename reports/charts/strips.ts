// A strip chart: one dot a trial, a tick at their median and a band over its interval, so that spread is seen and not hidden
// in a bar's height. Invalid trials are hollow dots and have no part in the median. View model in, Vega-Lite spec out.
import { metricOf } from "../../bench/record/metrics.ts";
import type { Estimate, MetricName } from "../../bench/record/summary.ts";
import type { TransportView } from "../legend/transports.ts";
import { explainAbsences, nameAbsent } from "../view/absences.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure } from "../writing/numbers.ts";
import { absentEntries, absentRows, type Entry, entriesOf, inPanelOrder } from "./entries.ts";
import {
  absenceMarks,
  type Chart,
  categories,
  frame,
  fromZero,
  ink,
  logMs,
  tooltip,
  transportScales,
} from "./style.ts";

export interface Lane {
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
interface Dots extends Entry {
  readonly word: string;
  readonly middle: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly values: readonly number[];
  readonly invalid: readonly number[];
  readonly trials: Estimate["trials"];
}

const dotsOf = (entry: Entry, { metric, word }: Lane, { divisor, log }: Strip): readonly Dots[] => {
  const estimate = entry.row.metrics[metric];
  if (estimate === null) return [];
  const read = metricOf[metric];
  const scale = (value: number): number => value / divisor;
  const drawable = (value: number | null): readonly number[] =>
    value === null || (log && value <= 0) ? [] : [scale(value)];
  return [
    {
      ...entry,
      word,
      middle: scale(estimate.median),
      low: estimate.low === null ? null : scale(estimate.low),
      high: estimate.high === null ? null : scale(estimate.high),
      values: entry.row.measured.flatMap((trial) => drawable(read(trial))),
      invalid: entry.row.invalid.flatMap((trial) => drawable(read({ ...trial, status: "measured" }))),
      trials: estimate.trials,
    },
  ];
};

const rowsOf = (
  { name, word, mark, middle, low, high, values, invalid }: Dots,
  unit: string,
  { basics, charts }: Words,
): readonly object[] => {
  const told = low === null || high === null ? charts.noInterval : basics.range(figure(low), `${figure(high)} ${unit}`);
  const row = (part: "median" | "trial" | "invalid", value: number, note: string) => ({
    name,
    lane: word,
    part,
    value,
    low: low ?? middle,
    high: high ?? middle,
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

const axisOf = ({ log, axis }: Strip, dots: readonly Dots[]) => {
  const values = dots.flatMap(({ values, invalid, middle, low, high }) => [
    ...values,
    ...invalid,
    middle,
    low ?? middle,
    high ?? middle,
  ]);
  if (!log) return fromZero("value", Math.max(...values), axis, 1.15);
  // Room at both ends, so that no figure over a median runs out of the chart.
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(most / least, 2) ** 0.1;
  return logMs("value", axis, [least / room, most * room]);
};

/** Of one lane; of two, the room of two. */
const rowHeight = (lanes: number): number => 52 * lanes - 8 * (lanes - 1);

/** null where no lane has a measured trial. */
export const stripChart = (
  strip: Strip,
  panel: Panel,
  transports: readonly TransportView[],
  words: Words,
): Chart | null => {
  const { basics, charts } = words;
  const { lanes, unit } = strip;
  const dots = entriesOf(panel, transports, words).flatMap((entry) =>
    lanes.flatMap((lane) => dotsOf(entry, lane, strip)),
  );
  if (dots.length === 0) return null;
  const entries = [...new Map(dots.map((entry) => [entry.name, entry])).values()];
  const absent = absentEntries(panel, transports, words);
  const shown = inPanelOrder<Entry>(panel, [...entries, ...absent]);
  const scales = transportScales(shown);
  const several = lanes.length > 1;
  return {
    id: `${panel.id}-${strip.id}`,
    title: strip.title,
    description: charts.strips.description(strip.axis),
    howToRead: basics.sentences([strip.howToRead, ...explainAbsences([...entries, ...absent], words)]),
    // Several decades on one axis need all the room there is for the spread of one transport's trials to be seen.
    wide: strip.log,
    series: { field: "name", shown },
    spec: {
      ...frame(strip.log, rowHeight(lanes.length) * shown.length, [
        ...dots.flatMap((row) => rowsOf(row, unit, words)),
        ...absentRows("name", absent, words),
      ]),
      encoding: { y: categories("name", scales.colour.domain, several ? 0.12 : 0) },
      layer: [...layersOf(strip, scales, axisOf(strip, dots), words), ...(absent.length > 0 ? absenceMarks() : [])],
    },
    table: {
      headings: [
        charts.transport,
        ...(several ? [words.features.quantity] : []),
        ...[charts.strips.median, charts.strips.low, charts.strips.high].map((heading) =>
          charts.withUnit(heading, unit),
        ),
        charts.trials,
      ],
      rows: [
        ...dots.map(({ name, word, middle, low, high, trials }) => [
          name,
          ...(several ? [word] : []),
          middle,
          low,
          high,
          trials,
        ]),
        ...absent.map(({ row, name }) => [
          nameAbsent({ row, name }, words),
          ...(several ? [""] : []),
          null,
          null,
          null,
          0,
        ]),
      ],
    },
  };
};

const layersOf = (
  strip: Strip,
  scales: ReturnType<typeof transportScales>,
  x: ReturnType<typeof axisOf>,
  { charts }: Words,
) => {
  const color = { field: "name", type: "nominal" as const, scale: scales.colour, legend: null };
  const shape = { field: "name", type: "nominal" as const, scale: scales.shape, legend: null };
  const hints = tooltip({ name: charts.transport, shown: strip.title, note: charts.interval });
  const lane = {
    field: "lane",
    type: "nominal" as const,
    // Where there is none, an offset's order is made of the colours' names: an expression with a run's texts inside.
    sort: "ascending" as const,
    scale: { domain: strip.lanes.map(({ word }) => word) },
  };
  const place = strip.lanes.length > 1 ? { x, yOffset: lane } : { x };
  const only = (part: string) => ({ transform: [{ filter: `datum.part === '${part}'` }] });
  return [
    {
      ...only("median"),
      name: "intervals",
      mark: { type: "rule" as const, strokeWidth: 12, opacity: 0.28 },
      encoding: { ...place, x: { ...x, field: "low" }, x2: { field: "high" }, color },
    },
    {
      ...only("trial"),
      name: "trials",
      mark: { type: "point" as const, filled: true, size: 42, opacity: 0.85 },
      encoding: { ...place, color, shape, tooltip: hints },
    },
    {
      ...only("invalid"),
      name: "invalid",
      mark: { type: "point" as const, filled: false, size: 42, strokeWidth: 1.5 },
      encoding: { ...place, color, shape, tooltip: hints },
    },
    {
      ...only("median"),
      name: "medians",
      mark: { type: "tick" as const, thickness: 2.5, size: 24, color: ink },
      encoding: { ...place, tooltip: hints },
    },
    {
      ...only("median"),
      name: "labels",
      // On a telephone an axis of several decades leaves no room for words.
      mark: {
        type: "text" as const,
        dy: -19,
        color: ink,
        text: { expr: strip.log ? "narrow ? datum.short : datum.shown" : "datum.shown" },
      },
      encoding: place,
    },
  ];
};
