// Reading frames (RFC 6455 section 5.2) from bytes cut anywhere. It keeps no payload: the part of a frame that has arrived is
// handed on at once, as a piece. It does not know messages, or in which order frames may come.
import { closeCode } from "./close-codes.ts";
import { ProtocolError } from "./error.ts";
import { finBit, maskBit, maxControlBytes, rsv1Bit } from "./frame.ts";
import {
  controlBit,
  faultOf,
  length16,
  maxHeaderBytes,
  plainFaults,
  readLength16,
  readLength64,
  rsv1Faults,
} from "./frame-header.ts";
import { memory, runBytes, scratch } from "./kernel.ts";
import { kernelFromBytes, maskFew, maskInto, readKey, rotateKey } from "./mask.ts";

/** A part of one frame, as it arrived. A frame that lies whole in its chunk is one piece, as a rule; any other is several. */
export interface Piece {
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly headerBytes: number;
  /** The length of the payload as its header gives it. */
  readonly payloadBytes: number;
  /** Whether this is the first piece of its frame, and whether it is the last. The first may be without any bytes. */
  readonly begins: boolean;
  readonly ends: boolean;
  /** Whether this is a whole frame, the last of its message, not compressed, and not too long to be taken at once. */
  readonly whole: boolean;
  /** The payload of this piece, good until the decoder is called again: `bytes[start, end)`. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** The key that the payload is still masked with, or 0; a whole frame's is unmasked. */
  readonly key: number;
  /** Whether a whole frame's payload is known to be ASCII, which unmasking shows in passing; false where nobody has looked. */
  readonly ascii: boolean;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const empty = Buffer.alloc(0);

export class FrameDecoder {
  readonly #masked: boolean;
  readonly #rsv1: boolean;
  readonly #maskBit: number;
  readonly #faults: Uint8Array;
  readonly #shortHeaderBytes: number;
  readonly #piece: Writable<Piece> = {
    opcode: 0,
    fin: false,
    rsv1: false,
    headerBytes: 0,
    payloadBytes: 0,
    begins: false,
    ends: false,
    whole: false,
    bytes: empty,
    start: 0,
    end: 0,
    key: 0,
    ascii: false,
  };
  #chunk: Buffer = empty;
  #offset = 0;
  #key = 0;
  /** How much of the frame's payload has not arrived yet. */
  #due = 0;
  /** Room for a header that does not arrive in one chunk; made when first needed, since most connections never need it. */
  #head: Buffer | null = null;
  #headLength = 0;

  /** `masked`: whether every frame has to be masked, or none may be. `rsv1`: whether an extension gives the bit RSV1 a meaning. */
  constructor(masked: boolean, rsv1: boolean) {
    this.#masked = masked;
    this.#rsv1 = rsv1;
    this.#maskBit = masked ? maskBit : 0;
    this.#faults = rsv1 ? rsv1Faults : plainFaults;
    this.#shortHeaderBytes = masked ? 6 : 2;
  }

  /** The piece that the last call of `next` found: one object, written anew by each call. */
  get piece(): Piece {
    return this.#piece;
  }

  /** Whether the chunk holds bytes that `next` has not taken yet. */
  get hasMore(): boolean {
    return this.#offset < this.#chunk.length;
  }

  /** Whether a frame has begun whose rest has not arrived yet, once `next` has returned false. */
  get midFrame(): boolean {
    return this.#due > 0 || this.#headLength > 0;
  }

  /** Takes the next bytes, once `next` has returned false for those before. They may be unmasked where they lie. */
  feed(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#offset = 0;
  }

  /** Moves to the next piece; false where the bytes are used up. Throws ProtocolError (1002). */
  next(): boolean {
    const chunk = this.#chunk;
    const at = this.#offset;
    let start = at + this.#shortHeaderBytes;
    if (this.#due > 0 || this.#headLength > 0 || start > chunk.length) return this.#nextPiece();
    // A frame below 64 KiB that lies whole in its chunk is by far the most frequent. It is taken here in one go; anything odd
    // about it is left to #nextPiece. Bytes beyond the chunk, of a longer length, read as 0, and the frame is not whole.
    const first = chunk[at] ?? 0;
    let length = (chunk[at + 1] ?? 0) - this.#maskBit;
    if (length === length16 && (first & controlBit) === 0) {
      length = ((chunk[at + 2] ?? 0) << 8) | (chunk[at + 3] ?? 0);
      start += 2;
      if (length <= maxControlBytes) return this.#nextPiece();
    } else if (length < 0 || length > maxControlBytes) return this.#nextPiece();
    const end = start + length;
    if (end > chunk.length || this.#faults[first] !== 0) return this.#nextPiece();
    this.#begin(first, start - at, length);
    this.#offset = end;
    this.#finishPiece(chunk, start, end, this.#masked ? readKey(chunk, start - 4) : 0, true);
    return true;
  }

  /** Lets go of the chunk, which the owner may use again. */
  release(): void {
    this.feed(empty);
    this.#piece.bytes = empty;
  }

  #nextPiece(): boolean {
    if (this.#offset === this.#chunk.length) return this.#pause();
    if (this.#due > 0) {
      this.#piece.begins = false;
      return this.#take();
    }
    if (this.#headLength === 0) {
      const size = this.#readHeader(this.#chunk, this.#offset, this.#chunk.length);
      this.#offset += size;
      if (size > 0) return this.#take();
    }
    return this.#gatherHeader() ? this.#take() : this.#pause();
  }

  #pause(): false {
    this.release();
    return false;
  }

  /** Takes up the part of the payload due that is in the chunk. */
  #take(): true {
    const due = this.#due;
    const start = this.#offset;
    const length = Math.min(due, this.#chunk.length - start);
    this.#offset = start + length;
    this.#due = due - length;
    this.#finishPiece(this.#chunk, start, start + length, this.#key, length === due);
    this.#key = rotateKey(this.#key, length);
    return true;
  }

  #finishPiece(bytes: Buffer, start: number, end: number, key: number, ends: boolean): void {
    const piece = this.#piece;
    const length = end - start;
    piece.ends = ends;
    piece.whole = ends && piece.begins && piece.fin && !piece.rsv1 && length <= runBytes;
    piece.key = piece.whole ? 0 : key;
    if (!piece.whole || !this.#masked) this.#place(bytes, start, end);
    else if (length < kernelFromBytes) {
      piece.ascii = maskFew(bytes, start, end, key) === 0;
      this.#place(bytes, start, end);
    } else {
      piece.ascii = maskInto(scratch, bytes, start, end, key) === 0;
      this.#place(memory, scratch, scratch + length);
    }
  }

  #place(bytes: Buffer, start: number, end: number): void {
    const piece = this.#piece;
    piece.bytes = bytes;
    piece.start = start;
    piece.end = end;
  }

  #begin(first: number, headerBytes: number, payloadBytes: number): void {
    const piece = this.#piece;
    piece.opcode = first & 0x0f;
    piece.fin = first >= finBit;
    piece.rsv1 = (first & rsv1Bit) !== 0;
    piece.headerBytes = headerBytes;
    piece.payloadBytes = payloadBytes;
    piece.begins = true;
  }

  /** Reads a header that is cut by the end of a chunk, byte by byte. */
  #gatherHeader(): boolean {
    this.#head ??= Buffer.allocUnsafeSlow(maxHeaderBytes);
    while (this.#offset < this.#chunk.length) {
      this.#head[this.#headLength++] = this.#chunk[this.#offset++] ?? 0;
      if (this.#readHeader(this.#head, 0, this.#headLength) > 0) {
        this.#headLength = 0;
        return true;
      }
    }
    return false;
  }

  /** Reads the header at `bytes[at, end)` and returns its length, or 0 where it is not complete. */
  #readHeader(bytes: Buffer, at: number, end: number): number {
    if (end - at < 2) return 0;
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    if (this.#faults[first] !== 0 || (second & maskBit) !== this.#maskBit) this.#refuse(first);
    let length = second & 0x7f;
    let size = 2;
    if (length > maxControlBytes) {
      if ((first & controlBit) !== 0) throw new ProtocolError(closeCode.protocolError, "control frame too long");
      size = length === length16 ? 4 : 10;
      if (end - at < size) return 0;
      length = size === 4 ? readLength16(bytes, at + 2) : readLength64(bytes, at + 2);
    }
    if (this.#masked) {
      if (end - at < size + 4) return 0;
      this.#key = readKey(bytes, at + size);
      size += 4;
    }
    this.#begin(first, size, length);
    this.#due = length;
    return size;
  }

  #refuse(first: number): never {
    const fault = faultOf(first, this.#rsv1) ?? (this.#masked ? "frame not masked" : "frame masked");
    throw new ProtocolError(closeCode.protocolError, fault);
  }
}
