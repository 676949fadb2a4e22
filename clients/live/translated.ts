// Puts the page's own language into the document: the texts that stand still, and the buttons that choose another one.

import { find, say } from "./dom.ts";
import { rememberLanguage, words } from "./language.ts";

/** An element's text has its name in data-say, its label in data-label, and the hint of a field in data-hint. */
const translate = (root: ParentNode): void => {
  for (const element of root.querySelectorAll<HTMLElement>("[data-say], [data-label], [data-hint]")) {
    const { say: text, label, hint } = element.dataset;
    const told = (key: string | undefined): string | undefined => (key === undefined ? undefined : words.page[key]);
    const [ownText, ownLabel, ownHint] = [told(text), told(label), told(hint)];
    if (ownText !== undefined) say(element, ownText);
    if (ownLabel !== undefined) element.ariaLabel = ownLabel;
    if (ownHint !== undefined) element.setAttribute("placeholder", ownHint);
  }
};

const wire = (group: HTMLElement): void => {
  for (const button of group.querySelectorAll<HTMLButtonElement>("[data-language]")) {
    const { language = words.language } = button.dataset;
    button.ariaPressed = String(language === words.language);
    button.addEventListener("click", () => {
      if (language === words.language) return;
      rememberLanguage(language);
      location.reload();
    });
  }
  group.hidden = false;
};

/** Once, before anything is copied from a template. */
export const translatePage = (): void => {
  document.documentElement.lang = words.language;
  translate(document);
  for (const template of document.querySelectorAll("template")) translate(template.content);
  wire(find(document, ".languages", HTMLElement));
};
