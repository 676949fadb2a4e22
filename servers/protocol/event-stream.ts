// The event stream format (WHATWG HTML, "Server-sent events", sections 9.2.5 and 9.2.6): events as bytes, and bytes as
// events. It knows nothing of HTTP, nor of what the data say.

import { Gatherer } from "./websocket/gatherer.ts";

/** An event as it is dispatched; `type` is "message" where the stream names none. */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
  /** The last id that the stream gave, in this event or before it; empty if it gave none. */
  readonly lastEventId: string;
}

/** Thrown for an event that is longer than the parser was told to keep. */
export class EventStreamError extends Error {
  override readonly name = "EventStreamError";
}

const [lf, cr, space, colon] = [0x0a, 0x0d, 0x20, 0x3a];
const blankLine = Buffer.from("\n\n");
const byteOrderMark = Buffer.from("\ufeff");

/** A comment that says nothing; it keeps a silent stream from being taken for a dead one. */
export const comment = Buffer.from(":\n");

/** Tells the client to come back this long after it has lost the stream. */
export const encodeRetry = (ms: number): Buffer => Buffer.from(`retry: ${ms}\n\n`);

/**
 * One event of type "message"; `data` is UTF-8, and each line of it gets a field of its own. Whatever ended them there (CR,
 * LF or CRLF), they arrive joined by LF. Throws RangeError on an id that the format cannot carry.
 */
export const encodeEvent = (id: string, data: Buffer): Buffer => {
  if (/[\0\r\n]/.test(id)) throw new RangeError("an id is one line without NULL");
  const head = Buffer.from(`id: ${id}\ndata: `);
  if (!data.includes(lf) && !data.includes(cr)) return Buffer.concat([head, data, blankLine]);
  // Latin-1 keeps every byte as it is, and no byte within a character of UTF-8 looks like a line's end.
  const lines = data.toString("latin1").split(/\r\n|\r|\n/);
  return Buffer.concat([head, Buffer.from(lines.join("\ndata: "), "latin1"), blankLine]);
};

/** Takes the stream in pieces, cut anywhere. An event that no empty line has ended is never dispatched. */
export class EventStreamParser {
  readonly #maxEventBytes: number;
  /** The start of a line whose end has not come. */
  readonly #line = new Gatherer();
  #atStart = true;
  /** A CR came last: a LF that follows it ends no line of its own. */
  #afterCr = false;
  #type = "";
  /** null: no data field has come since the last empty line. */
  #data: string | null = null;
  #id: string;
  #lastEventId: string;
  #retryMs: number | null = null;
  #commentBytes = 0;

  /** `lastEventId` is that of the stream that this one continues. */
  constructor(maxEventBytes: number, lastEventId = "") {
    this.#maxEventBytes = maxEventBytes;
    this.#id = lastEventId;
    this.#lastEventId = lastEventId;
  }

  /** The Last-Event-ID that a reconnecting client sends; it sends none if this is empty. */
  get lastEventId(): string {
    return this.#lastEventId;
  }

  /** How long the stream wants its client to wait before it comes back; null if it has not said. */
  get retryMs(): number | null {
    return this.#retryMs;
  }

  /** The length of all comments so far, with their line ends. */
  get commentBytes(): number {
    return this.#commentBytes;
  }

  /** Returns the events that are complete by now. `bytes` may be reused after the call. Throws EventStreamError. */
  receive(bytes: Buffer): readonly StreamEvent[] {
    const events: StreamEvent[] = [];
    let start = this.#afterCr && bytes[0] === lf ? 1 : 0;
    if (bytes.length > 0) this.#afterCr = false;
    // Either byte is looked for again only once it is passed, so that a chunk is searched once.
    let nextLf = bytes.indexOf(lf, start);
    let nextCr = bytes.indexOf(cr, start);
    while (nextLf !== -1 || nextCr !== -1) {
      const end = nextLf === -1 || (nextCr !== -1 && nextCr < nextLf) ? nextCr : nextLf;
      const next = bytes[end] === cr && bytes[end + 1] === lf ? end + 2 : end + 1;
      this.#afterCr = bytes[end] === cr && next === bytes.length && next === end + 1;
      this.#endOfLine(bytes.subarray(start, end), next - end, events);
      start = next;
      if (nextLf !== -1 && nextLf < start) nextLf = bytes.indexOf(lf, start);
      if (nextCr !== -1 && nextCr < start) nextCr = bytes.indexOf(cr, start);
    }
    if (start < bytes.length) this.#line.append(bytes, start, bytes.length, 0, 0);
    if (this.#line.length + (this.#data?.length ?? 0) > this.#maxEventBytes) {
      throw new EventStreamError(`an event of more than ${this.#maxEventBytes} bytes`);
    }
    return events;
  }

  #endOfLine(rest: Buffer, endBytes: number, events: StreamEvent[]): void {
    let line = rest;
    if (this.#line.length > 0) {
      this.#line.append(rest, 0, rest.length, 0, 0);
      line = this.#line.take();
    }
    if (this.#atStart && line.subarray(0, byteOrderMark.length).equals(byteOrderMark)) {
      line = line.subarray(byteOrderMark.length);
    }
    this.#atStart = false;
    if (line.length === 0) this.#dispatch(events);
    else if (line[0] === colon) this.#commentBytes += line.length + endBytes;
    else this.#field(line);
  }

  /** Any other field is ignored, and so is an id with a NULL in it. */
  #field(line: Buffer): void {
    const at = line.indexOf(colon);
    const nameEnd = at === -1 ? line.length : at;
    const name = line.toString("latin1", 0, nameEnd);
    const value = line.toString("utf8", line[nameEnd + 1] === space ? nameEnd + 2 : nameEnd + 1);
    if (name === "data") this.#data = this.#data === null ? value : `${this.#data}\n${value}`;
    else if (name === "id" && !value.includes("\0")) this.#id = value;
    else if (name === "event") this.#type = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.#retryMs = Number(value);
  }

  #dispatch(events: StreamEvent[]): void {
    this.#lastEventId = this.#id;
    if (this.#data !== null) {
      events.push({ type: this.#type || "message", data: this.#data, lastEventId: this.#lastEventId });
    }
    this.#data = null;
    this.#type = "";
  }
}
