// Messages from frames (RFC 6455 sections 5.4 and 5.6): their order, their size, and that text is UTF-8.
// It does not know control frames, masks or the closing handshake.

import { closeCode } from "./close-codes.ts";
import type { Inflater } from "./deflate.ts";
import { ProtocolError } from "./error.ts";
import { opcode } from "./frame.ts";
import type { Piece } from "./frame-decoder.ts";
import { Gatherer } from "./gatherer.ts";
import { maskInPlace } from "./mask.ts";
import { TextGatherer } from "./text-gatherer.ts";
import { decodeText } from "./utf8.ts";

export type WholeMessage =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "binary"; readonly data: Buffer };

/** A part of a message this long stays where it lies until the message is complete; shorter ones would hold on to more than themselves. */
const keptBytes = 32_768;

export class Assembler {
  readonly #maxBytes: number;
  readonly #maxFragments: number;
  readonly #inflater: Inflater | null;
  readonly #gathered = new Gatherer();
  readonly #text = new TextGatherer();
  /** The opcode of the message that is under way, or 0. */
  #opcode = 0;
  #compressed = false;
  #fragments = 0;
  /** The payload of the frames begun so far, whether it has arrived or not. */
  #announced = 0;
  /** The payload that has arrived of the message that is under way. */
  #arrived = 0;
  /** The most that `#announced` may come to. */
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

  /** The payload that has come of a message that has not ended. */
  get unfinishedBytes(): number {
    return this.#opcode === 0 ? 0 : this.#arrived;
  }

  /** Forgets a message that will never be complete. */
  release(): void {
    this.#gathered.release();
    this.#text.release();
    this.#opcode = 0;
  }

  #takeWhole({ opcode: code, bytes, start, end, ascii }: Piece): WholeMessage {
    if (end - start > this.#maxBytes) throw tooBig();
    if (code === opcode.text) return textMessage(decodeText(bytes, start, end, ascii));
    const data = Buffer.allocUnsafe(end - start);
    bytes.copy(data, 0, start, end);
    return { type: "binary", data };
  }

  #takePart(piece: Piece): WholeMessage | null {
    if (piece.begins) this.#begin(piece);
    const { bytes, start, end, key } = piece;
    this.#arrived += end - start;
    if (this.#opcode !== opcode.text || this.#compressed) this.#gather(piece);
    else if (!this.#text.append(bytes, start, end, key, this.#announced)) throw invalidText();
    return piece.ends && piece.fin ? this.#finish() : null;
  }

  #gather({ bytes, start, end, key }: Piece): void {
    // A masked chunk may be written to and kept.
    if (key !== 0 && end - start >= keptBytes) {
      maskInPlace(bytes, start, end, key);
      this.#gathered.keep(bytes.subarray(start, end));
    } else this.#gathered.append(bytes, start, end, key, this.#announced);
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
      this.#arrived = 0;
      // A deflater that finds nothing to shorten puts out at most nine bits a byte, and a few bytes a block.
      this.#limit = piece.rsv1 ? Math.ceil(this.#maxBytes * 1.125) + 64 : this.#maxBytes;
    }
    this.#announced += piece.payloadBytes;
    if (this.#announced > this.#limit) throw tooBig();
    if (++this.#fragments > this.#maxFragments) throw new ProtocolError(closeCode.policy, "too many fragments");
  }

  #finish(): WholeMessage {
    const code = this.#opcode;
    this.#opcode = 0;
    if (this.#compressed && this.#inflater !== null) {
      const data = this.#inflater.inflate(this.#gathered.take(), this.#maxBytes);
      return code === opcode.binary ? { type: "binary", data } : textMessage(decodeText(data, 0, data.length, false));
    }
    return code === opcode.binary ? { type: "binary", data: this.#gathered.take() } : textMessage(this.#text.take());
  }
}

const textMessage = (text: string | null): WholeMessage => {
  if (text === null) throw invalidText();
  return { type: "text", text };
};

const invalidText = (): ProtocolError => new ProtocolError(closeCode.invalidData, "text is not UTF-8");

const tooBig = (): ProtocolError => new ProtocolError(closeCode.tooBig, "message too big");
