// Gathers a message that arrives in parts, in linear time and within its limit. It does not check what the bytes mean.
import { lastBoundary } from "./utf8.ts";

const EMPTY = Buffer.alloc(0);
const FIRST_BYTES = 256;
/** How far room may run ahead of what has arrived, whatever length a header promises. */
const AHEAD = 4;
/** Below this a loop copies faster than the native call does. */
const NATIVE_FROM_BYTES = 16;
/** A text that gets longer than the first is decoded while it arrives, in parts no shorter than the second: one long string
 *  costs several times more than its parts do, and than the buffer that it was gathered in. */
const LONG_TEXT_BYTES = 131_072;
const PART_BYTES = 32_768;

/** One buffer waits here for the next message: fresh memory costs more than the copying into it. */
const SPARE_BYTES = 262_144;
let spare: Buffer | null = null;

export class Gatherer {
  #bytes: Buffer = EMPTY;
  #length = 0;
  /** Of a long text, what came before the bytes; and whether these are known to be ASCII. */
  #text = "";
  #ascii = true;

  /** Appends `bytes[start, end)`. `expected` is the length foreseen by now, and will not be passed. */
  append(bytes: Buffer, start: number, end: number, expected: number): void {
    const length = this.#length + end - start;
    if (length > this.#bytes.length) this.#grow(length, expected);
    if (end - start >= NATIVE_FROM_BYTES) bytes.copy(this.#bytes, this.#length, start, end);
    else for (let at = start; at < end; at++) this.#bytes[this.#length + at - start] = bytes[at] ?? 0;
    this.#length = length;
  }

  /** The same for valid UTF-8, which may be cut anywhere; `ascii` says that this part of it is known to be ASCII. */
  appendText(bytes: Buffer, start: number, end: number, expected: number, ascii: boolean): void {
    const long = expected > LONG_TEXT_BYTES;
    if (long && this.#length === 0 && end - start >= PART_BYTES) {
      const cut = ascii ? end : lastBoundary(bytes, end);
      this.#text += bytes.toString(ascii ? "latin1" : "utf8", start, cut);
      start = cut;
    }
    if (start === end) return;
    this.append(bytes, start, end, Math.min(expected, LONG_TEXT_BYTES));
    this.#ascii &&= ascii;
    if (long && this.#length >= PART_BYTES) this.#decodePart();
  }

  /** The gathered text; what held it is kept for the next message. */
  takeText(): string {
    const text = this.#text + this.#bytes.toString(this.#ascii ? "latin1" : "utf8", 0, this.#length);
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
    this.#text = "";
    this.#ascii = true;
  }

  #grow(length: number, expected: number): void {
    const old = this.#bytes;
    const wanted = Math.max(expected, 2 * old.length, FIRST_BYTES);
    const size = Math.max(length, Math.min(wanted, AHEAD * Math.max(length, FIRST_BYTES)));
    if (spare !== null && spare.length >= size) {
      this.#bytes = spare;
      spare = null;
    } else this.#bytes = Buffer.allocUnsafeSlow(size);
    old.copy(this.#bytes, 0, 0, this.#length);
  }

  /** Moves what is gathered to the text, but for a code point that is not complete. */
  #decodePart(): void {
    const cut = lastBoundary(this.#bytes, this.#length);
    this.#text += this.#bytes.toString(this.#ascii ? "latin1" : "utf8", 0, cut);
    this.#bytes.copyWithin(0, cut, this.#length);
    this.#length -= cut;
    this.#ascii = this.#length === 0;
  }
}
