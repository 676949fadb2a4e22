// Tells which message comes next. Knows no transport.

/** A seq, as a cursor sees it. `missing` names the first and the last seq that never came. */
type Arrival =
  | { readonly kind: "next" }
  | { readonly kind: "repeated" }
  | { readonly kind: "gap"; readonly missing: readonly [from: number, to: number] };

/** The seq of the last message taken. It only grows, except where the log itself is another. */
export class Cursor {
  #seq: number;

  constructor(since: number) {
    this.#seq = since;
  }

  /** 0 stands for whatever the log keeps. */
  get seq(): number {
    return this.#seq;
  }

  /** Takes a message's seq unless it was taken before. After 0, a log that has dropped its oldest messages leaves no gap. */
  take(seq: number): Arrival {
    const last = this.#seq;
    if (seq <= last) return { kind: "repeated" };
    this.#seq = seq;
    return last === 0 || seq === last + 1 ? { kind: "next" } : { kind: "gap", missing: [last + 1, seq - 1] };
  }

  /** Goes to the start of what is kept; where that is not known, to whatever is kept. */
  restart(oldestSeq: number | null): void {
    this.#seq = oldestSeq === null ? 0 : oldestSeq - 1;
  }
}
