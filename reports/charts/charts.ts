// Which charts the sections of a page get, by the shape of their data. View model in, Vega-Lite specs out; draws nothing.
import type { Floor } from "../../bench/record/run.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Panel } from "../view/panels.ts";
import type { Report } from "../view/report.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { bytesChart } from "./bytes.ts";
import { frontierCharts } from "./frontier.ts";
import { cpuChart, latencyStripsChart, memoryChart } from "./load-charts.ts";
import { idleChart, requestsChart } from "./requests.ts";
import { silenceCharts } from "./silence.ts";
import { spectrumChart } from "./spectrum-chart.ts";
import type { Chart } from "./style.ts";
import { sweepCharts } from "./sweep-chart.ts";
import { intervalChart } from "./sweep-interval-chart.ts";
import { timelineChart } from "./timeline.ts";

/** A page with more panels than this shows the later ones as tables alone; a large sweep would outgrow the reader. */
export const chartedPanels = 10;

/** `floors`: what the rig itself adds, laid under the spectrum. */
const chartPanel = (
  panel: Panel,
  index: number,
  transports: readonly TransportView[],
  floors: readonly Floor[],
  words: Words,
): readonly Chart[] => {
  if (!panel.published && index >= chartedPanels) return [];
  if (panel.factor !== null && panel.factor !== "pollEveryMs") return sweepCharts(panel, transports, words);
  if (panel.published) return [];
  const spectrum: typeof bytesChart = () => spectrumChart(panel, transports, floors, words);
  const makers =
    panel.kind === "sweep"
      ? [intervalChart]
      : panel.sparse
        ? [idleChart, bytesChart, requestsChart]
        : [spectrum, timelineChart, latencyStripsChart, bytesChart, requestsChart, cpuChart, memoryChart];
  return makers.map((make) => make(panel, transports, words)).filter((chart) => chart !== null);
};

/** Sections other than panels that have charts. */
export type ChartedSection = "frontier" | "silence";

/** By a panel's id, or by section; each with a list, which may be empty. */
export const chartReport = (
  { panels, frontier, silence, transports, rig }: Report,
  words: Words = english,
): ReadonlyMap<string, readonly Chart[]> =>
  new Map<string, readonly Chart[]>([
    ...panels.map(
      (panel, index) => [panel.id, chartPanel(panel, index, transports, rig.measuredFloors, words)] as const,
    ),
    ["frontier" satisfies ChartedSection, frontier === null ? [] : frontierCharts(frontier, words)],
    ["silence" satisfies ChartedSection, silence === null ? [] : silenceCharts(silence, words)],
  ]);
