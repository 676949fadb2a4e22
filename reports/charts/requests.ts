// Charts of requests: for each delivery, split into useful and empty, and in a minute of waiting.
// View model in, Vega-Lite specs out.
import { median } from "../../bench/statistics/stats.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure, percent } from "../writing/numbers.ts";
import { barChart, barEnd } from "./bars.ts";
import { type Layer, rowChannels, tick, whereTold } from "./marks.ts";
import { inPanelOrder, type ShownRow, showRows } from "./shown-rows.ts";
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

/** null where no request was made. */
export const requestsChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const { transport, perDelivery, requests } = words.charts;
  const { absent, ...rows } = showRows(panel, transports, words);
  const measured = rows.measured.flatMap(askedBy);
  const largest = Math.max(0, ...measured.map(({ total }) => total));
  if (largest === 0) return null;
  const ordered = inPanelOrder<ShownRow>(panel, [...measured, ...absent]);
  const { color } = rowChannels("name", ordered);
  const bars: Layer = {
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
  };
  const { headings } = requests;
  return barChart(
    panel,
    { measured, absent },
    {
      id: "requests",
      title: requests.title,
      description: requests.description,
      howToRead: requests.howToRead,
      wide: false,
      field: "name",
      names: ordered.map(({ name }) => name),
      shown: [...measured, ...absent],
      lineHeight: 44,
      padding: 0.4,
      data: measured.flatMap(({ name, mark, empty, useful, total }) => [
        { name, answer: requests.withMessages, from: 0, to: useful, shown: figure(useful) },
        { name, answer: requests.empty, from: useful, to: total, shown: figure(empty) },
        { name, total: `${figure(total)}${mark}`, to: total },
      ]),
      layers: [bars, barEnd("to", "total", whereTold("total"))],
      table: {
        headings: [transport, headings.withMessages, headings.empty, headings.total],
        rows: measured.map(({ name, empty, useful, total }) => [name, useful, empty, total]),
      },
      absentCells: [null, null, null],
    },
    words,
  );
};

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
  const ordered = inPanelOrder<ShownRow>(panel, [...measured, ...absent]);
  const data = measured.map(({ name, mark, perMinute, predicted, empty }) => ({
    name,
    perMinute,
    labelAt: Math.max(perMinute, predicted ?? 0),
    shown: `${figure(perMinute)}${mark}`,
    predicted,
    shownPredicted: predicted === null ? notModelled : figure(predicted),
    shownEmpty: empty === null ? idle.noAnswers : `${percent(empty)} %`,
  }));
  const x = fromZero("perMinute", Math.max(...data.map(({ labelAt }) => labelAt)), idle.axis, 1.2);
  const hints = tooltip({
    name: transport,
    shown: idle.measured,
    shownPredicted: idle.predicted,
    shownEmpty: idle.empty,
  });
  return barChart(
    panel,
    { measured, absent },
    {
      id: "idle",
      title: idle.title,
      description: idle.description,
      howToRead: idle.howToRead,
      wide: true,
      field: "name",
      names: ordered.map(({ name }) => name),
      shown: [...measured, ...absent],
      lineHeight: 46,
      padding: 0.4,
      data,
      layers: [
        {
          name: "bars",
          ...whereTold("perMinute"),
          mark: { type: "bar" },
          encoding: { x, color: rowChannels("name", ordered).color, tooltip: hints },
        },
        {
          name: "prediction",
          ...whereTold("predicted"),
          mark: tick(36),
          encoding: { x: { ...x, field: "predicted" }, tooltip: hints },
        },
        barEnd("labelAt", "shown", whereTold("perMinute")),
      ],
      table: {
        headings: [transport, idle.perMinute, idle.predicted, withUnit(idle.empty, "%")],
        rows: measured.map(({ name, perMinute, predicted, empty }) => [
          name,
          perMinute,
          predicted,
          empty === null ? null : empty * 100,
        ]),
      },
      absentCells: [null, null, null],
    },
    words,
  );
};
