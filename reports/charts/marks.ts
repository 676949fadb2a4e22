// The parts of charts' layers: channels that tell names apart, filters, and marks of one look. Knows nothing of what a chart
// shows.
import type { TopLevelSpec } from "vega-lite";
import { ink, quietInk, type Series, transportScales } from "./style.ts";

export type Layer = Extract<TopLevelSpec, { readonly layer: unknown }>["layer"][number];

/** A channel by a field of names. */
export const nominal = <Scale>(field: string, scale: Scale) => ({ field, type: "nominal" as const, scale });

/** The channels by which a chart of lines tells its names apart. The names stand in the plot: there is no legend. */
export const lineChannels = (field: string, shown: Series["shown"]) => {
  const { colour, dash, shape } = transportScales(shown);
  return {
    color: { ...nominal(field, colour), legend: null },
    strokeDash: { ...nominal(field, dash), legend: null },
    shape: { ...nominal(field, shape), legend: null },
  };
};

/** The same for a chart with a row a name, which needs no legend. */
export const rowChannels = (field: string, shown: Series["shown"]) => {
  const { colour, shape } = transportScales(shown);
  return { color: { ...nominal(field, colour), legend: null }, shape: { ...nominal(field, shape), legend: null } };
};

/** The part of a layer that says which of the chart's rows it draws, by an expression. */
export const where = (filter: string) => ({ transform: [{ filter }] });

/** The rows that have a value in the field. */
export const whereTold = (field: string) => where(`isValid(datum.${field})`);

export const line = (strokeWidth: number) => ({ type: "line" as const, strokeWidth });

export const dots = (size: number, opacity = 1) => ({ type: "point" as const, filled: true, size, opacity });

/** A trial or a point that does not count is hollow. */
export const rings = (size: number) => ({ ...dots(size), filled: false });

/** An unseen mark, larger than the drawn one, so that the pointer need not hit a line. */
export const hoverDots = (size: number) => dots(size, 0);

/** The short bar across a row that marks one value on it. */
export const tick = (size: number) => ({ type: "tick" as const, thickness: 2.5, size, color: ink });

/** A thick, pale bar along an interval. */
export const intervalBar = { type: "rule", strokeWidth: 5, opacity: 0.3 } as const;

/** A thin line that is no transport's. */
export const quietLine = (strokeDash: readonly number[]) => ({
  ...line(1.5),
  color: quietInk,
  strokeDash: [...strokeDash],
});

/** A name or a figure beside the mark that it names. */
export const label = (dx: number) => ({ type: "text" as const, align: "left" as const, dx, color: ink });
