// The chart of the percentile spectrum: response time over 1/(1−p), one line a transport. View model in, Vega-Lite spec out.
import type { Floor } from "../../bench/record/run.ts";
import type { TransportView } from "../legend/transports.ts";
import { explainAbsences } from "../view/absences.ts";
import { nameRow, type Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { withUnit } from "../writing/numbers.ts";
import { type Crossing, crosshair, crossingRows, tellAll, toldTooltip } from "./crosshair.ts";
import { endLayers, endRows, widthFor } from "./end-labels.ts";
import { dots, hoverDots, type Layer, line, lineChannels, quietLine, where, whereTold } from "./marks.ts";
import { viewOf } from "./shown-rows.ts";
import {
  crossingPlaces,
  type FloorLine,
  floorLine,
  landmarks,
  mergeSpectrum,
  percentOf,
  type SpectrumPoint,
  theoryPoints,
} from "./spectrum.ts";
import { type Chart, type ChartTable, frame, logMs, quantity } from "./style.ts";

/** "50 %" at 2, "99.9 %" at 1 000, and none at 1: an axis expression out of a table, since the axis itself counts in 1/(1−p). */
const percentileLabels = `{${landmarks.map((at) => `'${at}':'${percentOf(at)} %'`).join(",")}}[datum.value] || ''`;

/** A row without a measured trial is drawn from its invalid ones, pale and under a name that says so. */
const buildLines = (panel: Panel, transports: readonly TransportView[], words: Words) =>
  panel.rows.flatMap((row) =>
    viewOf(transports, row).map((view) => {
      const invalid = row.measured.length === 0;
      const trials = invalid ? row.invalid : row.measured;
      const spectrum = mergeSpectrum(trials.map((trial) => trial.responseTimeMs));
      const places = spectrum.points.map(({ oneIn }) => oneIn);
      return {
        view,
        name: invalid ? words.charts.spectrum.invalid(nameRow(row, words)) : nameRow(row, words),
        invalid,
        trials: row.measured.length,
        theory: theoryPoints(row, places),
        ...spectrum,
      };
    }),
  );

type Line = ReturnType<typeof buildLines>[number];

/** The chart's contents, before they are a spec. */
interface Spectra {
  readonly lines: readonly Line[];
  /** The rig's own spectrum, as far out as the lines go. */
  readonly floor: FloorLine;
  /** The largest 1/(1−p) of a line. */
  readonly last: number;
}

const percentileAt = (oneIn: number, { charts }: Words): string =>
  oneIn === 1 ? charts.spectrum.fastest : `${Number((100 * (1 - 1 / oneIn)).toPrecision(6))} %`;

const plotHeight = 270;

interface Axes {
  readonly x: ReturnType<typeof quantity>;
  readonly y: ReturnType<typeof quantity>;
}

const msAt = (points: readonly SpectrumPoint[], place: number): string | null => {
  const point = points.find(({ oneIn }) => oneIn === place);
  return point === undefined ? null : withUnit(point.ms, "ms");
};

/** The figures of every line at the percentiles, the noise floor included. */
const crossingsOf = ({ lines, floor, last }: Spectra, words: Words): readonly Crossing[] => {
  const { spectrum } = words.charts;
  return crossingPlaces(last).map((at) => ({
    at,
    told: tellAll(spectrum.percentile, percentileAt(at, words), [
      ...lines.map(({ name, points }) => [name, msAt(points, at)] as const),
      ...(floor.points.length === 0 ? [] : [[spectrum.floorRow, msAt(floor.points, at)] as const]),
    ]),
  }));
};

/** The names stand at the right edge, wherever a line ends; the noise floor is named there too. */
const endsOf = ({ lines, floor, last }: Spectra, y: Axes["y"], words: Words): readonly object[] => {
  const noise = { name: words.charts.spectrum.floorInShort, points: floor.points, quiet: true };
  const named = [...lines.map(({ name, points }) => ({ name, points, quiet: false })), noise];
  const ends = named.flatMap(({ name, points, quiet }) => {
    const end = points.at(-1);
    return end === undefined ? [] : [{ name, x: end.oneIn, y: end.ms, quiet }];
  });
  return endRows(ends, "transport", last, y, plotHeight);
};

/** Points of the three kinds of lines are told apart by the field that holds their time. */
const dataOf = (spectra: Spectra, { x, y }: Axes, words: Words): readonly object[] => {
  const { lines, floor } = spectra;
  const floorName = words.charts.spectrum.floorName(floor.sockets);
  const crossings = crossingsOf(spectra, words);
  const told = new Map(crossings.map((crossing) => [crossing.at, crossing.told]));
  const measured = lines.flatMap(({ name, points, invalid }) =>
    points.map(({ oneIn, ms }) => ({
      transport: name,
      oneIn,
      ms,
      told: told.get(oneIn),
      mark: landmarks.some((landmark) => landmark === oneIn),
      invalid,
    })),
  );
  const theory = lines.flatMap(({ name, theory: points }) =>
    points.map(({ oneIn, ms }) => ({ transport: name, oneIn, theoryMs: ms })),
  );
  const floors = floor.points.map(({ oneIn, ms }) => ({ transport: floorName, oneIn, floorMs: ms }));
  return [...measured, ...theory, ...floors, ...crossingRows(crossings, x), ...endsOf(spectra, y, words)];
};

const hasTheory = (lines: readonly Line[]): boolean => lines.some(({ theory }) => theory.length > 0);

const axesOf = ({ lines, floor, last }: Spectra, { charts }: Words): Axes => {
  const all = [...lines.flatMap(({ points, theory }) => [...points, ...theory]), ...floor.points];
  return {
    x: quantity(
      "oneIn",
      { type: "log", domain: [1, last], nice: false },
      {
        title: charts.spectrum.percentiles,
        values: [1, ...landmarks].filter((at) => at <= last),
        labelExpr: percentileLabels,
        labelOverlap: false,
      },
    ),
    y: logMs(
      "ms",
      charts.logScale(charts.spectrum.timeInMs),
      all.map(({ ms }) => ms),
    ),
  };
};

const layersOf = (spectra: Spectra, { x, y }: Axes): readonly Layer[] => {
  const { color, strokeDash, shape } = lineChannels("transport", spectra.lines);
  const encoding = { x, y, color };
  const floor: Layer = {
    name: "floor",
    ...whereTold("floorMs"),
    mark: quietLine([1, 3]),
    encoding: { x, y: { ...y, field: "floorMs" } },
  };
  const theory: Layer = {
    name: "theory",
    ...whereTold("theoryMs"),
    mark: quietLine([3, 3]),
    encoding: { x, y: { ...y, field: "theoryMs" }, detail: { field: "transport", type: "nominal" } },
  };
  const opacity = { condition: { test: "datum.invalid", value: 0.35 }, value: 1 };
  return [
    crosshair(x),
    ...(spectra.floor.points.length > 0 ? [floor] : []),
    { name: "lines", ...whereTold("ms"), mark: line(2.25), encoding: { ...encoding, strokeDash, opacity } },
    ...(hasTheory(spectra.lines) ? [theory] : []),
    {
      name: "points",
      ...where("datum.mark && !datum.invalid"),
      mark: dots(70),
      encoding: { ...encoding, shape, tooltip: toldTooltip },
    },
    {
      name: "hover",
      ...where("isValid(datum.ms) && isValid(datum.told)"),
      mark: hoverDots(260),
      encoding: { ...encoding, tooltip: toldTooltip },
    },
    ...endLayers(x, y, color),
  ];
};

const tableOf = ({ lines, floor, last }: Spectra, { charts }: Words): ChartTable => {
  const { spectrum } = charts;
  const at = [2, 10, 100, 1000, 10_000].filter((landmark) => landmark <= last);
  const pick = (points: readonly SpectrumPoint[]): readonly (number | null)[] =>
    at.map((landmark) => points.find(({ oneIn }) => oneIn === landmark)?.ms ?? null);
  return {
    headings: [
      charts.transport,
      ...at.map((landmark) => charts.withUnit(`p${percentOf(landmark)}`, "ms")),
      spectrum.messages,
      charts.trials,
    ],
    rows: [
      ...lines.flatMap(({ name, points, theory, events, trials }) => [
        [name, ...pick(points), events, trials],
        ...(theory.length === 0 ? [] : [[spectrum.predicted(name), ...pick(theory), null, null]]),
      ]),
      ...(floor.points.length === 0 ? [] : [[spectrum.floorRow, ...pick(floor.points), null, null]]),
    ],
  };
};

/** null where no row has a spectrum of two points. */
export const spectrumChart = (
  panel: Panel,
  transports: readonly TransportView[],
  floors: readonly Floor[],
  words: Words,
): Chart | null => {
  const { basics, charts } = words;
  const { spectrum } = charts;
  const lines = buildLines(panel, transports, words).filter(({ points }) => points.length > 1);
  if (lines.length === 0) return null;
  const last = Math.max(...lines.flatMap(({ points }) => points.map(({ oneIn }) => oneIn)));
  const { points, sockets } = floorLine(panel, floors);
  const spectra = { lines, floor: { points: points.filter(({ oneIn }) => oneIn <= last), sockets }, last };
  const rows = panel.rows.map((row) => ({ row, name: nameRow(row, words) }));
  const names = lines.map(({ name }) => name);
  const others = spectra.floor.points.length > 0 ? [spectrum.floorInShort] : [];
  const axes = axesOf(spectra, words);
  return {
    id: `${panel.id}-spectrum`,
    title: spectrum.title,
    description: spectrum.description(basics.parts(names)),
    howToRead: basics.sentences([
      spectrum.howToRead,
      hasTheory(lines) ? spectrum.theory : "",
      spectra.floor.points.length > 0 ? spectrum.floor(sockets) : "",
      ...explainAbsences(rows, words),
    ]),
    ends: { fromWidth: widthFor([...names, ...others]), others },
    series: { field: "transport", shown: lines },
    spec: { ...frame(plotHeight, dataOf(spectra, axes, words)), layer: [...layersOf(spectra, axes)] },
    table: tableOf(spectra, words),
  };
};
