// What a visitor has said in frames, until it is heard: no frame is answered, but what is said comes back as an entry or is
// refused in a line that does not say which. Knows no transport.

/** A server may have cleaned a text of the rest. */
const visible = (text: string): string => text.toWellFormed().replace(/[\p{Cc}\p{Cf}]/gu, "");

interface Saying {
  readonly text: string;
  readonly settle: (heard: boolean) => void;
}

/** In the order in which it was said. */
export class Unheard {
  #sayings: readonly Saying[] = [];

  /** Resolves to whether it was heard, once that is known. */
  add(text: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#sayings = [...this.#sayings, { text, settle: resolve }];
    return promise;
  }

  /** An entry of the visitor's own. */
  hear(text: string): void {
    const heard = visible(text);
    const index = this.#sayings.findIndex((saying) => visible(saying.text) === heard);
    this.#settle(index, true);
  }

  /** What is refused came too soon after what was said before it: the last. */
  refuse(): void {
    this.#settle(this.#sayings.length - 1, false);
  }

  /** All of it, the last first; false where there is nothing to give up. */
  giveUp(): boolean {
    const given = this.#sayings;
    this.#sayings = [];
    for (const { settle } of given.toReversed()) settle(false);
    return given.length > 0;
  }

  #settle(index: number, heard: boolean): void {
    this.#sayings[index]?.settle(heard);
    this.#sayings = this.#sayings.filter((_, i) => i !== index);
  }
}
