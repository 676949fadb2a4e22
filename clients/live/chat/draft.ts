// The text that a visitor is typing, and how much may still be typed. Texts that were said but not heard come back into it. Knows
// no chat.

import { find, say } from "../dom.ts";
import { leftWords } from "./words.ts";

/** `nth` counts in the order in which it was said. */
interface Said {
  readonly nth: number;
  readonly text: string;
}

const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join("\n");

export class Draft {
  readonly #area: HTMLTextAreaElement;
  readonly #left: HTMLElement;
  readonly #send: HTMLButtonElement;
  /** null while nothing may be said. */
  #limit: number | null = null;
  /** The texts put back into the draft since something was last said, in the order in which they were said. */
  #takenBack: readonly Said[] = [];
  /** The last of this visitor's texts that came since. */
  #heard = "";
  #saidSoFar = 0;

  constructor(section: HTMLElement) {
    this.#area = find(section, "#chat-text", HTMLTextAreaElement);
    this.#left = find(section, "#chat-left", HTMLElement);
    this.#send = find(section, "#chat-send", HTMLButtonElement);
  }

  /** `typed` is called for each change by hand, `sent` for the wish to say it. */
  watch(form: HTMLFormElement, typed: () => void, sent: () => void): void {
    form.addEventListener("submit", (submission) => {
      submission.preventDefault();
      sent();
    });
    // Enter sends, and with Shift breaks the line; not while a word is still being composed.
    this.#area.addEventListener("keydown", (stroke) => {
      if (stroke.key !== "Enter" || stroke.shiftKey || stroke.isComposing) return;
      stroke.preventDefault();
      sent();
    });
    this.#area.addEventListener("input", () => {
      typed();
      this.#show();
    });
  }

  focus(): void {
    this.#area.focus();
  }

  /** At most so many characters may be said; nothing where it is null. */
  allow(characters: number | null): void {
    this.#limit = characters;
    this.#area.disabled = characters === null;
    this.#show();
  }

  /** Empties the draft; null where there is nothing to say, or it may not be said. */
  take(): Said | null {
    const text = this.#area.value;
    if (this.#send.disabled || text.trim() === "") return null;
    [this.#takenBack, this.#heard] = [[], ""];
    this.#write("");
    return { nth: this.#saidSoFar++, text };
  }

  /** Puts back a text that may not have been heard, before the one that is being typed. */
  takeBack(said: Said): void {
    // A text whose answer is lost may have come all the same.
    if (this.#heard === said.text) return;
    const draft = this.#area.value;
    if (draft === "") this.#takenBack = [];
    if (draft === textOf(this.#takenBack)) {
      this.#takenBack = [...this.#takenBack, said].sort((one, other) => one.nth - other.nth);
      this.#write(textOf(this.#takenBack));
    } else {
      this.#write(`${said.text}\n${draft}`);
    }
  }

  /** A text of this visitor came. One that was taken back is not to be said twice: returns whether the draft was that. */
  hear(text: string): boolean {
    this.#heard = text;
    if (text !== textOf(this.#takenBack) || text !== this.#area.value) return false;
    this.#write("");
    return true;
  }

  #write(text: string): void {
    this.#area.value = text;
    this.#show();
  }

  #show(): void {
    const left = this.#limit === null ? null : this.#limit - [...this.#area.value].length;
    say(this.#left, left === null ? "" : leftWords(left));
    this.#left.classList.toggle("trouble", left !== null && left < 0);
    this.#send.disabled = left === null || left < 0;
  }
}
