// Names at the ends of a chart's lines, in place of a legend: each beside its own line, and moved up or down until no two of
// them overlap. Knows nothing of what a line shows.
import { valueAt } from "../../bench/statistics/value-at.ts";
import { type Layer, label, type lineChannels, whereTold } from "./marks.ts";
import { ink, type quantity, quietInk } from "./style.ts";
import type { kindsAxis } from "./sweep-axes.ts";

/** The end of a line, in the units of its chart's axes. */
export interface LineEnd {
  readonly name: string;
  readonly x: number | string;
  readonly y: number;
  /** The line is no transport's, and has no colour. */
  readonly quiet?: boolean;
}

type Across = ReturnType<typeof quantity> | ReturnType<typeof kindsAxis>;
type Upright = ReturnType<typeof quantity>;
type Colour = ReturnType<typeof lineChannels>["color"];

/** The height of a name, in px. */
const nameHeight = 15;

/** From the right edge of the plot to a name, in px. */
const leader = 14;

/** The nearest values in this order that never fall: neighbours that would fall are pooled at their mean. */
const withoutFalls = (values: readonly number[]): readonly number[] => {
  const pools: { readonly sum: number; readonly size: number }[] = [];
  for (const value of values) {
    let pool = { sum: value, size: 1 };
    let last = pools.at(-1);
    while (last !== undefined && last.sum / last.size > pool.sum / pool.size) {
      pool = { sum: last.sum + pool.sum, size: last.size + pool.size };
      pools.pop();
      last = pools.at(-1);
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, size }) => Array.from({ length: size }, () => sum / size));
};

/**
 * How far each of these places is moved so that any two stand `gap` apart, within 0 and `height`; together as little as can
 * be, and in the order that they were in.
 */
export const nudges = (places: readonly number[], gap: number, height: number): readonly number[] => {
  const ordered = places.map((place, index) => ({ place, index })).toSorted((a, b) => a.place - b.place);
  const lowest = Math.max(0, height - gap * (places.length - 1));
  const settled = withoutFalls(ordered.map(({ place }, i) => place - gap * i)).map(
    (place, i) => Math.min(Math.max(place, 0), lowest) + gap * i,
  );
  return ordered
    .map(({ place, index }, i) => ({ index, moved: valueAt(settled, i) - place }))
    .toSorted((a, b) => a.index - b.index)
    .map(({ moved }) => moved);
};

/** The place of a value on an upright axis, in px from above. */
export const placeIn = ({ type, domain }: Upright["scale"], value: number, height: number): number => {
  const [low = 0, high = 1] = domain ?? [];
  const share = type === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return height * (1 - share);
};

/**
 * The rows of the names: `field` holds the name of a line in the chart's rows, `edge` is where the plot ends on the right.
 * A name keeps half its height off the axis below.
 */
export const endRows = (
  ends: readonly LineEnd[],
  field: string,
  edge: number | string,
  { scale }: Upright,
  height: number,
): readonly object[] => {
  const places = ends.map(({ y }) => placeIn(scale, y, height));
  const moves = nudges(places, nameHeight, height - nameHeight / 2);
  return ends.map(({ name, x, y, quiet = false }, i) => ({
    [field]: name,
    endName: name,
    endX: x,
    endY: y,
    edge,
    nudge: Number(valueAt(moves, i).toFixed(1)),
    quiet,
  }));
};

/**
 * A thin line from the end of each line to its name. On a plot without room for names, the signal `ends` is false and both are
 * gone; the page has a legend below the plot then.
 */
export const endLayers = (x: Across, y: Upright, color: Colour): readonly Layer[] => {
  const leaders: readonly Layer[] =
    x.type === "quantitative"
      ? [
          {
            name: "leaders",
            ...whereTold("endName"),
            mark: {
              type: "rule",
              strokeWidth: { expr: "ends ? 1 : 0" },
              x2Offset: { expr: `ends ? ${leader - 3} : 0` },
              y2Offset: { expr: "ends ? datum.nudge : 0" },
            },
            encoding: {
              x: { ...x, field: "endX" },
              x2: { field: "edge" },
              y: { ...y, field: "endY" },
              y2: { field: "endY" },
              color: { ...color, condition: { test: "datum.quiet", value: quietInk } },
            },
          },
        ]
      : [];
  return [
    ...leaders,
    {
      name: "ends",
      ...whereTold("endName"),
      mark: {
        ...label(leader),
        dx: { expr: `ends ? ${leader} : 0` },
        dy: { expr: "ends ? datum.nudge : 0" },
        text: { expr: "ends ? datum.endName : ''" },
      },
      encoding: { x: { ...x, field: "edge" }, y: { ...y, field: "endY" }, color: { value: ink } },
    },
  ];
};

/** The width of a text in px, about: a Han character is as wide as it is high, and a Latin letter half as wide. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]/u.test(letter) ? 12 : 6.6), 0);

/** The width in px from which a chart has room for these names beside its plot. */
export const widthFor = (names: readonly string[]): number => Math.ceil(270 + Math.max(0, ...names.map(widthOf)));
