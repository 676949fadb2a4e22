// The comparison of two runs as one HTML string: a drawing of all ratios, what changed, then everything that it rests on. In
// English, with another language packed beside it. Pure and deterministic: the same views, charts and assets give the same bytes.
import type { DrawnChart } from "../charts/drawing.ts";
import { renderData, renderFigure } from "../page/chart.ts";
import { type Assets, renderDocument } from "../page/document.ts";
import { packSheet, renderLanguages } from "../page/editions.ts";
import { renderContents, renderSection } from "../page/section.ts";
import { renderColumns, type TableColumn } from "../page/table.ts";
import { renderTemplates, renderThemes } from "../page/tools.ts";
import type { CompareWords } from "../words/english/compare.ts";
import { comparisonMark } from "../writing/comparison-mark.ts";
import { html, type Markup } from "../writing/markup.ts";
import { lineColumns, renderCell, renderMetric } from "./page-cells.ts";
import { renderForest } from "./page-forest.ts";
import { renderRuns } from "./page-runs.ts";
import type { Compared, ComparedCell, ComparedLine } from "./view.ts";

/** A comparison and its charts in one language. */
export interface CompareEdition {
  readonly compared: Compared;
  readonly charts: readonly DrawnChart[];
  /** The number of charts, from the first on, of cells whose times changed. */
  readonly changed: number;
  /** Cells with a spectrum for which there was no room. */
  readonly dropped: number;
  readonly words: CompareWords;
}

interface ComparePageParts {
  /** In English, which the page shows without a script. */
  readonly own: CompareEdition;
  readonly translation: CompareEdition;
  readonly assets: Assets;
}

const renderChanges = ({ compared, words }: CompareEdition): Markup => {
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
  return renderFigure(chart, chart.id, { summary: words.charts.data, data });
};

/** The least number of charts that stand open, however few cells changed. */
const openCharts = 2;

const renderCharts = ({ charts, changed, dropped, words }: CompareEdition): Markup | false => {
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

const isChanged = ({ lines }: ComparedCell): boolean =>
  lines.some(({ line: { verdict } }) => verdict === "regression" || verdict === "improvement" || verdict === "changed");

/** Cells without a change are folded together. */
const renderAll = ({ compared, words }: CompareEdition): Markup => {
  const { title, why, rest: restOf } = words.all;
  const cells = compared.cells.map((cell, i) => ({ changed: isChanged(cell), markup: renderCell(cell, i, words) }));
  const [open, rest] = [cells.filter(({ changed }) => changed), cells.filter(({ changed }) => !changed)];
  const body = html`<p class="why">${why}</p>
${open.map(({ markup }) => markup)}
${rest.length > 0 && html`<details><summary>${restOf(rest.length)}</summary>${rest.map(({ markup }) => markup)}</details>`}
`;
  return renderSection("all", title, body);
};

const hasOnly = ({ onlyBase, onlyHead }: Compared): boolean => onlyBase.length + onlyHead.length > 0;

const renderOnly = ({ compared, words }: CompareEdition): Markup | false => {
  const list = (head: string, names: readonly string[]): Markup | false =>
    names.length > 0 && html`<p>${head}</p><ul>${names.map((name) => html`<li>${name}</li>`)}</ul>`;
  const { title, base, head } = words.only;
  const lists = html`${list(base, compared.onlyBase)}${list(head, compared.onlyHead)}\n`;
  return hasOnly(compared) && renderSection("only", title, lists);
};

const renderHeader = ({ compared, charts, words }: CompareEdition): Markup => {
  const { headline, commits, sentences, warnings, changed, noPass, unchanged } = compared;
  // Without a change, the section of changes says it.
  const remedy = noPass && changed.length > 0 ? [unchanged] : [];
  const { basics } = words;
  const sections: readonly (readonly [id: string, title: string])[] = [
    ["forest", words.forest.title],
    ["changes", words.changes.title],
    ...(charts.length > 0 ? [["charts", words.charts.title] as const] : []),
    ["all", words.all.title],
    ...(hasOnly(compared) ? [["only", words.only.title] as const] : []),
    ["ledger", words.ledger.title],
    ["runs", words.runs.title],
    ["method", words.method.title],
  ];
  return html`<header>
${renderThemes(words)}
<p class="eyebrow">${words.eyebrow}</p>
<h1>${headline}</h1>
<p class="standing">${commits}</p>
<div class="verdict">${[...sentences, ...remedy].map((sentence) => html`<p>${sentence}</p>`)}</div>
${warnings.map((warning) => html`<p class="warning" role="note"><strong>${basics.stop(words.warning)}</strong> ${basics.stop(basics.capitalise(warning))}</p>`)}
${renderContents(words.page.contents, sections)}
</header>`;
};

const renderMethod = ({ method }: CompareWords): Markup =>
  renderSection("method", method.title, html`${method.paragraphs.map((text) => html`<p class="why">${text}</p>`)}\n`);

const renderSheet = (edition: CompareEdition): Markup => {
  const { compared, words } = edition;
  return html`
${renderHeader(edition)}
<main id="main">
${renderForest(compared, words)}
${renderChanges(edition)}
${renderCharts(edition)}
${renderAll(edition)}
${renderOnly(edition)}
${renderRuns(compared, words)}
${renderMethod(words)}
</main>
<footer><p>${words.footer(compared.base.id, compared.head.id)}</p></footer>
${renderTemplates(words)}
`;
};

export const renderComparePage = ({ own, translation, assets }: ComparePageParts): string => {
  const { compared, words } = own;
  const other = translation.words;
  return renderDocument({
    language: words.basics.language,
    title: compared.headline,
    description: words.basics.sentences([words.basics.stop(compared.headline), compared.commits]),
    generator: comparisonMark(compared.base.id, compared.head.id),
    assets,
    body: html`<a class="skip" href="#main">${words.page.skip}</a>
${renderLanguages(other.basics.language, other.page.ownName)}
<div class="sheet">${renderSheet(own)}</div>`,
    data: packSheet(other.basics.language, {
      title: translation.compared.headline,
      skip: other.page.skip,
      sheet: renderSheet(translation),
    }),
  });
};
