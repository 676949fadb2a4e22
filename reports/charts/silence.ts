// Charts of silence: the server's memory and CPU over the number of idle subscribers, each with its fitted line.
// View model in, Vega-Lite specs out.
import type { SilenceFit } from "../../bench/record/summary.ts";
import { type SilenceLine, type SilenceView, slopeFactors } from "../view/silence.ts";
import type { Words } from "../words/words.ts";
import { count, withUnit } from "../writing/numbers.ts";
import { dots, type Layer, line, lineChannels, where } from "./marks.ts";
import { type Chart, frame, quantity, tooltip } from "./style.ts";

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

const silenceChart = ({ lines }: SilenceView, what: Held, words: Words): Chart | null => {
  const { basics, charts } = words;
  const { silence } = words.sweeps;
  const { title, axis, unit, meaning } = silence[what.id];
  const fitted: readonly Fitted[] = lines.flatMap((one) => {
    const fit = one.fits[what.quantity];
    return fit === null ? [] : { line: one, fit };
  });
  if (fitted.length === 0) return null;
  const data = fitted.flatMap((one) => [...trialData(one, what, unit), ...fitData(one, what, words)]);
  const shown = fitted.map(({ line: { view, name } }) => ({ view, name }));
  return {
    id: `silence-${what.id}`,
    title,
    description: silence.description(axis, basics.join(shown.map(({ name }) => name))),
    howToRead: silence.howToRead(meaning),
    wide: false,
    series: { field: "name", shown },
    spec: { ...frame(false, 280, data), layer: [...layersOf(data, lineChannels("name", shown, false), axis, words)] },
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

const layersOf = (
  data: readonly Datum[],
  { color, shape }: ReturnType<typeof lineChannels>,
  axis: string,
  { charts, sweeps: { silence } }: Words,
): readonly Layer[] => {
  const numbers = data.flatMap(({ part, subscribers }) => (part === "trial" ? [subscribers] : []));
  const values = data.map(({ value }) => value);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = quantity(
    "subscribers",
    { domain: [0, Math.max(...numbers) * 1.03], nice: false },
    { title: silence.subscribers, values: [0, ...new Set(numbers)], labelOverlap: "greedy" },
  );
  const y = quantity("value", { domain: [least, (most || 1) * 1.06], nice: false }, { title: axis, tickCount: 6 });
  const hints = tooltip({ name: charts.transport, shownNumber: silence.subscribers, shown: axis });
  return [
    { name: "fits", ...where("datum.part === 'fit'"), mark: line(2), encoding: { x, y, color } },
    {
      name: "points",
      ...where("datum.part === 'trial'"),
      mark: dots(70, 0.9),
      encoding: { x, y, color, shape, tooltip: hints },
    },
  ];
};

interface Datum {
  readonly part: "trial" | "fit";
  readonly name: string;
  readonly subscribers: number;
  readonly value: number;
  readonly shownNumber: string;
  readonly shown: string;
}

const trialData = ({ line: { name }, fit }: Fitted, { divisor }: Held, unit: string): readonly Datum[] =>
  fit.points.map(({ subscribers, value }) => ({
    part: "trial",
    name,
    subscribers,
    value: value / divisor,
    shownNumber: count(subscribers),
    shown: withUnit(value / divisor, unit),
  }));

/** The line's two ends: at nobody, and at the most subscribers that were run. */
const fitData = (fitted: Fitted, what: Held, { sweeps: { silence } }: Words): readonly Datum[] => {
  const { line: of, fit } = fitted;
  const slope = withUnit(fit.slope * slopeFactors[what.quantity], silence.slopeUnits[what.quantity]);
  return [0, Math.max(...fit.points.map(({ subscribers }) => subscribers))].map((subscribers) => ({
    part: "fit",
    name: of.name,
    subscribers,
    value: lineAt(fitted, what, subscribers),
    shownNumber: count(subscribers),
    shown: silence.each(slope),
  }));
};
