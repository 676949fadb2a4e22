// Two boxes of a page: how its numbers are to be read, and what no run covers. Knows nothing of the run.
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { renderSection } from "./section.ts";

/** Named and not linked: a page lies anywhere, and has to be complete by itself. */
const methodFile = "docs/method.md";

const renderNumbers = ({ page: { reading } }: Words): Markup => {
  const { title, items } = reading.numbers;
  const list = html`<dl class="terms">${items.map(([term, text]) => html`\n<div><dt>${term}</dt> <dd>${text}</dd></div>`)}\n</dl>\n`;
  return renderSection("numbers", title, list);
};

const renderLimits = ({ page: { reading }, basics }: Words): Markup => {
  const { title, items, more, method } = reading.limits;
  const list = items.map(([text, section]) => {
    const link = html` <a href="#${section}" aria-label="${basics.headed(more, text)}">${more}</a>`;
    return html`\n<li>${text}${section !== "" && link}</li>`;
  });
  return renderSection("limits", title, html`<ul>${list}\n</ul>\n<p class="conditions">${method(methodFile)}</p>\n`);
};

export const renderReading = (words: Words): Markup => html`<div class="reading">
${renderNumbers(words)}
${renderLimits(words)}
</div>
`;

/** The links to both boxes, for the page's head. */
export const renderReadingLinks = ({ page: { reading } }: Words): Markup =>
  html`<a href="#numbers">${reading.link}</a> · <a href="#limits">${reading.limits.title}</a>`;
