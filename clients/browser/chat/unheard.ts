// What a visitor has said in frames, until it is heard: no frame is answered, but what is said comes back as an entry or is
// refused by its ref. Knows no transport.

/** A server may have cleaned a text of the rest. */
const visible = (text: string): string => text.toWellFormed().replace(/[\p{Cc}\p{Cf}]/gu, "");

interface Saying {
  readonly ref: string;
  readonly text: string;
  readonly settle: (heard: boolean) => void;
}

/** In the order in which it was said. */
export class Unheard {
  #sayings: readonly Saying[] = [];

  /** Resolves to whether it was heard, once that is known. */
  add(ref: string, text: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#sayings = [...this.#sayings, { ref, text, settle: resolve }];
    return promise;
  }

  /** An entry of the visitor's own. */
  hear(text: string): void {
    const heard = visible(text);
    const index = this.#sayings.findIndex((saying) => visible(saying.text) === heard);
    this.#settle(index, true);
  }

  /** Where a server names none, it is the last: that came too soon after what was said before it. */
  refuse(ref: string | null): void {
    const index = ref === null ? this.#sayings.length - 1 : this.#sayings.findIndex((saying) => saying.ref === ref);
    this.#settle(index, false);
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
