// UTF-8 for text messages (RFC 6455 section 8.1, RFC 3629): whole texts in one step, arriving texts part by part.
// It knows nothing of frames.
import { isUtf8 } from "node:buffer";
import { kernel, SCRATCH_START, scratch } from "./kernel.ts";

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

/** From here on the native check is faster than the kernel's, its call and its view included. */
const NATIVE_FROM_BYTES = 192;
/** From here on the native copy is faster than a loop. */
const COPY_FROM_BYTES = 16;
/** Where the kernel reads from what does not lie at SCRATCH_START already: in the second half of its memory. */
const ASIDE = 98_304;

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

  /** Takes the next part; false once the text cannot be valid any more. `ascii` says that the part is known to be ASCII. */
  push(bytes: Buffer, start: number, end: number, ascii: boolean): boolean {
    if (start === end) return true;
    if (ascii) {
      const { complete } = this;
      this.#before = 0;
      return complete;
    }
    if (end - start < NATIVE_FROM_BYTES) return this.#pushFew(bytes, start, end);
    const first = firstBoundary(bytes, start);
    const last = lastBoundary(bytes, end);
    if (!this.#pushFew(bytes, start, first) || !this.complete || !isUtf8(bytes.subarray(first, last))) return false;
    this.#before = 0;
    return this.#pushFew(bytes, last, end);
  }

  #pushFew(bytes: Buffer, start: number, end: number): boolean {
    const length = end - start;
    if (length === 0) return true;
    const inPlace = bytes === scratch && start === SCRATCH_START;
    const at = inPlace ? SCRATCH_START : ASIDE;
    if (!inPlace && length >= COPY_FROM_BYTES) bytes.copy(scratch, at, start, end);
    else if (!inPlace) for (let from = 0; from < length; from++) scratch[at + from] = bytes[start + from] ?? 0;
    const before = this.#before;
    scratch[at - 3] = before >>> 16;
    scratch[at - 2] = (before >>> 8) & 0xff;
    scratch[at - 1] = before & 0xff;
    const to = at + length;
    this.#before = ((scratch[to - 3] ?? 0) << 16) | ((scratch[to - 2] ?? 0) << 8) | (scratch[to - 1] ?? 0);
    return kernel.validate(at, to) === 0;
  }
}

/** The first place at `start` or up to three bytes behind it where a character can begin. */
export function firstBoundary(bytes: Buffer, start: number): number {
  let at = start;
  while (at < start + 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++;
  return at;
}

/** Where the character begins that may be incomplete at `end`, or `end`. */
export function lastBoundary(bytes: Buffer, end: number): number {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return end - back;
  }
  return end;
}
