// Reads HTTP/1.1 responses off a stream of bytes (RFC 9112), as much as a poll's answer needs: status, Content-Length,
// Connection. Does no I/O; one response at a time; refuses a transfer coding, since no poll's answer has one.

export interface HttpResponse {
  readonly status: number;
  /** The status line and all headers, with the empty line; interim answers before it are counted in. */
  readonly headBytes: number;
  /** Valid until the next call of receive. */
  readonly body: Buffer;
  /**
   * The connection is of no use after this response: the server will close it, or has sent bytes behind the response, which
   * are no response to anything (RFC 9112 section 9.2). Line ends are, and mean, nothing.
   */
  readonly last: boolean;
}

/** The server's answer is no HTTP, or none that this client reads. */
export class HttpError extends Error {
  override readonly name = "HttpError";
}

/** The server was tired of waiting on this connection; sent unasked, too. It means: dial again (RFC 9110 section 15.5.9). */
export const requestTimeout = 408;

interface Head {
  readonly status: number;
  readonly headBytes: number;
  /** null: up to the end of the connection, which is not waited for. */
  readonly bodyBytes: number | null;
  readonly last: boolean;
}

const maxHeadBytes = 16 * 1024;
const maxBodyBytes = 256 * 1024 * 1024;
const nothing = Buffer.alloc(0);

const headEnd = Buffer.from("\r\n\r\n");
const switchingProtocols = 101;

interface HeadStart {
  readonly status: number;
  /** Those of interim answers before it are counted in. */
  readonly headBytes: number;
  /** The status line and the headers, without the empty line. */
  readonly text: string;
}

const isLineEnd = (byte: number | undefined): boolean => byte === 0x0d || byte === 0x0a;

/** Line ends between two messages mean nothing (RFC 9112 section 2.2). */
export const isBlank = (bytes: Buffer): boolean => bytes.every(isLineEnd);

/**
 * The final answer's head at the start of `bytes`, behind any interim answers (RFC 9110 section 15.2), whatever body follows;
 * null while it is incomplete. Throws HttpError.
 */
export const readHeadStart = (bytes: Buffer): HeadStart | null => {
  let from = 0;
  while (isLineEnd(bytes[from])) from++;
  for (;;) {
    const end = bytes.indexOf(headEnd, from);
    if ((end === -1 ? bytes.length : end) > maxHeadBytes) {
      throw new HttpError(`a response head of more than ${maxHeadBytes} bytes`);
    }
    if (end === -1) return null;
    const text = bytes.toString("latin1", from, end);
    const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |\r|$)/.exec(text)?.[1]);
    if (Number.isNaN(status)) throw new HttpError("no HTTP/1.1 status line");
    if (status === switchingProtocols) throw new HttpError("the protocol was switched, which nobody asked for");
    from = end + headEnd.length;
    if (status < 100 || status > 199) return { status, headBytes: from, text };
  }
};

/** The server will close the connection (RFC 9112 section 9.3). */
const closes = (text: string): boolean =>
  /\r\nconnection:(?:[^\r]*,)?[ \t]*close[ \t]*(?:[,\r]|$)/i.test(text) ||
  (text.startsWith("HTTP/1.0") && !/\r\nconnection:[^\r]*keep-alive/i.test(text));

/** The head at the start of `bytes`, of an answer with Content-Length; null while it is incomplete. Throws HttpError. */
const readHead = (bytes: Buffer): Head | null => {
  const start = readHeadStart(bytes);
  if (start === null) return null;
  const { status, headBytes, text } = start;
  if (status === requestTimeout) return { status, headBytes, bodyBytes: null, last: true };
  // Neither has a body, whatever its fields say (RFC 9112 section 6.3).
  if (status === 204 || status === 304) return { status, headBytes, bodyBytes: 0, last: closes(text) };
  if (/\r\ntransfer-encoding:/i.test(text)) throw new HttpError("a transfer coding that this client does not read");
  const length = /\r\ncontent-length:[ \t]*(\d+)/i.exec(text)?.[1];
  if (length === undefined) {
    if (status === 200) throw new HttpError("a response without Content-Length");
    return { status, headBytes, bodyBytes: null, last: true };
  }
  const bodyBytes = Number(length);
  if (bodyBytes > maxBodyBytes) throw new HttpError(`a response body of more than ${maxBodyBytes} bytes`);
  return { status, headBytes, bodyBytes, last: closes(text) };
};

export class HttpResponseReader {
  #pending: Buffer = nothing;
  #head: Head | null = null;
  #parts: Buffer[] = [];
  #partBytes = 0;

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
    const { status, headBytes, last } = this.#head;
    const bodyBytes = this.#head.bodyBytes ?? rest.length;
    const missing = bodyBytes - this.#partBytes;
    if (rest.length < missing) {
      if (rest.length > 0) this.#parts.push(Buffer.from(rest));
      this.#partBytes += rest.length;
      return null;
    }
    const surplus = rest.length > missing;
    const end = surplus ? rest.subarray(0, missing) : rest;
    const body = this.#parts.length === 0 ? end : Buffer.concat([...this.#parts, end]);
    this.#head = null;
    this.#parts = [];
    this.#partBytes = 0;
    return { status, headBytes, body, last: last || (surplus && !isBlank(rest.subarray(missing))) };
  }
}
