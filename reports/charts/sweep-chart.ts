// A chart of a sweep: one number along one factor, a line a transport and setting, with intervals and what the model
// predicts. View model in, Vega-Lite spec out.
import type { TransportView } from "../legend/transports.ts";
import type { Panel } from "../view/panels.ts";
import type { Factor } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { dots, intervalBar, type Layer, line, lineChannels, rings, where, whereTold } from "./marks.ts";
import { type Chart, type ChartTable, frame, ink, quietInk, tooltip } from "./style.ts";
import { factorAxis, isLog, valueAxis } from "./sweep-axes.ts";
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
  const charts = (panel.published ? metrics.slice(0, 1) : metrics).flatMap(
    (metric) => sweepChart(panel, factor, metric, transports, words) ?? [],
  );
  return charts.map((chart, index) => ({ ...chart, wide: index === 0 && charts.length % 2 === 1 })).map(widen);
};

/** A wide chart is drawn wide from the start: the still one is not drawn again. */
const widen = (chart: Chart): Chart =>
  chart.wide ? { ...chart, spec: { ...chart.spec, width: frame(true, 0, []).width } } : chart;

const numbersOf = (data: readonly SweepDatum[]): readonly number[] =>
  data.flatMap(({ value, low, high, predicted }) => [value, low, high, predicted]).filter((number) => number !== null);

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
  const { color, shape } = lineChannels("line", drawn, false);
  const { over } = sweeps.factors[factor];
  const names = basics.join(drawn.map(({ name }) => name));
  return {
    id: `${panel.id}-${metric.id}`,
    title: nominal ? sweeps.titleByHeaders(title) : sweeps.titleOver(title, over),
    description: nominal ? sweeps.describePoints(axis, over, names) : sweeps.describeLines(axis, over, names),
    howToRead: explain(metric, data, zero, nominal, words),
    wide: false,
    series: { field: "line", shown: drawn },
    spec: {
      ...frame(false, 280, data),
      encoding: { x: nominal ? categoriesOf(points) : factorAxis("place", factor, conditions, words), color },
      layer: [...layersOf(data, metric, shape, nominal, words)],
    },
    table: tableOf(points, factor, metric, words),
  };
};

const isZero = (datum: SweepDatum, { name }: SweepLine): boolean => datum.line === name && datum.value === 0;

const placesOf = (data: readonly SweepDatum[], { name }: SweepLine): number =>
  data.filter((datum) => datum.line === name && datum.value !== null).length;

const hasPrediction = (data: readonly SweepDatum[]): boolean => data.some(({ predicted }) => predicted !== null);
const hasInterval = (data: readonly SweepDatum[]): boolean => data.some(({ low }) => low !== null);
const hasInvalid = (data: readonly SweepDatum[]): boolean =>
  data.some(({ standing, value }) => standing === "invalid" && value !== null);

const categoriesOf = (points: readonly SweepPoint[]) => ({
  field: "at",
  type: "nominal" as const,
  sort: null,
  scale: {
    type: "point" as const,
    domain: [...new Set(points.toSorted((a, b) => a.place - b.place).map(({ at }) => at))],
    padding: 0.5,
  },
  axis: { title: null, labelAngle: 0 },
});

/** Kinds of headers have no order: they are joined by no line, and a prediction is a tick. */
const layersOf = (
  data: readonly SweepDatum[],
  metric: SweepMetric,
  shape: ReturnType<typeof lineChannels>["shape"],
  nominal: boolean,
  words: Words,
): readonly Layer[] => {
  const { charts, sweeps } = words;
  const { title, axis } = sweeps.metrics[metric.id];
  const y = valueAxis("value", axis, numbersOf(data), words);
  const titles = { line: charts.transport, at: sweeps.setting, shown: title, note: charts.interval };
  const hints = tooltip({ ...titles, ...(hasPrediction(data) ? { shownPredicted: sweeps.predicted } : {}) });
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
    encoding: { y, shape, tooltip: hints },
  };
  return [
    ...(hasPrediction(data) ? [prediction] : []),
    ...(nominal ? [] : [{ name: "lines", ...measured, mark: line(2), encoding: { y } }]),
    ...(hasInterval(data) ? [intervals] : []),
    { name: "points", ...measured, mark: dots(80), encoding: { y, shape, tooltip: hints } },
    ...(hasInvalid(data) ? [invalid] : []),
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
