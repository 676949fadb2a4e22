// Messages out of frames (RFC 6455 sections 5.4 and 5.6): what may follow what, how much of it, and that text is text.
// It does not know control frames, masks or the closing handshake.
import type { Inflater } from "./deflate.ts";
import { closeCode, ProtocolError } from "./error.ts";
import { opcode } from "./frame.ts";
import type { Piece } from "./frame-decoder.ts";
import { Gatherer } from "./gatherer.ts";
import { decodeText, Utf8Validator } from "./utf8.ts";

export type WholeMessage =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "binary"; readonly data: Buffer };

export class Assembler {
  readonly #maxBytes: number;
  readonly #maxFragments: number;
  readonly #inflater: Inflater | null;
  readonly #gathered = new Gatherer();
  readonly #validator = new Utf8Validator();
  /** The opcode of the message that is under way, or 0. */
  #opcode = 0;
  #compressed = false;
  #fragments = 0;
  /** The payload of the frames begun so far, whether it has arrived or not, and what it may come to. */
  #announced = 0;
  #limit = 0;

  constructor(maxBytes: number, maxFragments: number, inflater: Inflater | null) {
    this.#maxBytes = maxBytes;
    this.#maxFragments = maxFragments;
    this.#inflater = inflater;
  }

  /** Takes a piece of a data frame; returns the message that it completes. Throws ProtocolError (1002, 1007, 1008, 1009). */
  take(piece: Piece): WholeMessage | null {
    return piece.whole && this.#opcode === 0 && piece.opcode !== opcode.continuation
      ? this.#takeWhole(piece)
      : this.#takePart(piece);
  }

  /** Forgets a message that will never be complete. */
  release(): void {
    this.#gathered.release();
    this.#opcode = 0;
  }

  #takeWhole({ opcode: code, bytes, start, end, ascii }: Piece): WholeMessage {
    if (end - start > this.#maxBytes) throw tooBig();
    if (code === opcode.binary) return { type: "binary", data: Buffer.from(bytes.subarray(start, end)) };
    const text = decodeText(bytes, start, end, ascii);
    if (text === null) throw invalidText();
    return { type: "text", text };
  }

  #takePart(piece: Piece): WholeMessage | null {
    if (piece.begins) this.#begin(piece);
    const { bytes, start, end, ascii } = piece;
    if (this.#opcode === opcode.text && !this.#compressed) {
      if (!this.#validator.push(bytes, start, end, ascii)) throw invalidText();
      this.#gathered.appendText(bytes, start, end, this.#announced, ascii);
    } else this.#gathered.append(bytes, start, end, this.#announced);
    return piece.ends && piece.fin ? this.#finish() : null;
  }

  #begin(piece: Piece): void {
    if (piece.opcode === opcode.continuation) {
      if (this.#opcode === 0) throw new ProtocolError(closeCode.protocolError, "continuation of no message");
    } else {
      if (this.#opcode !== 0) throw new ProtocolError(closeCode.protocolError, "message inside another");
      this.#opcode = piece.opcode;
      this.#compressed = piece.rsv1;
      this.#fragments = 0;
      this.#announced = 0;
      // A deflater that finds nothing to shorten takes nine bits a byte at most, and a few bytes a block.
      this.#limit = piece.rsv1 ? this.#maxBytes + (this.#maxBytes >> 3) + 64 : this.#maxBytes;
    }
    this.#announced += piece.payloadBytes;
    if (this.#announced > this.#limit) throw tooBig();
    if (++this.#fragments > this.#maxFragments) throw new ProtocolError(closeCode.policy, "too many fragments");
  }

  #finish(): WholeMessage {
    const code = this.#opcode;
    this.#opcode = 0;
    if (this.#compressed && this.#inflater !== null) {
      const data = this.#inflater.inflate(this.#gathered.view(), this.#maxBytes);
      this.#gathered.release();
      if (code === opcode.binary) return { type: "binary", data };
      const text = decodeText(data, 0, data.length, false);
      if (text === null) throw invalidText();
      return { type: "text", text };
    }
    if (code === opcode.binary) return { type: "binary", data: this.#gathered.takeBytes() };
    if (!this.#validator.complete) throw invalidText();
    return { type: "text", text: this.#gathered.takeText() };
  }
}

function invalidText(): ProtocolError {
  return new ProtocolError(closeCode.invalidData, "text is not UTF-8");
}

function tooBig(): ProtocolError {
  return new ProtocolError(closeCode.tooBig, "message too big");
}
