// Every delivery that one process saw, as a few growing typed arrays: there is no object a row for the collector to walk.
// Knows no statistics.

import type { DeliveryColumns } from "../measurement/observations.ts";

export class Deliveries {
  #subscriber = new Uint32Array(4096);
  #seq = new Uint32Array(4096);
  #receivedAt = new Float64Array(4096);
  #altered = new Uint8Array(4096);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  record(subscriber: number, seq: number, receivedAt: number, altered: boolean): void {
    if (this.#count === this.#seq.length) this.#grow();
    this.#subscriber[this.#count] = subscriber;
    // An element of 32 bits would turn the seq 2^32 + 1 into 1, and so a foreign delivery into a message.
    this.#seq[this.#count] = seq > 0 && seq <= 0xffff_ffff ? seq : 0;
    this.#receivedAt[this.#count] = receivedAt;
    this.#altered[this.#count] = altered ? 1 : 0;
    this.#count++;
  }

  columns(): DeliveryColumns {
    return {
      subscriber: this.#subscriber.slice(0, this.#count),
      seq: this.#seq.slice(0, this.#count),
      receivedAt: this.#receivedAt.slice(0, this.#count),
      altered: this.#altered.slice(0, this.#count),
    };
  }

  #grow(): void {
    const rows = this.#count * 2;
    const [subscriber, seq, receivedAt, altered] = [this.#subscriber, this.#seq, this.#receivedAt, this.#altered];
    this.#subscriber = new Uint32Array(rows);
    this.#seq = new Uint32Array(rows);
    this.#receivedAt = new Float64Array(rows);
    this.#altered = new Uint8Array(rows);
    this.#subscriber.set(subscriber);
    this.#seq.set(seq);
    this.#receivedAt.set(receivedAt);
    this.#altered.set(altered);
  }
}
