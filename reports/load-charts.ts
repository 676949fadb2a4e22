// Charts of what the server spends: processor time and memory, one point a trial. View model in, Vega-Lite specs out.
import type { MeasuredTrial, MetricName } from "../bench/record.ts";
import { entriesOf } from "./chart-entries.ts";
import { type Chart, categories, frame, fromZero, ink, tooltip, transportScales } from "./chart-style.ts";
import { figure } from "./numbers.ts";
import type { Panel } from "./panels.ts";
import type { TransportView } from "./transport-views.ts";

interface Strip {
  readonly id: string;
  readonly title: string;
  readonly axis: string;
  readonly unit: string;
  /** Divides the stored number into the unit. */
  readonly divisor: number;
  readonly howToRead: string;
  readonly metric: MetricName;
  readonly read: (trial: MeasuredTrial) => number | null;
}

/** One dot a trial, a tick at their median and a band over its interval: spread is seen, not hidden in a bar's height. */
const stripChart = (strip: Strip, panel: Panel, transports: readonly TransportView[]): Chart | null => {
  const scaled = (value: number | null): number | null => (value === null ? null : value / strip.divisor);
  const entries = entriesOf(panel, transports).flatMap(({ row, view, name }) => {
    const estimate = row.metrics[strip.metric];
    if (estimate === null) return [];
    const values = row.measured.map((trial) => scaled(strip.read(trial))).filter((value) => value !== null);
    const [low, high] = [scaled(estimate.low), scaled(estimate.high)];
    return { view, name, middle: estimate.median / strip.divisor, low, high, values, trials: estimate.trials };
  });
  if (entries.length === 0) return null;
  const rows = entries.flatMap(({ name, middle, low, high, values }) => {
    const between = low === null || high === null ? "no interval" : `${figure(low)} to ${figure(high)} ${strip.unit}`;
    const row = (part: "median" | "trial", value: number, note: string): { [field: string]: string | number } => ({
      name,
      part,
      value,
      low: low ?? middle,
      high: high ?? middle,
      shown: `${figure(value)} ${strip.unit}`,
      note,
    });
    return [row("median", middle, between), ...values.map((value) => row("trial", value, "one trial"))];
  });
  const scales = transportScales(entries);
  const largest = Math.max(...entries.flatMap(({ values, middle, high }) => [...values, middle, high ?? 0]));
  const x = fromZero("value", largest, strip.axis, 1.15);
  const color = { field: "name", type: "nominal" as const, scale: scales.colour, legend: null };
  const hints = tooltip({ name: "Transport", shown: strip.title, note: "95 % interval" });
  const medians = { transform: [{ filter: "datum.part === 'median'" }] };
  return {
    id: `${panel.id}-${strip.id}`,
    title: strip.title,
    description: `Strip chart: ${strip.axis}, one point a trial, with the median and its interval.`,
    howToRead: strip.howToRead,
    wide: false,
    spec: {
      ...frame(false, 52 * entries.length, rows),
      encoding: { y: categories("name", scales.colour.domain, 0) },
      layer: [
        {
          ...medians,
          name: "intervals",
          mark: { type: "bar", height: 12, opacity: 0.28 },
          encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, color },
        },
        {
          name: "trials",
          transform: [{ filter: "datum.part === 'trial'" }],
          mark: { type: "point", filled: true, size: 42, opacity: 0.85 },
          encoding: {
            x,
            color,
            shape: { field: "name", type: "nominal", scale: scales.shape, legend: null },
            tooltip: hints,
          },
        },
        {
          ...medians,
          name: "medians",
          mark: { type: "tick", thickness: 2.5, size: 24, color: ink },
          encoding: { x, tooltip: hints },
        },
        {
          ...medians,
          name: "labels",
          mark: { type: "text", dy: -19, color: ink },
          encoding: { x, text: { field: "shown" } },
        },
      ],
    },
    table: {
      headings: ["Transport", `Median (${strip.unit})`, `Low (${strip.unit})`, `High (${strip.unit})`, "Trials"],
      rows: entries.map(({ name, middle, low, high, trials }) => [name, middle, low, high, trials]),
    },
  };
};

export const cpuChart = (panel: Panel, transports: readonly TransportView[]): Chart | null =>
  stripChart(
    {
      id: "cpu",
      title: "Server CPU per 1000 deliveries",
      axis: "Processor time in ms per 1000 deliveries",
      unit: "ms",
      divisor: 1,
      howToRead:
        "One point a trial; the tick is their median, the band its 95 % interval. It counts everything the server process does " +
        "while messages are delivered, empty answers included, but not the thread that paces the publisher. Bands that overlap " +
        "tell no difference.",
      metric: "serverCpuMsPerThousandDeliveries",
      read: (trial) => trial.server.cpuMsPerThousandDeliveries,
    },
    panel,
    transports,
  );

export const memoryChart = (panel: Panel, transports: readonly TransportView[]): Chart | null =>
  stripChart(
    {
      id: "memory",
      title: "Memory per idle subscriber",
      axis: "KiB per idle subscriber",
      unit: "KiB",
      divisor: 1024,
      howToRead:
        "What one subscriber that waits adds to the server's JavaScript heap and external memory, after a forced collection. " +
        "Buffers in the kernel are not part of it. One point a trial, with their median and its 95 % interval.",
      metric: "serverBytesPerIdleSubscriber",
      read: (trial) => trial.server.bytesPerIdleSubscriber,
    },
    panel,
    transports,
  );
