// The chart of response time within a trial: a line a transport along the measured window, and how far its trials are apart.
// View model in, Vega-Lite spec out.
import { median } from "../../bench/statistics/stats.ts";
import type { TransportView } from "../legend/transports.ts";
import { explainAbsences } from "../view/absences.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure, withUnit } from "../writing/numbers.ts";
import { crosshair, crossingRows, type Told, tellAll, toldTooltip } from "./crosshair.ts";
import { endLayers, endRows, widthFor } from "./end-labels.ts";
import { dots, hoverDots, type Layer, line, lineChannels, whereTold } from "./marks.ts";
import { type ShownRow, showRows } from "./shown-rows.ts";
import { type Chart, type ChartTable, frame, logMs, quantity } from "./style.ts";

/** One stretch of the window over a transport's trials. */
interface Stretch {
  readonly fromMs: number;
  /** Median, least and most of the trials' means. */
  readonly medianMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

/** The stretches in the order of time. A trial in which nothing was due in one does not count in it; 0 has no place on a log axis. */
export const stretchesOf = ({ row }: Pick<ShownRow, "row">): readonly Stretch[] => {
  const bins = row.measured.flatMap(({ timeline }) => timeline).filter(({ meanMs }) => meanMs > 0);
  return [...Map.groupBy(bins, ({ fromMs }) => fromMs)]
    .map(([fromMs, group]) => {
      const means = group.map(({ meanMs }) => meanMs);
      return { fromMs, medianMs: median(means), leastMs: Math.min(...means), mostMs: Math.max(...means) };
    })
    .toSorted((a, b) => a.fromMs - b.fromMs);
};

interface Line extends ShownRow {
  readonly stretches: readonly Stretch[];
}

const plotHeight = 220;

/** The instants at which stretches begin, each with what every line says of it. */
const toldOf = (lines: readonly Line[], { features: { timeline } }: Words): ReadonlyMap<number, Told> => {
  const froms = [...new Set(lines.flatMap(({ stretches }) => stretches.map(({ fromMs }) => fromMs)))];
  const say = ({ stretches }: Line, at: number): string | null => {
    const stretch = stretches.find(({ fromMs }) => fromMs === at);
    if (stretch === undefined) return null;
    return `${withUnit(stretch.medianMs, "ms")} (${figure(stretch.leastMs)} – ${figure(stretch.mostMs)})`;
  };
  return new Map(
    froms
      .toSorted((a, b) => a - b)
      .map((at) => {
        const figures = lines.map((line) => [line.name, say(line, at)] as const);
        return [at, tellAll(timeline.from, withUnit(at / 1000, "s"), figures)];
      }),
  );
};

const rowsOf = ({ name, stretches }: Line, told: ReadonlyMap<number, Told>): readonly object[] =>
  stretches.map(({ fromMs, medianMs, leastMs, mostMs }) => ({
    name,
    second: fromMs / 1000,
    ms: medianMs,
    least: leastMs,
    most: mostMs,
    told: told.get(fromMs),
  }));

interface Axes {
  readonly x: ReturnType<typeof quantity>;
  readonly y: ReturnType<typeof quantity>;
}

const axesOf = (lines: readonly Line[], { charts, features: { timeline } }: Words): Axes => {
  const most = Math.max(...lines.flatMap(({ stretches }) => stretches.map(({ fromMs }) => fromMs / 1000)));
  const reach = lines.flatMap(({ stretches }) => stretches.flatMap(({ leastMs, mostMs }) => [leastMs, mostMs]));
  return {
    x: quantity("second", { domain: [0, most], nice: false }, { title: timeline.seconds, tickCount: 6 }),
    y: logMs("ms", charts.logScale(timeline.time), reach),
  };
};

/** Every line has a stretch. The names stand at the right edge, wherever a line ends. */
const dataOf = (lines: readonly Line[], { x, y }: Axes, words: Words): readonly object[] => {
  const told = toldOf(lines, words);
  const crossings = [...told].map(([at, all]) => ({ at: at / 1000, told: all }));
  const ends = lines.flatMap(({ name, stretches }) => {
    const last = stretches.at(-1);
    return last === undefined ? [] : [{ name, x: last.fromMs / 1000, y: last.medianMs }];
  });
  const edge = Math.max(...ends.map((end) => end.x));
  return [
    ...lines.flatMap((line) => rowsOf(line, told)),
    ...crossingRows(crossings, x),
    ...endRows(ends, "name", edge, y, plotHeight),
  ];
};

/** `x` and the colours are the whole chart's. */
const layersOf = ({ x, y }: Axes, { color, shape, strokeDash }: ReturnType<typeof lineChannels>): readonly Layer[] => {
  const stretch = whereTold("ms");
  return [
    crosshair(x),
    {
      name: "bands",
      ...stretch,
      mark: { type: "area", opacity: 0.14 },
      encoding: { y: { ...y, field: "least" }, y2: { field: "most" } },
    },
    { name: "lines", ...stretch, mark: line(2), encoding: { y, strokeDash } },
    { name: "points", ...stretch, mark: dots(26), encoding: { y, shape } },
    { name: "hover", ...stretch, mark: hoverDots(220), encoding: { y, tooltip: toldTooltip } },
    ...endLayers(x, y, color),
  ];
};

const tableOf = (lines: readonly Line[], { features: { timeline } }: Words): ChartTable => {
  const froms = [...new Set(lines.flatMap(({ stretches }) => stretches.map(({ fromMs }) => fromMs)))];
  const { median: middle, least, most } = timeline.columns;
  const columns = lines.map(({ name, stretches }) => ({
    name,
    at: new Map(stretches.map((stretch) => [stretch.fromMs, stretch])),
  }));
  return {
    headings: [timeline.fromSecond, ...columns.flatMap(({ name }) => [middle, least, most].map((part) => part(name)))],
    rows: froms
      .toSorted((a, b) => a - b)
      .map((fromMs) => [
        fromMs / 1000,
        ...columns.flatMap(({ at }) => {
          const stretch = at.get(fromMs);
          return [stretch?.medianMs ?? null, stretch?.leastMs ?? null, stretch?.mostMs ?? null];
        }),
      ]),
  };
};

/** null where no trial of the panel has two stretches to draw a line between. */
export const timelineChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const {
    basics,
    features: { timeline },
  } = words;
  const { measured, absent } = showRows(panel, transports, words);
  const lines = measured
    .map((shown) => ({ ...shown, stretches: stretchesOf(shown) }))
    .filter(({ stretches }) => stretches.length > 1);
  if (lines.length === 0) return null;
  const channels = lineChannels("name", lines);
  const axes = axesOf(lines, words);
  return {
    id: `${panel.id}-timeline`,
    aside: true,
    title: timeline.title,
    description: timeline.description(basics.join(lines.map(({ name }) => name))),
    howToRead: basics.sentences([timeline.howToRead, ...explainAbsences([...lines, ...absent], words)]),
    ends: { fromWidth: widthFor(lines.map(({ name }) => name)), others: [] },
    series: { field: "name", shown: lines },
    spec: {
      ...frame(plotHeight, dataOf(lines, axes, words)),
      encoding: { x: axes.x, color: channels.color },
      layer: [...layersOf(axes, channels)],
    },
    table: tableOf(lines, words),
  };
};
