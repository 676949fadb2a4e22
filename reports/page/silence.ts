// The section of the page on silence: in words, charts, and tables of what each further idle subscriber adds.
import type { Estimate, SilenceFit } from "../../bench/record/summary.ts";
import type { DrawnChart } from "../charts/drawing.ts";
import {
  describeNumbers,
  type SilenceCell,
  type SilenceLine,
  type SilenceView,
  slopeFactors,
} from "../view/silence.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { count, figure } from "../writing/numbers.ts";
import { renderCharts } from "./chart.ts";
import { renderSection } from "./section.ts";
import {
  renderAbsent,
  renderBelow,
  renderColumns,
  renderEstimate,
  renderName,
  renderNumber,
  type TableColumn,
} from "./table.ts";

const slopeCell = (fit: SilenceFit | null): Markup => {
  if (fit === null) return renderAbsent();
  const { slope, low, high, quantity } = fit;
  const show = (value: number): string => figure(value * slopeFactors[quantity]);
  return html`<td>${show(slope)}${renderBelow(low === null || high === null ? "" : `${show(low)} – ${show(high)}`)}</td>`;
};

const nameCell = ({ view, setting }: SilenceLine): Markup => renderName(view.label, [setting], view);

const fitColumns = ({ panel, sweeps: { silence } }: Words): readonly TableColumn<SilenceLine>[] => {
  const { serverMemory, serverMemoryMeaning, clientMemory, serverCpu, serverCpuMeaning, slopeUnits } = silence;
  const slope = (quantity: SilenceFit["quantity"], text: string, title?: string): TableColumn<SilenceLine> => ({
    text,
    unit: slopeUnits[quantity],
    ...(title !== undefined && { title }),
    cell: ({ fits }) => slopeCell(fits[quantity]),
  });
  const trialsOf = ({ fits }: SilenceLine): number =>
    Math.max(...Object.values(fits).map((fit) => (fit === null ? 0 : fit.points.length)));
  return [
    { text: panel.transport, words: true, cell: nameCell },
    slope("serverBytes", serverMemory, serverMemoryMeaning),
    slope("generatorBytes", clientMemory),
    slope("serverCpuUtilization", serverCpu, serverCpuMeaning),
    { text: panel.trials, cell: (line) => renderNumber(trialsOf(line), count) },
  ];
};

const renderFits = (lines: readonly SilenceLine[], words: Words): Markup | false => {
  const fitted = lines.filter(({ fits }) => Object.values(fits).some((fit) => fit !== null));
  return fitted.length > 0 && renderColumns("silence-fits", words.sweeps.silence.fits, fitColumns(words), fitted);
};

interface CellRow extends SilenceCell {
  readonly line: SilenceLine;
}

/** The median in another unit, without its interval. */
const renderMedian = (estimate: Estimate | null, factor: number): Markup =>
  renderNumber(estimate === null ? null : estimate.median * factor);

const cellColumns = ({ panel, sweeps: { silence } }: Words): readonly TableColumn<CellRow>[] => {
  const { heads, serverCpu, cpu, notValid } = silence;
  const trialsCell = ({ trials }: CellRow): Markup => {
    const unmeasured = trials.invalid + trials.failed;
    return html`<td>${count(trials.measured)}${unmeasured > 0 && html`<small class="bad">${notValid(count(unmeasured))}</small>`}</td>`;
  };
  return [
    { text: panel.transport, words: true, cell: ({ line }) => nameCell(line) },
    { text: heads.subscribers, cell: ({ subscribers }) => renderNumber(subscribers, count) },
    { text: heads.requests, cell: ({ metrics }) => renderMedian(metrics.requestsPerSubscriberSecond, 60) },
    { text: serverCpu, unit: cpu.unit, cell: ({ metrics }) => renderMedian(metrics.serverCpuUtilization, 100) },
    {
      text: heads.memory,
      unit: "KiB",
      cell: ({ metrics }) => renderMedian(metrics.serverBytesPerIdleSubscriber, 1 / 1024),
    },
    { text: heads.bytes, unit: "B", cell: ({ metrics }) => renderEstimate(metrics.bytesPerSubscriberSecond, "B") },
    { text: panel.trials, cell: trialsCell },
  ];
};

const renderCells = (lines: readonly SilenceLine[], words: Words): Markup => {
  const { every, cells } = words.sweeps.silence;
  const rows = lines.flatMap((line) => line.cells.map((cell) => ({ ...cell, line })));
  return html`<details><summary>${every}</summary>
${renderColumns("silence-cells", cells, cellColumns(words), rows)}</details>`;
};

export const renderSilence = (
  view: SilenceView | null,
  charts: readonly DrawnChart[],
  words: Words,
): Markup | false => {
  if (view === null) return false;
  const { why, lines } = view;
  const body = html`${why !== "" && html`<p class="why">${why}</p>`}
<p class="conditions">${describeNumbers(view, words)} · ${words.conditions.silent}</p>
${renderFits(lines, words)}
${renderCells(lines, words)}
${renderCharts(charts, words)}
`;
  return html`${renderSection("silence", words.sweeps.silence.title, body)}\n`;
};
