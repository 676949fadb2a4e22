// Charts whose subject is time: the percentile spectrum, and the interval sweep as latency against requests.
// View model in, Vega-Lite specs out.
import type { TopLevelSpec } from "vega-lite";
import { type Chart, frame, ink, logMs, quantity, quietInk, tooltip, transportScales } from "./chart-style.ts";
import { figure } from "./numbers.ts";
import { nameRow, type Panel, type Row } from "./panels.ts";
import { landmarks, mergeSpectrum } from "./spectrum.ts";
import type { TransportView } from "./transport-views.ts";

const viewOf = (transports: readonly TransportView[], row: Row): readonly TransportView[] =>
  transports.filter(({ name }) => name === row.transport);

const percentileName = (oneIn: number): string => `${Number((100 * (1 - 1 / oneIn)).toFixed(3))} %`;

/** "0 %" at 1, "99.9 %" at 1 000: an axis expression out of a table, since the axis itself counts in 1/(1−p). */
const percentileLabels = `{${landmarks.map((at) => `'${at}':'${percentileName(at)}'`).join(",")}}[datum.value] || (narrow ? '' : '0 %')`;

export const spectrumChart = (panel: Panel, transports: readonly TransportView[]): Chart | null => {
  const lines = panel.rows.flatMap((row) =>
    viewOf(transports, row).map((view) => ({
      view,
      name: nameRow(row),
      trials: row.measured.length,
      ...mergeSpectrum(row.measured.map((trial) => trial.responseTimeMs)),
    })),
  );
  const shown = lines.filter((line) => line.points.length > 1);
  if (shown.length === 0) return null;
  const rows = shown.flatMap(({ name, points }) =>
    points.map(({ oneIn, ms }) => ({
      transport: name,
      oneIn,
      ms,
      percentile: oneIn === 1 ? "fastest" : `${Number((100 * (1 - 1 / oneIn)).toPrecision(6))} %`,
      shownMs: `${figure(ms)} ms`,
      mark: landmarks.some((landmark) => landmark === oneIn),
    })),
  );
  const scales = transportScales(shown);
  const last = Math.max(...rows.map(({ oneIn }) => oneIn));
  const encoding = {
    x: quantity(
      "oneIn",
      { type: "log", domain: [1, last], nice: false },
      {
        title: "Percentile (log scale of 1/(1−p))",
        values: [1, ...landmarks].filter((at) => at <= last),
        labelExpr: percentileLabels,
        labelOverlap: false,
      },
    ),
    y: logMs(
      "ms",
      "Response time in ms (log scale)",
      rows.map(({ ms }) => ms),
    ),
    color: { field: "transport", type: "nominal" as const, scale: scales.colour },
    tooltip: tooltip({ transport: "Transport", percentile: "Percentile", shownMs: "Response time" }),
  };
  const spec: TopLevelSpec = {
    ...frame(true, 340, rows),
    layer: [
      {
        name: "lines",
        mark: { type: "line", strokeWidth: 2.25, clip: true },
        encoding: {
          ...encoding,
          strokeDash: { field: "transport", type: "nominal", scale: scales.dash },
        },
      },
      {
        name: "points",
        transform: [{ filter: "datum.mark" }],
        mark: { type: "point", filled: true, size: 70, opacity: 1 },
        encoding: { ...encoding, shape: { field: "transport", type: "nominal", scale: scales.shape } },
      },
      {
        name: "hover",
        mark: { type: "point", filled: true, size: 260, opacity: 0 },
        encoding,
      },
    ],
  };
  const at = [2, 10, 100, 1000, 10_000].filter((landmark) => landmark <= last);
  return {
    id: `${panel.id}-spectrum`,
    title: "Response time by percentile",
    description: `Line chart of response time in ms against the percentile of deliveries, one line for each of ${shown.map(({ name }) => name).join(", ")}.`,
    howToRead:
      "Follow a line to the right: from the fastest delivery over the median (50 %) to the slow tail. Lower is better; a line " +
      "that turns up at the right has rare but slow deliveries that a mean would hide. Time counts from the instant at which a " +
      "message was meant to be sent. All measured trials of a transport are merged, and each line ends at the last percentile " +
      "that its number of deliveries can support.",
    wide: true,
    spec,
    table: {
      headings: [
        "Transport",
        ...at.map((landmark) => `p${Number((100 * (1 - 1 / landmark)).toFixed(3))} (ms)`),
        "Deliveries",
        "Trials",
      ],
      rows: shown.map(({ name, points, count, trials }) => [
        name,
        ...at.map((landmark) => points.find(({ oneIn }) => oneIn === landmark)?.ms ?? null),
        count,
        trials,
      ]),
    },
  };
};

export const sweepChart = (panel: Panel, transports: readonly TransportView[]): Chart | null => {
  if (panel.kind !== "sweep") return null;
  const points = panel.rows.flatMap((row) =>
    viewOf(transports, row).flatMap((view) => {
      const { responseTimeMeanMs: time, requestsPerSubscriberSecond: requests } = row.metrics;
      if (time === null || requests === null || time.median <= 0) return [];
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
  const rows = points.map(({ view: _, time: __, ...row }) => row);
  const hasTheory = rows.some((row) => "theoryMs" in row);
  const x = quantity(
    "requests",
    { zero: true, nice: true },
    { title: "Requests of one subscriber in a second", tickCount: 6, labelExpr: "format(datum.value, '~f')" },
  );
  const y = logMs(
    "ms",
    "Mean response time in ms (log scale)",
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
  const spec: TopLevelSpec = {
    ...frame(true, 340, rows),
    layer: [
      ...(hasTheory ? [theory] : []),
      {
        name: "intervals",
        mark: { type: "rule", strokeWidth: 1.5 },
        encoding: { x, y: { ...y, field: "lowMs" }, y2: { field: "highMs" }, color },
      },
      {
        name: "points",
        mark: { type: "point", filled: true, size: 110, opacity: 1 },
        encoding: {
          x,
          y,
          color,
          shape: { field: "transport", type: "nominal", scale: scales.shape },
          tooltip: tooltip({
            transport: "Transport",
            point: "Setting",
            shownMs: "Mean response time",
            shownRequests: "Requests per subscriber",
          }),
        },
      },
      {
        name: "labels",
        mark: { type: "text", align: "left", dx: 10, dy: -8, color: ink },
        encoding: { x, y, text: { field: "point" } },
      },
    ],
  };
  return {
    id: `${panel.id}-sweep`,
    title: "What a shorter poll interval buys, and costs",
    description: `Scatter chart of mean response time in ms against requests per subscriber and second; one point for each poll interval, and one for ${shown.map(({ name }) => name).join(", ")}.`,
    howToRead:
      "Down is faster, left is cheaper. Each point of a polling transport is one interval: polling more often moves it right " +
      "and down. The single points are transports without an interval. Vertical bars are 95 % intervals over trials." +
      (hasTheory ? " The dashed line is what the closed form (half the interval plus one transit) predicts." : ""),
    wide: true,
    spec,
    table: {
      headings: [
        "Transport",
        "Setting",
        "Requests per subscriber (/s)",
        "Mean response time (ms)",
        "Low (ms)",
        "High (ms)",
        "Predicted mean (ms)",
      ],
      rows: points.map((p) => [
        p.transport,
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
