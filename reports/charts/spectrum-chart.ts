// The chart of the percentile spectrum: response time over 1/(1−p), one line a transport. View model in, Vega-Lite spec out.
import type { TopLevelSpec } from "vega-lite";
import type { Floor } from "../../bench/record/run.ts";
import type { TransportView } from "../legend/transports.ts";
import { explainAbsences } from "../view/absences.ts";
import { nameRow, type Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure } from "../writing/numbers.ts";
import { viewOf } from "./entries.ts";
import { floorPoints, landmarks, mergeSpectrum, type SpectrumPoint, theoryPoints } from "./spectrum.ts";
import { type Chart, frame, ink, legendOf, logMs, quantity, quietInk, tooltip, transportScales } from "./style.ts";

const percentileName = (oneIn: number): string => `${Number((100 * (1 - 1 / oneIn)).toFixed(3))} %`;

/** "0 %" at 1, "99.9 %" at 1 000: an axis expression out of a table, since the axis itself counts in 1/(1−p). */
const percentileLabels = `{${landmarks.map((at) => `'${at}':'${percentileName(at)}'`).join(",")}}[datum.value] || (narrow ? '' : '0 %')`;

/** A row without a measured trial is drawn from its invalid ones, pale and under a name that says so. */
const buildLines = (panel: Panel, transports: readonly TransportView[], words: Words) =>
  panel.rows.flatMap((row) =>
    viewOf(transports, row).map((view) => {
      const invalid = row.measured.length === 0;
      const trials = invalid ? row.invalid : row.measured;
      const spectrum = mergeSpectrum(trials.map((trial) => trial.responseTimeMs));
      const places = spectrum.points.map(({ oneIn }) => oneIn);
      return {
        row,
        view,
        name: invalid ? words.charts.spectrum.invalid(nameRow(row, words)) : nameRow(row, words),
        invalid,
        trials: row.measured.length,
        theory: theoryPoints(row, places),
        ...spectrum,
      };
    }),
  );

const percentileAt = (oneIn: number, { charts }: Words): string =>
  oneIn === 1 ? charts.spectrum.fastest : `${Number((100 * (1 - 1 / oneIn)).toPrecision(6))} %`;

/** Thin lines that are no transport's, under the measured ones; they are told apart by the field that a row has. */
const thinLine = (field: "theoryMs" | "floorMs", strokeDash: readonly number[]) => ({
  name: field === "theoryMs" ? "theory" : "floor",
  transform: [{ filter: `isValid(datum.${field})` }],
  mark: { type: "line" as const, color: quietInk, strokeWidth: 1.5, strokeDash: [...strokeDash] },
});

export const spectrumChart = (
  panel: Panel,
  transports: readonly TransportView[],
  floors: readonly Floor[],
  words: Words,
): Chart | null => {
  const { basics, charts } = words;
  const { spectrum } = charts;
  const shown = buildLines(panel, transports, words).filter((line) => line.points.length > 1);
  if (shown.length === 0) return null;
  const measured = shown.flatMap(({ name, points, invalid }) =>
    points.map(({ oneIn, ms }) => ({
      transport: name,
      oneIn,
      ms,
      percentile: percentileAt(oneIn, words),
      shownMs: `${figure(ms)} ms`,
      mark: landmarks.some((landmark) => landmark === oneIn),
      invalid,
    })),
  );
  const scales = transportScales(shown);
  const last = Math.max(...measured.map(({ oneIn }) => oneIn));
  const theory = shown.flatMap(({ name, theory: points }) =>
    points.map(({ oneIn, ms }) => ({ transport: name, oneIn, theoryMs: ms })),
  );
  const floor = floorPoints(panel, floors)
    .filter(({ oneIn }) => oneIn <= last)
    .map(({ oneIn, ms }) => ({ transport: spectrum.floorName, oneIn, floorMs: ms }));
  const rows = [
    ...measured,
    ...theory,
    ...floor,
    ...floor.slice(0, 1).map((row) => ({ ...row, label: spectrum.floorName })),
  ];
  const encoding = {
    x: quantity(
      "oneIn",
      { type: "log", domain: [1, last], nice: false },
      {
        title: spectrum.percentiles,
        values: [1, ...landmarks].filter((at) => at <= last),
        labelExpr: percentileLabels,
        labelOverlap: false,
      },
    ),
    y: logMs("ms", charts.logScale(spectrum.timeInMs), [
      ...measured.map(({ ms }) => ms),
      ...theory.map(({ theoryMs }) => theoryMs),
      ...floor.map(({ floorMs }) => floorMs),
    ]),
    color: {
      field: "transport",
      type: "nominal" as const,
      scale: scales.colour,
      legend: legendOf(scales.colour.domain, true),
    },
    tooltip: tooltip({ transport: charts.transport, percentile: spectrum.percentile, shownMs: spectrum.time }),
  };
  const spec: TopLevelSpec = {
    ...frame(true, 340, rows),
    layer: [
      ...(floor.length > 0
        ? [
            {
              ...thinLine("floorMs", [1, 3]),
              encoding: { x: encoding.x, y: { ...encoding.y, field: "floorMs" } },
            },
            {
              name: "floorName",
              transform: [{ filter: "isValid(datum.label)" }],
              mark: {
                type: "text" as const,
                align: "left" as const,
                dx: 6,
                dy: 14,
                color: ink,
                text: { expr: `narrow ? '${spectrum.floorInShort}' : "${spectrum.floorName}"` },
              },
              encoding: { x: encoding.x, y: { ...encoding.y, field: "floorMs" } },
            },
          ]
        : []),
      {
        name: "lines",
        transform: [{ filter: "isValid(datum.ms)" }],
        mark: { type: "line", strokeWidth: 2.25 },
        encoding: {
          ...encoding,
          strokeDash: { field: "transport", type: "nominal", scale: scales.dash },
          opacity: { condition: { test: "datum.invalid", value: 0.35 }, value: 1 },
        },
      },
      ...(theory.length > 0
        ? [
            {
              ...thinLine("theoryMs", [3, 3]),
              encoding: {
                x: encoding.x,
                y: { ...encoding.y, field: "theoryMs" },
                detail: { field: "transport", type: "nominal" as const },
              },
            },
          ]
        : []),
      {
        name: "points",
        transform: [{ filter: "datum.mark && !datum.invalid" }],
        mark: { type: "point", filled: true, size: 70, opacity: 1 },
        encoding: { ...encoding, shape: { field: "transport", type: "nominal", scale: scales.shape } },
      },
      {
        name: "hover",
        transform: [{ filter: "isValid(datum.ms)" }],
        mark: { type: "point", filled: true, size: 260, opacity: 0 },
        encoding,
      },
    ],
  };
  const absent = panel.rows.map((row) => ({ row, name: nameRow(row, words) }));
  const at = [2, 10, 100, 1000, 10_000].filter((landmark) => landmark <= last);
  const pick = (points: readonly SpectrumPoint[]): readonly (number | null)[] =>
    at.map((landmark) => points.find(({ oneIn }) => oneIn === landmark)?.ms ?? null);
  return {
    id: `${panel.id}-spectrum`,
    title: spectrum.title,
    description: spectrum.description(basics.parts(shown.map(({ name }) => name))),
    howToRead: basics.sentences([
      spectrum.howToRead,
      theory.length > 0 ? spectrum.theory : "",
      floor.length > 0 ? spectrum.floor : "",
      ...explainAbsences(absent, words),
    ]),
    wide: true,
    series: { field: "transport", shown },
    spec,
    table: {
      headings: [
        charts.transport,
        ...at.map((landmark) => charts.withUnit(`p${Number((100 * (1 - 1 / landmark)).toFixed(3))}`, "ms")),
        spectrum.deliveries,
        charts.trials,
      ],
      rows: [
        ...shown.flatMap(({ name, points, theory: predicted, count, trials }) => [
          [name, ...pick(points), count, trials],
          ...(predicted.length === 0 ? [] : [[spectrum.predicted(name), ...pick(predicted), null, null]]),
        ]),
        ...(floor.length === 0
          ? []
          : [[spectrum.floorRow, ...pick(floor.map(({ oneIn, floorMs }) => ({ oneIn, ms: floorMs }))), null, null]]),
      ],
    },
  };
};
