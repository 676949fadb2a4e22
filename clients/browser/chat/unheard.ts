// A visitor's texts, said in frames, until they are heard. No frame is answered, but a text comes back as an entry, or is refused
// by its ref. Knows no transport.

/** The part of a text that stays after a server has cleaned it. */
const visible = (text: string): string => text.toWellFormed().replace(/[\p{Cc}\p{Cf}]/gu, "");

interface Saying {
  readonly ref: string;
  readonly text: string;
  readonly settle: (heard: boolean) => void;
}

/** Texts are kept in the order in which they were said. */
export class Unheard {
  #sayings: readonly Saying[] = [];

  /** Resolves to whether the text was heard, once that is known. */
  add(ref: string, text: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#sayings = [...this.#sayings, { ref, text, settle: resolve }];
    return promise;
  }

  /** An entry of the visitor's own came back. */
  hear(text: string): void {
    const heard = visible(text);
    const index = this.#sayings.findIndex((saying) => visible(saying.text) === heard);
    this.#settle(index, true);
  }

  /** A server that names no ref refuses the last text: it came too soon after the one before it. */
  refuse(ref: string | null): void {
    const index = ref === null ? this.#sayings.length - 1 : this.#sayings.findIndex((saying) => saying.ref === ref);
    this.#settle(index, false);
  }

  /** Gives up all texts, the last first. Returns false where there are none. */
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
