// A chart of a sweep: one number along one factor, a line a transport and setting, with intervals and what the model
// predicts. View model in, Vega-Lite spec out.
import { valueAt } from "../../bench/statistics/value-at.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Panel } from "../view/panels.ts";
import type { Factor } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { type Crossing, crosshair, crossingRows, tellAll, toldTooltip } from "./crosshair.ts";
import { endLayers, endRows, widthFor } from "./end-labels.ts";
import { dots, intervalBar, type Layer, line, lineChannels, rings, where, whereTold } from "./marks.ts";
import { type Chart, type ChartTable, frame, ink, type quantity, quietInk } from "./style.ts";
import { factorAxis, isLog, kindsAxis, valueAxis } from "./sweep-axes.ts";
import { type SweepMetric, sweepMetrics } from "./sweep-metrics.ts";
import {
  type SweepDatum,
  type SweepLine,
  type SweepPoint,
  sweepDatum,
  sweepPoints,
  withoutZeros,
} from "./sweep-points.ts";

/** A panel that a published table stands for shows the most telling of its charts alone. */
export const sweepCharts = (panel: Panel, transports: readonly TransportView[], words: Words): readonly Chart[] => {
  const { factor } = panel;
  const metrics = sweepMetrics(factor);
  if (factor === null || factor === "pollEveryMs") return [];
  return (panel.published ? metrics.slice(0, 1) : metrics).flatMap(
    (metric) => sweepChart(panel, factor, metric, transports, words) ?? [],
  );
};

const numbersOf = (data: readonly SweepDatum[]): readonly number[] =>
  data.flatMap(({ value, low, high, predicted }) => [value, low, high, predicted]).filter((number) => number !== null);

const plotHeight = 240;

type SweptFactor = Exclude<Factor, "pollEveryMs">;

/** null where no line has two places. */
const sweepChart = (
  panel: Panel,
  factor: SweptFactor,
  metric: SweepMetric,
  transports: readonly TransportView[],
  words: Words,
): Chart | null => {
  const { basics, sweeps } = words;
  const { title, axis } = sweeps.metrics[metric.id];
  const points = sweepPoints(panel, factor, metric, transports, words);
  const all = points.map((point) => sweepDatum(point, metric, words));
  const log = isLog(numbersOf(all).filter((number) => number > 0));
  const data = log ? all.map(withoutZeros) : all;
  const lines = [...new Set(points.map(({ line: of }) => of))];
  const drawn = lines.filter((of) => placesOf(data, of) > 0);
  if (Math.max(0, ...drawn.map((of) => placesOf(data, of))) < 2) return null;
  const zero = lines.filter((of) => !drawn.includes(of) && all.some((datum) => isZero(datum, of)));
  const nominal = factor === "headers";
  const conditions = panel.rows.map((row) => row.conditions);
  const channels = lineChannels("line", drawn);
  const axes = {
    x: nominal ? kindsAxis("at", kindsOf(points)) : factorAxis("place", factor, conditions, words),
    y: valueAxis("value", axis, numbersOf(data), words),
  };
  const namesDrawn = namesOf(drawn);
  const { over } = sweeps.factors[factor];
  const names = basics.join(namesDrawn);
  return {
    id: `${panel.id}-${metric.id}`,
    // It says what the mean says, of fewer settings.
    ...(metric.id === "p99" && !panel.published && { aside: true }),
    title: nominal ? sweeps.titleByHeaders(title) : sweeps.titleOver(title, over),
    description: nominal ? sweeps.describePoints(axis, over, names) : sweeps.describeLines(axis, over, names),
    howToRead: explain(metric, data, zero, nominal, words),
    ends: { fromWidth: widthFor(namesDrawn), others: [] },
    series: { field: "line", shown: drawn },
    spec: {
      ...frame(plotHeight, dataOf(data, namesOf(lines), axes, words)),
      encoding: { x: axes.x, color: channels.color },
      layer: [...layersOf(data, channels, axes)],
    },
    table: tableOf(points, factor, metric, words),
  };
};

const namesOf = (lines: readonly SweepLine[]): readonly string[] => lines.map(({ name }) => name);

const isZero = (datum: SweepDatum, { name }: SweepLine): boolean => datum.line === name && datum.value === 0;

const placesOf = (data: readonly SweepDatum[], { name }: SweepLine): number =>
  data.filter((datum) => datum.line === name && datum.value !== null).length;

const hasPrediction = (data: readonly SweepDatum[]): boolean => data.some(({ predicted }) => predicted !== null);
const hasInterval = (data: readonly SweepDatum[]): boolean => data.some(({ low }) => low !== null);
const hasInvalid = (data: readonly SweepDatum[]): boolean =>
  data.some(({ standing, value }) => standing === "invalid" && value !== null);

const kindsOf = (points: readonly SweepPoint[]): readonly string[] => [
  ...new Set(points.toSorted((a, b) => a.place - b.place).map(({ at }) => at)),
];

interface Axes {
  readonly x: ReturnType<typeof factorAxis> | ReturnType<typeof kindsAxis>;
  readonly y: ReturnType<typeof quantity>;
}

/** The figures of every line at each place along the factor. */
const crossingsOf = (
  data: readonly SweepDatum[],
  names: readonly string[],
  { basics, charts, sweeps }: Words,
): readonly Crossing[] => {
  const say = ({ shown, note, predicted, shownPredicted }: SweepDatum): string =>
    basics.parts([
      `${shown}${note === charts.noInterval ? "" : basics.bracketed(note)}`,
      predicted === null ? "" : basics.headed(sweeps.predicted, shownPredicted),
    ]);
  return [...Map.groupBy(data, ({ place }) => place)]
    .toSorted(([a], [b]) => a - b)
    .map(([at, group]) => {
      const figures = names.map((name) => {
        const datum = group.find(({ line: of }) => of === name);
        return [name, datum === undefined ? null : say(datum)] as const;
      });
      return { at, told: tellAll(sweeps.setting, valueAt(group, 0).at, figures) };
    });
};

/** The rows, the columns under the pointer, and the names at the right edge of the lines that are drawn. */
const dataOf = (
  data: readonly SweepDatum[],
  names: readonly string[],
  { x, y }: Axes,
  words: Words,
): readonly object[] => {
  const crossings = crossingsOf(data, names, words);
  const told = new Map(crossings.map((crossing) => [crossing.at, crossing.told]));
  const ends = names.flatMap((name) => {
    const own = data.filter(({ line: of, value }) => of === name && value !== null);
    const last = own.toSorted((a, b) => a.place - b.place).at(-1);
    return last === undefined || last.value === null
      ? []
      : [{ name, x: x.type === "nominal" ? last.at : last.place, y: last.value }];
  });
  const edge = x.type === "nominal" ? x.scale.domain.at(-1) : x.scale.domain?.at(-1);
  return [
    ...data.map((datum) => ({ ...datum, told: told.get(datum.place) })),
    ...(x.type === "nominal" ? [] : crossingRows(crossings, x)),
    ...(edge === undefined ? [] : endRows(ends, "line", edge, y, plotHeight)),
  ];
};

/** Kinds of headers have no order: they are joined by no line, and a prediction is a tick. */
const layersOf = (
  data: readonly SweepDatum[],
  { color, shape }: ReturnType<typeof lineChannels>,
  { x, y }: Axes,
): readonly Layer[] => {
  const nominal = x.type === "nominal";
  const measured = where("isValid(datum.value) && datum.standing === 'measured'");
  const prediction: Layer = {
    name: nominal ? "prediction" : "theory",
    ...whereTold("predicted"),
    mark: nominal ? { type: "tick", thickness: 2.5, size: 36 } : { ...line(1.5), strokeDash: [4, 3] },
    encoding: {
      y: { ...y, field: "predicted" },
      color: { value: nominal ? ink : quietInk },
      detail: { field: "line" },
    },
  };
  const intervals: Layer = {
    name: "intervals",
    ...whereTold("low"),
    mark: intervalBar,
    encoding: { y: { ...y, field: "low" }, y2: { field: "high" } },
  };
  const invalid: Layer = {
    name: "invalid",
    ...where("isValid(datum.value) && datum.standing === 'invalid'"),
    mark: rings(80),
    encoding: { y, shape, tooltip: toldTooltip },
  };
  return [
    ...(x.type === "nominal" ? [] : [crosshair(x)]),
    ...(hasPrediction(data) ? [prediction] : []),
    ...(nominal ? [] : [{ name: "lines", ...measured, mark: line(2), encoding: { y } }]),
    ...(hasInterval(data) ? [intervals] : []),
    { name: "points", ...measured, mark: dots(80), encoding: { y, shape, tooltip: toldTooltip } },
    ...(hasInvalid(data) ? [invalid] : []),
    ...endLayers(x, y, color),
  ];
};

const tableOf = (
  points: readonly SweepPoint[],
  factor: SweptFactor,
  metric: SweepMetric,
  { charts, sweeps }: Words,
): ChartTable => {
  const { title } = sweeps.metrics[metric.id];
  return {
    headings: [
      charts.transport,
      sweeps.factors[factor].heading,
      ...[sweeps.ofUnit, sweeps.lowOf, sweeps.highOf, sweeps.predictedOf].map((name) => name(title, metric.unit)),
      charts.trials,
    ],
    rows: points.map(({ line: { name }, place, at, value, predicted }) => [
      value?.standing === "invalid" ? sweeps.noValidTrial(name) : name,
      factor === "headers" ? at : place,
      value?.estimate.median ?? null,
      value?.estimate.low ?? null,
      value?.estimate.high ?? null,
      predicted,
      value?.estimate.trials ?? 0,
    ]),
  };
};

const explain = (
  { id }: SweepMetric,
  data: readonly SweepDatum[],
  zero: readonly SweepLine[],
  nominal: boolean,
  { basics, sweeps }: Words,
): string =>
  basics.sentences([
    sweeps.metrics[id].meaning,
    sweeps.onePoint,
    hasInterval(data) ? sweeps.paleBars : "",
    hasPrediction(data) ? (nominal ? sweeps.dash : sweeps.dashedLine) : "",
    hasInvalid(data) ? sweeps.hollow : "",
    zero.length === 0 ? "" : sweeps.notDrawn(basics.join(zero.map(({ name }) => name))),
  ]);
