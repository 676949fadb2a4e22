// Gathers a text that arrives in parts, checks it as it arrives, and decodes it: a short one at its end, a long one meanwhile.
// It does not know frames, or how much text is too much.
import { Gatherer } from "./gatherer.ts";
import { memory, RUN_BYTES, returnSlot, SCRATCH, takeSlot } from "./kernel.ts";
import { maskInto, rotateKey } from "./mask.ts";
import { lastBoundary, Utf8Validator } from "./utf8.ts";

/**
 * A text longer than a slot is decoded in parts no shorter than this. One long string has to be given memory of its own,
 * which costs several times more than decoding does; the parts are cheap, and are joined only if somebody reads the text
 * character by character.
 */
const PART_BYTES = 32_768;

/** The most that is taken up at once: behind it a slot has room for a character that is not complete. */
const BLOCK_BYTES = RUN_BYTES - 3;

export class TextGatherer {
  readonly #validator = new Utf8Validator();
  /** What is decoded already. */
  #text = "";
  /** What is not: in a slot of the kernel's memory, or in memory of its own while all slots are taken. */
  #slot: number | null = null;
  readonly #own = new Gatherer();
  #length = 0;
  /** Whether the latter is known to be ASCII. */
  #ascii = true;

  /**
   * Appends `bytes[start, end)`, still masked with `key`; false where it cannot be part of any valid text. `expected` is the
   * length of the text as foreseen by now.
   */
  append(bytes: Buffer, start: number, end: number, key: number, expected: number): boolean {
    const long = expected > RUN_BYTES;
    for (let at = start; at < end; at += BLOCK_BYTES) {
      const to = Math.min(end, at + BLOCK_BYTES);
      if (long && this.#length + to - at > RUN_BYTES) this.#decode(this.#boundary());
      if (this.#length === 0) this.#slot ??= takeSlot();
      const gather = this.#slot === null ? this.#gatherApart : long && to - at >= PART_BYTES ? this.#gatherLong : this.#gather;
      if (!gather.call(this, bytes, at, to, rotateKey(key, at - start))) return false;
      if (long && this.#length >= PART_BYTES) this.#decode(this.#boundary());
    }
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
    if (this.#slot !== null) returnSlot(this.#slot);
    this.#slot = null;
    this.#own.release();
    this.#validator.reset();
    this.#text = "";
    this.#length = 0;
    this.#ascii = true;
  }

  #gather(bytes: Buffer, start: number, end: number, key: number): boolean {
    if (this.#slot === null && this.#length === 0) this.#slot = takeSlot();
    const at = this.#slot === null ? SCRATCH : this.#slot + this.#length;
    const to = at + end - start;
    const ascii = maskInto(at, bytes, start, end, key) === 0;
    if (this.#slot === null) this.#validator.putBefore(at);
    if (!this.#validator.push(at, to, ascii)) return false;
    if (this.#slot === null) this.#own.append(memory, at, to, 0, RUN_BYTES);
    this.#length += end - start;
    this.#ascii &&= ascii;
    return true;
  }

  /** Moves what is gathered to the text, but for a character that is not complete. */
  #decode(): void {
    const bytes = this.#slot === null ? this.#own.bytes : memory;
    const from = this.#slot ?? 0;
    const end = from + this.#length;
    const cut = this.#validator.complete ? end : lastBoundary(bytes, end);
    if (cut > from) this.#text += bytes.toString(this.#ascii ? "latin1" : "utf8", from, cut);
    if (this.#slot === null) this.#own.drop(cut);
    else memory.copyWithin(from, cut, end);
    this.#length = end - cut;
    this.#ascii = cut === end;
  }
}
