// The tools of a page's scripts: the choice of colours, and, as templates, the tools at tables and charts. Nothing of
// it is seen where no script runs. Knows nothing of the tables.
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";

/** browser/theme.js shows it. The choice that is in force is pressed. */
export const renderThemes = ({ page: { themes } }: Pick<Words, "page">): Markup => {
  const choices = [
    ["system", themes.system],
    ["light", themes.light],
    ["dark", themes.dark],
  ] as const;
  return html`<div class="themes" role="group" aria-label="${themes.label}" hidden>${choices.map(
    ([theme, text]) => html`
<button type="button" data-choose-theme="${theme}" aria-pressed="${theme === "system"}">${text}</button>`,
  )}
</div>`;
};

/** browser/share.js and browser/tables.js copy them to where they are used. */
export const renderTemplates = ({ page: { tools } }: Pick<Words, "page">): Markup => {
  const kinds = ["link", "markdown", "csv"] as const;
  return html`<template id="share-tools"><p class="tools">${kinds.map(
    (kind) =>
      html`<button type="button" data-share="${kind}" aria-label="${tools[kind]}">${tools.short[kind]}</button> `,
  )}<span role="status" data-copied="${tools.copied}" data-refused="${tools.refused}"></span></p></template>
<template id="filter-tools"><p class="filter"><label>${tools.filter} <input type="search" autocomplete="off"></label> <span role="status" data-shown="${tools.shown}"></span></p></template>`;
};
