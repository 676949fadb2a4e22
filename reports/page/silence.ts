// The section of the page on silence: in words, charts, and tables of what each further idle subscriber adds.
import type { SilenceFit } from "../../bench/record/summary.ts";
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
import { absent, count, figure } from "../writing/numbers.ts";
import { renderCharts } from "./chart.ts";
import { renderEstimate, renderNumber, renderSwatch, renderTable } from "./table.ts";

const slopeCell = (fit: SilenceFit | null): Markup => {
  if (fit === null) return html`<td class="absent">${absent}</td>`;
  const factor = slopeFactors[fit.quantity];
  const { slope, low, high } = fit;
  const interval = low !== null && high !== null && `${figure(low * factor)} – ${figure(high * factor)}`;
  return html`<td>${figure(slope * factor)}${interval !== false && html`<small>${interval}</small>`}</td>`;
};

const nameCell = ({ view, setting }: SilenceLine): Markup =>
  html`<th scope="row" class="swatched" data-transport="${view.name}">${renderSwatch(view)}${view.label}${setting !== "" && html`<small>${setting}</small>`}</th>`;

const renderFits = (
  lines: readonly SilenceLine[],
  { panel: { transport, trials }, sweeps: { silence } }: Words,
): Markup | false => {
  const fitted = lines.filter(({ fits }) => Object.values(fits).some((fit) => fit !== null));
  return (
    fitted.length > 0 &&
    renderTable(
      "silence-fits",
      silence.fits,
      [
        { text: transport, words: true },
        { text: silence.serverMemory, unit: silence.slopeUnits.serverBytes, title: silence.serverMemoryMeaning },
        { text: silence.clientMemory, unit: silence.slopeUnits.generatorBytes },
        { text: silence.serverCpu, unit: silence.slopeUnits.serverCpuUtilization, title: silence.serverCpuMeaning },
        { text: trials },
      ],
      fitted.map(({ fits, ...line }) => {
        const points = Object.values(fits).map((fit) => fit?.points.length ?? 0);
        return html`<tr>${nameCell({ fits, ...line })}${slopeCell(fits.serverBytes)}${slopeCell(fits.generatorBytes)}${slopeCell(fits.serverCpuUtilization)}<td>${count(Math.max(...points))}</td></tr>\n`;
      }),
    )
  );
};

const cellRow = (
  line: SilenceLine,
  { subscribers, metrics, trials }: SilenceCell,
  { sweeps: { silence } }: Words,
): Markup => {
  const perMinute = metrics.requestsPerSubscriberSecond;
  const cores = metrics.serverCpuUtilization;
  const memory = metrics.serverBytesPerIdleSubscriber;
  const unmeasured = trials.invalid + trials.failed;
  return html`<tr>${nameCell(line)}<td>${count(subscribers)}</td>${renderNumber(perMinute === null ? null : perMinute.median * 60)}${renderNumber(cores === null ? null : cores.median * 100)}${renderNumber(memory === null ? null : memory.median / 1024)}${renderEstimate(metrics.bytesPerSubscriberSecond, "B")}<td>${count(trials.measured)}${unmeasured > 0 && html`<small class="bad">${silence.notValid(count(unmeasured))}</small>`}</td></tr>\n`;
};

const renderCells = (
  lines: readonly SilenceLine[],
  words: Words,
): Markup => html`<details><summary>${words.sweeps.silence.every}</summary>
${renderTable(
  "silence-cells",
  words.sweeps.silence.cells,
  [
    { text: words.panel.transport, words: true },
    { text: words.sweeps.silence.heads.subscribers },
    { text: words.sweeps.silence.heads.requests },
    { text: words.sweeps.silence.serverCpu, unit: words.sweeps.silence.cpu.unit },
    { text: words.sweeps.silence.heads.memory, unit: "KiB" },
    { text: words.sweeps.silence.heads.bytes, unit: "B" },
    { text: words.panel.trials },
  ],
  lines.flatMap((line) => line.cells.map((cell) => cellRow(line, cell, words))),
)}</details>`;

export const renderSilence = (view: SilenceView | null, charts: readonly DrawnChart[], words: Words): Markup | false =>
  view !== null &&
  html`<section id="silence" aria-labelledby="silence-title">
<h2 id="silence-title">${words.sweeps.silence.title}</h2>
${view.why !== "" && html`<p class="why">${view.why}</p>`}
<p class="conditions">${describeNumbers(view, words)} · ${words.conditions.silent}</p>
${view.sentences.map((sentence) => html`<p class="why">${sentence}</p>`)}
${renderFits(view.lines, words)}
${renderCells(view.lines, words)}
${renderCharts(charts, words)}
</section>
`;
