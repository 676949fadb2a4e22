// Compressed messages (RFC 7692 section 7.2), by zlib's synchronous one-shot functions: a context carries the last window of
// plain text from one message to the next, and each call takes that as its dictionary. It knows no frames.
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { closeCode } from "./close-codes.ts";
import { ProtocolError } from "./error.ts";

export type { DeflateOffer, DeflateOptions, DeflateParameters } from "./negotiation.ts";

const empty = Buffer.alloc(0);
/** The empty block that ends a flushed message, and that does not travel (section 7.2.1). */
const tail = Buffer.from([0x00, 0x00, 0xff, 0xff]);
/** The most final blocks that one message may hold, since each costs a new inflater. No sender is known to use more than one. */
const maxFinalBlocks = 64;

/** The last `2 ** bits` bytes of one side's messages, as plain text. */
class History {
  readonly #size: number;
  #bytes: Buffer = empty;
  #length = 0;

  constructor(bits: number) {
    this.#size = 2 ** bits;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  append(data: Buffer): void {
    if (this.#bytes.length === 0) this.#bytes = Buffer.allocUnsafeSlow(this.#size);
    const added = data.length <= this.#size ? data : data.subarray(data.length - this.#size);
    const kept = Math.min(this.#length, this.#size - added.length);
    this.#bytes.copyWithin(0, this.#length - kept, this.#length);
    added.copy(this.#bytes, kept);
    this.#length = kept + added.length;
  }

  clear(): void {
    this.#length = 0;
  }
}

/** The history of one message whose parts lean on each other, and that no other message leans on. */
const ofOneMessage = new History(15);

/** Compresses one side's messages. */
export class Deflater {
  readonly #bits: number;
  readonly #history: History | null;

  constructor(windowBits: number, noContextTakeover: boolean) {
    this.#bits = windowBits;
    this.#history = noContextTakeover ? null : new History(windowBits);
  }

  deflate(data: Buffer): Buffer {
    const compressed = deflate(data, this.#bits, this.#history?.bytes);
    this.#history?.append(data);
    return compressed;
  }
}

/** One message that leans on no other, so that it can go to every connection whose window is at least this big. */
export const deflateAlone = (data: Buffer, windowBits: number): Buffer => deflate(data, windowBits, undefined);

/**
 * With windowBits 8 zlib works with 9, and still reaches back 250 bytes at most (its window less 262 bytes of lookahead), so
 * that a receiver with a window of 256 bytes can follow.
 */
const deflate = (data: Buffer, windowBits: number, dictionary: Buffer | undefined): Buffer => {
  const compressed = deflateRawSync(data, {
    finishFlush: constants.Z_SYNC_FLUSH,
    windowBits,
    ...(dictionary !== undefined && dictionary.length > 0 ? { dictionary } : {}),
  });
  return compressed.subarray(0, compressed.length - tail.length);
};

/** Restores one side's messages. */
export class Inflater {
  readonly #bits: number;
  readonly #history: History | null;

  constructor(windowBits: number, noContextTakeover: boolean) {
    this.#bits = windowBits;
    this.#history = noContextTakeover ? null : new History(windowBits);
  }

  /** Throws ProtocolError: 1009 for more than `maxBytes`, without ever holding more; 1007 for what is not deflate. */
  inflate(payload: Buffer, maxBytes: number): Buffer {
    let input = Buffer.concat([payload, tail]);
    const parts: Buffer[] = [];
    let length = 0;
    // A block marked as final ends zlib's work, not the message (section 7.2.3.4), whose next part still leans on this one.
    const history = this.#history ?? ofOneMessage;
    if (this.#history === null) history.clear();
    for (let final = 0; input.length > 0; final++) {
      if (final > maxFinalBlocks) throw new ProtocolError(closeCode.invalidData, "too many final blocks");
      const { buffer, used } = this.#inflateBlocks(
        input,
        history.bytes.subarray(-(2 ** this.#bits)),
        maxBytes - length,
      );
      length += buffer.length;
      if (length > maxBytes) throw tooBig();
      parts.push(buffer);
      input = input.subarray(used);
      if (this.#history !== null || input.length > 0) history.append(buffer);
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts, length);
  }

  /** Inflates up to a final block or the end, into `room` bytes at most; `dictionary` is what may be leant on. */
  #inflateBlocks(input: Buffer, dictionary: Buffer, room: number): { readonly buffer: Buffer; readonly used: number } {
    try {
      const result: unknown = inflateRawSync(input, {
        finishFlush: constants.Z_SYNC_FLUSH,
        windowBits: this.#bits,
        maxOutputLength: Math.max(1, room),
        info: true,
        ...(dictionary.length > 0 ? { dictionary } : {}),
      });
      if (!isInfo(result)) throw new TypeError("zlib gave no info");
      return { buffer: result.buffer, used: result.engine.bytesWritten };
    } catch (error) {
      if (hasCode(error, "ERR_BUFFER_TOO_LARGE")) throw tooBig();
      if (hasCode(error, "Z_DATA_ERROR")) throw new ProtocolError(closeCode.invalidData, "message is not deflate");
      throw error;
    }
  }
}

const tooBig = (): ProtocolError => new ProtocolError(closeCode.tooBig, "inflated message too big");

/** Checks zlib's result under `info: true`, of which its types do not tell. */
const isInfo = (
  result: unknown,
): result is { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } } =>
  typeof result === "object" && result !== null && "buffer" in result && "engine" in result;

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
