// Gathers a text that arrives in parts, checks it as it arrives, and decodes it: a short one at its end, a long one meanwhile.
// It does not know frames, or how much text is too much.
import { Gatherer } from "./gatherer.ts";
import { memory, returnSlot, runBytes, scratch, takeSlot } from "./kernel.ts";
import { maskInto, rotateKey } from "./mask.ts";
import { decodeText, lastBoundary, Utf8Validator } from "./utf8.ts";

/**
 * A text longer than a slot is decoded in parts no shorter than this. One long string has to be given memory of its own,
 * which costs several times more than decoding does; the parts are cheap, and are joined only if somebody reads the text
 * character by character.
 */
const partBytes = 32_768;

/** The most bytes taken up at once: behind them a slot has room for a character that is not complete. */
const blockBytes = runBytes - 3;

export class TextGatherer {
  readonly #validator = new Utf8Validator();
  /** The text as far as it is decoded. */
  #text = "";
  /** The gathered bytes stand in a slot of the kernel's memory, or in memory of their own while all slots are taken. */
  #slot: number | null = null;
  readonly #own = new Gatherer();
  #length = 0;
  /** Whether the gathered bytes are known to be ASCII. */
  #ascii = true;

  /**
   * Appends `bytes[start, end)`, still masked with `key`; false if it cannot be part of any valid text. `expected` is the
   * length of the text as foreseen by now.
   */
  append(bytes: Buffer, start: number, end: number, key: number, expected: number): boolean {
    const long = expected > runBytes;
    for (let at = start; at < end; at += blockBytes) {
      const to = Math.min(end, at + blockBytes);
      if (long && this.#length + to - at > runBytes) this.#decode(this.#boundary());
      if (this.#length === 0) this.#slot ??= takeSlot();
      const atOnce = long && to - at >= partBytes;
      if (!this.#gather(bytes, at, to, rotateKey(key, at - start), atOnce)) return false;
      if (long && this.#length >= partBytes) this.#decode(this.#boundary());
    }
    return true;
  }

  /** The text, or null where its last character is incomplete. */
  take(): string | null {
    if (!this.#validator.complete) return null;
    this.#decode(this.#end);
    const text = this.#text;
    this.release();
    return text;
  }

  release(): void {
    if (this.#slot !== null) returnSlot(this.#slot);
    this.#slot = null;
    this.#own.release();
    this.#validator.reset();
    this.#text = "";
    this.#length = 0;
    this.#ascii = true;
  }

  /** The memory in which the gathered bytes stand; `#end` is where they end in it. */
  get #bytes(): Buffer {
    return this.#slot === null ? this.#own.bytes : memory;
  }

  get #end(): number {
    return (this.#slot ?? 0) + this.#length;
  }

  #gather(bytes: Buffer, start: number, end: number, key: number, atOnce: boolean): boolean {
    const at = this.#slot === null ? scratch : this.#slot + this.#length;
    const to = at + end - start;
    const ascii = maskInto(at, bytes, start, end, key) === 0;
    this.#length += end - start;
    this.#ascii &&= ascii;
    if (this.#slot !== null) return atOnce ? this.#decodeSlot(this.#slot) : this.#validator.push(at, to, ascii);
    this.#validator.putBefore(at);
    this.#own.append(memory, at, to, 0, runBytes);
    return this.#validator.push(at, to, ascii);
  }

  /** Decodes a slot that has not been validated to its end; decoding shows whether it is valid. */
  #decodeSlot(slot: number): boolean {
    const cut = this.#boundary();
    const text = decodeText(memory, slot, cut, this.#ascii);
    if (text === null) return false;
    this.#text += text;
    this.#keep(cut);
    this.#validator.reset();
    return this.#validator.push(slot, slot + this.#length, false);
  }

  /** Moves the gathered bytes up to `cut`, which are valid, to the text. */
  #decode(cut: number): void {
    const from = this.#slot ?? 0;
    if (cut > from) this.#text += this.#bytes.toString(this.#ascii ? "latin1" : "utf8", from, cut);
    this.#keep(cut);
  }

  /** Keeps only the gathered bytes from `cut` on: none, or a character that may be incomplete. */
  #keep(cut: number): void {
    const end = this.#end;
    if (this.#slot === null) this.#own.drop(cut);
    else memory.copyWithin(this.#slot, cut, end);
    this.#length = end - cut;
    this.#ascii = cut === end;
  }

  /** The place from which on the gathered bytes may be an incomplete character. */
  #boundary(): number {
    return this.#ascii ? this.#end : lastBoundary(this.#bytes, this.#end);
  }
}
