// Charts of what the server spends: processor time and memory, one point a trial. View model in, Vega-Lite specs out.

import type { TransportView } from "../legend/transports.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { stripChart } from "./strips.ts";
import type { Chart } from "./style.ts";

export const cpuChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null =>
  stripChart(
    {
      id: "cpu",
      title: words.charts.cpu.title,
      axis: words.charts.cpu.axis,
      unit: "ms",
      divisor: 1,
      lanes: [{ metric: "serverCpuMsPerThousandDeliveries", word: "" }],
      log: false,
      howToRead: words.charts.cpu.howToRead,
    },
    panel,
    transports,
    words,
  );

export const memoryChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null =>
  stripChart(
    {
      id: "memory",
      title: words.charts.memory.title,
      axis: words.charts.memory.axis,
      unit: "KiB",
      divisor: 1024,
      lanes: [{ metric: "serverBytesPerIdleSubscriber", word: "" }],
      log: false,
      howToRead: words.charts.memory.howToRead,
    },
    panel,
    transports,
    words,
  );

export const latencyStripsChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const { title, axis, howToRead } = words.features.strips;
  return stripChart(
    {
      id: "strips",
      title,
      axis: words.charts.logScale(axis),
      unit: "ms",
      divisor: 1,
      howToRead,
      lanes: [
        { metric: "responseTimeP50Ms", word: "p50" },
        { metric: "responseTimeP99Ms", word: "p99" },
      ],
      log: true,
    },
    panel,
    transports,
    words,
  );
};
