// The chart of response times trial by trial: p50 and p99 of each, so that one lucky or unlucky trial is seen as such.
// View model in, Vega-Lite spec out.
import type { Chart } from "./chart-style.ts";
import type { Panel } from "./panels.ts";
import { stripChart } from "./strip-chart.ts";
import type { TransportView } from "./transport-views.ts";
import type { Words } from "./words/words.ts";

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
