// The section of the page on the trade: what a fast answer costs, and where one transport overtakes another.
import type { CrossingView } from "./crossing-sentences.ts";
import type { DrawnChart } from "./drawing.ts";
import type { Frontier } from "./frontier-view.ts";
import { html, type Markup } from "./markup.ts";
import { renderCharts } from "./page-chart.ts";
import type { Words } from "./words/words.ts";

export const hasFrontier = (frontier: Frontier | null, crossings: CrossingView | null): boolean =>
  frontier !== null || crossings !== null;

const renderCrossings = (
  { groups, withoutIntervals }: CrossingView,
  { basics, sweeps: { crossings } }: Words,
): Markup => html`<div class="crossings">
<h3>${crossings.title}</h3>
<p class="why">${basics.sentences([crossings.why, withoutIntervals ? crossings.byMedians : ""])}</p>
${groups.map(({ title, sentences }) => html`<h4>${title}</h4><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>\n`)}</div>`;

export const renderFrontier = (
  frontier: Frontier | null,
  crossings: CrossingView | null,
  charts: readonly DrawnChart[],
  words: Words,
): Markup | false =>
  hasFrontier(frontier, crossings) &&
  html`<section id="frontier" aria-labelledby="frontier-title">
<h2 id="frontier-title">${words.sweeps.frontier.title}</h2>
${frontier !== null && html`<p class="why">${words.sweeps.frontier.why}</p>\n<p class="conditions">${frontier.panel.title} · ${frontier.panel.conditions}</p>`}
${renderCharts(charts, words)}
${crossings !== null && renderCrossings(crossings, words)}
</section>
`;
