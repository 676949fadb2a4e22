// The common parts of all charts: the shape of a chart, type, axes, and the colours of everything but the transports.
// The colours are the light page's; the page's style sheet turns them for the dark one.
import type { Config, TopLevelSpec } from "vega-lite";
import type { TransportView } from "../legend/transports.ts";
import { plainFigure, thin } from "../writing/numbers.ts";

export interface ChartTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** How a chart names its transports: in which field of its rows, and for whom each of these names stands. */
export interface Series {
  readonly field: string;
  readonly shown: readonly { readonly view: TransportView; readonly name: string }[];
}

/** Names at the ends of lines, for which a narrow plot has no room: a legend below it stands for them there. */
export interface Ends {
  /** In px. */
  readonly fromWidth: number;
  /** Names in the legend of what is no transport. */
  readonly others: readonly string[];
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** The axes in words, for those who do not see the chart. */
  readonly description: string;
  readonly howToRead: string;
  /** Absent where it stands beside another. */
  readonly wide?: true;
  /** Absent where it stands open. */
  readonly aside?: true;
  /** The chart's finding, in a sentence without its stop; absent where no comparison tells of it. */
  readonly finding?: string;
  /** The unit of the quantity shown; absent where it has none, or several. */
  readonly unit?: string;
  /** Absent where no names stand beside the plot. */
  readonly ends?: Ends;
  /** Absent where no transport can be set off from the others. */
  readonly series?: Series;
  readonly spec: TopLevelSpec;
  readonly table: ChartTable;
}

export const ink = "#1c2430";
export const quietInk = "#566072";
const gridColour = "#e3e7ee";

/** Static width in px; in the browser a chart takes its container's. A still one grows with its place, letters and all. */
export const widths = { wide: 1040, half: 500, still: 380 } as const;

const config: Config = {
  font: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif",
  aria: false,
  view: { stroke: null },
  axis: {
    labelColor: quietInk,
    labelFontSize: 12,
    labelPadding: 6,
    titleColor: quietInk,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 10,
    gridColor: gridColour,
    domainColor: "#b6bfcc",
    tickColor: "#b6bfcc",
    labelLimit: 300,
  },
  // Anchored at its end, a title longer than a narrow plot runs out over the labels' column, not out of the chart.
  axisX: { titleAnchor: "end" },
  axisY: { domain: false, ticks: false },
  legend: {
    orient: "top",
    title: null,
    labelColor: ink,
    labelFontSize: 12,
    labelLimit: 300,
    symbolSize: 90,
    columnPadding: 18,
    rowPadding: 4,
    offset: 14,
    columns: { signal: "narrow ? 1 : 0" },
  },
  text: { color: ink, fontSize: 12 },
  // As the tables group their digits.
  locale: { number: { decimal: ".", thousands: thin, grouping: [3], currency: ["", ""] } },
};

/**
 * Set by the page's script: `narrow` by the screen; `ends` to whether names stand at the ends of lines; `highlight` to the
 * names that a reader asks for, or none.
 */
const params = [
  { name: "ends", value: true },
  { name: "narrow", value: false },
  { name: "highlight", value: [] },
];

/** The frame that every spec is put into; its width is half the page's. */
export const frame = (height: number, data: readonly object[], width: number = widths.half) =>
  ({
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width,
    height,
    autosize: { type: "fit-x", contains: "padding" },
    background: "transparent",
    // Half of a tick's figure stands beyond the right end of an axis.
    padding: { left: 4, top: 4, right: 14, bottom: 4 },
    params,
    config,
    data: { name: "rows", values: data.map((row) => ({ ...row })) },
  }) as const;

/** Drawn as wide as the page from the start. */
const widen = (chart: Chart): Chart => ({ ...chart, wide: true, spec: { ...chart.spec, width: widths.wide } });

/** Two stand side by side; of an odd number the first has the whole width, and so has each that is folded by itself. */
export const arrange = (charts: readonly Chart[]): readonly Chart[] => {
  const open = charts.filter(({ aside }) => aside !== true);
  return charts.map((chart) =>
    chart.aside === true || (open.length % 2 === 1 && chart === open[0]) ? widen(chart) : chart,
  );
};

/** Scales that give each transport of a chart its colour, dash and shape; the domain is what the reader sees. */
export const transportScales = (shown: readonly { readonly view: TransportView; readonly name: string }[]) => {
  const domain = shown.map(({ name }) => name);
  return {
    colour: { domain, range: shown.map(({ view }) => view.colour) },
    dash: { domain, range: shown.map(({ view }) => [...view.dash]) },
    shape: { domain, range: shown.map(({ view }) => view.shape) },
  };
};

interface ScaleOptions {
  readonly type?: "log" | "linear";
  readonly domain?: number[];
  readonly nice?: boolean;
  readonly zero?: boolean;
}

interface AxisOptions {
  readonly title: string;
  readonly tickCount?: number;
  readonly values?: number[];
  readonly labelExpr?: string;
  readonly labelOverlap?: boolean | "greedy";
  /** In px. */
  readonly labelSeparation?: number;
}

/** A tick's number as tables write it: grouped from five digits on, with the spaces of the locale. */
const grouped = "format(datum.value, abs(datum.value) < 9999.5 ? '~f' : ',~f')";

/** A tick's text out of a table, which holds numbers alone and no text of a run. */
export const labelled = (
  ticks: readonly number[],
  textOf: (tick: number) => string,
  placeOf: (tick: number) => number = (tick) => tick,
): string => `{${ticks.map((tick) => `'${placeOf(tick)}':'${textOf(tick)}'`).join(",")}}[datum.value] || ''`;

/** A position that is a number. */
export const quantity = (field: string, scale: ScaleOptions, axis: AxisOptions) => ({
  field,
  type: "quantitative" as const,
  scale,
  axis: { labelExpr: grouped, ...axis },
});

/** A number's axis from zero to a little beyond the largest, so that a figure fits behind the longest bar. */
export const fromZero = (field: string, largest: number, title: string, room = 1.35) =>
  quantity(field, { domain: [0, largest * room || 1], nice: false }, { title, tickCount: 5 });

/** The ends of a log axis, and its ticks at 1, 2 and 5 (over more than five decades at 1 alone); values above zero. */
export const logTicks = (values: readonly number[]): { readonly domain: number[]; readonly ticks: number[] } => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const steps = last - first > 5 ? [1] : [1, 2, 5];
  const marks = Array.from({ length: last - first + 1 }, (_, i) =>
    steps.map((step) => Number((step * 10 ** (first + i)).toPrecision(6))),
  ).flat();
  const start = marks.findLast((mark) => mark <= low) ?? low;
  const end = marks.find((mark) => mark >= high) ?? high;
  return {
    domain: start < end ? [start, end] : [start / 2, end * 2],
    ticks: marks.filter((m) => m >= start && m <= end),
  };
};

/** Milliseconds over several decades; ticks are plain figures, not powers. */
export const logMs = (field: string, title: string, values: readonly number[]) => {
  const { domain, ticks } = logTicks(values);
  return quantity(
    field,
    { type: "log", domain, nice: false },
    { title, values: ticks, labelExpr: labelled(ticks, plainFigure), labelOverlap: "greedy", labelSeparation: 6 },
  );
};

/** With room at both ends, so that no figure over a point runs out of the chart. */
export const roomyLogMs = (field: string, title: string, values: readonly number[]) => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(most / least, 2) ** 0.12;
  return logMs(field, title, [least / room, most * room]);
};

/**
 * One bar or row a name, in the order given. The order is the scale's domain, which stays data: a sort would be compiled
 * into an expression with the names of a run inside.
 */
export const categories = (field: string, names: readonly string[], paddingInner: number) => ({
  field,
  type: "nominal" as const,
  sort: null,
  scale: { domain: [...names], paddingInner },
  axis: { title: null },
});

/** Field → what it is called; the fields hold text that already has its unit. */
export const tooltip = (titles: Readonly<Record<string, string>>) =>
  Object.entries(titles).map(([field, title]) => ({ field, type: "nominal" as const, title }));
