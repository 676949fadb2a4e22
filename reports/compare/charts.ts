// The spectra of both runs in one chart a cell: BASE dashed, HEAD solid, in the transport's colour. View model in, Vega-Lite
// specs out; draws nothing.
import { cellKey } from "../../bench/record/metrics.ts";
import type { Run } from "../../bench/record/run.ts";
import { isMeasured } from "../../bench/record/trial.ts";
import { landmarks, mergeSpectrum, type Spectrum } from "../charts/spectrum.ts";
import { type Chart, type ChartTable, frame, logMs, quantity, widths } from "../charts/style.ts";
import type { CompareWords } from "../words/english/compare.ts";
import type { Compared, ComparedCell, ComparedLine } from "./view.ts";

/** A page draws no more charts than this; the other cells stand in its tables alone. */
export const mostCharts = 12;

interface ComparedCharts {
  readonly charts: readonly Chart[];
  /** The number of charts, from the first on, of cells whose times changed. */
  readonly changed: number;
}

/** A chart for each cell that has a spectrum in both runs; cells whose times changed come first. */
export const compareCharts = (compared: Compared, words: CompareWords): ComparedCharts => {
  const changed = new Set(compared.changed.filter(isOfTimes).map(({ line }) => cellKey(line)));
  const order = ({ cell }: ComparedCell): number => (changed.has(cellKey(cell)) ? 0 : 1);
  const drawn = compared.cells
    .toSorted((x, y) => order(x) - order(y))
    .flatMap((cell) => {
      const spectra = [
        { run: words.base, ...spectrumOf(compared.base, cell) },
        { run: words.head, ...spectrumOf(compared.head, cell) },
      ] as const;
      return spectra.every(({ points }) => points.length > 1) ? [{ cell, spectra }] : [];
    });
  return {
    charts: drawn.map(({ cell, spectra }, index) => spectraChart(`spectra-${index + 1}`, cell, spectra, words)),
    changed: drawn.filter(({ cell }) => order(cell) === 0).length,
  };
};

const isOfTimes = ({ line: { tier, verdict } }: ComparedLine): boolean =>
  tier === "time" && (verdict === "regression" || verdict === "improvement");

const spectrumOf = ({ trials }: Run, { cell }: ComparedCell): Spectrum => {
  const own = trials.filter((trial) => cellKey(trial) === cellKey(cell));
  return mergeSpectrum(own.filter(isMeasured).map(({ responseTimeMs }) => responseTimeMs));
};

/** The merged spectrum of a cell in one of the two runs, which has the name `run`. */
interface RunSpectrum extends Spectrum {
  readonly run: string;
}

const percentileOf = (oneIn: number): string => String(Number((100 * (1 - 1 / oneIn)).toFixed(3)));

const percentileLabels = `{${landmarks.map((at) => `'${at}':'${percentileOf(at)} %'`).join(",")}}[datum.value]`;

/** Percentiles of the data table, as one delivery in so many; the others are on the chart. */
const tabled = [2, 10, 100, 1000] as const;

const spectraChart = (
  id: string,
  { where, view }: ComparedCell,
  spectra: readonly RunSpectrum[],
  words: CompareWords,
): Chart => ({
  id,
  title: where,
  description: words.charts.description(where),
  howToRead: words.charts.howToRead,
  spec: specOf(spectra, view?.colour ?? "#7a7a7a", words),
  table: tableOf(spectra, words),
});

interface PointRow {
  readonly run: string;
  readonly oneIn: number;
  readonly ms: number;
  readonly mark: boolean;
}

const rowsOf = (spectra: readonly RunSpectrum[]): readonly PointRow[] =>
  spectra.flatMap(({ run, points }) =>
    points.map(({ oneIn, ms }) => ({ run, oneIn, ms, mark: landmarks.some((landmark) => landmark === oneIn) })),
  );

const axesOf = (rows: readonly PointRow[], { charts }: CompareWords) => {
  const last = Math.max(...rows.map(({ oneIn }) => oneIn));
  const times = rows.map(({ ms }) => ms);
  const percentiles = {
    title: charts.percentile,
    values: landmarks.filter((at) => at <= last),
    labelExpr: percentileLabels,
    labelOverlap: "greedy" as const,
  };
  return {
    x: quantity("oneIn", { type: "log", domain: [1, last], nice: false }, percentiles),
    y: logMs("ms", charts.responseTime, times),
  };
};

const specOf = (spectra: readonly RunSpectrum[], color: string, words: CompareWords): Chart["spec"] => {
  const rows = rowsOf(spectra);
  const axes = axesOf(rows, words);
  const [dashed, solid] = [
    [5, 4],
    [1, 0],
  ];
  const strokeDash = {
    field: "run",
    type: "nominal",
    scale: { domain: spectra.map(({ run }) => run), range: [dashed, solid] },
    legend: { symbolType: "stroke", symbolSize: 400, symbolStrokeWidth: 2 },
  } as const;
  return {
    ...frame(200, rows, widths.still),
    layer: [
      {
        name: "lines",
        mark: { type: "line", strokeWidth: 2, color },
        encoding: { ...axes, strokeDash },
      },
      {
        name: "points",
        transform: [{ filter: "datum.mark" }],
        mark: { type: "point", size: 36, color, opacity: 1 },
        encoding: {
          ...axes,
          detail: { field: "run", type: "nominal" },
          fillOpacity: { condition: { test: `datum.run === '${words.head}'`, value: 1 }, value: 0 },
          fill: { value: color },
        },
      },
    ],
  };
};

const tableOf = (spectra: readonly RunSpectrum[], { charts }: CompareWords): ChartTable => ({
  headings: [charts.run, ...tabled.map((at) => `p${percentileOf(at)} (ms)`), charts.deliveries],
  rows: spectra.map(({ run, points, count }) => [
    run,
    ...tabled.map((at) => points.find(({ oneIn }) => oneIn === at)?.ms ?? null),
    count,
  ]),
});
