// The few figures beside the headline: one card a transport. Says what the headline's panel measured, nothing else.
import type { Estimate } from "../bench/record.ts";
import { html, type Markup } from "./markup.ts";
import { absent, figure } from "./numbers.ts";
import { renderSwatch } from "./page-table.ts";
import type { Report } from "./report.ts";
import type { Glance } from "./verdict.ts";

const show = (estimate: Estimate | null): string => (estimate === null ? absent : figure(estimate.median));

const renderCard = (glance: Glance, report: Report): Markup => {
  const view = report.transports.find(({ name }) => name === glance.transport);
  return html`<li class="card">
<p class="card-name">${view && renderSwatch(view)}${glance.label}${glance.setting !== "" && html` <small>${glance.setting}</small>`}</p>
<p class="card-figure">${show(glance.responseTimeMs)} <span class="unit">ms</span></p>
<p class="card-meaning">${glance.word} response time</p>
<dl class="pairs"><div><dt>bytes per delivery</dt><dd>${show(glance.bytesPerDelivery)}</dd></div><div><dt>requests per delivery</dt><dd>${show(glance.requestsPerDelivery)}</dd></div></dl>
</li>
`;
};

export const renderGlance = (report: Report): Markup | false =>
  report.verdict.glance.length > 0 &&
  html`<ul class="glance">
${report.verdict.glance.map((glance) => renderCard(glance, report))}</ul>`;
