// Reaches into the page. What has to be there is there, or the page is broken. Text is only ever set as text.

/** The first element that matches; throws where the page has none of that kind. */
export const find = <T extends Element>(root: ParentNode, selector: string, kind: new () => T): T => {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${selector}`);
};

/** A copy of the content of the template named `id`. */
export const copyOf = (id: string): DocumentFragment =>
  document.importNode(find(document, `template#${id}`, HTMLTemplateElement).content, true);

/** Touches the document only where the text is another. */
export const say = (element: Element, text: string): void => {
  if (element.textContent !== text) element.textContent = text;
};

/** The status line of a form: the error, or the words where `error` is empty. */
export const sayStatus = (line: HTMLElement, words: string, error: string): void => {
  say(line, error === "" ? words : error);
  line.classList.toggle("trouble", error !== "");
};

export const mark = (element: HTMLElement, name: string, value: string): void => {
  if (element.dataset[name] !== value) element.dataset[name] = value;
};

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
