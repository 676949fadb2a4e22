// Reads HTTP/1.1 responses off a stream of bytes (RFC 9112), as much as a poll's answer needs: status, Content-Length,
// Connection. Does no I/O; one response at a time; refuses a transfer coding, since no poll's answer has one.

export interface HttpResponse {
  readonly status: number;
  /** The status line and all headers, with the empty line. */
  readonly headBytes: number;
  /** Valid until the next call of receive. */
  readonly body: Buffer;
  /** The server will close the connection after this response. */
  readonly last: boolean;
}

/** The server's answer is no HTTP, or none that this client reads. */
export class HttpError extends Error {
  override readonly name = "HttpError";
}

interface Head {
  readonly status: number;
  readonly headBytes: number;
  readonly bodyBytes: number;
  readonly last: boolean;
}

const maxHeadBytes = 16 * 1024;
const maxBodyBytes = 256 * 1024 * 1024;
const nothing = Buffer.alloc(0);

const headEnd = Buffer.from("\r\n\r\n");

interface HeadStart {
  readonly status: number;
  readonly headBytes: number;
  /** The status line and the headers, without the empty line. */
  readonly text: string;
}

/** The head at the start of `bytes`, whatever body follows; null while it is incomplete. Throws HttpError. */
export const readHeadStart = (bytes: Buffer): HeadStart | null => {
  const end = bytes.indexOf(headEnd);
  if (end === -1) {
    if (bytes.length > maxHeadBytes) throw new HttpError(`a response head of more than ${maxHeadBytes} bytes`);
    return null;
  }
  const text = bytes.toString("latin1", 0, end);
  const status = /^HTTP\/1\.[01] (\d{3})[ \r]?/.exec(text)?.[1];
  if (status === undefined) throw new HttpError("no HTTP/1.1 status line");
  return { status: Number(status), headBytes: end + headEnd.length, text };
};

/** The head at the start of `bytes`, of an answer with Content-Length; null while it is incomplete. Throws HttpError. */
const readHead = (bytes: Buffer): Head | null => {
  const start = readHeadStart(bytes);
  if (start === null) return null;
  const { status, headBytes, text } = start;
  if (/\r\ntransfer-encoding:/i.test(text)) throw new HttpError("a transfer coding that this client does not read");
  const length = /\r\ncontent-length:[ \t]*(\d+)/i.exec(text)?.[1];
  const bodiless = status === 204 || status === 304;
  if (length === undefined && !bodiless) throw new HttpError("a response without Content-Length");
  const bodyBytes = bodiless ? 0 : Number(length);
  if (bodyBytes > maxBodyBytes) throw new HttpError(`a response body of more than ${maxBodyBytes} bytes`);
  return { status, headBytes, bodyBytes, last: /\r\nconnection:[ \t]*close/i.test(text) };
};

export class HttpResponseReader {
  #pending: Buffer = nothing;
  #head: Head | null = null;
  #parts: Buffer[] = [];
  #partBytes = 0;

  /** Bytes of the response that is still incomplete, and stays so where the connection broke. */
  get pendingBytes(): number {
    return this.#head === null ? this.#pending.length : this.#head.headBytes + this.#partBytes;
  }

  /** Takes the bytes that arrived; returns the response once it is complete. `chunk` may be reused after the call. */
  receive(chunk: Buffer): HttpResponse | null {
    let rest = chunk;
    if (this.#head === null) {
      const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
      this.#head = readHead(bytes);
      if (this.#head === null) {
        this.#pending = Buffer.from(bytes);
        return null;
      }
      this.#pending = nothing;
      rest = bytes.subarray(this.#head.headBytes);
    }
    const { status, headBytes, bodyBytes, last } = this.#head;
    if (this.#partBytes + rest.length > bodyBytes) throw new HttpError("more bytes than Content-Length announced");
    if (this.#partBytes + rest.length < bodyBytes) {
      if (rest.length > 0) this.#parts.push(Buffer.from(rest));
      this.#partBytes += rest.length;
      return null;
    }
    const body = this.#parts.length === 0 ? rest : Buffer.concat([...this.#parts, rest]);
    this.#head = null;
    this.#parts = [];
    this.#partBytes = 0;
    return { status, headBytes, body, last };
  }
}
