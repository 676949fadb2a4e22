// The first screen as HTML: what to use, one chart, and a matrix whose cells lead to their proofs.
import type { DrawnChart } from "../charts/drawing.ts";
import type { TransportView } from "../legend/transports.ts";
import { type Decision, type DecisionCell, type DecisionRow, decisionColumns } from "../view/decision.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, figure } from "../writing/numbers.ts";
import { renderCharts } from "./chart.ts";
import { renderBelow, renderName, renderTable } from "./table.ts";

const units: Readonly<Record<(typeof decisionColumns)[number], string>> = {
  latency: "ms",
  bytes: "B",
  idle: "",
  cpu: "ms",
  memory: "KiB",
};

/** A colour alone would tell some readers nothing: the tint has a word for those who hear the page, and bars for the others. */
const renderTint = (tint: number | null, { decision }: Words): Markup | false =>
  tint !== null &&
  html`<span class="heard">${decision.tints[tint] ?? ""}</span><span class="tint-bars" aria-hidden="true">${"▮".repeat(tint + 1)}</span>`;

const renderCell = ({ estimate, below, proof, tint }: DecisionCell, words: Words): Markup => {
  if (estimate === null) return html`<td class="absent">${absent}</td>`;
  const small = below === "" ? "" : words.decision.tail(below);
  return html`<td${tint !== null && html` class="tint-${tint}"`}><a href="#${proof}">${figure(estimate.median)}</a>${renderTint(tint, words)}${renderBelow(small)}</td>`;
};

const renderRow = (row: DecisionRow, views: readonly TransportView[], words: Words): Markup => {
  const { decision } = words;
  const view = views.find(({ name }) => name === row.transport);
  return html`<tr${row.isMake && html` class="make"`}>${[
    renderName(row.label, [row.setting], view),
    ...decisionColumns.map((column) => renderCell(row.cells[column], words)),
    html`<td class="words">${row.twoWay ? decision.yes : decision.no}</td>`,
    html`<td class="words passes">${decision.passages[row.passes]}</td>`,
  ]}</tr>\n`;
};

const renderMatrix = ({ rows }: Decision, views: readonly TransportView[], words: Words): Markup => {
  const { heads, caption } = words.decision;
  return renderTable(
    "decision-matrix",
    caption,
    [
      { text: heads.transport, words: true },
      ...decisionColumns.map((column) => ({ text: heads[column], unit: units[column] })),
      { text: heads.twoWay, words: true },
      { text: heads.passes, words: true },
    ],
    rows.map((row) => renderRow(row, views, words)),
  );
};

/** The headline, and below it the rest of the advice. */
export const renderAdvice = ({ advice: [first = "", ...rest], condition }: Decision, words: Words): Markup => {
  const { basics } = words;
  return html`<h1>${basics.stop(first)}</h1>
${rest.length > 0 && html`<p class="advice">${basics.sentences(rest.map((sentence) => basics.stop(sentence)))}</p>\n`}<p class="conditions">${condition}</p>`;
};

export const renderDecision = (
  decision: Decision,
  charts: readonly DrawnChart[],
  views: readonly TransportView[],
  words: Words,
): Markup => html`<div class="decision">
<h2 class="heard">${words.decision.chart.title}</h2>
${renderCharts(charts, words)}
${renderMatrix(decision, views, words)}
</div>`;
