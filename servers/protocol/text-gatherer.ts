// Gathers a text that arrives in parts, checks it as it arrives, and decodes it: a short one at its end, a long one meanwhile.
// It does not know frames, or how much text is too much.
import { Gatherer } from "./gatherer.ts";
import { decodeText, firstBoundary, lastBoundary, Utf8Validator } from "./utf8.ts";

/**
 * From the first length on a text is decoded in parts no shorter than the second. One long string has to be given memory of
 * its own, which costs several times more than decoding does; the parts are cheap, and are joined only if somebody reads
 * the text character by character.
 */
const LONG_BYTES = 131_072;
const PART_BYTES = 32_768;

export class TextGatherer {
  readonly #gathered = new Gatherer();
  readonly #validator = new Utf8Validator();
  /** What is decoded already, ahead of what is gathered; and whether the latter is known to be ASCII. */
  #text = "";
  #ascii = true;

  /**
   * Appends `bytes[start, end)`; false where that cannot be part of any valid text. `expected` is the length of the text
   * foreseen by now, `ascii` says that this part is known to be ASCII.
   */
  append(bytes: Buffer, start: number, end: number, expected: number, ascii: boolean): boolean {
    if (expected > LONG_BYTES && end - start >= PART_BYTES) return this.#appendPart(bytes, start, end, ascii);
    if (!this.#gather(bytes, start, end, ascii, Math.min(expected, LONG_BYTES))) return false;
    if (expected > LONG_BYTES && this.#gathered.length >= PART_BYTES) this.#decode();
    return true;
  }

  /** The text, or null where its last character is incomplete. */
  take(): string | null {
    if (!this.#validator.complete) return null;
    this.#decode();
    const text = this.#text;
    this.release();
    return text;
  }

  release(): void {
    this.#gathered.release();
    this.#validator.reset();
    this.#text = "";
    this.#ascii = true;
  }

  /** Decodes a part where it lies, but for characters that are cut at its ends. */
  #appendPart(bytes: Buffer, start: number, end: number, ascii: boolean): boolean {
    const first = firstBoundary(bytes, start);
    const last = lastBoundary(bytes, end);
    if (!this.#gather(bytes, start, first, false, 0) || !this.#validator.complete) return false;
    this.#decode();
    const text = decodeText(bytes, first, last, ascii);
    if (text === null) return false;
    this.#text += text;
    return this.#gather(bytes, last, end, false, 0);
  }

  #gather(bytes: Buffer, start: number, end: number, ascii: boolean, expected: number): boolean {
    if (!this.#validator.push(bytes, start, end, ascii)) return false;
    this.#gathered.append(bytes, start, end, expected);
    this.#ascii &&= ascii || start === end;
    return true;
  }

  /** Moves what is gathered to the text, but for a character that is not complete. */
  #decode(): void {
    const { bytes, length } = this.#gathered;
    const cut = this.#validator.complete ? length : lastBoundary(bytes, length);
    if (cut > 0) this.#text += bytes.toString(this.#ascii ? "latin1" : "utf8", 0, cut);
    this.#gathered.drop(cut);
    this.#ascii = cut === length;
  }
}
