// Charts of silence: what the server holds and spends for idle subscribers, over their number, each with its fitted line.
// View model in, Vega-Lite specs out.
import type { SilenceFit } from "../../bench/record/summary.ts";
import { type SilenceLine, type SilenceView, slopeFactors } from "../view/silence.ts";
import type { Words } from "../words/words.ts";
import { count, figure, thin } from "../writing/numbers.ts";
import { type Chart, frame, legendOf, quantity, tooltip, transportScales } from "./style.ts";

interface Held {
  readonly quantity: SilenceFit["quantity"];
  /** By which the words name and explain it. */
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

const silenceChart = ({ lines }: SilenceView, what: Held, words: Words): Chart | null => {
  const { basics, charts } = words;
  const { silence } = words.sweeps;
  const { title, axis, unit, meaning } = silence[what.id];
  const fitted: readonly Fitted[] = lines.flatMap((line) => {
    const fit = line.fits[what.quantity];
    return fit === null ? [] : { line, fit };
  });
  if (fitted.length === 0) return null;
  const data = fitted.flatMap((one) => [...trialData(one, what, unit), ...fitData(one, what, words)]);
  const shown = fitted.map(({ line: { view, name } }) => ({ view, name }));
  const scales = transportScales(shown);
  const numbers = fitted.flatMap(({ fit }) => fit.points.map(({ subscribers }) => subscribers));
  const [least, most] = [
    Math.min(0, ...data.map(({ value }) => value)),
    Math.max(...data.map(({ value }) => value), 0),
  ];
  const x = quantity(
    "subscribers",
    { domain: [0, Math.max(...numbers) * 1.03], nice: false },
    {
      title: silence.subscribers,
      values: [0, ...new Set(numbers)],
      labelOverlap: "greedy",
    },
  );
  const y = quantity("value", { domain: [least, (most || 1) * 1.06], nice: false }, { title: axis, tickCount: 6 });
  const color = {
    field: "name",
    type: "nominal" as const,
    scale: scales.colour,
    legend: legendOf(scales.colour.domain, false),
  };
  const only = (part: string) => ({ transform: [{ filter: `datum.part === '${part}'` }] });
  return {
    id: `silence-${what.id}`,
    title,
    description: silence.description(axis, basics.join(fitted.map(({ line }) => line.name))),
    howToRead: silence.howToRead(meaning),
    wide: false,
    series: { field: "name", shown },
    spec: {
      ...frame(false, 280, data),
      layer: [
        {
          name: "fits",
          ...only("fit"),
          mark: { type: "line", strokeWidth: 2 },
          encoding: { x, y, color },
        },
        {
          name: "points",
          ...only("trial"),
          mark: { type: "point", filled: true, size: 70, opacity: 0.9 },
          encoding: {
            x,
            y,
            color,
            shape: { field: "name", type: "nominal", scale: scales.shape },
            tooltip: tooltip({ name: charts.transport, shownNumber: silence.subscribers, shown: axis }),
          },
        },
      ],
    },
    table: {
      headings: [charts.transport, silence.subscribers, axis, silence.onLine(unit)],
      rows: fitted.flatMap(({ line, fit }) =>
        fit.points.map(({ subscribers, value }) => [
          line.name,
          subscribers,
          value / what.divisor,
          (fit.intercept + fit.slope * subscribers) / what.divisor,
        ]),
      ),
    },
  };
};

const trialData = ({ line: { name }, fit }: Fitted, { divisor }: Held, unit: string) =>
  fit.points.map(({ subscribers, value }) => ({
    part: "trial",
    name,
    subscribers,
    value: value / divisor,
    shownNumber: count(subscribers),
    shown: `${figure(value / divisor)}${thin}${unit}`,
  }));

/** From nobody to the most that were run. */
const fitData = ({ line: { name }, fit }: Fitted, { divisor, quantity: of }: Held, { sweeps: { silence } }: Words) =>
  [0, Math.max(...fit.points.map(({ subscribers }) => subscribers))].map((subscribers) => ({
    part: "fit",
    name,
    subscribers,
    value: (fit.intercept + fit.slope * subscribers) / divisor,
    shownNumber: count(subscribers),
    shown: silence.each(`${figure(fit.slope * slopeFactors[of])}${thin}${silence.slopeUnits[of]}`),
  }));
