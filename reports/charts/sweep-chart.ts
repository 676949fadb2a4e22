// A chart of a sweep: one number along one factor, a line a transport and setting, with intervals and what the model
// predicts. View model in, Vega-Lite spec out.
import type { TopLevelSpec } from "vega-lite";
import type { TransportView } from "../legend/transports.ts";
import type { Panel } from "../view/panels.ts";
import type { Factor } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { type Chart, frame, ink, legendOf, quietInk, tooltip, transportScales } from "./style.ts";
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

const sweepChart = (
  panel: Panel,
  factor: Exclude<Factor, "pollEveryMs">,
  metric: SweepMetric,
  transports: readonly TransportView[],
  words: Words,
): Chart | null => {
  const { basics, charts, sweeps } = words;
  const { title, axis } = sweeps.metrics[metric.id];
  const points = sweepPoints(panel, factor, metric, transports, words);
  const all = points.map((point) => sweepDatum(point, metric, words));
  const log = isLog(numbersOf(all).filter((number) => number > 0));
  const data = log ? all.map(withoutZeros) : all;
  const lines = [...new Set(points.map(({ line }) => line))];
  const drawn = lines.filter(({ name }) => data.some((datum) => datum.line === name && datum.value !== null));
  const longest = Math.max(0, ...drawn.map(({ name }) => placesOf(data, name)));
  if (longest < 2) return null;
  const zero = lines.filter((line) => !drawn.includes(line) && all.some((datum) => isZero(datum, line)));
  const conditions = panel.rows.map((row) => row.conditions);
  const titles = { line: charts.transport, at: sweeps.setting, shown: title, note: charts.interval };
  const nominal = factor === "headers";
  const scale = transportScales(drawn).colour;
  const spec: TopLevelSpec = {
    ...frame(false, 280, data),
    encoding: {
      x: nominal ? categoriesOf(points) : factorAxis("place", factor, conditions, words),
      color: { field: "line", type: "nominal", scale, legend: legendOf(scale.domain, false) },
    },
    layer: layersOf({
      y: valueAxis("value", axis, numbersOf(data), words),
      shape: transportScales(drawn).shape,
      hints: tooltip({ ...titles, ...(hasPrediction(data) ? { shownPredicted: sweeps.predicted } : {}) }),
      nominal,
      data,
    }),
  };
  const { over, heading } = sweeps.factors[factor];
  const names = basics.join(drawn.map(({ name }) => name));
  return {
    id: `${panel.id}-${metric.id}`,
    title: nominal ? sweeps.titleByHeaders(title) : sweeps.titleOver(title, over),
    description: nominal ? sweeps.describePoints(axis, over, names) : sweeps.describeLines(axis, over, names),
    howToRead: explain(metric, data, zero, nominal, words),
    wide: false,
    series: { field: "line", shown: drawn },
    spec,
    table: {
      headings: [
        charts.transport,
        heading,
        ...[sweeps.ofUnit, sweeps.lowOf, sweeps.highOf, sweeps.predictedOf].map((name) => name(title, metric.unit)),
        charts.trials,
      ],
      rows: points.map(({ line, place, at, value, predicted }) => [
        value?.standing === "invalid" ? sweeps.noValidTrial(line.name) : line.name,
        nominal ? at : place,
        value?.estimate.median ?? null,
        value?.estimate.low ?? null,
        value?.estimate.high ?? null,
        predicted,
        value?.estimate.trials ?? 0,
      ]),
    },
  };
};

const isZero = (datum: SweepDatum, { name }: SweepLine): boolean => datum.line === name && datum.value === 0;

const placesOf = (data: readonly SweepDatum[], name: string): number =>
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

interface LayerParts {
  readonly y: ReturnType<typeof valueAxis>;
  readonly shape: ReturnType<typeof transportScales>["shape"];
  readonly hints: ReturnType<typeof tooltip>;
  readonly nominal: boolean;
  readonly data: readonly SweepDatum[];
}

/** Kinds of headers have no order: they are joined by no line, and a prediction is a tick. */
const layersOf = ({ y, shape, hints, nominal, data }: LayerParts) => {
  const shapes = { field: "line", type: "nominal" as const, scale: shape };
  const only = (expression: string) => ({ transform: [{ filter: expression }] });
  const predicted = { y: { ...y, field: "predicted" }, color: { value: quietInk }, detail: { field: "line" } };
  const theory = nominal
    ? {
        name: "prediction",
        ...only("isValid(datum.predicted)"),
        mark: { type: "tick" as const, thickness: 2.5, size: 36 },
        encoding: { ...predicted, color: { value: ink } },
      }
    : {
        name: "theory",
        ...only("isValid(datum.predicted)"),
        mark: { type: "line" as const, strokeDash: [4, 3], strokeWidth: 1.5 },
        encoding: predicted,
      };
  const lines = {
    name: "lines",
    ...only("isValid(datum.value) && datum.standing === 'measured'"),
    mark: { type: "line" as const, strokeWidth: 2 },
    encoding: { y },
  };
  const intervals = {
    name: "intervals",
    ...only("isValid(datum.low)"),
    mark: { type: "rule" as const, strokeWidth: 5, opacity: 0.3 },
    encoding: { y: { ...y, field: "low" }, y2: { field: "high" } },
  };
  const points = {
    name: "points",
    ...only("isValid(datum.value) && datum.standing === 'measured'"),
    mark: { type: "point" as const, filled: true, size: 80, opacity: 1 },
    encoding: { y, shape: shapes, tooltip: hints },
  };
  const invalid = {
    name: "invalid",
    ...only("isValid(datum.value) && datum.standing === 'invalid'"),
    mark: { type: "point" as const, filled: false, size: 80, opacity: 1 },
    encoding: { y, shape: shapes, tooltip: hints },
  };
  return [
    ...(hasPrediction(data) ? [theory] : []),
    ...(nominal ? [] : [lines]),
    ...(hasInterval(data) ? [intervals] : []),
    points,
    ...(hasInvalid(data) ? [invalid] : []),
  ];
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
