// UTF-8 for text messages (RFC 6455 section 8.1, RFC 3629): whole texts in one step, arriving texts part by part.
// It knows nothing of frames.
import { isUtf8 } from "node:buffer";
import { kernel, memory } from "./kernel.ts";

const replacement = "\uFFFD";
/** Up to this length, putting characters together here is faster than fetching them from native code. */
const fewBytes = 16;

/**
 * The text of `bytes[start, end)`, or null where that is not valid UTF-8. `ascii` says that it is known to be ASCII.
 * Decoding replaces what is invalid by U+FFFD, so only a text that holds one has to be looked at again; the search costs
 * nothing in a text of one-byte characters, which cannot hold it.
 */
export const decodeText = (bytes: Buffer, start: number, end: number, ascii: boolean): string | null => {
  if (ascii) return decodeAscii(bytes, start, end);
  const text = bytes.toString("utf8", start, end);
  return text.includes(replacement) && !isUtf8(bytes.subarray(start, end)) ? null : text;
};

const decodeAscii = (bytes: Buffer, start: number, end: number): string => {
  if (end - start > fewBytes || start + fewBytes > bytes.length) return bytes.toString("latin1", start, end);
  const text = String.fromCharCode(
    bytes[start] ?? 0,
    bytes[start + 1] ?? 0,
    bytes[start + 2] ?? 0,
    bytes[start + 3] ?? 0,
    bytes[start + 4] ?? 0,
    bytes[start + 5] ?? 0,
    bytes[start + 6] ?? 0,
    bytes[start + 7] ?? 0,
    bytes[start + 8] ?? 0,
    bytes[start + 9] ?? 0,
    bytes[start + 10] ?? 0,
    bytes[start + 11] ?? 0,
    bytes[start + 12] ?? 0,
    bytes[start + 13] ?? 0,
    bytes[start + 14] ?? 0,
    bytes[start + 15] ?? 0,
  );
  return end - start === fewBytes ? text : text.slice(0, end - start);
};

/** From here on the native check is faster than the kernel's, its call and its view included. */
const nativeFromBytes = 512;

/** Validates a text that arrives in parts; a byte that no valid text could hold is refused with the part it is in. */
export class Utf8Validator {
  /** The three bytes before the next part, the last one lowest: all that its validity depends on. */
  #before = 0;

  /** Whether the text may end here: no lead byte is still waiting for its last continuation. */
  get complete(): boolean {
    return (this.#before & 0xff) < 0xc0 && (this.#before & 0xff00) < 0xe000 && this.#before < 0xf00000;
  }

  reset(): void {
    this.#before = 0;
  }

  /** Writes the three bytes before `at` in the kernel's memory, for a part that does not lie behind them already. */
  putBefore(at: number): void {
    const before = this.#before;
    memory[at - 3] = before >>> 16;
    memory[at - 2] = (before >>> 8) & 0xff;
    memory[at - 1] = before & 0xff;
  }

  /**
   * Takes the next part, which lies in the kernel's memory at [start, end) behind the bytes before it, or behind zeros. Returns
   * false once the text cannot be valid any more. `ascii` says that the part is known to be ASCII.
   */
  push(start: number, end: number, ascii: boolean): boolean {
    if (start === end) return true;
    if (ascii) {
      const { complete } = this;
      this.#before = 0;
      return complete;
    }
    this.#before = ((memory[end - 3] ?? 0) << 16) | ((memory[end - 2] ?? 0) << 8) | (memory[end - 1] ?? 0);
    if (end - start < nativeFromBytes) return kernel.validate(start, end) === 0;
    const last = lastBoundary(memory, end);
    return isUtf8(memory.subarray(lastBoundary(memory, start), last)) && kernel.validate(last, end) === 0;
  }
}

/** The place where the last character before `end` begins if that may be incomplete, or `end`. */
export const lastBoundary = (bytes: Buffer, end: number): number => {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[end - back];
    if (byte === undefined || byte < 0x80) return end;
    if (byte >= 0xc0) return end - back;
  }
  return end;
};
