// UTF-8 for text messages (RFC 6455 section 8.1, RFC 3629): whole texts in one step, arriving texts byte by byte.
// It knows nothing of frames.
import { isUtf8 } from "node:buffer";

const REPLACEMENT = "\uFFFD";
/** Up to this length characters are faster put together here than fetched from native code. */
const FEW_BYTES = 16;

/**
 * The text of `bytes[start, end)`, or null where that is not valid UTF-8. `ascii` says that it is known to be ASCII.
 * Decoding replaces what is invalid by U+FFFD, so only a text that holds one has to be looked at again; the search costs
 * nothing in a text of one-byte characters, which cannot hold it.
 */
export function decodeText(bytes: Buffer, start: number, end: number, ascii: boolean): string | null {
  if (ascii) return decodeAscii(bytes, start, end);
  const text = bytes.toString("utf8", start, end);
  return text.includes(REPLACEMENT) && !isUtf8(bytes.subarray(start, end)) ? null : text;
}

function decodeAscii(bytes: Buffer, start: number, end: number): string {
  if (end - start > FEW_BYTES || start + FEW_BYTES > bytes.length) return bytes.toString("latin1", start, end);
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
  return end - start === FEW_BYTES ? text : text.slice(0, end - start);
}

/** From here on the native check is faster than the loop, its call and its view included. */
const NATIVE_FROM_BYTES = 48;

/** Validates a text that arrives in parts; a byte that no valid text could hold is refused with the part it is in. */
export class Utf8Validator {
  /** Continuation bytes still due, and the range that the next of them has to be in (RFC 3629 section 4). */
  #due = 0;
  #low = 0x80;
  #high = 0xbf;

  /** Whether the text may end here. */
  get complete(): boolean {
    return this.#due === 0;
  }

  /** Takes the next part; false once the text cannot be valid any more. */
  push(bytes: Buffer, start: number, end: number, ascii: boolean): boolean {
    if (ascii) return this.#due === 0 || start === end;
    if (end - start < NATIVE_FROM_BYTES) return this.#walk(bytes, start, end);
    // The code point that the last part left open has at most three bytes to come.
    let from = start;
    while (this.#due > 0) {
      if (!this.#walk(bytes, from, from + 1)) return false;
      from++;
    }
    const cut = lastBoundary(bytes, end);
    return isUtf8(bytes.subarray(from, cut)) && this.#walk(bytes, cut, end);
  }

  #walk(bytes: Buffer, start: number, end: number): boolean {
    let due = this.#due;
    let low = this.#low;
    let high = this.#high;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (due > 0) {
        if (byte < low || byte > high) return false;
        low = 0x80;
        high = 0xbf;
        due--;
      } else if (byte >= 0x80) {
        if (byte < 0xc2 || byte > 0xf4) return false;
        due = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
        // No overlong forms, no surrogates, nothing above U+10FFFF: all of it shows in the second byte.
        if (byte === 0xe0) low = 0xa0;
        else if (byte === 0xed) high = 0x9f;
        else if (byte === 0xf0) low = 0x90;
        else if (byte === 0xf4) high = 0x8f;
      }
    }
    this.#due = due;
    this.#low = low;
    this.#high = high;
    return true;
  }
}

/** Where the code point begins that may be incomplete at `end`, or `end`. */
export function lastBoundary(bytes: Buffer, end: number): number {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return end - back;
  }
  return end;
}
