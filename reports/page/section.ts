// The frame of a page's section, and the list of links to the sections. Knows nothing of what stands in them.
import { html, type Markup } from "../writing/markup.ts";

/** `name` makes an element's id out of the plain one, for a page that holds the same section in two languages. */
export const renderSection = (
  id: string,
  title: string,
  body: Markup,
  name: (id: string) => string = (plain) => plain,
): Markup => html`<section id="${name(id)}" aria-labelledby="${name(`${id}-title`)}">
<h2 id="${name(`${id}-title`)}">${title}</h2>
${body}</section>`;

export const renderContents = (label: string, sections: readonly (readonly [id: string, title: string])[]): Markup =>
  html`<nav class="contents" aria-label="${label}"><ul>
${sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>`;
