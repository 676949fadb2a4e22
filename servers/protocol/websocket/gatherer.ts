// Gathers the bytes of a message that arrives in parts, in linear time and memory. It does not know what the bytes mean.
import { maskCopy } from "./mask.ts";

const empty = Buffer.alloc(0);
const firstBytes = 256;
/** How many times more room there may be than bytes that have arrived, whatever length a header promises. */
const mostAhead = 4;

export class Gatherer {
  /** The parts gathered before `#bytes`, and their length together. */
  #parts: Buffer[] = [];
  #partsLength = 0;
  #bytes: Buffer = empty;
  #length = 0;

  get length(): number {
    return this.#partsLength + this.#length;
  }

  /** The gathered bytes are the first `length` of these, until the next call of any method; not where parts are kept. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Appends `bytes[start, end)`, unmasked with `key`. `expected` is the length foreseen by now, and will not be passed. */
  append(bytes: Buffer, start: number, end: number, key: number, expected: number): void {
    const length = this.#length + end - start;
    if (length > this.#bytes.length) this.#grow(length, expected - this.#partsLength);
    if (key === 0) bytes.copy(this.#bytes, this.#length, start, end);
    else maskCopy(this.#bytes, this.#length, bytes, start, end, key);
    this.#length = length;
  }

  /** Appends bytes without copying them: they are the gatherer's from now on. */
  keep(part: Buffer): void {
    if (this.#length > 0) this.#parts.push(this.#bytes.subarray(0, this.#length));
    this.#parts.push(part);
    this.#partsLength += this.#length + part.length;
    this.#bytes = empty;
    this.#length = 0;
  }

  /** Drops the first `count` bytes. */
  drop(count: number): void {
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  /** The gathered bytes, which are the caller's from now on. */
  take(): Buffer {
    const rest = this.#bytes.subarray(0, this.#length);
    const whole = this.#bytes.length === this.#length ? this.#bytes : null;
    const [first, ...others] = this.#parts;
    const bytes =
      first === undefined
        ? (whole ?? Buffer.from(rest))
        : others.length === 0 && rest.length === 0
          ? first
          : Buffer.concat([first, ...others, rest], this.#partsLength + this.#length);
    this.release();
    return bytes;
  }

  /** Forgets the gathered bytes. */
  release(): void {
    this.#parts = [];
    this.#partsLength = 0;
    this.#bytes = empty;
    this.#length = 0;
  }

  #grow(length: number, expected: number): void {
    const wanted = Math.max(expected, 2 * this.#bytes.length, firstBytes);
    const size = Math.max(length, Math.min(wanted, mostAhead * Math.max(length, firstBytes)));
    const bytes = Buffer.allocUnsafeSlow(size);
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}
