// Which message comes next. Knows no transport.

/** What a seq is to a cursor; `missing`: seqs from and to that never came. */
export type Arrival =
  | { readonly kind: "next" }
  | { readonly kind: "repeated" }
  | { readonly kind: "gap"; readonly missing: readonly [from: number, to: number] };

/** The seq of the last message taken; only grows, but where the log itself is another. */
export class Cursor {
  #seq: number;

  constructor(since: number) {
    this.#seq = since;
  }

  /** 0: whatever the log keeps. */
  get seq(): number {
    return this.#seq;
  }

  /** Takes a message's seq, unless it was taken before. At 0, a log that has dropped its oldest messages leaves no gap. */
  take(seq: number): Arrival {
    const last = this.#seq;
    if (seq <= last) return { kind: "repeated" };
    this.#seq = seq;
    return last === 0 || seq === last + 1 ? { kind: "next" } : { kind: "gap", missing: [last + 1, seq - 1] };
  }

  /** To the start of what is kept; where that is not known, to whatever is kept. */
  restart(oldestSeq: number | null): void {
    this.#seq = oldestSeq === null ? 0 : oldestSeq - 1;
  }
}
