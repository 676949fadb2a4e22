// The chart of the percentile spectrum: response time over 1/(1−p), one line a transport. View model in, Vega-Lite spec out.
import type { TopLevelSpec } from "vega-lite";
import { viewOf } from "./chart-entries.ts";
import { type Chart, frame, logMs, quantity, tooltip, transportScales } from "./chart-style.ts";
import { figure } from "./numbers.ts";
import { nameRow, type Panel } from "./panels.ts";
import { landmarks, mergeSpectrum } from "./spectrum.ts";
import type { TransportView } from "./transport-views.ts";

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
        mark: { type: "line", strokeWidth: 2.25 },
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
