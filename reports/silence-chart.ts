// Charts of silence: what the server holds and spends for idle subscribers, over their number, each with its fitted line.
// View model in, Vega-Lite specs out.
import type { SilenceFit } from "../bench/record.ts";
import { type Chart, frame, quantity, tooltip, transportScales } from "./chart-style.ts";
import { count, figure, thin } from "./numbers.ts";
import { join } from "./phrases.ts";
import { type SilenceLine, type SilenceView, shownSlope } from "./silence-view.ts";

interface Held {
  readonly quantity: SilenceFit["quantity"];
  readonly id: string;
  readonly title: string;
  readonly axis: string;
  readonly unit: string;
  /** Divides the stored number into the unit. */
  readonly divisor: number;
  readonly meaning: string;
}

const held: readonly Held[] = [
  {
    quantity: "serverCpuUtilization",
    id: "cpu",
    title: "Server CPU of idle subscribers",
    axis: "Server CPU in % of a core",
    unit: "% of a core",
    divisor: 0.01,
    meaning:
      "What the server spends though nothing is said: answering polls that find nothing, holding, pinging. A line's slope is what " +
      "one more subscriber costs; where it meets the left side is what the server spends for nobody.",
  },
  {
    quantity: "serverBytes",
    id: "memory",
    title: "Server memory of idle subscribers",
    axis: "JavaScript heap and external memory in MiB",
    unit: "MiB",
    divisor: 1024 ** 2,
    meaning:
      "What all of them together add to the server's JavaScript heap and external memory, after a forced collection; buffers in " +
      "the kernel are not part of it. A line's slope is what one more subscriber adds.",
  },
];

export const silenceCharts = (view: SilenceView): readonly Chart[] =>
  held.flatMap((what) => silenceChart(view, what) ?? []);

interface Fitted {
  readonly line: SilenceLine;
  readonly fit: SilenceFit;
}

const silenceChart = ({ lines }: SilenceView, what: Held): Chart | null => {
  const fitted: readonly Fitted[] = lines.flatMap((line) => {
    const fit = line.fits[what.quantity];
    return fit === null ? [] : { line, fit };
  });
  if (fitted.length === 0) return null;
  const data = fitted.flatMap((one) => [...trialData(one, what), ...fitData(one, what)]);
  const scales = transportScales(fitted.map(({ line: { view, name } }) => ({ view, name })));
  const numbers = fitted.flatMap(({ fit }) => fit.points.map(({ subscribers }) => subscribers));
  const [least, most] = [
    Math.min(0, ...data.map(({ value }) => value)),
    Math.max(...data.map(({ value }) => value), 0),
  ];
  const x = quantity(
    "subscribers",
    { domain: [0, Math.max(...numbers) * 1.03], nice: false },
    {
      title: "Idle subscribers",
      values: [0, ...new Set(numbers)],
      labelOverlap: "greedy",
    },
  );
  const y = quantity("value", { domain: [least, (most || 1) * 1.06], nice: false }, { title: what.axis, tickCount: 6 });
  const color = { field: "name", type: "nominal" as const, scale: scales.colour };
  const only = (part: string) => ({ transform: [{ filter: `datum.part === '${part}'` }] });
  return {
    id: `silence-${what.id}`,
    title: what.title,
    description: `Scatter chart with fitted lines: ${what.axis} over the number of idle subscribers, for ${join(fitted.map(({ line }) => line.name))}.`,
    howToRead: `One point a trial, and a straight line through them by least squares. ${what.meaning}`,
    wide: false,
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
            tooltip: tooltip({ name: "Transport", shownNumber: "Idle subscribers", shown: what.axis }),
          },
        },
      ],
    },
    table: {
      headings: ["Transport", "Idle subscribers", `${what.axis}`, `On the line (${what.unit})`],
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

const trialData = ({ line: { name }, fit }: Fitted, { divisor, unit }: Held) =>
  fit.points.map(({ subscribers, value }) => ({
    part: "trial",
    name,
    subscribers,
    value: value / divisor,
    shownNumber: count(subscribers),
    shown: `${figure(value / divisor)}${thin}${unit}`,
  }));

/** From nobody to the most that were run. */
const fitData = ({ line: { name }, fit }: Fitted, { divisor, quantity: fitted }: Held) =>
  [0, Math.max(...fit.points.map(({ subscribers }) => subscribers))].map((subscribers) => ({
    part: "fit",
    name,
    subscribers,
    value: (fit.intercept + fit.slope * subscribers) / divisor,
    shownNumber: count(subscribers),
    shown: `${figure(fit.slope * shownSlope[fitted].factor)}${thin}${shownSlope[fitted].unit} each`,
  }));
