// Charts of requests: for each delivery, split into useful and empty, and in a minute of waiting.
// View model in, Vega-Lite specs out.
import { median } from "../../bench/statistics/stats.ts";
import type { TransportView } from "../legend/transports.ts";
import { explainAbsences, nameAbsent } from "../view/absences.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure, percent } from "../writing/numbers.ts";
import { absentEntries, absentRows, entriesOf, inPanelOrder } from "./entries.ts";
import {
  absenceMarks,
  barEnd,
  type Chart,
  categories,
  frame,
  fromZero,
  ink,
  tooltip,
  transportScales,
} from "./style.ts";

export const requestsChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const { basics, charts } = words;
  const { requests: own } = charts;
  const entries = entriesOf(panel, transports, words).flatMap(({ row, view, name, mark }) => {
    const shares = row.measured.flatMap(({ requests: { perDelivery, total, empty } }) =>
      perDelivery === null ? [] : { perDelivery, empty: total === 0 ? 0 : empty / total },
    );
    if (shares.length === 0) return [];
    const empty = median(shares.map((share) => share.perDelivery * share.empty));
    const useful = median(shares.map((share) => share.perDelivery * (1 - share.empty)));
    return { row, view, name, mark, empty, useful, total: empty + useful };
  });
  const absent = absentEntries(panel, transports, words);
  const largest = Math.max(0, ...entries.map(({ total }) => total));
  if (largest === 0) return null;
  const rows = entries.flatMap(({ name, mark, empty, useful, total }) => [
    { name, answer: own.withMessages, from: 0, to: useful, shown: figure(useful) },
    { name, answer: own.empty, from: useful, to: total, shown: figure(empty) },
    { name, total: `${figure(total)}${mark}`, to: total },
  ]);
  const scales = transportScales(inPanelOrder(panel, [...entries, ...absent]));
  const colour = { field: "name", type: "nominal" as const, scale: scales.colour, legend: null };
  return {
    id: `${panel.id}-requests`,
    title: own.title,
    description: own.description,
    howToRead: basics.sentences([own.howToRead, ...explainAbsences([...entries, ...absent], words)]),
    wide: false,
    series: { field: "name", shown: [...entries, ...absent] },
    spec: {
      ...frame(false, 44 * (entries.length + absent.length), [...rows, ...absentRows("name", absent, words)]),
      encoding: { y: categories("name", scales.colour.domain, 0.4) },
      layer: [
        {
          name: "bars",
          transform: [{ filter: "isValid(datum.answer)" }],
          mark: { type: "bar", strokeWidth: 1.25 },
          encoding: {
            x: fromZero("from", largest, own.title),
            x2: { field: "to" },
            color: colour,
            stroke: colour,
            fillOpacity: {
              field: "answer",
              type: "ordinal",
              scale: { domain: [own.withMessages, own.empty], range: [1, 0.15] },
              legend: { symbolType: "square", symbolFillColor: "#6b7482", symbolStrokeColor: "#6b7482" },
            },
            tooltip: tooltip({ name: charts.transport, answer: own.answers, shown: charts.perDelivery }),
          },
        },
        { ...barEnd("to", "total"), transform: [{ filter: "isValid(datum.total)" }] },
        ...(absent.length > 0 ? absenceMarks() : []),
      ],
    },
    table: {
      headings: [charts.transport, own.headings.withMessages, own.headings.empty, own.headings.total],
      rows: [
        ...entries.map(({ name, empty, useful, total }) => [name, useful, empty, total]),
        ...absent.map(({ row, name }) => [nameAbsent({ row, name }, words), null, null, null]),
      ],
    },
  };
};

/** Where messages are rarer than the hold, the price of waiting: requests in a minute of one subscriber. */
export const idleChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const { basics, charts } = words;
  const { idle } = charts;
  const entries = entriesOf(panel, transports, words).flatMap((entry) => {
    const estimate = entry.row.metrics.requestsPerSubscriberSecond;
    if (estimate === null) return [];
    const predicted = entry.row.theory?.requestsPerSubscriberSecond ?? null;
    const empty = entry.row.metrics.emptyShare;
    return {
      ...entry,
      perMinute: estimate.median * 60,
      predicted: predicted === null ? null : predicted * 60,
      empty: empty?.median ?? null,
    };
  });
  if (!panel.sparse || entries.length === 0) return null;
  const absent = absentEntries(panel, transports, words);
  const rows = entries.map(({ name, mark, perMinute, predicted, empty }) => ({
    name,
    perMinute,
    labelAt: Math.max(perMinute, predicted ?? 0),
    shown: `${figure(perMinute)}${mark}`,
    predicted,
    shownPredicted: predicted === null ? charts.notModelled : figure(predicted),
    shownEmpty: empty === null ? idle.noAnswers : `${percent(empty)} %`,
  }));
  const scales = transportScales(inPanelOrder(panel, [...entries, ...absent]));
  const largest = Math.max(...rows.flatMap(({ perMinute, predicted }) => [perMinute, predicted ?? 0]));
  const x = fromZero("perMinute", largest, idle.axis, 1.2);
  const hints = tooltip({
    name: charts.transport,
    shown: idle.measured,
    shownPredicted: idle.predicted,
    shownEmpty: idle.empty,
  });
  return {
    id: `${panel.id}-idle`,
    title: idle.title,
    description: idle.description,
    howToRead: basics.sentences([idle.howToRead, ...explainAbsences([...entries, ...absent], words)]),
    wide: true,
    series: { field: "name", shown: [...entries, ...absent] },
    spec: {
      ...frame(true, 46 * (entries.length + absent.length), [...rows, ...absentRows("name", absent, words)]),
      encoding: { y: categories("name", scales.colour.domain, 0.4) },
      layer: [
        {
          name: "bars",
          transform: [{ filter: "isValid(datum.perMinute)" }],
          mark: { type: "bar" },
          encoding: {
            x,
            color: { field: "name", type: "nominal", scale: scales.colour, legend: null },
            tooltip: hints,
          },
        },
        {
          name: "prediction",
          transform: [{ filter: "isValid(datum.predicted)" }],
          mark: { type: "tick", thickness: 2.5, size: 36, color: ink },
          encoding: { x: { ...x, field: "predicted" }, tooltip: hints },
        },
        { ...barEnd("labelAt", "shown"), transform: [{ filter: "isValid(datum.perMinute)" }] },
        ...(absent.length > 0 ? absenceMarks() : []),
      ],
    },
    table: {
      headings: [charts.transport, idle.perMinute, idle.predicted, charts.withUnit(idle.empty, "%")],
      rows: [
        ...entries.map(({ name, perMinute, predicted, empty }) => [
          name,
          perMinute,
          predicted,
          empty === null ? null : empty * 100,
        ]),
        ...absent.map(({ row, name }) => [nameAbsent({ row, name }, words), null, null, null]),
      ],
    },
  };
};
