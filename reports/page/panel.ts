// One panel as HTML: what was asked, the summary table, the check against the model, the charts with their data.
import { chartedPanels } from "../charts/charts.ts";
import type { DrawnChart } from "../charts/drawing.ts";
import type { TransportView } from "../legend/transports.ts";
import { browserSentence } from "../view/browser-sentence.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { renderCharts } from "./chart.ts";
import { renderChecks } from "./checks.ts";
import { renderCpuParts } from "./cpu-parts.ts";
import { renderFanOut } from "./fan-out.ts";
import { renderSection } from "./section.ts";
import { renderSpread } from "./spread.ts";
import { renderSummary } from "./summary.ts";

const renderFigures = (panel: Panel, views: readonly TransportView[], words: Words): Markup => {
  const table = renderSummary(panel, views, words);
  // A sweep is read in its charts: its table is there to look things up.
  if (panel.factor === null) return table;
  const noted = panel.rows.filter(({ notes }) => notes.length > 0).length;
  return html`<details><summary>${words.panel.allSettings(panel.rows.length, noted)}</summary>\n${table}</details>`;
};

const renderBrowser = (panel: Panel, words: Words): Markup | false => {
  const sentence = browserSentence(panel, words);
  return sentence !== null && html`\n<p>${sentence}</p>`;
};

const renderAbsence = (panel: Panel, { panel: words }: Words): Markup | false => {
  if (panel.published) return false;
  const measured = panel.rows.some((row) => row.trials.measured > 0);
  const why = measured ? words.firstTables(chartedPanels) : words.unmeasured;
  return html`<p class="conditions">${words.noCharts(why)}</p>`;
};

export const renderPanel = (
  panel: Panel,
  charts: readonly DrawnChart[],
  views: readonly TransportView[],
  words: Words,
): Markup => {
  const body = html`${panel.why !== "" && html`<p class="why">${panel.why}</p>`}
<p class="conditions">${panel.conditions}${panel.sideBySide && ` · ${words.conditions.sideBySide}`}</p>${renderBrowser(panel, words)}
${renderFigures(panel, views, words)}
${renderCpuParts(panel, views, words)}
${renderFanOut(panel, views, words)}
${renderChecks(panel, words)}
${renderSpread(panel, views, words)}
${charts.length > 0 ? renderCharts(charts, words) : renderAbsence(panel, words)}
`;
  return html`${renderSection(panel.id, panel.title, body)}\n`;
};
