// Counts what each of many subscribers gets, in memory that does not grow with it: a soak's own memory has to be flat too.
// Knows no transport.

import { valueAt } from "../statistics/value-at.ts";

export interface LedgerCounts {
  readonly received: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** Passed over so far; lost, unless they arrive later. */
  readonly missing: number;
  /** Deliveries with a seq that was never published. */
  readonly foreign: number;
  /** Deliveries with another body than the published one. */
  readonly altered: number;
}

/** A seq further ahead than this is no message's: the server keeps far fewer, and the seqs passed over would fill memory. */
const mostAhead = 100_000;

export class Ledger {
  /** The highest seq that each subscriber has got. */
  readonly #last: Uint32Array;
  /** The seqs below it that have not arrived: hardly ever any. */
  readonly #missing: readonly Set<number>[];
  #received = 0;
  #duplicated = 0;
  #outOfOrder = 0;
  #altered = 0;
  #foreign = 0;

  /** The first message has seq 1. */
  constructor(subscribers: number) {
    this.#last = new Uint32Array(subscribers);
    this.#missing = Array.from({ length: subscribers }, () => new Set<number>());
  }

  record(subscriber: number, seq: number, altered: boolean): void {
    const last = valueAt(this.#last, subscriber);
    if (seq < 1 || seq > last + mostAhead) {
      this.#foreign++;
      return;
    }
    const missing = valueAt(this.#missing, subscriber);
    this.#received++;
    if (altered) this.#altered++;
    if (seq > last) {
      for (let between = last + 1; between < seq; between++) missing.add(between);
      this.#last[subscriber] = seq;
    } else if (missing.delete(seq)) this.#outOfOrder++;
    else this.#duplicated++;
  }

  /** Whether everybody has got everything up to `seq`. */
  isComplete(seq: number): boolean {
    return this.#last.every((last) => last >= seq) && this.#missing.every(({ size }) => size === 0);
  }

  /**
   * `lastSeq`: the last one published. Those up to it that never arrived count as missing too, later ones as foreign. null
   * where it is not known yet: then only what was passed over is missing.
   */
  counts(lastSeq: number | null): LedgerCounts {
    let missing = 0;
    let beyond = 0;
    for (const [subscriber, passedOver] of this.#missing.entries()) {
      missing += passedOver.size;
      if (lastSeq === null) continue;
      const last = valueAt(this.#last, subscriber);
      const ahead = [...passedOver].filter((seq) => seq > lastSeq).length;
      missing += Math.max(0, lastSeq - last) - ahead;
      beyond += Math.max(0, last - lastSeq) - ahead;
    }
    return {
      received: this.#received - beyond,
      duplicated: this.#duplicated,
      outOfOrder: this.#outOfOrder,
      missing,
      foreign: this.#foreign + beyond,
      altered: this.#altered,
    };
  }
}
