// The few figures beside the headline: one card a transport. Says what the headline's panel measured, nothing else.
import type { Estimate } from "../bench/record-summary.ts";
import { html, type Markup } from "./markup.ts";
import { absent, figure } from "./numbers.ts";
import { renderSwatch } from "./page-table.ts";
import type { Report } from "./report.ts";
import type { Glance } from "./verdict.ts";
import type { Words } from "./words/words.ts";

const show = (estimate: Estimate | null): string => (estimate === null ? absent : figure(estimate.median));

const renderCard = (glance: Glance, report: Report, { page: { glance: words } }: Words): Markup => {
  const view = report.transports.find(({ name }) => name === glance.transport);
  return html`<li class="card" data-transport="${glance.transport}">
<p class="card-name">${view && renderSwatch(view)}${glance.label}${glance.setting !== "" && html` <small>${glance.setting}</small>`}</p>
<p class="card-figure">${show(glance.responseTimeMs)} <span class="unit">ms</span></p>
<p class="card-meaning">${words[glance.word]}</p>
<dl class="pairs"><div><dt>${words.bytes}</dt><dd>${show(glance.bytesPerDelivery)}</dd></div><div><dt>${words.requests}</dt><dd>${show(glance.requestsPerDelivery)}</dd></div></dl>
</li>
`;
};

export const renderGlance = (report: Report, words: Words): Markup | false =>
  report.verdict.glance.length > 0 &&
  html`<ul class="glance">
${report.verdict.glance.map((glance) => renderCard(glance, report, words))}</ul>`;
