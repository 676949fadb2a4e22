// Everything that one process saw, as few growing typed arrays: no object a row, so that the collector has nothing to walk.
// No statistics here.

/** One row a delivery, in the order of arrival. Structured-cloneable. */
export interface DeliveryColumns {
  readonly subscriber: Uint32Array<ArrayBuffer>;
  readonly seq: Uint32Array<ArrayBuffer>;
  /** ms, host clock. */
  readonly receivedAt: Float64Array<ArrayBuffer>;
}

/** One row a message, in the order of seq, which starts at 1. */
export interface PublicationColumns {
  /** ms, host clock. */
  readonly intendedAt: Float64Array<ArrayBuffer>;
  readonly sentAt: Float64Array<ArrayBuffer>;
}

export class Deliveries {
  #subscriber = new Uint32Array(4096);
  #seq = new Uint32Array(4096);
  #receivedAt = new Float64Array(4096);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  record(subscriber: number, seq: number, receivedAt: number): void {
    if (this.#count === this.#seq.length) this.#grow();
    this.#subscriber[this.#count] = subscriber;
    this.#seq[this.#count] = seq;
    this.#receivedAt[this.#count] = receivedAt;
    this.#count++;
  }

  columns(): DeliveryColumns {
    return {
      subscriber: this.#subscriber.slice(0, this.#count),
      seq: this.#seq.slice(0, this.#count),
      receivedAt: this.#receivedAt.slice(0, this.#count),
    };
  }

  #grow(): void {
    const rows = this.#count * 2;
    const [subscriber, seq, receivedAt] = [this.#subscriber, this.#seq, this.#receivedAt];
    this.#subscriber = new Uint32Array(rows);
    this.#seq = new Uint32Array(rows);
    this.#receivedAt = new Float64Array(rows);
    this.#subscriber.set(subscriber);
    this.#seq.set(seq);
    this.#receivedAt.set(receivedAt);
  }
}
