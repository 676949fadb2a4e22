// The chart of an interval sweep: response time against requests, one point an interval. View model in, Vega-Lite spec out.
import type { TopLevelSpec } from "vega-lite";
import type { TransportView } from "../legend/transports.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure } from "../writing/numbers.ts";
import { viewOf } from "./entries.ts";
import { logPlaces, nameRaises } from "./frontier.ts";
import { type Chart, frame, fromZero, ink, logMs, quietInk, tooltip, transportScales, widths } from "./style.ts";
import { meanTime, readValue, requests as requestsMade } from "./sweep-metrics.ts";

const plotHeight = 340;

export const intervalChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const { basics, charts, sweeps } = words;
  const { intervals } = sweeps;
  if (panel.factor !== "pollEveryMs") return null;
  const points = panel.rows.flatMap((row) =>
    viewOf(transports, row).flatMap((view) => {
      const [told, asked] = [readValue(row, meanTime), readValue(row, requestsMade)];
      if (told === null || asked === null || told.estimate.median <= 0) return [];
      const [time, requests] = [told.estimate, asked.estimate];
      const single = panel.rows.filter((other) => other.transport === row.transport).length === 1;
      const theory =
        row.theory?.responseTimeMeanMs && row.theory.requestsPerSubscriberSecond !== null
          ? { theoryMs: row.theory.responseTimeMeanMs, theoryRequests: row.theory.requestsPerSubscriberSecond }
          : {};
      return {
        view,
        transport: row.label,
        point: single ? row.label : row.setting,
        single,
        standing: told.standing,
        ms: time.median,
        lowMs: time.low ?? time.median,
        highMs: time.high ?? time.median,
        requests: requests.median,
        time,
        shownMs: `${figure(time.median)} ms`,
        shownRequests: `${figure(requests.median)} /s`,
        ...(single ? {} : theory),
      };
    }),
  );
  if (points.length < 2) return null;
  const shown = transports.flatMap((view) => {
    const mine = points.find((point) => point.view === view);
    return mine ? [{ view, name: mine.transport }] : [];
  });
  const scales = transportScales(shown);
  const heights = logPlaces(
    points.map(({ ms }) => ms),
    plotHeight,
  );
  const most = Math.max(...points.map(({ requests }) => requests)) || 1;
  const raises = nameRaises(
    points.map(({ requests }, i) => ({ x: (widths.wide * requests) / most, y: heights[i] ?? 0 })),
  );
  const rows = points.map(({ view: _, time: __, ...row }, i) => ({ ...row, raise: raises[i] ?? 0 }));
  const hasInvalid = rows.some(({ standing }) => standing === "invalid");
  const hasTheory = rows.some((row) => "theoryMs" in row);
  const largest = Math.max(...points.map(({ requests }) => requests));
  const x = fromZero("requests", largest, sweeps.metrics.requests.axis, 1.1);
  const y = logMs(
    "ms",
    charts.logScale(sweeps.metrics.mean.axis),
    rows.flatMap((row) => [row.lowMs, row.highMs, ...("theoryMs" in row ? [row.theoryMs] : [])]),
  );
  const color = { field: "transport", type: "nominal" as const, scale: scales.colour };
  const theory = {
    name: "theory",
    transform: [{ filter: "isValid(datum.theoryMs)" }],
    mark: { type: "line" as const, color: quietInk, strokeDash: [3, 3], strokeWidth: 1.5 },
    encoding: {
      x: { ...x, field: "theoryRequests" },
      y: { ...y, field: "theoryMs" },
      detail: { field: "transport", type: "nominal" as const },
    },
  };
  const shape = { field: "transport", type: "nominal" as const, scale: scales.shape };
  const hints = tooltip({
    transport: charts.transport,
    point: sweeps.setting,
    shownMs: sweeps.metrics.mean.title,
    shownRequests: intervals.requests,
  });
  const invalid = {
    name: "invalid",
    transform: [{ filter: "datum.standing === 'invalid'" }],
    mark: { type: "point" as const, filled: false, size: 110, opacity: 1 },
    encoding: { x, y, color, shape: { ...shape, legend: null }, tooltip: hints },
  };
  const spec: TopLevelSpec = {
    ...frame(true, plotHeight, rows),
    layer: [
      ...(hasTheory ? [theory] : []),
      {
        name: "intervals",
        mark: { type: "rule", strokeWidth: 1.5 },
        encoding: { x, y: { ...y, field: "lowMs" }, y2: { field: "highMs" }, color },
      },
      {
        name: "points",
        transform: [{ filter: "datum.standing === 'measured'" }],
        mark: { type: "point", filled: true, size: 110, opacity: 1 },
        encoding: { x, y, color, shape, tooltip: hints },
      },
      ...(hasInvalid ? [invalid] : []),
      {
        name: "labels",
        // At the right, a label that ran on would leave the chart; below left of its point it keeps clear of the theory line.
        mark: {
          type: "text",
          align: { expr: `datum.requests > ${0.6 * largest} ? 'right' : 'left'` },
          dx: { expr: `datum.requests > ${0.6 * largest} ? -8 : 10` },
          dy: { expr: `datum.requests > ${0.6 * largest} ? 16 : -12 - datum.raise` },
          color: ink,
        },
        encoding: { x, y, text: { field: "point" } },
      },
    ],
  };
  return {
    id: `${panel.id}-sweep`,
    title: intervals.title,
    description: intervals.description(basics.parts(shown.map(({ name }) => name))),
    howToRead: basics.sentences([
      intervals.howToRead,
      hasTheory ? intervals.theory : "",
      hasInvalid ? intervals.hollow : "",
    ]),
    wide: true,
    series: { field: "transport", shown },
    spec,
    table: {
      headings: [
        charts.transport,
        sweeps.setting,
        charts.withUnit(intervals.requests, "/s"),
        ...[sweeps.metrics.mean.title, intervals.low, intervals.high, intervals.predicted].map((title) =>
          charts.withUnit(title, "ms"),
        ),
      ],
      rows: points.map((p) => [
        p.standing === "invalid" ? sweeps.noValidTrial(p.transport) : p.transport,
        p.single ? "" : p.point,
        p.requests,
        p.ms,
        p.time.low,
        p.time.high,
        "theoryMs" in p && p.theoryMs !== undefined ? p.theoryMs : null,
      ]),
    },
  };
};
