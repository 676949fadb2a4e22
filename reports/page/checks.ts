// A panel's check against the model: every prediction beside what was measured, the residual, and the judgement.
import { type ModelCheck, residualLimits, showResidual, summariseChecks } from "../view/model-checks.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { figure, percent } from "../writing/numbers.ts";
import { headsOf, renderBelow, renderName, renderTable, renderWords, showInterval } from "./table.ts";

const judgement = ({ inside, judgedBy }: ModelCheck, { model: { judgements } }: Words): string => {
  if (judgedBy === "interval") return inside ? judgements.insideInterval : judgements.outsideInterval;
  return inside ? judgements.insideLimit : judgements.outsideLimit;
};

const renderCheck = (check: ModelCheck, words: Words): Markup => {
  const show = check.unit === "%" ? percent : figure;
  const residual = (value: number): string => showResidual(value, check.unit, words);
  const unit = check.unit !== "" && html` <span class="unit">${check.unit}</span>`;
  return html`<tr>${[
    renderName(check.label, [check.setting]),
    renderWords(words.model.quantities[check.quantity]),
    html`<td>${show(check.predicted)}${unit}</td>`,
    html`<td>${show(check.measured.median)}${unit}${renderBelow(showInterval(check.measured, show))}</td>`,
    html`<td>${residual(check.residual.median)}${renderBelow(showInterval(check.residual, residual))}</td>`,
    html`<td class="words${!check.inside && " bad"}">${judgement(check, words)}</td>`,
  ]}</tr>\n`;
};

const wholePercent = (limit: number): string => percent(limit).replace(".0", "");

/** With more cells than this outside of the model, the summary only counts them, and their names are folded. */
const mostNamed = 3;

export const renderChecks = (panel: Panel, words: Words): Markup | false => {
  const { checks } = panel;
  if (checks.length === 0) return false;
  const { basics, model } = words;
  const outside = checks.filter(({ inside }) => !inside).length;
  const told = summariseChecks(checks, words);
  const short = outside > mostNamed ? model.someOutside(outside, checks.length) : told;
  const limits = model.limits(wholePercent(residualLimits.latency), wholePercent(residualLimits.requests));
  return html`<details class="checks"><summary>${model.summary(short)}</summary>
${outside > mostNamed && html`<p>${model.inShort(told)}</p>`}
<p>${basics.sentences([model.why, limits, model.grain])}</p>
${renderTable(
  `${panel.id}-model`,
  model.caption(panel.title),
  headsOf(model.heads, (i) => i < 2 || i === 5),
  checks.map((check) => renderCheck(check, words)),
)}</details>`;
};
