// The chart of response time within a trial: a line a transport along the measured window, and how far its trials are apart.
// View model in, Vega-Lite spec out.
import { median } from "../../bench/statistics/stats.ts";
import type { TransportView } from "../legend/transports.ts";
import { explainAbsences } from "../view/absences.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure, withUnit } from "../writing/numbers.ts";
import { dots, hoverDots, type Layer, line, lineChannels } from "./marks.ts";
import { type ShownRow, showRows } from "./shown-rows.ts";
import { type Chart, type ChartTable, frame, logMs, quantity, tooltip } from "./style.ts";

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

const rowsOf = ({ name, stretches }: Line): readonly object[] =>
  stretches.map(({ fromMs, medianMs, leastMs, mostMs }) => ({
    name,
    second: fromMs / 1000,
    ms: medianMs,
    least: leastMs,
    most: mostMs,
    shownFrom: withUnit(fromMs / 1000, "s"),
    shown: withUnit(medianMs, "ms"),
    between: `${figure(leastMs)} – ${withUnit(mostMs, "ms")}`,
  }));

/** `x` and the colours are the whole chart's. */
const layersOf = (
  lines: readonly Line[],
  { shape, strokeDash }: Pick<ReturnType<typeof lineChannels>, "shape" | "strokeDash">,
  { charts, features: { timeline } }: Words,
): readonly Layer[] => {
  const reach = lines.flatMap(({ stretches }) => stretches.flatMap(({ leastMs, mostMs }) => [leastMs, mostMs]));
  const y = logMs("ms", charts.logScale(timeline.time), reach);
  const hints = tooltip({
    name: charts.transport,
    shownFrom: timeline.from,
    shown: timeline.mean,
    between: timeline.between,
  });
  return [
    {
      name: "bands",
      mark: { type: "area", opacity: 0.14 },
      encoding: { y: { ...y, field: "least" }, y2: { field: "most" } },
    },
    { name: "lines", mark: line(2), encoding: { y, strokeDash } },
    { name: "points", mark: dots(26), encoding: { y, shape } },
    { name: "hover", mark: hoverDots(220), encoding: { y, tooltip: hints } },
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
  const { color, ...channels } = lineChannels("name", lines, true);
  const most = Math.max(...lines.flatMap(({ stretches }) => stretches.map(({ fromMs }) => fromMs / 1000)));
  const x = quantity("second", { domain: [0, most], nice: false }, { title: timeline.seconds, tickCount: 6 });
  return {
    id: `${panel.id}-timeline`,
    title: timeline.title,
    description: timeline.description(basics.join(lines.map(({ name }) => name))),
    howToRead: basics.sentences([timeline.howToRead, ...explainAbsences([...lines, ...absent], words)]),
    wide: true,
    series: { field: "name", shown: lines },
    spec: {
      ...frame(true, 260, lines.flatMap(rowsOf)),
      encoding: { x, color },
      layer: [...layersOf(lines, channels, words)],
    },
    table: tableOf(lines, words),
  };
};
