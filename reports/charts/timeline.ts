// The chart of response time within a trial: a line a transport along the measured window, and how far its trials are apart.
// View model in, Vega-Lite spec out.
import type { TopLevelSpec } from "vega-lite";
import { median } from "../../bench/statistics/stats.ts";
import type { TransportView } from "../legend/transports.ts";
import { explainAbsences } from "../view/absences.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure, thin } from "../writing/numbers.ts";
import { absentEntries, type Entry, entriesOf } from "./entries.ts";
import { type Chart, frame, legendOf, logMs, quantity, tooltip, transportScales } from "./style.ts";

/** One stretch of the window over a transport's trials. */
export interface Stretch {
  readonly fromMs: number;
  /** Of the trials' means. */
  readonly medianMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

/** In the order of time. A trial in which nothing was due in a stretch has no part in it; 0 has no place on a log axis. */
export const stretchesOf = ({ row }: Pick<Entry, "row">): readonly Stretch[] => {
  const bins = row.measured.flatMap(({ timeline }) => timeline).filter(({ meanMs }) => meanMs > 0);
  return [...Map.groupBy(bins, ({ fromMs }) => fromMs)]
    .map(([fromMs, group]) => {
      const means = group.map(({ meanMs }) => meanMs);
      return { fromMs, medianMs: median(means), leastMs: Math.min(...means), mostMs: Math.max(...means) };
    })
    .toSorted((a, b) => a.fromMs - b.fromMs);
};

interface Line extends Entry {
  readonly stretches: readonly Stretch[];
}

const rowsOf = ({ name, stretches }: Line): readonly object[] =>
  stretches.map(({ fromMs, medianMs, leastMs, mostMs }) => ({
    name,
    second: fromMs / 1000,
    ms: medianMs,
    least: leastMs,
    most: mostMs,
    shownFrom: `${figure(fromMs / 1000)}${thin}s`,
    shown: `${figure(medianMs)}${thin}ms`,
    between: `${figure(leastMs)} – ${figure(mostMs)}${thin}ms`,
  }));

const specOf = (lines: readonly Line[], { charts, features: { timeline } }: Words): TopLevelSpec => {
  const scales = transportScales(lines);
  const seconds = lines.flatMap(({ stretches }) => stretches.map(({ fromMs }) => fromMs / 1000));
  const reach = lines.flatMap(({ stretches }) => stretches.flatMap(({ leastMs, mostMs }) => [leastMs, mostMs]));
  const x = quantity(
    "second",
    { domain: [0, Math.max(...seconds)], nice: false },
    { title: timeline.seconds, tickCount: 6 },
  );
  const y = logMs("ms", charts.logScale(timeline.time), reach);
  const hints = tooltip({
    name: charts.transport,
    shownFrom: timeline.from,
    shown: timeline.mean,
    between: timeline.between,
  });
  return {
    ...frame(true, 260, lines.flatMap(rowsOf)),
    encoding: {
      x,
      color: {
        field: "name",
        type: "nominal",
        scale: scales.colour,
        legend: legendOf(scales.colour.domain, true),
      },
    },
    layer: [
      {
        name: "bands",
        mark: { type: "area", opacity: 0.14 },
        encoding: { y: { ...y, field: "least" }, y2: { field: "most" } },
      },
      {
        name: "lines",
        mark: { type: "line", strokeWidth: 2 },
        encoding: { y, strokeDash: { field: "name", type: "nominal", scale: scales.dash } },
      },
      {
        name: "points",
        mark: { type: "point", filled: true, size: 26, opacity: 1 },
        encoding: { y, shape: { field: "name", type: "nominal", scale: scales.shape } },
      },
      {
        name: "hover",
        mark: { type: "point", filled: true, size: 220, opacity: 0 },
        encoding: { y, tooltip: hints },
      },
    ],
  };
};

const tableOf = (lines: readonly Line[], { features: { timeline } }: Words): Chart["table"] => {
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
  const lines = entriesOf(panel, transports, words)
    .map((entry) => ({ ...entry, stretches: stretchesOf(entry) }))
    .filter(({ stretches }) => stretches.length > 1);
  if (lines.length === 0) return null;
  return {
    id: `${panel.id}-timeline`,
    title: timeline.title,
    description: timeline.description(basics.join(lines.map(({ name }) => name))),
    howToRead: basics.sentences([
      timeline.howToRead,
      ...explainAbsences([...lines, ...absentEntries(panel, transports, words)], words),
    ]),
    wide: true,
    series: { field: "name", shown: lines },
    spec: specOf(lines, words),
    table: tableOf(lines, words),
  };
};
