// Charts of requests: for each delivery, split into useful and empty, and in a minute of waiting.
// View model in, Vega-Lite specs out.
import { median } from "../../bench/statistics/stats.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure, percent } from "../writing/numbers.ts";
import { type Bars, barChart, barEnd } from "./bars.ts";
import { type Layer, rowChannels, tick, whereTold } from "./marks.ts";
import { inPanelOrder, type ShownRow, type ShownRows, showRows } from "./shown-rows.ts";
import { type Chart, fromZero, tooltip } from "./style.ts";

interface Asked extends ShownRow {
  readonly useful: number;
  readonly empty: number;
  readonly total: number;
}

/** Medians over the trials, of useful and of empty requests apart. */
const askedBy = (shown: ShownRow): readonly Asked[] => {
  const shares = shown.row.measured.flatMap(({ requests: { perDelivery, total, empty } }) =>
    perDelivery === null ? [] : { perDelivery, empty: total === 0 ? 0 : empty / total },
  );
  if (shares.length === 0) return [];
  const empty = median(shares.map((share) => share.perDelivery * share.empty));
  const useful = median(shares.map((share) => share.perDelivery * (1 - share.empty)));
  return [{ ...shown, empty, useful, total: empty + useful }];
};

/** Both charts have a line of the plot for each of the panel's rows, in the order of its table, and three figures in theirs. */
const requestBars = (
  panel: Panel,
  { measured, absent }: ShownRows,
  bars: Pick<Bars, "id" | "texts" | "lineHeight" | "data" | "table">,
  layersOf: (color: ReturnType<typeof rowChannels>["color"]) => readonly Layer[],
  words: Words,
): Chart => {
  const ordered = inPanelOrder(panel, [...measured, ...absent]);
  return barChart(
    panel,
    { measured, absent },
    {
      ...bars,
      field: "name",
      names: ordered.map(({ name }) => name),
      shown: [...measured, ...absent],
      padding: 0.4,
      layers: layersOf(rowChannels("name", ordered).color),
      absentCells: [null, null, null],
    },
    words,
  );
};

/** null where no request was made. */
export const requestsChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const { transport, requests } = words.charts;
  const { absent, ...rows } = showRows(panel, transports, words);
  const measured = rows.measured.flatMap(askedBy);
  const largest = Math.max(0, ...measured.map(({ total }) => total));
  if (largest === 0) return null;
  const { headings } = requests;
  const chart = requestBars(
    panel,
    { measured, absent },
    {
      id: "requests",
      texts: requests,
      lineHeight: 34,
      data: measured.flatMap(({ name, mark, empty, useful, total }) => [
        { name, answer: requests.withMessages, from: 0, to: useful, shown: figure(useful) },
        { name, answer: requests.empty, from: useful, to: total, shown: figure(empty) },
        { name, total: `${figure(total)}${mark}`, to: total },
      ]),
      table: {
        headings: [transport, headings.withMessages, headings.empty, headings.total],
        rows: measured.map(({ name, empty, useful, total }) => [name, useful, empty, total]),
      },
    },
    (color) => requestLayers(color, largest, words),
    words,
  );
  // The price of waiting tells more where messages are rare.
  return panel.sparse ? { ...chart, aside: true } : chart;
};

const requestLayers = (
  color: ReturnType<typeof rowChannels>["color"],
  largest: number,
  { charts: { transport, perDelivery, requests } }: Words,
): readonly Layer[] => [
  {
    name: "bars",
    ...whereTold("answer"),
    mark: { type: "bar", strokeWidth: 1.25 },
    encoding: {
      x: fromZero("from", largest, requests.title),
      x2: { field: "to" },
      color,
      stroke: color,
      fillOpacity: {
        field: "answer",
        type: "ordinal",
        scale: { domain: [requests.withMessages, requests.empty], range: [1, 0.15] },
        legend: { symbolType: "square", symbolFillColor: "#6b7482", symbolStrokeColor: "#6b7482" },
      },
      tooltip: tooltip({ name: transport, answer: requests.answers, shown: perDelivery }),
    },
  },
  barEnd("to", "total", whereTold("total")),
];

interface Waiting extends ShownRow {
  readonly perMinute: number;
  readonly predicted: number | null;
  /** The share of empty answers. */
  readonly empty: number | null;
}

const waitingOf = (shown: ShownRow): readonly Waiting[] => {
  const { metrics, theory } = shown.row;
  if (metrics.requestsPerSubscriberSecond === null) return [];
  const predicted = theory.requestsPerSubscriberSecond;
  return [
    {
      ...shown,
      perMinute: metrics.requestsPerSubscriberSecond.median * 60,
      predicted: predicted === null ? null : predicted * 60,
      empty: metrics.emptyShare?.median ?? null,
    },
  ];
};

/** The price of waiting, where messages are rarer than the hold: requests in a minute of one subscriber. */
export const idleChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const { transport, idle, notModelled, withUnit } = words.charts;
  const { absent, ...rows } = showRows(panel, transports, words);
  const measured = rows.measured.flatMap(waitingOf);
  if (!panel.sparse || measured.length === 0) return null;
  const data = measured.map(({ name, mark, perMinute, predicted, empty }) => ({
    name,
    perMinute,
    labelAt: Math.max(perMinute, predicted ?? 0),
    shown: `${figure(perMinute)}${mark}`,
    predicted,
    shownPredicted: predicted === null ? notModelled : figure(predicted),
    shownEmpty: empty === null ? idle.noAnswers : `${percent(empty)} %`,
  }));
  const largest = Math.max(...data.map(({ labelAt }) => labelAt));
  return requestBars(
    panel,
    { measured, absent },
    {
      id: "idle",
      texts: idle,
      lineHeight: 34,
      data,
      table: {
        headings: [transport, idle.perMinute, idle.predicted, withUnit(idle.empty, "%")],
        rows: measured.map(({ name, perMinute, predicted, empty }) => [
          name,
          perMinute,
          predicted,
          empty === null ? null : empty * 100,
        ]),
      },
    },
    (color) => idleLayers(color, largest, words),
    words,
  );
};

const idleLayers = (
  color: ReturnType<typeof rowChannels>["color"],
  largest: number,
  { charts: { transport, idle } }: Words,
): readonly Layer[] => {
  const x = fromZero("perMinute", largest, idle.axis, 1.2);
  const hints = tooltip({
    name: transport,
    shown: idle.measured,
    shownPredicted: idle.predicted,
    shownEmpty: idle.empty,
  });
  return [
    { name: "bars", ...whereTold("perMinute"), mark: { type: "bar" }, encoding: { x, color, tooltip: hints } },
    {
      name: "prediction",
      ...whereTold("predicted"),
      mark: tick(36),
      encoding: { x: { ...x, field: "predicted" }, tooltip: hints },
    },
    barEnd("labelAt", "shown", whereTold("perMinute")),
  ];
};
