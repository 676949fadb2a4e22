// Which charts a panel gets, by the shape of its data. View model in, Vega-Lite specs out; draws nothing.
import { bytesChart } from "./bytes-chart.ts";
import type { Chart } from "./chart-style.ts";
import { cpuChart, memoryChart } from "./load-charts.ts";
import type { Panel } from "./panels.ts";
import { idleChart, requestsChart } from "./requests-charts.ts";
import { spectrumChart } from "./spectrum-chart.ts";
import { sweepChart } from "./sweep-chart.ts";
import type { TransportView } from "./transport-views.ts";

/** A page with more panels than this shows the later ones as tables alone; a large sweep would outgrow the reader. */
export const chartedPanels = 8;

export const chartPanel = (panel: Panel, index: number, transports: readonly TransportView[]): readonly Chart[] => {
  if (index >= chartedPanels) return [];
  const makers =
    panel.kind === "sweep"
      ? [sweepChart]
      : panel.sparse
        ? [idleChart, bytesChart, requestsChart]
        : [spectrumChart, bytesChart, requestsChart, cpuChart, memoryChart];
  return makers.map((make) => make(panel, transports)).filter((chart) => chart !== null);
};
