// The comparison of two runs as one HTML string: what changed, then everything that it rests on. It has no scripts. Pure and
// deterministic: the same view, charts and style give the same bytes.
import type { DrawnChart } from "../charts/drawing.ts";
import { renderData, renderFigure } from "../page/chart.ts";
import { renderDocument } from "../page/document.ts";
import { renderContents, renderSection } from "../page/section.ts";
import { renderColumns, type TableColumn } from "../page/table.ts";
import { html, type Markup } from "../writing/markup.ts";
import { lineColumns, renderCell, renderMetric } from "./page-cells.ts";
import { renderRuns } from "./page-runs.ts";
import type { Compared, ComparedLine } from "./view.ts";
import type { CompareWords } from "./words.ts";

interface ComparePageParts {
  readonly compared: Compared;
  readonly charts: readonly DrawnChart[];
  /** The number of charts, from the first on, of cells whose times changed. */
  readonly changed: number;
  /** Cells with a spectrum for which there was no room. */
  readonly dropped: number;
  readonly words: CompareWords;
  readonly style: string;
}

const renderChanges = ({ compared, words }: ComparePageParts): Markup => {
  const { title, why, caption } = words.changes;
  const { metric, verdict, ratio, base, head, why: ground } = lineColumns(words);
  const named: TableColumn<ComparedLine> = {
    ...metric,
    cell: (line) => renderMetric(line, `${line.where} · ${line.tier}`),
  };
  const columns = [named, verdict, ratio, base, head, ground];
  const changes =
    compared.changed.length === 0
      ? html`<p>${compared.unchanged}</p>`
      : html`<p class="why">${why}</p>${renderColumns("changes-table", caption, columns, compared.changed)}`;
  const body = html`${changes}
${compared.notJudged !== "" && html`<p class="conditions">${compared.notJudged}</p>`}
${compared.caution !== "" && html`<p class="conditions">${compared.caution}</p>`}
`;
  return renderSection("changes", title, body);
};

const renderChart = (chart: DrawnChart, words: CompareWords): Markup => {
  const data = renderData(`${chart.id}-data`, chart.title, chart.table);
  return renderFigure(chart, chart.id, false, words.charts.data, data);
};

/** The least number of charts that stand open, however few cells changed. */
const openCharts = 2;

const renderCharts = ({ charts, changed, dropped, words }: ComparePageParts): Markup | false => {
  if (charts.length === 0) return false;
  const open = Math.max(changed, openCharts);
  const some = (list: readonly DrawnChart[]): Markup =>
    html`<div class="charts">${list.map((chart) => renderChart(chart, words))}</div>`;
  const rest = charts.slice(open);
  const body = html`<p class="why">${words.charts.why}${dropped > 0 && ` ${words.charts.dropped(dropped)}`}</p>
<p class="conditions">${words.charts.howToRead}</p>
${some(charts.slice(0, open))}
${rest.length > 0 && html`<details><summary>${words.charts.rest(rest.length)}</summary>${some(rest)}</details>`}
`;
  return renderSection("charts", words.charts.title, body);
};

const renderAll = ({ compared, words }: ComparePageParts): Markup => {
  const cells = compared.cells.map((cell, i) => renderCell(cell, i, words));
  return renderSection("all", words.all.title, html`<p class="why">${words.all.why}</p>\n${cells}`);
};

const hasOnly = ({ onlyBase, onlyHead }: Compared): boolean => onlyBase.length + onlyHead.length > 0;

const renderOnly = ({ compared, words }: ComparePageParts): Markup | false => {
  const list = (head: string, names: readonly string[]): Markup | false =>
    names.length > 0 && html`<p>${head}</p><ul>${names.map((name) => html`<li>${name}</li>`)}</ul>`;
  const { title, base, head } = words.only;
  const lists = html`${list(base, compared.onlyBase)}${list(head, compared.onlyHead)}\n`;
  return hasOnly(compared) && renderSection("only", title, lists);
};

const renderHeader = ({ compared, charts, words }: ComparePageParts): Markup => {
  const { headline, sentences, warnings } = compared;
  const sections: readonly (readonly [id: string, title: string])[] = [
    ["changes", words.changes.title],
    ...(charts.length > 0 ? [["charts", words.charts.title] as const] : []),
    ["all", words.all.title],
    ...(hasOnly(compared) ? [["only", words.only.title] as const] : []),
    ["ledger", words.ledger.title],
    ["runs", words.runs.title],
    ["method", words.method.title],
  ];
  return html`<header>
<p class="eyebrow">${words.eyebrow}</p>
<h1>${headline}</h1>
<div class="verdict">${sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>
${warnings.map((warning) => html`<p class="warning" role="note"><strong>${words.warning}.</strong> ${warning.charAt(0).toUpperCase()}${warning.slice(1)}.</p>`)}
${renderContents(words.contents, sections)}
</header>`;
};

const renderMethod = ({ method }: CompareWords): Markup =>
  renderSection("method", method.title, html`${method.paragraphs.map((text) => html`<p class="why">${text}</p>`)}\n`);

export const renderComparePage = (parts: ComparePageParts): string => {
  const { compared, words, style } = parts;
  const body = html`<a class="skip" href="#main">${words.skip}</a>
<div class="sheet">
${renderHeader(parts)}
<main id="main">
${renderChanges(parts)}
${renderCharts(parts)}
${renderAll(parts)}
${renderOnly(parts)}
${renderRuns(compared, words)}
${renderMethod(words)}
</main>
<footer><p>${words.footer(compared.base.id, compared.head.id)}</p></footer>
</div>`;
  return renderDocument({
    language: words.language,
    title: compared.headline,
    assets: { style, scripts: [] },
    body,
  });
};
