// The report as one HTML string: answer first, evidence below, everything checkable at the end. Pure and deterministic:
// the same report, charts and assets give the same bytes. In English, with another language packed beside it.
import type { Run } from "../../bench/record/run.ts";
import type { ChartedSection } from "../charts/charts.ts";
import type { DrawnChart } from "../charts/drawing.ts";
import type { Panel } from "../view/panels.ts";
import type { Report } from "../view/report.ts";
import { ledgerSentence } from "../view/sentences.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup, packJson } from "../writing/markup.ts";
import { instant } from "../writing/numbers.ts";
import { renderLegend } from "./chart.ts";
import { renderChoosing } from "./choosing.ts";
import { renderAdvice, renderDecision } from "./decision.ts";
import { type Assets, renderDocument } from "./document.ts";
import { type Edition, packEdition, renderLanguages, specsOf } from "./editions.ts";
import { renderEvidence } from "./evidence.ts";
import { hasFrontier, renderFrontier } from "./frontier.ts";
import { renderPanel } from "./panel.ts";
import { renderPublished } from "./published.ts";
import { renderReading, renderReadingLinks } from "./reading.ts";
import { renderRig } from "./rig.ts";
import { renderContents } from "./section.ts";
import { renderSilence } from "./silence.ts";
import { renderGlance } from "./summary.ts";
import { renderTemplates, renderThemes } from "./tools.ts";

interface PageParts {
  readonly run: Run;
  /** The report in English, which the page shows without a script. */
  readonly report: Edition["report"];
  readonly charts: Edition["charts"];
  /** The same run in the page's other language; its charts need no still drawing. */
  readonly translation: Edition;
  readonly assets: Assets;
}

const renderSentences = ({ verdict }: Report): Markup =>
  html`<div class="verdict">${verdict.sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>`;

/** The advice, where the run gives one; else what was measured. */
const renderAnswer = ({ report, charts, words }: Edition): Markup => {
  const { decision, transports, verdict } = report;
  if (decision === null) {
    return html`<h1>${verdict.headline}</h1>
${renderGlance(report, words)}
${renderSentences(report)}`;
  }
  const drawn = charts.get("decision" satisfies ChartedSection) ?? [];
  return html`${renderAdvice(decision, words)}
${renderDecision(decision, drawn, transports, words)}
<details class="in-words"><summary>${words.decision.inWords}</summary><p>${words.basics.stop(verdict.headline)}</p>
${renderSentences(report)}</details>`;
};

const renderHead = (edition: Edition): Markup => {
  const { report, words } = edition;
  return html`<header>
${renderThemes(words)}
<p class="eyebrow">${words.page.eyebrow}</p>
${renderAnswer(edition)}
${renderLegend(report.transports, words)}
<p class="standing">${words.basics.sentences([words.basics.stop(report.standing), ledgerSentence(report.ledger, words)])} ${renderReadingLinks(words)}</p>
${report.partial && html`<p class="warning" role="note"><strong>${words.page.partial.head}</strong> ${words.page.partial.text}</p>`}
${report.warnings.map((warning) => html`<p class="warning" role="note"><strong>${words.page.warning}</strong> ${words.basics.capitalise(warning)}</p>`)}
${report.causes.length > 0 && html`<p class="warning" role="note"><strong>${words.page.causes.head}</strong> ${words.basics.stop(words.basics.capitalise(words.basics.clauses(report.causes)))}</p>`}
</header>`;
};

const contentsOf = (
  { panels, frontier, crossings, choosing, silence, published }: Report,
  words: Words,
): readonly (readonly [id: string, title: string])[] => [
  ...(choosing === null ? [] : [["choosing", words.choosingPage.title] as const]),
  ...panels.filter((panel) => !panel.published).map(({ id, title }) => [id, title] as const),
  ...(hasFrontier(frontier, crossings) ? [["frontier", words.sweeps.frontier.title] as const] : []),
  ...(silence === null ? [] : [["silence", words.sweeps.silence.title] as const]),
  ...(published === null ? [] : [["published", words.published.contents] as const]),
  ["numbers", words.page.reading.numbers.title],
  ["limits", words.page.reading.limits.title],
  ["rig", words.rig.title],
  ["ledger", words.evidence.ledger.title],
  ["trials", words.evidence.trials.title],
  ["run", words.evidence.run.title],
];

const renderSections = ({ report, charts, words }: Edition): Markup => {
  const { panels, transports, frontier, crossings, choosing, silence, published } = report;
  const [ours, theirs] = [panels.filter((panel) => !panel.published), panels.filter((panel) => panel.published)];
  const chartsOf = (id: string): readonly DrawnChart[] => charts.get(id) ?? [];
  const render = (panel: Panel): Markup => renderPanel(panel, chartsOf(panel.id), transports, words);
  return html`${renderChoosing(choosing, transports, words)}
${ours.map(render)}
${renderFrontier(frontier, crossings, chartsOf("frontier" satisfies ChartedSection), words)}
${renderSilence(silence, chartsOf("silence" satisfies ChartedSection), words)}
${renderPublished(published, theirs.map(render), words)}
${renderReading(words)}
${renderRig(report, words)}
${renderEvidence(report, words)}`;
};

/** Everything that is in one language; a script replaces it as a whole by the other language's. */
const renderSheet = (edition: Edition): Markup => html`
${renderHead(edition)}
${renderContents(edition.words.page.contents, contentsOf(edition.report, edition.words))}
<main id="main" data-run="${edition.report.id}">
${renderSections(edition)}
</main>
<footer><p>${edition.words.page.footer(edition.report.id, instant(edition.report.startedAt))}</p></footer>
${renderTemplates(edition.words)}
`;

/**
 * The times of single messages are most of a run's bytes, and after them the distributions that no chart draws. The summaries have
 * what the page tells of them.
 */
export const withoutSamples = (run: Run): Run => ({
  ...run,
  trials: run.trials.map((trial) =>
    trial.messages === null || trial.serviceTimeMs === null || trial.publishDelayMs === null
      ? trial
      : {
          ...trial,
          messages: { dueMs: [], sentMs: [], knotsMs: [] },
          serviceTimeMs: { ...trial.serviceTimeMs, histogram: "" },
          publishDelayMs: { ...trial.publishDelayMs, histogram: "" },
        },
  ),
});

const titleOf = ({ report }: Edition): string => `${report.verdict.headline} · ${report.id}`;

/** The advice with its condition; without one, what was measured. */
const descriptionOf = ({ report: { decision, verdict, standing }, words: { basics } }: Edition): string => {
  const told = decision === null ? [verdict.headline, standing] : decision.advice;
  return basics.sentences([...told.map((text) => basics.stop(text)), decision === null ? "" : decision.condition]);
};

export const renderPage = ({ run, assets, translation, ...own }: PageParts): string => {
  const edition: Edition = { ...own, words: english };
  const { basics, page } = edition.words;
  const specs = specsOf(edition);
  return renderDocument({
    language: basics.language,
    title: titleOf(edition),
    description: descriptionOf(edition),
    assets,
    body: html`<a class="skip" href="#main">${page.skip}</a>
${renderLanguages(translation.words.basics.language, translation.words.page.ownName)}
<div class="sheet">${renderSheet(edition)}</div>`,
    data: {
      results: packJson(withoutSamples(run)),
      specs: packJson(specs),
      [`edition-${translation.words.basics.language}`]: packEdition(
        translation,
        titleOf(translation),
        renderSheet(translation),
        specs,
      ),
    },
  });
};
