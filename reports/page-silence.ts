// The section of the page on silence: in words, charts, and tables of what each further idle subscriber adds.
import type { SilenceFit } from "../bench/record.ts";
import type { DrawnChart } from "./drawing.ts";
import { html, type Markup } from "./markup.ts";
import { absent, count, figure } from "./numbers.ts";
import { renderCharts } from "./page-chart.ts";
import { renderEstimate, renderNumber, renderSwatch, renderTable } from "./page-table.ts";
import { describeNumbers, type SilenceCell, type SilenceLine, type SilenceView, shownSlope } from "./silence-view.ts";

const slopeCell = (fit: SilenceFit | null): Markup => {
  if (fit === null) return html`<td class="absent">${absent}</td>`;
  const { factor } = shownSlope[fit.quantity];
  const { slope, low, high } = fit;
  const interval = low !== null && high !== null && `${figure(low * factor)} – ${figure(high * factor)}`;
  return html`<td>${figure(slope * factor)}${interval !== false && html`<small>${interval}</small>`}</td>`;
};

const nameCell = ({ view, setting }: SilenceLine): Markup =>
  html`<th scope="row" class="swatched">${renderSwatch(view)}${view.label}${setting !== "" && html`<small>${setting}</small>`}</th>`;

const renderFits = (lines: readonly SilenceLine[]): Markup | false => {
  const fitted = lines.filter(({ fits }) => Object.values(fits).some((fit) => fit !== null));
  return (
    fitted.length > 0 &&
    renderTable(
      "silence-fits",
      "What each further idle subscriber adds: slopes of straight lines through all trials, by least squares; below them 95 % intervals",
      [
        { text: "Transport", words: true },
        { text: "Server memory", unit: shownSlope.serverBytes.unit, title: "JavaScript heap and external memory." },
        { text: "Load client memory", unit: shownSlope.generatorBytes.unit },
        {
          text: "Server CPU",
          unit: shownSlope.serverCpuUtilization.unit,
          title: "Microseconds of processor time in each second.",
        },
        { text: "Trials" },
      ],
      fitted.map(({ fits, ...line }) => {
        const points = Object.values(fits).map((fit) => fit?.points.length ?? 0);
        return html`<tr>${nameCell({ fits, ...line })}${slopeCell(fits.serverBytes)}${slopeCell(fits.generatorBytes)}${slopeCell(fits.serverCpuUtilization)}<td>${count(Math.max(...points))}</td></tr>\n`;
      }),
    )
  );
};

const cellRow = (line: SilenceLine, { subscribers, metrics, trials }: SilenceCell): Markup => {
  const perMinute = metrics.requestsPerSubscriberSecond;
  const cores = metrics.serverCpuUtilization;
  const memory = metrics.serverBytesPerIdleSubscriber;
  const unmeasured = trials.invalid + trials.failed;
  return html`<tr>${nameCell(line)}<td>${count(subscribers)}</td>${renderNumber(perMinute === null ? null : perMinute.median * 60)}${renderNumber(cores === null ? null : cores.median * 100)}${renderNumber(memory === null ? null : memory.median / 1024)}${renderEstimate(metrics.bytesPerSubscriberSecond, "B")}<td>${count(trials.measured)}${unmeasured > 0 && html`<small class="bad">${count(unmeasured)} not valid</small>`}</td></tr>\n`;
};

const renderCells = (
  lines: readonly SilenceLine[],
): Markup => html`<details><summary>Every number of subscribers</summary>
${renderTable(
  "silence-cells",
  "While nothing is said: medians over trials",
  [
    { text: "Transport", words: true },
    { text: "Subscribers" },
    { text: "Requests of each in a minute" },
    { text: "Server CPU", unit: "% of a core" },
    { text: "Server memory of each", unit: "KiB" },
    { text: "Bytes of each in a second", unit: "B" },
    { text: "Trials" },
  ],
  lines.flatMap((line) => line.cells.map((cell) => cellRow(line, cell))),
)}</details>`;

export const renderSilence = (view: SilenceView | null, charts: readonly DrawnChart[]): Markup | false =>
  view !== null &&
  html`<section id="silence" aria-labelledby="silence-title">
<h2 id="silence-title">Silence</h2>
${view.why !== "" && html`<p class="why">${view.why}</p>`}
<p class="conditions">${describeNumbers(view)} · nothing is said</p>
${view.sentences.map((sentence) => html`<p class="why">${sentence}</p>`)}
${renderFits(view.lines)}
${renderCells(view.lines)}
${renderCharts(charts)}
</section>
`;
