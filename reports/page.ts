// The report as one HTML string: answer first, evidence below, everything checkable at the end. Pure and deterministic:
// the same report, charts and assets give the same bytes.
import { createHash } from "node:crypto";
import type { Run } from "../bench/record.ts";
import type { DrawnChart } from "./drawing.ts";
import { embedJson, embedSource, html, type Markup } from "./markup.ts";
import { instant } from "./numbers.ts";
import { renderEvidence } from "./page-evidence.ts";
import { renderGlance } from "./page-glance.ts";
import { renderPanel } from "./page-panel.ts";
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
  /** By panel, in the panels' order. */
  readonly charts: readonly (readonly DrawnChart[])[];
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

const renderContents = (report: Report): Markup => html`<nav class="contents" aria-label="Contents"><ul>
${report.panels.map((panel) => html`<li><a href="#${panel.id}">${panel.title}</a></li>`)}
<li><a href="#ledger">Delivery ledger</a></li><li><a href="#trials">Trials</a></li><li><a href="#run">The run</a></li>
</ul></nav>`;

export const renderPage = ({ run, report, charts, assets }: PageParts): string => {
  const specs = Object.fromEntries(charts.flat().map((chart) => [chart.id, chart.vega]));
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
${report.panels.map((panel, i) => renderPanel(panel, charts[i] ?? [], report.transports))}
${renderEvidence(report)}
</main>
<footer><p>Run ${report.id}, ${instant(report.startedAt)}. This file is complete: it needs no server and no network.</p></footer>
</div>
<script type="application/json" id="results">${embedJson(run)}</script>
<script type="application/json" id="specs">${embedJson(specs)}</script>
${assets.scripts.map((script) => html`<script>${embedSource(script)}</script>\n`)}</body>
</html>
`;
  return page.toString();
};
