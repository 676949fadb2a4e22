// Which charts the sections of a page get, by the shape of their data. View model in, Vega-Lite specs out; draws nothing.
import type { ComparedMetric } from "../../bench/record/summary.ts";
import { findingOf } from "../view/findings.ts";
import type { Panel } from "../view/panels.ts";
import type { Report } from "../view/report.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { bytesChart } from "./bytes.ts";
import { decisionChart } from "./decision-chart.ts";
import { frontierCharts } from "./frontier.ts";
import { idleChart, requestsChart } from "./requests.ts";
import { silenceCharts } from "./silence.ts";
import { spectrumChart } from "./spectrum-chart.ts";
import { cpuChart, latencyStripsChart, memoryChart } from "./strip-charts.ts";
import { arrange, type Chart } from "./style.ts";
import { sweepCharts } from "./sweep-chart.ts";
import { intervalChart } from "./sweep-interval-chart.ts";
import { sweepMetrics } from "./sweep-metrics.ts";
import { timelineChart } from "./timeline.ts";

/** A page with more panels than this shows the later ones as tables alone; a large sweep would outgrow the reader. */
export const chartedPanels = 10;

const chartPanel = (panel: Panel, index: number, { transports, rig }: Report, words: Words): readonly Chart[] => {
  if (!panel.published && index >= chartedPanels) return [];
  if (panel.factor !== null && panel.factor !== "pollEveryMs") return sweepCharts(panel, transports, words);
  if (panel.published) return [];
  const spectrum: typeof bytesChart = () => spectrumChart(panel, transports, rig.measuredFloors, words);
  const makers =
    panel.kind === "sweep"
      ? [intervalChart]
      : panel.sparse
        ? [idleChart, bytesChart, requestsChart]
        : [spectrum, latencyStripsChart, bytesChart, requestsChart, cpuChart, memoryChart, timelineChart];
  return makers.map((make) => make(panel, transports, words)).filter((chart) => chart !== null);
};

/** The metric of which a chart of a panel tells, by the end of its id. */
const proved: ReadonlyMap<string, ComparedMetric> = new Map([
  ["spectrum", "responseTimeP50Ms"],
  ["strips", "responseTimeTailMs"],
  ["bytes", "bytesPerDelivery"],
  ["requests", "requestsPerDelivery"],
  ["cpu", "serverCpuMsPerThousandDeliveries"],
]);

/** The units of the charts of a panel that is no sweep. */
const units: ReadonlyMap<string, string> = new Map([
  ["spectrum", "ms"],
  ["timeline", "ms"],
  ["strips", "ms"],
  ["bytes", "B"],
  ["cpu", "ms"],
  ["memory", "KiB"],
]);

/** With what a chart shows by the panel's comparisons, and its unit. */
const nameChart = (chart: Chart, panel: Panel, words: Words): Chart => {
  const kind = chart.id.slice(panel.id.length + 1);
  const metric = proved.get(kind);
  const finding = metric === undefined ? "" : findingOf(panel, metric, words);
  const swept = sweepMetrics(panel.factor).find(({ id }) => id === kind);
  const unit = swept?.unit ?? units.get(kind);
  return {
    ...chart,
    ...(finding === "" ? {} : { finding }),
    ...(unit === undefined ? {} : { unit }),
  };
};

/** The sections that have charts and are no panels. */
export type ChartedSection = "decision" | "frontier" | "silence";

/** The charts by a panel's id or a section's name; a list may be empty. */
export const chartReport = (report: Report, words: Words = english): ReadonlyMap<string, readonly Chart[]> => {
  const { decision, panels, frontier, silence, transports } = report;
  const first = decision === null ? null : decisionChart(decision, transports, words);
  return new Map<string, readonly Chart[]>([
    ["decision" satisfies ChartedSection, first === null ? [] : [first]],
    ...panels.map((panel, index) => {
      const charts = chartPanel(panel, index, report, words);
      return [panel.id, arrange(charts.map((chart) => nameChart(chart, panel, words)))] as const;
    }),
    ["frontier" satisfies ChartedSection, frontier === null ? [] : arrange(frontierCharts(frontier, words))],
    ["silence" satisfies ChartedSection, silence === null ? [] : arrange(silenceCharts(silence, words))],
  ]);
};
