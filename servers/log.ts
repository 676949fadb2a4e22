// The one log that every transport pushes from: bounded, and each message serialised once.
// Knows nothing of connections; a reader that falls behind what it keeps is told so.

import { encodeMessage, type Message, type StampedMessage } from "./protocol/message.ts";

/** A message in the form in which every transport sends it. */
export interface LogEntry {
  readonly seq: number;
  readonly json: Buffer;
  /** The length of the message's body alone, in UTF-8. */
  readonly bodyBytes: number;
}

/**
 * `gone`: messages after the cursor were dropped already, or the cursor is of another log; what is left starts at
 * `oldestSeq`.
 */
type History =
  | { readonly gone: false; readonly entries: readonly LogEntry[] }
  | { readonly gone: true; readonly oldestSeq: number };

export interface LogOptions {
  /** The oldest message is dropped beyond this many messages, or this many serialised bytes. */
  readonly maxMessages: number;
  readonly maxBytes: number;
  /** The seq that the first message follows: 0 in a new log, more in one that is taken up again. */
  readonly lastSeq: number;
  /** Whether messages go out with their stamps. What is measured goes without: nobody needs them on the wire. */
  readonly stamps: boolean;
  /** Runs its argument when all that is due in this turn of the event loop has been done. */
  readonly atEndOfTurn: (f: () => void) => void;
}

const defaults: LogOptions = {
  maxMessages: 10_000,
  maxBytes: 64 * 1024 * 1024,
  lastSeq: 0,
  stamps: false,
  atEndOfTurn: setImmediate,
};

export class MessageLog {
  readonly #options: LogOptions;
  readonly #listeners = new Set<(news: readonly LogEntry[]) => void>();
  #write: ((entry: LogEntry) => void) | null = null;
  /** The entry of seq s stands at s modulo the length. */
  readonly #ring: (LogEntry | undefined)[];
  #oldestSeq: number;
  #lastSeq: number;
  #bytes = 0;
  #news: LogEntry[] = [];

  constructor(options: Partial<LogOptions> = {}) {
    this.#options = { ...defaults, ...options };
    this.#ring = new Array<LogEntry | undefined>(this.#options.maxMessages).fill(undefined);
    this.#lastSeq = this.#options.lastSeq;
    this.#oldestSeq = this.#lastSeq + 1;
  }

  /** The seq of the newest message ever appended; 0 before the first. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The seq of the oldest message kept, or of the next message while none is kept. */
  get oldestSeq(): number {
    return this.#oldestSeq;
  }

  /** Appends the message with the next seq; throws RangeError on any other. */
  append(message: Message | StampedMessage): void {
    if (message.seq !== this.#lastSeq + 1) {
      throw new RangeError(`seq ${message.seq} cannot follow ${this.#lastSeq}`);
    }
    const { seq, body } = message;
    const json = bytesOf(encodeMessage(this.#options.stamps ? message : { seq, body }));
    const entry = { seq, json, bodyBytes: Buffer.byteLength(body) };
    if (this.#write !== null) this.#write(entry);
    if (message.seq - this.#oldestSeq >= this.#ring.length) this.#dropOldest();
    this.#ring[message.seq % this.#ring.length] = entry;
    this.#lastSeq = message.seq;
    this.#bytes += entry.json.length;
    while (this.#bytes > this.#options.maxBytes && this.#oldestSeq < this.#lastSeq) this.#dropOldest();
    if (this.#news.push(entry) === 1) this.#options.atEndOfTurn(() => this.#announce());
  }

  /** Everything after the cursor `seq`; without a cursor, everything kept. A cursor beyond the last is of another log. */
  since(seq: number | null): History {
    const from = (seq ?? this.#oldestSeq - 1) + 1;
    if (from < this.#oldestSeq || from > this.#lastSeq + 1) return { gone: true, oldestSeq: this.#oldestSeq };
    const entries: LogEntry[] = [];
    for (let s = from; s <= this.#lastSeq; s++) entries.push(this.#at(s));
    return { gone: false, entries };
  }

  /** Calls `listener` once a turn with all messages appended in it; returns how to stop that. */
  subscribe(listener: (news: readonly LogEntry[]) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Calls `write` with each entry before anybody can read or hear of it; null stops that. What it throws, append throws. */
  keep(write: ((entry: LogEntry) => void) | null): void {
    this.#write = write;
  }

  #announce(): void {
    const news = this.#news;
    this.#news = [];
    for (const listener of this.#listeners) listener(news);
  }

  #dropOldest(): void {
    this.#bytes -= this.#at(this.#oldestSeq).json.length;
    this.#ring[this.#oldestSeq % this.#ring.length] = undefined;
    this.#oldestSeq++;
  }

  /** The entry of a message that is kept. */
  #at(seq: number): LogEntry {
    const entry = this.#ring[seq % this.#ring.length];
    if (entry === undefined) throw new RangeError(`seq ${seq} is not kept`);
    return entry;
  }
}

/** Memory of its own: a piece of Node's pool would keep all of the pool (64 KiB) for as long as the log keeps the message. */
const bytesOf = (text: string): Buffer => {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
};

/** The first entries, up to about `bytes`: at least one if there is one. */
export const firstOf = (entries: readonly LogEntry[], bytes: number): readonly LogEntry[] => {
  let [count, sum] = [0, 0];
  for (const { json } of entries) {
    if (sum >= bytes) break;
    sum += json.length;
    count++;
  }
  return entries.slice(0, count);
};
