// The section of the page on what a fast delivery costs, and where one transport overtakes another.
import type { DrawnChart } from "../charts/drawing.ts";
import type { CrossingGroup } from "../view/crossing-sentences.ts";
import type { Frontier } from "../view/frontier.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { renderCharts } from "./chart.ts";
import { renderSection } from "./section.ts";

export const hasFrontier = (frontier: Frontier | null, crossings: readonly CrossingGroup[] | null): boolean =>
  frontier !== null || crossings !== null;

const renderCrossings = (
  groups: readonly CrossingGroup[],
  { sweeps: { crossings } }: Words,
): Markup => html`<div class="crossings">
<h3>${crossings.title}</h3>
<p class="why">${crossings.why}</p>
${groups.map(({ title, sentences }) => html`<h4>${title}</h4><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>\n`)}</div>`;

export const renderFrontier = (
  frontier: Frontier | null,
  crossings: readonly CrossingGroup[] | null,
  charts: readonly DrawnChart[],
  words: Words,
): Markup | false => {
  if (!hasFrontier(frontier, crossings)) return false;
  const { title, why } = words.sweeps.frontier;
  const body = html`${frontier !== null && html`<p class="why">${why}</p>\n<p class="conditions">${frontier.panel.title} · ${frontier.panel.conditions}</p>`}
${renderCharts(charts, words)}
${crossings !== null && renderCrossings(crossings, words)}
`;
  return html`${renderSection("frontier", title, body)}\n`;
};
