// The report as one HTML string: answer first, evidence below, everything checkable at the end. Pure and deterministic:
// the same report, charts and assets give the same bytes. In English, with another language packed beside it.
import { createHash } from "node:crypto";
import type { Run } from "../../bench/record/run.ts";
import type { ChartedSection } from "../charts/charts.ts";
import type { DrawnChart } from "../charts/drawing.ts";
import type { Panel } from "../view/panels.ts";
import type { Report } from "../view/report.ts";
import { ledgerSentence } from "../view/sentences.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { embedSource, html, type Markup, packJson } from "../writing/markup.ts";
import { instant } from "../writing/numbers.ts";
import { renderChoosing } from "./choosing.ts";
import { type Edition, packEdition, specsOf } from "./editions.ts";
import { renderEvidence } from "./evidence.ts";
import { hasFrontier, renderFrontier, renderPanel } from "./panel.ts";
import { renderPublished } from "./published.ts";
import { renderRig } from "./rig.ts";
import { renderSilence } from "./silence.ts";
import { renderGlance } from "./summary.ts";

/** Sources that stand inside the page, as read from disk. */
export interface Assets {
  readonly style: string;
  /** Run in this order: libraries first, the page's own script last. */
  readonly scripts: readonly string[];
}

export interface PageParts {
  readonly run: Run;
  /** In English, which the page shows without a script. */
  readonly report: Edition["report"];
  readonly charts: Edition["charts"];
  /** The same run in the page's other language; its charts need no still drawing. */
  readonly translation?: Edition;
  readonly assets: Assets;
}

const hash = (source: string): string => `'sha256-${createHash("sha256").update(source).digest("base64")}'`;

/** Nothing is fetched, nothing but these very sources runs, and no expression is evaluated as code. */
const policy = ({ style, scripts }: Assets): string =>
  [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(" ")}`,
    `style-src ${hash(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

const renderHead = (report: Report, words: Words): Markup => html`<header>
<p class="eyebrow">${words.page.eyebrow}</p>
<h1>${report.verdict.headline}</h1>
${renderGlance(report, words)}
<div class="verdict">${report.verdict.sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>
<p class="standing">${words.basics.sentences([words.basics.stop(report.standing), ledgerSentence(report.ledger, words)])}</p>
${report.partial && html`<p class="warning" role="note"><strong>${words.page.partial.head}</strong> ${words.page.partial.text}</p>`}
${report.warnings.map((warning) => html`<p class="warning" role="note"><strong>${words.page.warning}</strong> ${words.basics.capitalise(warning)}</p>`)}
</header>`;

const contentsOf = (
  { panels, frontier, crossings, choosing, silence, published }: Report,
  words: Words,
): readonly (readonly [string, string])[] => [
  ...panels.filter((panel) => !panel.published).map(({ id, title }) => [id, title] as const),
  ...(hasFrontier(frontier, crossings) ? [["frontier", words.sweeps.frontier.title] as const] : []),
  ...(choosing === null ? [] : [["choosing", words.choosingPage.title] as const]),
  ...(silence === null ? [] : [["silence", words.sweeps.silence.title] as const]),
  ...(published === null ? [] : [["published", words.published.contents] as const]),
  ["rig", words.rig.title],
  ["ledger", words.evidence.ledger.title],
  ["trials", words.evidence.trials.title],
  ["run", words.evidence.run.title],
];

const renderContents = (
  report: Report,
  words: Words,
): Markup => html`<nav class="contents" aria-label="${words.page.contents}"><ul>
${contentsOf(report, words).map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>`;

const renderSections = ({ report, charts, words }: Edition): Markup => {
  const { panels, transports, frontier, crossings, choosing, silence, published } = report;
  const [ours, theirs] = [panels.filter((panel) => !panel.published), panels.filter((panel) => panel.published)];
  const chartsOf = (id: string): readonly DrawnChart[] => charts.get(id) ?? [];
  const render = (panel: Panel): Markup => renderPanel(panel, chartsOf(panel.id), transports, words);
  return html`${ours.map(render)}
${renderFrontier(frontier, crossings, chartsOf("frontier" satisfies ChartedSection), words)}
${renderChoosing(choosing, transports, words)}
${renderSilence(silence, chartsOf("silence" satisfies ChartedSection), words)}
${renderPublished(published, theirs.map(render), words)}
${renderRig(report, words)}
${renderEvidence(report, words)}`;
};

/** All that is in one language: it is put into the page, or in the place of what is. */
const renderSheet = (edition: Edition): Markup => html`
${renderHead(edition.report, edition.words)}
${renderContents(edition.report, edition.words)}
<main id="main">
${renderSections(edition)}
</main>
<footer><p>${edition.words.page.footer(edition.report.id, instant(edition.report.startedAt))}</p></footer>
`;

const titleOf = ({ report }: Edition): string => `${report.verdict.headline} · ${report.id}`;

/** Above the sheet, so that who has pressed a button still has it; a script shows it. */
const renderLanguages = (translation: Edition | undefined): Markup | false =>
  translation !== undefined &&
  html`<div class="languages" role="region" aria-label="Language · 语言" hidden>
<button type="button" lang="en" data-language="en" aria-pressed="true">English</button>
<button type="button" lang="${translation.words.basics.language}" data-language="${translation.words.basics.language}" aria-pressed="false">${translation.words.page.ownName}</button>
</div>`;

export const renderPage = ({ run, assets, translation, ...own }: PageParts): string => {
  const edition: Edition = { ...own, words: english };
  const specs = specsOf(edition);
  const page = html`<!doctype html>
<html lang="${edition.words.basics.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark">
<title>${titleOf(edition)}</title>
<style>${embedSource(assets.style)}</style>
</head>
<body>
<a class="skip" href="#main">${edition.words.page.skip}</a>
${renderLanguages(translation)}
<div class="sheet">${renderSheet(edition)}</div>
<script type="application/gzip" id="results">${packJson(run)}</script>
<script type="application/gzip" id="specs">${packJson(specs)}</script>
${translation && html`<script type="application/gzip" id="edition-${translation.words.basics.language}">${packEdition(translation, titleOf(translation), renderSheet(translation), specs)}</script>`}
${assets.scripts.map((script) => html`<script>${embedSource(script)}</script>\n`)}</body>
</html>
`;
  return page.toString();
};
