// One panel as HTML: what was asked, the summary table, the check against the model, the charts with their data.
import { chartedPanels } from "./charts.ts";
import type { DrawnChart } from "./drawing.ts";
import { html, type Markup } from "./markup.ts";
import { count } from "./numbers.ts";
import { renderCharts } from "./page-chart.ts";
import { renderChecks } from "./page-checks.ts";
import { renderSpread } from "./page-spread.ts";
import { renderSummary } from "./page-summary.ts";
import type { Panel } from "./panels.ts";
import type { TransportView } from "./transport-views.ts";

/** A sweep is read in its charts: with more rows than this, its table is there to look things up. */
const openRows = 12;

const renderFigures = (panel: Panel, views: readonly TransportView[]): Markup => {
  const table = renderSummary(panel, views);
  if (panel.factor === null || panel.rows.length <= openRows) return table;
  const noted = panel.rows.filter(({ notes }) => notes.length > 0).length;
  const notes = noted === 0 ? "" : `, with notes on ${count(noted)} of them`;
  return html`<details><summary>Table of all ${count(panel.rows.length)} settings${notes}</summary>\n${table}</details>`;
};

const renderAbsence = (panel: Panel): Markup | false => {
  if (panel.published) return false;
  const measured = panel.rows.some((row) => row.trials.measured > 0);
  const why = measured ? `a page draws those of its first ${count(chartedPanels)} tables` : "no trial was measured";
  return html`<p class="conditions">No charts here: ${why}.</p>`;
};

export const renderPanel = (
  panel: Panel,
  charts: readonly DrawnChart[],
  views: readonly TransportView[],
): Markup => html`<section id="${panel.id}" aria-labelledby="${panel.id}-title">
<h2 id="${panel.id}-title">${panel.title}</h2>
${panel.why !== "" && html`<p class="why">${panel.why}</p>`}
<p class="conditions">${panel.conditions}${panel.sideBySide && " · transports ran side by side"}</p>
${renderFigures(panel, views)}
${renderChecks(panel)}
${renderSpread(panel, views)}
${charts.length > 0 ? renderCharts(charts) : renderAbsence(panel)}
</section>
`;
