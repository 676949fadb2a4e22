// The controls of this page's own subscriptions: how often it polls, what delay it adds, and all panes at once.

import { find, sayStatus } from "./dom.ts";
import { brief } from "./figures.ts";
import { words } from "./language.ts";
import { createNumberField } from "./number-field.ts";
import { settings } from "./settings.ts";

interface SubscribingView {
  readonly pollEveryMs: () => number;
  /** The delay that is added to each way. */
  readonly delayMs: () => number;
}

export const createSubscribingView = (
  form: HTMLFormElement,
  connectAll: () => void,
  closeAll: () => void,
): SubscribingView => {
  const status = find(form, "#subscribing-status", HTMLElement);
  const describe = (): string =>
    words.subscribing(brief(pollEvery.value), delay.value === 0 ? null : brief(delay.value));
  const tell = (error: string): void => sayStatus(status, describe(), error);
  const applied = (): void => tell("");
  const pollEvery = createNumberField(find(form, "#poll-every", HTMLInputElement), settings.pollEvery, tell, applied);
  const delay = createNumberField(find(form, "#delay", HTMLInputElement), settings.delay, tell, applied);
  find(form, "#connect-all", HTMLButtonElement).addEventListener("click", connectAll);
  find(form, "#close-all", HTMLButtonElement).addEventListener("click", closeAll);
  form.addEventListener("submit", (submission) => submission.preventDefault());
  tell("");
  return { pollEveryMs: () => pollEvery.value, delayMs: () => delay.value };
};
