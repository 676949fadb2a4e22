// A page's second language, packed: its sheet as markup, and its charts' specs as differences from the page's own; and the buttons
// that choose one. browser/language.js unpacks it.
import type { DrawnChart } from "../charts/drawing.ts";
import type { Report } from "../view/report.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup, packJson } from "../writing/markup.ts";
import { type Json, type Translation, translationBetween } from "./translation.ts";

/** A report and its charts in one language. */
export interface Edition {
  readonly words: Words;
  readonly report: Report;
  /** The keys are those of reports/charts/charts.ts: a panel's id or a section's name. */
  readonly charts: ReadonlyMap<string, readonly DrawnChart[]>;
}

export interface PackedEdition {
  readonly title: string;
  readonly skip: string;
  /** The HTML inside the sheet's element. */
  readonly sheet: string;
  /** Differences from the page's own specs, by the chart's id. */
  readonly specs: Readonly<Record<string, Translation>>;
}

export const specsOf = ({ charts }: Pick<Edition, "charts">): Readonly<Record<string, Json>> =>
  // JSON drops what is undefined in a spec.
  JSON.parse(JSON.stringify(Object.fromEntries([...charts.values()].flat().map(({ id, vega }) => [id, vega]))));

export const packEdition = (
  edition: Edition,
  title: string,
  sheet: Markup,
  own: ReturnType<typeof specsOf>,
): Markup => {
  const specs = Object.entries(specsOf(edition)).map(
    ([id, spec]) => [id, translationBetween(own[id] ?? null, spec)] as const,
  );
  const packed: PackedEdition = {
    title,
    skip: edition.words.page.skip,
    sheet: sheet.toString(),
    specs: Object.fromEntries(specs),
  };
  return packJson(packed);
};

/** The second language of a page whose charts are still: they stand in the sheet, and there are no specs to draw from. */
export const packSheet = (
  language: string,
  { title, skip, sheet }: Pick<PackedEdition, "title" | "skip"> & { readonly sheet: Markup },
): Readonly<Record<string, Markup>> => {
  const packed: PackedEdition = { title, skip, sheet: sheet.toString(), specs: {} };
  return { specs: packJson({}), [`edition-${language}`]: packJson(packed) };
};

/** Stands outside the sheet, so that a button that was pressed keeps the focus. A script shows it. */
export const renderLanguages = (language: string, ownName: string): Markup =>
  html`<div class="languages" role="region" aria-label="Language · 语言" hidden>
<button type="button" lang="en" data-language="en" aria-pressed="true">English</button>
<button type="button" lang="${language}" data-language="${language}" aria-pressed="false">${ownName}</button>
</div>`;
