// The report as one HTML string: answer first, evidence below, everything checkable at the end. Pure and deterministic:
// the same report, charts and assets give the same bytes.
import { createHash } from "node:crypto";
import type { Run } from "../bench/record.ts";
import type { ChartedSection } from "./charts.ts";
import type { DrawnChart } from "./drawing.ts";
import { embedSource, html, type Markup } from "./markup.ts";
import { instant } from "./numbers.ts";
import { packJson } from "./packed-data.ts";
import { renderChoosing } from "./page-choosing.ts";
import { renderEvidence } from "./page-evidence.ts";
import { hasFrontier, renderFrontier } from "./page-frontier.ts";
import { renderGlance } from "./page-glance.ts";
import { renderPanel } from "./page-panel.ts";
import { renderPublished } from "./page-published.ts";
import { renderRig } from "./page-rig.ts";
import { renderSilence } from "./page-silence.ts";
import type { Panel } from "./panels.ts";
import { capitalise } from "./phrases.ts";
import type { Report } from "./report.ts";
import { ledgerSentence } from "./sentences.ts";

/** Sources that stand inside the page, as read from disk. */
export interface Assets {
  readonly style: string;
  /** Run in this order: libraries first, the page's own script last. */
  readonly scripts: readonly string[];
}

export interface PageParts {
  readonly run: Run;
  readonly report: Report;
  /** As charts.ts keys them: by a panel's id, or by section. */
  readonly charts: ReadonlyMap<string, readonly DrawnChart[]>;
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

const renderHead = (report: Report): Markup => html`<header>
<p class="eyebrow">Short polling, long polling and WebSocket compared</p>
<h1>${report.verdict.headline}</h1>
${renderGlance(report)}
<div class="verdict">${report.verdict.sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>
<p class="standing">${report.standing}. ${ledgerSentence(report.ledger)}</p>
${report.partial && html`<p class="warning" role="note"><strong>Partial run.</strong> Not every planned trial was run; the figures rest on those that were.</p>`}
${report.warnings.map((warning) => html`<p class="warning" role="note"><strong>Warning.</strong> ${capitalise(warning)}</p>`)}
</header>`;

const contentsOf = ({
  panels,
  frontier,
  crossings,
  choosing,
  silence,
  published,
}: Report): readonly (readonly [string, string])[] => [
  ...panels.filter((panel) => !panel.published).map(({ id, title }) => [id, title] as const),
  ...(hasFrontier(frontier, crossings) ? [["frontier", "What a fast answer costs"] as const] : []),
  ...(choosing === null ? [] : [["choosing", "Which transport should I use?"] as const]),
  ...(silence === null ? [] : [["silence", "Silence"] as const]),
  ...(published === null ? [] : [["published", "Published comparisons"] as const]),
  ["rig", "The rig"],
  ["ledger", "Delivery ledger"],
  ["trials", "Trials"],
  ["run", "The run"],
];

const renderContents = (report: Report): Markup => html`<nav class="contents" aria-label="Contents"><ul>
${contentsOf(report).map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>`;

const renderSections = ({ report, charts }: PageParts): Markup => {
  const { panels, transports, frontier, crossings, choosing, silence, published } = report;
  const [ours, theirs] = [panels.filter((panel) => !panel.published), panels.filter((panel) => panel.published)];
  const chartsOf = (id: string): readonly DrawnChart[] => charts.get(id) ?? [];
  const render = (panel: Panel): Markup => renderPanel(panel, chartsOf(panel.id), transports);
  return html`${ours.map(render)}
${renderFrontier(frontier, crossings, chartsOf("frontier" satisfies ChartedSection))}
${renderChoosing(choosing, transports)}
${renderSilence(silence, chartsOf("silence" satisfies ChartedSection))}
${renderPublished(published, theirs.map(render))}
${renderRig(report)}
${renderEvidence(report)}`;
};

export const renderPage = (parts: PageParts): string => {
  const { run, report, charts, assets } = parts;
  const specs = Object.fromEntries([...charts.values()].flat().map((chart) => [chart.id, chart.vega]));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark">
<title>${report.verdict.headline} · ${report.id}</title>
<style>${embedSource(assets.style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<div class="sheet">
${renderHead(report)}
${renderContents(report)}
<main id="main">
${renderSections(parts)}
</main>
<footer><p>Run ${report.id}, ${instant(report.startedAt)}. This file is complete: it needs no server and no network.</p></footer>
</div>
<script type="application/gzip" id="results">${packJson(run)}</script>
<script type="application/gzip" id="specs">${packJson(specs)}</script>
${assets.scripts.map((script) => html`<script>${embedSource(script)}</script>\n`)}</body>
</html>
`;
  return page.toString();
};
