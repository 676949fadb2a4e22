// The turn's messages as bytes to write down event streams: written out once for all of them. Knows no sockets.

import type { LogEntry } from "./log.ts";
import { encodeEvent } from "./protocol/event-stream.ts";
import { bytesOfMessages, type MessageBytes } from "./traffic.ts";

/** Bytes to write, and what they are by kind. */
export interface Piece {
  readonly bytes: Buffer;
  readonly kinds: MessageBytes;
}

/** The same piece of a stream as one chunk (RFC 9112 section 7.1), and for clients of HTTP/1.0, which know no chunks. */
export interface Batch {
  readonly chunked: Piece;
  readonly plain: Piece;
}

const batchOf = (plain: Buffer, kinds: MessageBytes): Batch => {
  const chunked = Buffer.concat([Buffer.from(`${plain.length.toString(16)}\r\n`), plain, Buffer.from("\r\n")]);
  const framing = kinds.framing + chunked.length - plain.length;
  return { chunked: { bytes: chunked, kinds: { ...kinds, framing } }, plain: { bytes: plain, kinds } };
};

/** The entries as events, in one chunk. */
export const eventsOf = (entries: readonly LogEntry[]): Batch => {
  const events = entries.map(({ seq, json }) => encodeEvent(String(seq), json));
  const [only] = events;
  const bytes = events.length === 1 && only !== undefined ? only : Buffer.concat(events);
  const payloadBytes = entries.reduce((sum, { json }) => sum + json.length, 0);
  return batchOf(bytes, bytesOfMessages(entries, payloadBytes, bytes.length - payloadBytes));
};

/** A batch that carries no message: all of it is framing. */
export const framingOf = (bytes: Buffer): Batch =>
  batchOf(bytes, { messages: 0, body: 0, envelope: 0, framing: bytes.length });

/** The end of a stream: the last chunk, or nothing where there are no chunks. */
export const endOfStream: Batch = framingOf(Buffer.alloc(0));
