// A panel's check against the model: every prediction beside what was measured, the residual, and the judgement.

import { type ModelCheck, residualLimits, showResidual, summariseChecks } from "../view/model-checks.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { figure, percent } from "../writing/numbers.ts";
import { renderName, renderTable } from "./table.ts";

const judgement = ({ inside, judgedBy }: ModelCheck, { model: { judgements } }: Words): string => {
  if (judgedBy === "interval") return inside ? judgements.insideInterval : judgements.outsideInterval;
  return inside ? judgements.insideLimit : judgements.outsideLimit;
};

const renderCheck = (check: ModelCheck, words: Words): Markup => {
  const show = check.unit === "%" ? percent : figure;
  const { median, low, high } = check.measured;
  const unit = check.unit !== "" && html` <span class="unit">${check.unit}</span>`;
  const interval = low === null || high === null || show(low) === show(high) ? "" : `${show(low)} – ${show(high)}`;
  return html`<tr>${renderName(check.label, [check.setting])}<td class="words">${words.model.quantities[check.quantity]}</td><td>${show(check.predicted)}${unit}</td><td>${show(median)}${unit}${interval !== "" && html`<small>${interval}</small>`}</td><td>${showResidual(check, words)}</td><td class="words${check.inside ? "" : " bad"}">${judgement(check, words)}</td></tr>\n`;
};

const { latency, requests } = residualLimits;
const limits = ({ model }: Words): string => {
  const [times, others] = [latency, requests].map((limit) => percent(limit).replace(".0", ""));
  return model.limits(times ?? "", others ?? "");
};

/** The summary names every cell that is outside; where they are many, below the fold of it. */
export const renderChecks = (panel: Panel, words: Words): Markup | false => {
  const { checks } = panel;
  if (checks.length === 0) return false;
  const { basics, model } = words;
  const outside = checks.filter(({ inside }) => !inside).length;
  const told = summariseChecks(checks, words);
  const short = outside > 3 ? model.someOutside(outside, checks.length) : told;
  return html`<details class="checks"><summary>${model.summary(short)}</summary>
${outside > 3 && html`<p>${model.inShort(told)}</p>`}
<p>${basics.sentences([model.why, limits(words), model.holds])}</p>
${renderTable(
  `${panel.id}-model`,
  model.caption(panel.title),
  model.heads.map((text, i) => (i < 2 || i === 5 ? { text, words: true } : { text })),
  checks.map((check) => renderCheck(check, words)),
)}</details>`;
};
