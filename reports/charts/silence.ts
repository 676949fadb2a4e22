// Charts of silence: the server's memory and CPU over the number of idle subscribers, each with its fitted line.
// View model in, Vega-Lite specs out.
import type { SilenceFit } from "../../bench/record/summary.ts";
import { type SilenceLine, type SilenceView, slopeFactors } from "../view/silence.ts";
import type { Words } from "../words/words.ts";
import { count, withUnit } from "../writing/numbers.ts";
import { type Crossing, crosshair, crossingRows, type Told, tellAll, toldTooltip } from "./crosshair.ts";
import { endLayers, endRows, widthFor } from "./end-labels.ts";
import { dots, type Layer, line, lineChannels, where } from "./marks.ts";
import { type Chart, frame, quantity } from "./style.ts";

interface Held {
  readonly quantity: SilenceFit["quantity"];
  /** The words name and explain it by this. */
  readonly id: "cpu" | "memory";
  /** Divides the stored number into the unit. */
  readonly divisor: number;
}

const held: readonly Held[] = [
  { quantity: "serverCpuUtilization", id: "cpu", divisor: 0.01 },
  { quantity: "serverBytes", id: "memory", divisor: 1024 ** 2 },
];

export const silenceCharts = (view: SilenceView, words: Words): readonly Chart[] =>
  held.flatMap((what) => silenceChart(view, what, words) ?? []);

interface Fitted {
  readonly line: SilenceLine;
  readonly fit: SilenceFit;
}

/** The fitted line's value, as shown. */
const lineAt = ({ fit }: Fitted, { divisor }: Held, subscribers: number): number =>
  (fit.intercept + fit.slope * subscribers) / divisor;

const plotHeight = 240;

const silenceChart = ({ lines }: SilenceView, what: Held, words: Words): Chart | null => {
  const { basics, charts } = words;
  const { silence } = words.sweeps;
  const { title, axis, unit, meaning } = silence[what.id];
  const fitted: readonly Fitted[] = lines.flatMap((one) => {
    const fit = one.fits[what.quantity];
    return fit === null ? [] : { line: one, fit };
  });
  if (fitted.length === 0) return null;
  const crossings = crossingsOf(fitted, what, unit, words);
  const told = new Map(crossings.map((crossing) => [crossing.at, crossing.told]));
  const data = fitted.flatMap((one) => [...trialData(one, what, told), ...fitData(one, what)]);
  const axes = axesOf(data, axis, words);
  const shown = fitted.map(({ line: { view, name } }) => ({ view, name }));
  return {
    id: `silence-${what.id}`,
    title,
    unit,
    description: silence.description(axis, basics.join(shown.map(({ name }) => name))),
    howToRead: silence.howToRead(meaning),
    ends: { fromWidth: widthFor(shown.map(({ name }) => name)), others: [] },
    series: { field: "name", shown },
    spec: {
      ...frame(plotHeight, [...data, ...crossingRows(crossings, axes.x), ...endsOf(fitted, what, axes)]),
      layer: [...layersOf(axes, lineChannels("name", shown))],
    },
    table: {
      headings: [charts.transport, silence.subscribers, axis, silence.onLine(unit)],
      rows: fitted.flatMap((one) =>
        one.fit.points.map(({ subscribers, value }) => [
          one.line.name,
          subscribers,
          value / what.divisor,
          lineAt(one, what, subscribers),
        ]),
      ),
    },
  };
};

interface Axes {
  readonly x: ReturnType<typeof quantity>;
  readonly y: ReturnType<typeof quantity>;
}

const axesOf = (data: readonly Datum[], axis: string, { sweeps: { silence } }: Words): Axes => {
  const numbers = data.flatMap(({ part, subscribers }) => (part === "trial" ? [subscribers] : []));
  const values = data.map(({ value }) => value);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  return {
    x: quantity(
      "subscribers",
      { domain: [0, Math.max(...numbers) * 1.03], nice: false },
      { title: silence.subscribers, values: [0, ...new Set(numbers)], labelOverlap: "greedy" },
    ),
    y: quantity("value", { domain: [least, (most || 1) * 1.06], nice: false }, { title: axis, tickCount: 6 }),
  };
};

/** The ends of the fitted lines, with their names at the right edge. */
const endsOf = (fitted: readonly Fitted[], what: Held, { x, y }: Axes): readonly object[] => {
  const ends = fitted.map((one) => {
    const most = mostOf(one);
    return { name: one.line.name, x: most, y: lineAt(one, what, most) };
  });
  const edge = x.scale.domain?.at(-1) ?? Math.max(...ends.map((end) => end.x));
  return endRows(ends, "name", edge, y, plotHeight);
};

const layersOf = ({ x, y }: Axes, { color, shape }: ReturnType<typeof lineChannels>): readonly Layer[] => [
  crosshair(x),
  { name: "fits", ...where("datum.part === 'fit'"), mark: line(2), encoding: { x, y, color } },
  {
    name: "points",
    ...where("datum.part === 'trial'"),
    mark: dots(70, 0.9),
    encoding: { x, y, color, shape, tooltip: toldTooltip },
  },
  ...endLayers(x, y, color),
];

interface Datum {
  readonly part: "trial" | "fit";
  readonly name: string;
  readonly subscribers: number;
  readonly value: number;
  /** undefined on the fitted line, which has no tooltip. */
  readonly told: Told | undefined;
}

const mostOf = ({ fit }: Fitted): number => Math.max(...fit.points.map(({ subscribers }) => subscribers));

/** Every fitted line at every number of subscribers that was run, with its slope. */
const crossingsOf = (
  fitted: readonly Fitted[],
  what: Held,
  unit: string,
  { basics, sweeps: { silence } }: Words,
): readonly Crossing[] => {
  const numbers = new Set(fitted.flatMap(({ fit }) => fit.points.map(({ subscribers }) => subscribers)));
  const slopeOf = ({ fit }: Fitted): string =>
    silence.each(withUnit(fit.slope * slopeFactors[what.quantity], silence.slopeUnits[what.quantity]));
  return [...numbers]
    .toSorted((a, b) => a - b)
    .map((at) => {
      const figures = fitted.map((one) => {
        const value = withUnit(lineAt(one, what, at), unit);
        return [one.line.name, `${value}${basics.bracketed(slopeOf(one))}`] as const;
      });
      return { at, told: tellAll(silence.subscribers, count(at), figures) };
    });
};

const trialData = (
  { line: { name }, fit }: Fitted,
  { divisor }: Held,
  told: ReadonlyMap<number, Told>,
): readonly Datum[] =>
  fit.points.map(({ subscribers, value }) => ({
    part: "trial",
    name,
    subscribers,
    value: value / divisor,
    told: told.get(subscribers),
  }));

/** The line's two ends: at nobody, and at the most subscribers that were run. */
const fitData = (fitted: Fitted, what: Held): readonly Datum[] =>
  [0, mostOf(fitted)].map((subscribers) => ({
    part: "fit",
    name: fitted.line.name,
    subscribers,
    value: lineAt(fitted, what, subscribers),
    told: undefined,
  }));
