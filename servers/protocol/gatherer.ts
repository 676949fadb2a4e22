// Gathers the bytes of a message that arrives in parts, in linear time and memory. It does not know what the bytes mean.

const EMPTY = Buffer.alloc(0);
const FIRST_BYTES = 256;
/** How far room may run ahead of what has arrived, whatever length a header promises. */
const AHEAD = 4;
/** From here on the native copy is faster than a loop. */
const COPY_FROM_BYTES = 16;

/** One buffer waits here for the next message: fresh memory costs more than the copying into it. */
const SPARE_BYTES = 262_144;
let spare: Buffer | null = null;

export class Gatherer {
  #bytes: Buffer = EMPTY;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What is gathered so far: the first `length` bytes of this, until the next call of any method. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Appends `bytes[start, end)`. `expected` is the length foreseen by now, and will not be passed. */
  append(bytes: Buffer, start: number, end: number, expected: number): void {
    const from = this.#length;
    const length = from + end - start;
    if (length > this.#bytes.length) this.#grow(length, expected);
    if (end - start >= COPY_FROM_BYTES) bytes.copy(this.#bytes, from, start, end);
    else for (let at = start; at < end; at++) this.#bytes[from + at - start] = bytes[at] ?? 0;
    this.#length = length;
  }

  /** Drops the first `count` bytes. */
  drop(count: number): void {
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  /** The gathered bytes, which are the caller's from now on. */
  take(): Buffer {
    const exact = this.#bytes.length === this.#length;
    const bytes = exact ? this.#bytes : Buffer.from(this.#bytes.subarray(0, this.#length));
    if (exact) this.#bytes = EMPTY;
    this.release();
    return bytes;
  }

  /** Forgets what is gathered, and keeps what held it for the next message. */
  release(): void {
    if (this.#bytes.length > (spare?.length ?? 0) && this.#bytes.length <= SPARE_BYTES) spare = this.#bytes;
    this.#bytes = EMPTY;
    this.#length = 0;
  }

  #grow(length: number, expected: number): void {
    const wanted = Math.max(expected, 2 * this.#bytes.length, FIRST_BYTES);
    const size = Math.max(length, Math.min(wanted, AHEAD * Math.max(length, FIRST_BYTES)));
    let bytes = spare;
    if (bytes !== null && bytes.length >= size) spare = null;
    else bytes = Buffer.allocUnsafeSlow(size);
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}
