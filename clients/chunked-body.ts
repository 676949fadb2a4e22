// Reads the chunked transfer coding off a stream of bytes (RFC 9112 section 7.1). Does no I/O; ignores chunk extensions and
// trailers.

import { HttpError } from "./http-response.ts";

/** Hears a body as it arrives. */
interface ChunkOwner {
  /** Valid until the call returns. */
  data(part: Buffer): void;
  /** A chunk is complete; it took so many bytes besides its data. */
  chunkEnd(overheadBytes: number): void;
  /** The last chunk has begun, which is empty: nothing is told of it, its trailers, or what is behind them. */
  end(): void;
}

/** The longest line: a chunk's size with its extensions. */
const maxLineBytes = 1024;

export class ChunkedBody {
  readonly #owner: ChunkOwner;
  /** The part that the next byte belongs to. */
  #state: "size" | "data" | "dataEnd" | "over" = "size";
  #line = "";
  #dataLeft = 0;
  #overheadBytes = 0;

  constructor(owner: ChunkOwner) {
    this.#owner = owner;
  }

  /** Whether a chunk has begun whose rest has not arrived yet. */
  get midChunk(): boolean {
    return this.#state === "data" || this.#state === "dataEnd" || this.#line !== "";
  }

  /** Throws HttpError where the bytes are no chunks. */
  receive(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && this.#state !== "over") {
      at = this.#state === "data" ? this.#data(bytes, at) : this.#toLineEnd(bytes, at);
    }
  }

  #data(bytes: Buffer, at: number): number {
    const part = bytes.subarray(at, at + this.#dataLeft);
    this.#dataLeft -= part.length;
    if (this.#dataLeft === 0) this.#state = "dataEnd";
    this.#owner.data(part);
    return at + part.length;
  }

  #toLineEnd(bytes: Buffer, at: number): number {
    const lf = bytes.indexOf(0x0a, at);
    const end = lf === -1 ? bytes.length : lf + 1;
    this.#line += bytes.toString("latin1", at, end);
    this.#overheadBytes += end - at;
    if (this.#line.length > maxLineBytes) throw new HttpError(`a line of more than ${maxLineBytes} bytes among chunks`);
    if (lf !== -1) {
      const line = this.#line;
      this.#line = "";
      if (!line.endsWith("\r\n")) throw new HttpError("a line among chunks that CR LF does not end");
      this.#takeLine(line.slice(0, -2));
    }
    return end;
  }

  #takeLine(line: string): void {
    if (this.#state === "size") {
      const size = /^([0-9a-f]{1,8})[ \t]*(;|$)/i.exec(line)?.[1];
      if (size === undefined) throw new HttpError("a chunk without a size");
      this.#dataLeft = Number.parseInt(size, 16);
      this.#state = this.#dataLeft === 0 ? "over" : "data";
      if (this.#dataLeft === 0) this.#owner.end();
    } else {
      if (line !== "") throw new HttpError("a chunk longer than its size");
      const overheadBytes = this.#overheadBytes;
      this.#overheadBytes = 0;
      this.#state = "size";
      this.#owner.chunkEnd(overheadBytes);
    }
  }
}
