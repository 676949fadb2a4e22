// A panel's check against the model: every prediction beside what was measured, the residual, and the judgement.
import { html, type Markup } from "./markup.ts";
import { type ModelCheck, residualLimits, showResidual, summariseChecks } from "./model-checks.ts";
import { absent, count, figure, percent } from "./numbers.ts";
import { renderName, renderTable } from "./page-table.ts";
import type { Panel } from "./panels.ts";

const judgement = ({ inside, judgedBy }: ModelCheck): string =>
  `${inside ? "within" : "outside"} ${judgedBy === "interval" ? "the interval" : "the limit"}`;

const renderCheck = (check: ModelCheck): Markup => {
  const show = check.unit === "%" ? percent : figure;
  const { median, low, high } = check.measured;
  const unit = check.unit !== "" && html` <span class="unit">${check.unit}</span>`;
  const interval = low === null || high === null || show(low) === show(high) ? "" : `${show(low)} – ${show(high)}`;
  return html`<tr>${renderName(check.label, [check.setting])}<td class="words">${check.quantity}</td><td>${show(check.predicted)}${unit}</td><td>${show(median)}${unit}${interval !== "" && html`<small>${interval}</small>`}</td><td>${showResidual(check) ?? absent}</td><td class="words${check.inside ? "" : " bad"}">${judgement(check)}</td></tr>\n`;
};

const { latency, requests } = residualLimits;
const limits = `Where there is no interval, a residual beyond ${percent(latency).replace(".0", "")} % (response times) or ${percent(requests).replace(".0", "")} % (requests, answers and bytes; of a share, a point) is called outside; chance is not ruled out there.`;

/** The summary names every cell that is outside; where they are many, below the fold of it. */
export const renderChecks = (panel: Panel): Markup | false => {
  const { checks } = panel;
  if (checks.length === 0) return false;
  const outside = checks.filter(({ inside }) => !inside).length;
  const told = summariseChecks(checks);
  const short = outside > 3 ? `${count(outside)} of ${count(checks.length)} predictions are outside` : told;
  return html`<details class="checks"><summary>Checked against the model: ${short}</summary>
${outside > 3 && html`<p>In short: ${told}.</p>`}
<p>Closed forms of waiting, from the delays, the gap between polls and the sizes that this run measured. A prediction outside the measured interval is a finding or a fault of the rig; neither is hidden. ${limits} Response times are modelled where the delay outweighs the software's own jitter: over a link of 10 ms or more, and of short polling.</p>
${renderTable(
  `${panel.id}-model`,
  `${panel.title}: predicted and measured`,
  [
    { text: "Transport", words: true },
    { text: "Quantity", words: true },
    { text: "Predicted" },
    { text: "Measured" },
    { text: "Residual" },
    { text: "The prediction is", words: true },
  ],
  checks.map(renderCheck),
)}</details>`;
};
