// Charts of what the server spends: processor time and memory, one point a trial. View model in, Vega-Lite specs out.
import { metricOf } from "../bench/metrics.ts";
import type { MetricName } from "../bench/record.ts";
import { explainAbsences, nameAbsence } from "./absences.ts";
import { absentEntries, absentRows, entriesOf, inPanelOrder } from "./chart-entries.ts";
import { absenceMarks, type Chart, categories, frame, fromZero, ink, tooltip, transportScales } from "./chart-style.ts";
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
}

/**
 * One dot a trial, a tick at their median and a band over its interval: spread is seen, not hidden in a bar's height. Invalid
 * trials are hollow dots and have no part in the median.
 */
const stripChart = (strip: Strip, panel: Panel, transports: readonly TransportView[]): Chart | null => {
  const scaled = (value: number | null): number | null => (value === null ? null : value / strip.divisor);
  const read = metricOf[strip.metric];
  const entries = entriesOf(panel, transports).flatMap(({ row, view, name, mark }) => {
    const estimate = row.metrics[strip.metric];
    if (estimate === null) return [];
    const values = row.measured.map((trial) => scaled(read(trial))).filter((value) => value !== null);
    const invalid = row.invalid
      .map((trial) => scaled(read({ ...trial, status: "measured" })))
      .filter((value) => value !== null);
    const [low, high] = [scaled(estimate.low), scaled(estimate.high)];
    const middle = estimate.median / strip.divisor;
    return { row, view, name, mark, middle, low, high, values, invalid, trials: estimate.trials };
  });
  const absent = absentEntries(panel, transports);
  if (entries.length === 0) return null;
  const rows = entries.flatMap(({ name, mark, middle, low, high, values, invalid }) => {
    const between = low === null || high === null ? "no interval" : `${figure(low)} to ${figure(high)} ${strip.unit}`;
    const row = (part: "median" | "trial" | "invalid", value: number, note: string) => ({
      name,
      part,
      value,
      low: low ?? middle,
      high: high ?? middle,
      shown: `${figure(value)} ${strip.unit}${part === "median" ? mark : ""}`,
      note,
    });
    return [
      row("median", middle, between),
      ...values.map((value) => row("trial", value, "one trial")),
      ...invalid.map((value) => row("invalid", value, "an invalid trial")),
    ];
  });
  const scales = transportScales(inPanelOrder(panel, [...entries, ...absent]));
  const largest = Math.max(
    ...entries.flatMap(({ values, invalid, middle, high }) => [...values, ...invalid, middle, high ?? 0]),
  );
  const x = fromZero("value", largest, strip.axis, 1.15);
  const color = { field: "name", type: "nominal" as const, scale: scales.colour, legend: null };
  const hints = tooltip({ name: "Transport", shown: strip.title, note: "95 % interval" });
  const medians = { transform: [{ filter: "datum.part === 'median'" }] };
  return {
    id: `${panel.id}-${strip.id}`,
    title: strip.title,
    description: `Strip chart: ${strip.axis}, one point a trial, with the median and its interval.`,
    howToRead: strip.howToRead + explainAbsences([...entries, ...absent]),
    wide: false,
    spec: {
      ...frame(false, 52 * (entries.length + absent.length), [...rows, ...absentRows("name", absent)]),
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
          name: "invalid",
          transform: [{ filter: "datum.part === 'invalid'" }],
          mark: { type: "point", filled: false, size: 42, strokeWidth: 1.5 },
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
        ...(absent.length > 0 ? absenceMarks() : []),
      ],
    },
    table: {
      headings: ["Transport", `Median (${strip.unit})`, `Low (${strip.unit})`, `High (${strip.unit})`, "Trials"],
      rows: [
        ...entries.map(({ name, middle, low, high, trials }) => [name, middle, low, high, trials]),
        ...absent.map(({ row, name }) => [`${name} (${nameAbsence(row)})`, null, null, null, 0]),
      ],
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
        "while messages are delivered, empty answers included, but not the thread that paces the publisher. Whether two " +
        "transports differ is tested in the table above, not seen from the bands.",
      metric: "serverCpuMsPerThousandDeliveries",
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
    },
    panel,
    transports,
  );
