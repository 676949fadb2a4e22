// What each of many subscribers got, as it comes, in memory that does not grow with it: a soak's own memory has to be flat
// too. Knows no transport.

export interface LedgerCounts {
  readonly received: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** Passed over so far: lost, where they do not come later. */
  readonly missing: number;
}

export class Ledger {
  /** The highest seq that each has got. */
  readonly #last: Uint32Array;
  /** Below it, those that have not come: hardly ever any. */
  readonly #missing: readonly Set<number>[];
  #received = 0;
  #duplicated = 0;
  #outOfOrder = 0;

  /** The first message is of seq 1. */
  constructor(subscribers: number) {
    this.#last = new Uint32Array(subscribers);
    this.#missing = Array.from({ length: subscribers }, () => new Set<number>());
  }

  record(subscriber: number, seq: number): void {
    const last = this.#last[subscriber] ?? 0;
    this.#received++;
    if (seq > last) {
      for (let between = last + 1; between < seq; between++) this.#missing[subscriber]?.add(between);
      this.#last[subscriber] = seq;
    } else if (this.#missing[subscriber]?.delete(seq)) this.#outOfOrder++;
    else this.#duplicated++;
  }

  /** Whether everybody has got everything up to `seq`. */
  isComplete(seq: number): boolean {
    return this.#last.every((last) => last >= seq) && this.#missing.every(({ size }) => size === 0);
  }

  /** Where messages up to `lastSeq` were to come: those that never did count as missing too. */
  counts(lastSeq: number): LedgerCounts {
    let missing = 0;
    for (const [subscriber, { size }] of this.#missing.entries()) {
      missing += size + Math.max(0, lastSeq - (this.#last[subscriber] ?? 0));
    }
    return { received: this.#received, duplicated: this.#duplicated, outOfOrder: this.#outOfOrder, missing };
  }
}
