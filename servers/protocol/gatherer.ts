// Gathers a message that arrives in parts into one run of bytes, in linear time and within its limit.
// It does not know what the bytes mean.

/** One buffer waits here for the next message: fresh memory of this size costs more than all the copying into it. */
const SPARE_BYTES = 1 << 20;
let spare: Buffer | null = null;

const EMPTY = Buffer.alloc(0);
const FIRST_BYTES = 256;
/** How far room may run ahead of what has arrived, whatever length a header promises. */
const AHEAD = 4;
/** Below this a loop copies faster than the native call does. */
const NATIVE_FROM_BYTES = 16;

export class Gatherer {
  #bytes: Buffer = EMPTY;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Appends `bytes[start, end)`. `expected` is the length foreseen by now, `limit` one that will not be passed. */
  append(bytes: Buffer, start: number, end: number, expected: number, limit: number): void {
    const length = this.#length + end - start;
    if (length > this.#bytes.length) this.#grow(length, expected, limit);
    if (end - start >= NATIVE_FROM_BYTES) bytes.copy(this.#bytes, this.#length, start, end);
    else for (let at = start; at < end; at++) this.#bytes[this.#length + at - start] = bytes[at] ?? 0;
    this.#length = length;
  }

  /** The gathered text, which has to be valid UTF-8; what held it is kept for the next message. */
  takeText(): string {
    const text = this.#bytes.toString("utf8", 0, this.#length);
    this.release();
    return text;
  }

  /** The gathered bytes, which are the caller's from now on. */
  takeBytes(): Buffer {
    const exact = this.#bytes.length === this.#length;
    const bytes = exact ? this.#bytes : Buffer.from(this.#bytes.subarray(0, this.#length));
    if (exact) this.#bytes = EMPTY;
    this.release();
    return bytes;
  }

  /** What is gathered so far, as a view that the next call of any method ends. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Forgets the message. */
  release(): void {
    if (this.#bytes.length > (spare?.length ?? 0) && this.#bytes.length <= SPARE_BYTES) spare = this.#bytes;
    this.#bytes = EMPTY;
    this.#length = 0;
  }

  #grow(length: number, expected: number, limit: number): void {
    const old = this.#bytes;
    const wanted = Math.max(expected, 2 * old.length, FIRST_BYTES);
    const size = Math.max(length, Math.min(wanted, AHEAD * Math.max(length, FIRST_BYTES), limit));
    if (spare !== null && spare.length >= size) {
      this.#bytes = spare;
      spare = null;
    } else this.#bytes = Buffer.allocUnsafeSlow(size);
    old.copy(this.#bytes, 0, 0, this.#length);
  }
}
