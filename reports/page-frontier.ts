// The section of the page on the trade: what a fast answer costs, and where one transport overtakes another.
import type { CrossingView } from "./crossing-sentences.ts";
import type { DrawnChart } from "./drawing.ts";
import type { Frontier } from "./frontier-view.ts";
import { html, type Markup } from "./markup.ts";
import { renderCharts } from "./page-chart.ts";

export const hasFrontier = (frontier: Frontier | null, crossings: CrossingView | null): boolean =>
  frontier !== null || crossings !== null;

const renderCrossings = ({ groups, withoutIntervals }: CrossingView): Markup => html`<div class="crossings">
<h3>Where one transport overtakes another</h3>
<p class="why">In brackets the two settings that were run on either side of a crossing; its place is read off a straight line between their medians.${withoutIntervals && " Where a cell has fewer than six trials its median alone decides: what crosses more than once there, or differs by less than a tenth, is left out."}</p>
${groups.map(({ title, sentences }) => html`<h4>${title}</h4><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>\n`)}</div>`;

export const renderFrontier = (
  frontier: Frontier | null,
  crossings: CrossingView | null,
  charts: readonly DrawnChart[],
): Markup | false =>
  hasFrontier(frontier, crossings) &&
  html`<section id="frontier" aria-labelledby="frontier-title">
<h2 id="frontier-title">What a fast answer costs</h2>
${frontier !== null && html`<p class="why">Every transport in every setting that was run, under otherwise equal conditions.</p>\n<p class="conditions">${frontier.panel.title} · ${frontier.panel.conditions}</p>`}
${renderCharts(charts)}
${crossings !== null && renderCrossings(crossings)}
</section>
`;
