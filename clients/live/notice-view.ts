// The line on the page that says that no server answers, with a button to ask at once. Knows nothing of what is asked.

import { find, say } from "./dom.ts";

interface Notice {
  show(text: string): void;
  hide(): void;
}

export const createNotice = (element: HTMLElement, retry: () => void): Notice => {
  const text = find(element, ".notice-text", HTMLElement);
  find(element, ".notice-retry", HTMLButtonElement).addEventListener("click", retry);
  return {
    show: (line) => {
      say(text, line);
      element.hidden = false;
    },
    hide: () => {
      element.hidden = true;
    },
  };
};
