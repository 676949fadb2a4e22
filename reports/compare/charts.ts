// The spectra of both runs in one chart a cell: BASE dashed, HEAD solid, in the transport's colour. View model in, Vega-Lite
// specs out; draws nothing.
import { cellKey } from "../../bench/record/metrics.ts";
import type { Run } from "../../bench/record/run.ts";
import { landmarks, mergeSpectrum, type Spectrum } from "../charts/spectrum.ts";
import { type Chart, frame, logMs, quantity } from "../charts/style.ts";
import type { Compared, ComparedCell } from "./view.ts";
import type { CompareWords } from "./words.ts";

/** A page with more cells than this shows the others in its tables alone. */
export const mostCharts = 12;

export interface ComparedCharts {
  readonly charts: readonly Chart[];
  /** How many of them, from the first on, are of cells whose times changed. */
  readonly changed: number;
}

/** Cells whose times changed first, then in their order; each with a spectrum on both sides. */
export const compareCharts = (compared: Compared, words: CompareWords): ComparedCharts => {
  const changed = new Set(compared.changed.flatMap(({ line }) => (line.tier === "time" ? [cellKey(line)] : [])));
  const order = ({ cell }: ComparedCell): number => (changed.has(cellKey(cell)) ? 0 : 1);
  const drawn = compared.cells
    .toSorted((x, y) => order(x) - order(y))
    .flatMap((cell) => {
      const sides = [
        { run: words.base, ...spectrumOf(compared.base, cell) },
        { run: words.head, ...spectrumOf(compared.head, cell) },
      ] as const;
      return sides.every(({ points }) => points.length > 1) ? [{ cell, sides }] : [];
    });
  return {
    charts: drawn.map(({ cell, sides }, index) => spectraChart(`spectra-${index + 1}`, cell, sides, words)),
    changed: drawn.filter(({ cell }) => order(cell) === 0).length,
  };
};

const spectrumOf = ({ trials }: Run, { cell }: ComparedCell): Spectrum => {
  const own = trials.filter((trial) => cellKey(trial) === cellKey(cell));
  return mergeSpectrum(own.flatMap((trial) => (trial.status === "measured" ? [trial.responseTimeMs] : [])));
};

interface Side extends Spectrum {
  readonly run: string;
}

const percentileOf = (oneIn: number): string => String(Number((100 * (1 - 1 / oneIn)).toFixed(3)));

const percentileLabels = `{${[1, ...landmarks].map((at) => `'${at}':'${percentileOf(at)} %'`).join(",")}}[datum.value]`;

/** Of the data table; the others are on the chart. */
const tabled = [2, 10, 100, 1000] as const;

const spectraChart = (
  id: string,
  { where, view }: ComparedCell,
  sides: readonly Side[],
  words: CompareWords,
): Chart => {
  const rows = sides.flatMap(({ run, points }) =>
    points.map(({ oneIn, ms }) => ({ run, oneIn, ms, mark: landmarks.some((landmark) => landmark === oneIn) })),
  );
  const last = Math.max(...rows.map(({ oneIn }) => oneIn));
  const runs = sides.map(({ run }) => run);
  const encoding = {
    x: quantity(
      "oneIn",
      { type: "log", domain: [1, last], nice: false },
      {
        title: words.charts.percentile,
        values: [1, ...landmarks].filter((at) => at <= last),
        labelExpr: percentileLabels,
        labelOverlap: "greedy",
      },
    ),
    y: logMs(
      "ms",
      words.charts.responseTime,
      rows.map(({ ms }) => ms),
    ),
  };
  const color = view?.colour ?? "#7a7a7a";
  return {
    id,
    title: where,
    description: words.charts.description(where),
    howToRead: words.charts.howToRead,
    wide: false,
    spec: {
      ...frame(false, 240, rows),
      layer: [
        {
          name: "lines",
          mark: { type: "line", strokeWidth: 2, color },
          encoding: {
            ...encoding,
            strokeDash: {
              field: "run",
              type: "nominal",
              scale: {
                domain: runs,
                range: [
                  [5, 4],
                  [1, 0],
                ],
              },
              legend: { symbolType: "stroke", symbolSize: 400, symbolStrokeWidth: 2 },
            },
          },
        },
        {
          name: "points",
          transform: [{ filter: "datum.mark" }],
          mark: { type: "point", size: 36, color, opacity: 1 },
          encoding: {
            ...encoding,
            detail: { field: "run", type: "nominal" },
            fillOpacity: { condition: { test: `datum.run === '${words.head}'`, value: 1 }, value: 0 },
            fill: { value: color },
          },
        },
      ],
    },
    table: {
      headings: [words.charts.run, ...tabled.map((at) => `p${percentileOf(at)} (ms)`), words.charts.deliveries],
      rows: sides.map(({ run, points, count }) => [
        run,
        ...tabled.map((at) => points.find(({ oneIn }) => oneIn === at)?.ms ?? null),
        count,
      ]),
    },
  };
};
