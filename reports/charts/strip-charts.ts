// The strip charts of a panel: response times, and the server's processor time and memory. View model in, Vega-Lite specs
// out.
import type { TransportView } from "../legend/transports.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { type Strip, stripChart } from "./strips.ts";
import type { Chart } from "./style.ts";

const drawn =
  (stripIn: (words: Words) => Strip) =>
  (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null =>
    stripChart(stripIn(words), panel, transports, words);

export const cpuChart = drawn(({ charts: { cpu } }) => ({
  id: "cpu",
  title: cpu.title,
  axis: cpu.axis,
  unit: "ms",
  divisor: 1,
  lanes: [{ metric: "serverCpuMsPerThousandDeliveries", word: "" }],
  log: false,
  howToRead: cpu.howToRead,
}));

export const memoryChart = drawn(({ charts: { memory } }) => ({
  id: "memory",
  title: memory.title,
  axis: memory.axis,
  unit: "KiB",
  divisor: 1024,
  lanes: [{ metric: "serverBytesPerIdleSubscriber", word: "" }],
  log: false,
  howToRead: memory.howToRead,
}));

export const latencyStripsChart = drawn(({ charts, features: { strips } }) => ({
  id: "strips",
  title: strips.title,
  axis: charts.logScale(strips.axis),
  unit: "ms",
  divisor: 1,
  lanes: [
    { metric: "responseTimeP50Ms", word: "p50" },
    { metric: "responseTimeTailMs", word: strips.tail },
  ],
  log: true,
  howToRead: strips.howToRead,
}));
