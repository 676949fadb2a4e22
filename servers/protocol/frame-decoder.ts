// Reading frames (RFC 6455 section 5.2) from bytes cut anywhere. It keeps no payload: what has arrived of a frame is
// handed on at once, as a piece. It does not know messages, or what may follow what.
import { closeCode, ProtocolError } from "./error.ts";
import { FIN, MASK, MAX_CONTROL_BYTES, opcode, RSV1 } from "./frame.ts";
import { KERNEL_BYTES, KERNEL_FROM_BYTES, maskInPlace, maskIntoScratch, readKey, rotateKey } from "./mask.ts";

/** What has arrived of one frame. A frame that lies whole in its chunk is one piece, as a rule; any other is several. */
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
  /** The payload of this piece, unmasked: `bytes[start, end)`, good until the decoder is called again. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const EMPTY = Buffer.alloc(0);
const MAX_HEADER_BYTES = 14;

/** What is wrong with a first byte, by its value; no entry where nothing is. RSV1 is judged apart. */
const firstByteErrors: readonly (string | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const code = byte & 0x0f;
  if ((byte & 0x30) !== 0) return "reserved bit set";
  if ((code > opcode.binary && code < opcode.close) || code > opcode.pong) return "unknown opcode";
  if (code >= opcode.close && (byte & FIN) === 0) return "fragmented control frame";
  if ((code >= opcode.close || code === opcode.continuation) && (byte & RSV1) !== 0) return "reserved bit set";
  return undefined;
});

export class FrameDecoder {
  readonly #masked: boolean;
  readonly #rsv1: boolean;
  readonly #piece: Writable<Piece> = {
    opcode: 0,
    fin: false,
    rsv1: false,
    headerBytes: 0,
    payloadBytes: 0,
    begins: false,
    ends: false,
    bytes: EMPTY,
    start: 0,
    end: 0,
  };
  #chunk: Buffer = EMPTY;
  #offset = 0;
  #key = 0;
  /** How much of the frame's payload has not arrived yet. */
  #due = 0;
  /** A header that did not arrive in one chunk; made when first needed, for most connections never need it. */
  #head: Buffer | null = null;
  #headLength = 0;

  /** `masked`: whether every frame has to be masked, or none may be. `rsv1`: whether an extension gives RSV1 a meaning. */
  constructor(masked: boolean, rsv1: boolean) {
    this.#masked = masked;
    this.#rsv1 = rsv1;
  }

  /** What the last call of `next` found. One object, written anew by each call. */
  get piece(): Piece {
    return this.#piece;
  }

  /** Takes the next bytes, once `next` has returned false for the last ones. They are unmasked where they lie. */
  feed(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#offset = 0;
  }

  /** Moves to the next piece; false where the bytes are used up. Throws ProtocolError (1002, 1009). */
  next(): boolean {
    if (this.#due > 0) {
      this.#piece.begins = false;
      return this.#offset < this.#chunk.length ? this.#take() : this.#pause();
    }
    const chunk = this.#chunk;
    const offset = this.#offset;
    if (this.#headLength === 0) {
      const length = this.#readHeader(chunk, offset, chunk.length);
      if (length > 0) {
        this.#offset = offset + length;
        return this.#take();
      }
    }
    return this.#gatherHeader() ? this.#take() : this.#pause();
  }

  /** Lets go of the chunk, which may be the owner's only buffer. */
  #pause(): false {
    this.#chunk = EMPTY;
    this.#offset = 0;
    this.#piece.bytes = EMPTY;
    return false;
  }

  /** Takes up what is there of the payload that is due. */
  #take(): true {
    const piece = this.#piece;
    const due = this.#due;
    const start = this.#offset;
    let length = Math.min(due, this.#chunk.length - start);
    piece.bytes = this.#chunk;
    piece.start = start;
    piece.end = start + length;
    if (this.#masked && length > 0) {
      if (length < KERNEL_FROM_BYTES) maskInPlace(this.#chunk, start, start + length, this.#key);
      else {
        length = Math.min(length, KERNEL_BYTES);
        piece.bytes = maskIntoScratch(this.#chunk, start, start + length, this.#key);
        piece.start = 0;
        piece.end = length;
      }
      if (length < due) this.#key = rotateKey(this.#key, length);
    }
    this.#offset = start + length;
    this.#due = due - length;
    piece.ends = length === due;
    return true;
  }

  /** Reads a header that is cut by the end of a chunk, byte by byte. */
  #gatherHeader(): boolean {
    this.#head ??= Buffer.allocUnsafeSlow(MAX_HEADER_BYTES);
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
    let length = second & 0x7f;
    const wrong = firstByteErrors[first];
    if (wrong !== undefined) throw new ProtocolError(closeCode.protocolError, wrong);
    if ((first & RSV1) !== 0 && !this.#rsv1) throw new ProtocolError(closeCode.protocolError, "reserved bit set");
    if ((second & MASK) === 0 && this.#masked) throw new ProtocolError(closeCode.protocolError, "frame not masked");
    if ((second & MASK) !== 0 && !this.#masked) throw new ProtocolError(closeCode.protocolError, "frame masked");
    if (length > MAX_CONTROL_BYTES && (first & 0x0f) >= opcode.close) {
      throw new ProtocolError(closeCode.protocolError, "control frame too long");
    }
    let next = at + (length <= MAX_CONTROL_BYTES ? 2 : length === 126 ? 4 : 10);
    const size = next - at + (this.#masked ? 4 : 0);
    if (end - at < size) return 0;
    if (length > MAX_CONTROL_BYTES) length = extendedLength(bytes, at + 2, length);
    if (this.#masked) {
      this.#key = readKey(bytes, next);
      next += 4;
    }
    const piece = this.#piece;
    piece.opcode = first & 0x0f;
    piece.fin = (first & FIN) !== 0;
    piece.rsv1 = (first & RSV1) !== 0;
    piece.headerBytes = size;
    piece.payloadBytes = length;
    piece.begins = true;
    this.#due = length;
    return size;
  }
}

/** The 16-bit or 64-bit length, which has to be the shortest form of its value (RFC 6455 section 5.2). */
function extendedLength(bytes: Buffer, at: number, form: number): number {
  if (form === 126) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (length <= MAX_CONTROL_BYTES)
      throw new ProtocolError(closeCode.protocolError, "length not in its shortest form");
    return length;
  }
  const high = bytes.readUInt32BE(at);
  const low = bytes.readUInt32BE(at + 4);
  if (high >= 0x8000_0000) throw new ProtocolError(closeCode.protocolError, "top bit of a 64-bit length set");
  if (high === 0 && low <= 0xffff) throw new ProtocolError(closeCode.protocolError, "length not in its shortest form");
  // Above 2^53 the number is no longer exact, which does not matter: no limit is near it.
  return high * 0x1_0000_0000 + low;
}
