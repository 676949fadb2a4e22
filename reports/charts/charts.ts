// Which charts the sections of a page get, by the shape of their data. View model in, Vega-Lite specs out; draws nothing.
import type { Panel } from "../view/panels.ts";
import type { Report } from "../view/report.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { bytesChart } from "./bytes.ts";
import { frontierCharts } from "./frontier.ts";
import { idleChart, requestsChart } from "./requests.ts";
import { silenceCharts } from "./silence.ts";
import { spectrumChart } from "./spectrum-chart.ts";
import { cpuChart, latencyStripsChart, memoryChart } from "./strip-charts.ts";
import type { Chart } from "./style.ts";
import { sweepCharts } from "./sweep-chart.ts";
import { intervalChart } from "./sweep-interval-chart.ts";
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
        : [spectrum, timelineChart, latencyStripsChart, bytesChart, requestsChart, cpuChart, memoryChart];
  return makers.map((make) => make(panel, transports, words)).filter((chart) => chart !== null);
};

/** The sections that have charts and are no panels. */
export type ChartedSection = "frontier" | "silence";

/** The charts by a panel's id or a section's name; a list may be empty. */
export const chartReport = (report: Report, words: Words = english): ReadonlyMap<string, readonly Chart[]> => {
  const { panels, frontier, silence } = report;
  return new Map<string, readonly Chart[]>([
    ...panels.map((panel, index) => [panel.id, chartPanel(panel, index, report, words)] as const),
    ["frontier" satisfies ChartedSection, frontier === null ? [] : frontierCharts(frontier, words)],
    ["silence" satisfies ChartedSection, silence === null ? [] : silenceCharts(silence, words)],
  ]);
};
